// A service runs with `privileged: true`.

import type { ComposeService } from '../../compose/project.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { weaknessIn } from '../../hardening/file-role.ts';
import { knownStart } from '../../hardening/known-start.ts';
import { ownService } from '../../hardening/own-service.ts';
import { type Purpose, purposesOf } from '../../hardening/purpose.ts';
import { isPrivileged } from '../../hardening/runs.ts';
import { isRefused, removeEntry } from '../../yaml-edits/index.ts';

const advices: readonly (readonly [Purpose, string])[] = [
  [
    'docker in docker',
    'An engine inside a container needs much of that: use the `dind-rootless` image or a builder without an engine, and let only trusted builds in.',
  ],
  [
    'host monitor',
    'To measure the host it needs to read its folders: mount `/proc`, `/sys` and the like read-only instead, and give it `pid: host` if it asks for it.',
  ],
  [
    'disk monitor',
    'To ask disks for their health it needs these disks in `devices` and the capability SYS_RAWIO.',
  ],
  [
    'network',
    'To set up networks it needs the capability NET_ADMIN and, for tunnels, the device `/dev/net/tun`.',
  ],
  ['home automation', 'To talk to hardware it needs that device in `devices`, not all of them.'],
  [
    'mounter',
    'To mount by FUSE it needs the device `/dev/fuse` and the capability SYS_ADMIN, which is bad enough.',
  ],
];

export default defineComposeRule<ComposeService>({
  id: 'privileged-service',
  severity: 'warning',
  profiles: ['recommended', 'cis'],
  summary: 'A service is privileged',
  why: 'A privileged container has every capability and every device of the host and no confinement, so that root in it mounts the host’s disk and is root there.',
  sources: [
    'cis:5.5',
    'kics:ae5b6871-7f45-42e0-bb4c-ab300c4d2026',
    'semgrep:privileged-service',
    'compose-lint:CL-0002',
  ],
  *check({ project, imageOf }) {
    const weight = weaknessIn(project);
    if (!weight) return;
    for (const service of project.services) {
      const entry = service.node.entry('privileged');
      if (!entry || isPrivileged(service) !== true) continue;
      const purposes = purposesOf(service, imageOf(service));
      const server = knownStart(service, imageOf(service))?.server;
      const advice = server?.capabilities
        ? `${server.name} does not need it: take the line out.`
        : (advices.find(([purpose]) => purposes.has(purpose))?.[1] ??
          'Take the line out, and give it the single devices and capabilities that it then lacks.');
      yield {
        at: entry.mergedBy ?? entry.at,
        ...weight,
        message: `\`${service.name}\` is privileged: nothing keeps it from the host’s disks, devices and kernel. ${advice}`,
        data: service,
      };
    }
  },
  checksFixes: true,
  *fix({ data }, { project, imageOf }) {
    const service = data!;
    const own = ownService(project, service);
    const server = knownStart(service, imageOf(service))?.server;
    if (!own || !server?.capabilities) return;
    const title = `Take \`privileged\` away from \`${service.name}\``;
    const edits = removeEntry(own.file, own.map, 'privileged');
    yield isRefused(edits) ? { title, ...edits } : { title, safety: 'review', preferred: true, edits };
  },
});

export const docs = `
The finding names what the service's image needs instead, where its work is known. The fix takes the line out only for servers of
which it is known that they work without.
`;

export const examples = [
  {
    bad: `services:
  db:
    image: postgres:16
    «privileged: true»
    volumes: [data:/var/lib/postgresql/data]
volumes:
  data:
`,
    fixed: `services:
  db:
    image: postgres:16
    volumes: [data:/var/lib/postgresql/data]
volumes:
  data:
`,
  },
  {
    bad: `services:
  vpn:
    image: example.com/vpn:1
    «privileged: true»
`,
    fixed: false,
  },
  {
    bad: `x-base: &base
  privileged: true
services:
  builder:
    «<<: *base»
    image: docker:27-dind
`,
    fixed: false,
    note: 'It comes from the merged map.',
  },
  { good: `services:\n  app:\n    image: example.com/app:1\n    privileged: false\n` },
  {
    good: `services:\n  app:\n    image: example.com/app:1\n    privileged: \${PRIVILEGED}\n`,
    note: 'Not known.',
  },
] satisfies Example[];
