// Says in one sentence what nearly every service lacks.
import type { ComposeService } from '../../compose/project.ts';
import type { ServiceImage } from '../../compose/service-image.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { roleOf } from '../../hardening/file-role.ts';
import { type Hardening, missingIn } from '../../hardening/missing.ts';
import { neededCapabilities } from '../../hardening/needed-capabilities.ts';
import { noNewPrivilegesRefusal } from '../../hardening/needs-new-privileges.ts';
import { readOnlyPlan } from '../../hardening/written-paths.ts';

export default defineComposeRule<ComposeService>({
  id: 'service-not-hardened',
  severity: 'hint',
  profiles: ['recommended'],
  summary: 'A service lacks limits that cost it nothing',
  why: 'Each of these limits is one line and makes a break-in smaller, and most services work the same with them.',
  sources: [],
  refactoring: 'harden-service',
  standsFor: [
    'new-privileges-allowed',
    'capabilities-not-dropped',
    'writable-root-filesystem',
    'memory-limit-missing',
    'pids-limit-missing',
    'cpu-limit-missing',
    'restart-policy-missing',
    'logging-unbounded',
    'service-image-without-digest',
  ],
  *check({ project, imageOf }) {
    if (roleOf(project)) return;
    for (const service of project.services) {
      const missing = missingIn(service);
      if (!missing.some(({ what }) => canBeAdded(what, service, imageOf(service)))) continue;
      const words = missing.map(({ words: text }) => text);
      const list = words.length === 1 ? words[0] : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
      yield {
        at: service.keyAt,
        message: `\`${service.name}\` has no ${list}. “Harden this service” adds what is known to be safe for its image.`,
        data: service,
      };
    }
  },
});

/** Whether it is known that the service bears it; what has to be tried out is no hint. */
function canBeAdded(what: Hardening, service: ComposeService, image: ServiceImage | undefined): boolean {
  if (what === 'no-new-privileges') return noNewPrivilegesRefusal(service, image) === undefined;
  if (what === 'capabilities') return neededCapabilities(service, image) !== undefined;
  return what !== 'read-only' || 'tmpfs' in readOnlyPlan(service, image);
}

export const docs = `
One hint for each service, at its name, in place of what the profiles \`strict\` and \`cis\` say one by one: rights that can be gained (new-privileges-allowed),
capabilities (capabilities-not-dropped), the root filesystem (writable-root-filesystem), limits for memory and processes. The refactoring
“Harden this service” adds what is known to be safe for the service's image and says what it left out.

Silent where only that is missing of which nobody knows whether the image bears it (\`cap_drop\` and \`read_only\` for an unknown image); \`strict\` and \`cis\` name it all the
same. Silent for privileged services, and in files for development, tests and examples.
`;

export const examples = [
  {
    bad: `services:
  «api»:
    image: example.com/api:1
  db:
    image: postgres:16
    read_only: true
    cap_drop: [ALL]
    cap_add: [CHOWN, DAC_OVERRIDE, SETGID, SETUID]
    security_opt: [no-new-privileges]
    mem_limit: 512m
    pids_limit: 200
    tmpfs: [/tmp, /var/run/postgresql]
    volumes: [data:/var/lib/postgresql/data]
volumes: { data: {} }
`,
  },
  { good: `services:\n  api:\n    image: example.com/api:1\n`, path: 'compose.test.yaml' },
  {
    good: `services:
  api:
    image: example.com/api:1
    security_opt: [no-new-privileges]
    mem_limit: 512m
    pids_limit: 200
`,
    note: 'Which capabilities it needs and where it writes has to be tried out.',
  },
  { good: `services:\n  api:\n    image: example.com/api:1\n    privileged: true\n` },
] satisfies Example[];
