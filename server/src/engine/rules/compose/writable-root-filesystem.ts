// The root filesystem of a service can be written.
import type { ComposeService } from '../../compose/project.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { roleOf } from '../../hardening/file-role.ts';
import { additionEdits, ownService } from '../../hardening/own-service.ts';
import { isWhole } from '../../hardening/runs.ts';
import { switchOf } from '../../hardening/switches.ts';
import { readOnlyPlan } from '../../hardening/written-paths.ts';
import { isRefused } from '../../yaml-edits/index.ts';

export default defineComposeRule<ComposeService>({
  id: 'writable-root-filesystem',
  severity: 'information',
  profiles: ['strict', 'cis'],
  summary: 'The root filesystem of a service can be written',
  why: 'An intruder who can write keeps tools in the container and changes the program that runs next time.',
  sources: ['cis:5.13', 'semgrep:writable-filesystem-service', 'compose-lint:CL-0007'],
  refactoring: 'harden-service',
  *check({ project, imageOf }) {
    if (roleOf(project)) return;
    for (const service of project.services) {
      if (!isWhole(service) || switchOf(service.get('read_only')) !== false) continue;
      const plan = readOnlyPlan(service, imageOf(service));
      const advice =
        'unknown' in plan
          ? 'Add `read_only: true`, start it, and give what it then complains about a tmpfs or a volume; `/tmp` first.'
          : plan.tmpfs.length === 0
            ? 'Add `read_only: true`.'
            : `Add \`read_only: true\`, and a tmpfs at ${plan.tmpfs.map(({ path }) => `\`${path}\``).join(', ')}.`;
      yield {
        at: service.keyAt,
        message: `\`${service.name}\` can write to its own root filesystem. ${advice}`,
        data: service,
      };
    }
  },
  checksFixes: true,
  *fix({ data }, { project, imageOf }) {
    const service = data!;
    const own = ownService(project, service);
    const plan = own && readOnlyPlan(service, imageOf(service));
    if (!own || !plan) return;
    const title = `Make the root filesystem of \`${service.name}\` read-only`;
    if ('unknown' in plan) return;
    const comments = new Map(plan.tmpfs.map(({ item, why }) => [item, why]));
    const edits = additionEdits(own, [
      { kind: 'value', path: ['read_only'], value: true },
      { kind: 'items', key: 'tmpfs', items: plan.tmpfs.map(({ item }) => item), comments },
    ]);
    yield isRefused(edits) ? { title, ...edits } : { title, safety: 'review', preferred: true, edits };
  },
});

export const docs = `
The fix is offered where it is known which paths the image writes: for servers in the table of known servers, started in their usual way,
whose data lies in a volume. Volumes and tmpfs stay writable.

Silent in files for development, tests and examples.
`;

export const examples = [
  {
    bad: `services:
  «db»:
    image: postgres:16
    volumes:
      - data:/var/lib/postgresql/data
volumes:
  data:
`,
    fixed: `services:
  db:
    image: postgres:16
    volumes:
      - data:/var/lib/postgresql/data
    read_only: true
    tmpfs:
      - /var/run/postgresql # socket and lock file
      - /tmp # scripts of the first start
volumes:
  data:
`,
  },
  {
    bad: `services:
  «api»:
    image: example.com/api:1
    read_only: false
`,
    fixed: false,
  },
  { good: `services:\n  api:\n    image: example.com/api:1\n    read_only: true\n` },
  { good: `services:\n  api:\n    image: example.com/api:1\n    read_only: \${READ_ONLY}\n` },
] satisfies Example[];
