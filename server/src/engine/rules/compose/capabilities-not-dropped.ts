// A service keeps Docker's default capabilities.
import type { ComposeService } from '../../compose/project.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { capabilitiesIn, dropsAll } from '../../hardening/capabilities.ts';
import { roleOf } from '../../hardening/file-role.ts';
import { neededCapabilities } from '../../hardening/needed-capabilities.ts';
import { additionEdits, ownService } from '../../hardening/own-service.ts';
import { isPrivileged, isWhole } from '../../hardening/runs.ts';
import { capabilityNames } from '../../servers/known-servers.ts';
import { isRefused } from '../../yaml-edits/index.ts';

export default defineComposeRule<ComposeService>({
  id: 'capabilities-not-dropped',
  severity: 'information',
  profiles: ['strict', 'cis'],
  summary: 'A service keeps capabilities that it does not need',
  why: 'Docker gives each container fourteen capabilities of root, such as raw sockets and changing owners, and most programs need none of them.',
  sources: ['cis:5.4', 'kics:ce76b7d0-9e77-464d-b86f-c5c48e03e22d', 'compose-lint:CL-0006'],
  refactoring: 'harden-service',
  *check({ project, imageOf }) {
    if (roleOf(project)) return;
    for (const service of project.services) {
      if (!isWhole(service) || isPrivileged(service) !== false || dropsAll(service) !== false) continue;
      const needed = neededCapabilities(service, imageOf(service));
      const names = needed && capabilityNames(needed).filter((name) => !adds(service, name));
      const dropped = capabilitiesIn(service, 'cap_drop');
      const what =
        dropped.length > 0
          ? `drops only ${words(dropped.map(({ name }) => name))}`
          : 'keeps all of Docker’s default capabilities';
      const advice =
        names === undefined
          ? 'Add `cap_drop: [ALL]`, start it, and give back by `cap_add` what it then lacks.'
          : names.length === 0
            ? 'Add `cap_drop: [ALL]`: it needs none.'
            : `Add \`cap_drop: [ALL]\`, and \`cap_add\` with ${words(names)}.`;
      yield { at: service.keyAt, message: `\`${service.name}\` ${what}. ${advice}`, data: service };
    }
  },
  checksFixes: true,
  *fix({ data }, { project, imageOf }) {
    const service = data!;
    const own = ownService(project, service);
    const needed = own && neededCapabilities(service, imageOf(service));
    if (!own || !needed) return;
    const added = needed.filter(({ name }) => !adds(service, name));
    const names = capabilityNames(added);
    const title = `Drop all capabilities of \`${service.name}\`${names.length > 0 ? ` but ${words(names)}` : ''}`;
    const comments = new Map(added.map(({ name, why }) => [name, why]));
    const edits = additionEdits(own, [
      { kind: 'items', key: 'cap_drop', items: ['ALL'] },
      { kind: 'items', key: 'cap_add', items: names, comments },
    ]);
    yield isRefused(edits) ? { title, ...edits } : { title, safety: 'review', preferred: true, edits };
  },
});

function adds(service: ComposeService, capability: string): boolean {
  return capabilitiesIn(service, 'cap_add').some(({ name }) => name === capability || name === 'ALL');
}

function words(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

export const docs = `
The fix is offered where it is known what the program needs: for servers in the table of known servers, started in their usual way, and for
programs of one's own on a known base image that run as another user than root, which need none.
A program whose file has capabilities of its own (\`setcap\`) is not started when they are dropped; such images are left alone.

Silent for privileged services, and in files for development, tests and examples.
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
    cap_drop:
      - ALL
    cap_add:
      - CHOWN # gives the data folder and that of the socket to postgres
      - DAC_OVERRIDE # looks into the data folder of postgres as root
      - SETGID # goes on with the group of postgres
      - SETUID # goes on as postgres
volumes:
  data:
`,
  },
  {
    bad: `services:
  «api»:
    build: .
`,
    files: {
      Dockerfile: 'FROM node:22-slim\nCOPY . /app\nUSER node\nCMD ["node", "/app/server.js"]\n',
    },
    fixed: `services:
  api:
    build: .
    cap_drop:
      - ALL
`,
  },
  {
    bad: `services:
  «api»:
    image: example.com/api:1
    cap_drop: [NET_RAW]
`,
    fixed: false,
  },
  { good: `services:\n  api:\n    image: example.com/api:1\n    cap_drop: [all]\n` },
  { good: `services:\n  api:\n    image: example.com/api:1\n    privileged: true\n` },
] satisfies Example[];
