// A tmpfs is mounted without the protection that Docker gives each by default: noexec, nosuid, nodev.
import type { ComposeMount, ComposeService } from '../../compose/project.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { roleOf } from '../../hardening/file-role.ts';
import { ownService } from '../../hardening/own-service.ts';
import { isRefused, replaceScalar } from '../../yaml-edits/index.ts';

interface Data {
  readonly service: ComposeService;
  readonly mount: ComposeMount;
}

// The defaults are those of dockerd (daemon/oci_linux.go): noexec, nosuid, nodev.
const says: ReadonlyMap<string, string> = new Map([
  ['exec', 'programs can be put there and started'],
  ['suid', 'programs with the setuid bit work there'],
  ['dev', 'devices work there'],
]);

export default defineComposeRule<Data>({
  id: 'tmpfs-exec',
  severity: 'information',
  profiles: ['recommended'],
  summary: 'A tmpfs takes programs, setuid bits or devices',
  why: 'Beside a read-only root filesystem the tmpfs is the one place where an intruder could put a program and start it.',
  sources: ['compose-lint:CL-0022'],
  *check({ project }) {
    if (roleOf(project)) return;
    for (const service of project.services) {
      for (const mount of service.mounts) {
        const given = mount.key === 'tmpfs' ? mount.options.filter((option) => says.has(option)) : [];
        const [first] = given;
        if (first === undefined) continue;
        const what = given.map((option) => says.get(option)).join(', and ');
        const advice = given.includes('exec')
          ? 'Keep it only if the service unpacks and starts programs there.'
          : 'Take the option out.';
        yield {
          at: mount.at,
          message: `In the tmpfs \`${mount.target}\` of \`${service.name}\` ${what}: \`${given.join(',')}\` takes Docker’s default away. ${advice}`,
          data: { service, mount },
        };
      }
    }
  },
  *fix({ data }, { project }) {
    const { service, mount } = data!;
    const own = ownService(project, service);
    const { node, options } = mount;
    // Whether anything is started there cannot be seen.
    if (!own || node.kind !== 'scalar' || options.includes('exec')) return;
    const rest = options.filter((option) => !says.has(option));
    const title = `Mount \`${mount.target}\` without ${options.filter((option) => says.has(option)).join(' and ')}`;
    const path = node.written.slice(0, node.written.indexOf(':'));
    const edits = replaceScalar(own.file, node, rest.length === 0 ? path : `${path}:${rest.join(',')}`);
    yield isRefused(edits) ? { title, ...edits } : { title, safety: 'review', preferred: true, edits };
  },
});

export const docs = `
The options \`exec\`, \`suid\` and \`dev\` of the key \`tmpfs\`. The long form of a volume cannot take them. The fix takes \`suid\` and \`dev\` out; whether a service starts
programs in its tmpfs cannot be seen, so \`exec\` is left to you.
`;

export const examples = [
  {
    bad: `services:
  app:
    image: example.com/app:1
    read_only: true
    tmpfs:
      - «/tmp:exec,size=64m»
      - /run:size=8m,noexec
`,
    fixed: false,
  },
  {
    bad: `services:\n  app:\n    image: example.com/app:1\n    tmpfs: «/tmp:size=64m,suid»\n`,
    fixed: `services:\n  app:\n    image: example.com/app:1\n    tmpfs: /tmp:size=64m\n`,
  },
  { good: `services:\n  app:\n    image: example.com/app:1\n    tmpfs: [/tmp, "/run:noexec,nosuid"]\n` },
] satisfies Example[];
