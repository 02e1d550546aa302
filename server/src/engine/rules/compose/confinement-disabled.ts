// Confinement that Docker gives each container by default is switched off: seccomp, AppArmor, SELinux, masked paths.
import type { ComposeService } from '../../compose/project.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { weaknessIn } from '../../hardening/file-role.ts';
import { knownStart } from '../../hardening/known-start.ts';
import { ownService } from '../../hardening/own-service.ts';
import { purposesOf } from '../../hardening/purpose.ts';
import { isPrivileged } from '../../hardening/runs.ts';
import { type SecurityOption, securityOptions } from '../../hardening/security-options.ts';
import { isRefused, removeItem } from '../../yaml-edits/index.ts';

interface Data {
  readonly service: ComposeService;
  readonly option: SecurityOption;
}

export default defineComposeRule<Data>({
  id: 'confinement-disabled',
  severity: 'warning',
  profiles: ['recommended', 'cis'],
  summary: 'A service is not confined as containers are by default',
  why: 'These profiles close the calls and files of the kernel that containers have broken out by.',
  sources: [
    'cis:5.2',
    'cis:5.3',
    'cis:5.22',
    'kics:404fde2c-bc4b-4371-9747-7054132ac953',
    'semgrep:seccomp-confinement-disabled',
    'semgrep:selinux-separation-disabled',
    'compose-lint:CL-0009',
  ],
  *check({ project, imageOf }) {
    const weight = weaknessIn(project);
    if (!weight) return;
    for (const service of project.services) {
      if (isPrivileged(service) === true) continue;
      for (const option of securityOptions(service)) {
        const what = switchedOff(option);
        if (what === undefined) continue;
        const server = knownStart(service, imageOf(service))?.server;
        const advice =
          server && !isForMounts(service, option)
            ? `${server.name} does not need that: take the line out.`
            : adviceFor(service, option);
        yield {
          at: option.node.alias ?? option.node.at,
          ...weight,
          message: `\`${service.name}\` runs without ${what}. ${advice}`,
          data: { service, option },
        };
      }
    }
  },
  *fix({ data }, { project, imageOf }) {
    const { service, option } = data!;
    const own = ownService(project, service);
    const list = own?.map.get('security_opt');
    if (!own || list?.kind !== 'list' || !knownStart(service, imageOf(service))) return;
    if (isForMounts(service, option)) return;
    const title = `Confine \`${service.name}\` as containers are by default`;
    const edits = removeItem(own.file, list, option.node, { emptied: 'remove' });
    yield isRefused(edits) ? { title, ...edits } : { title, safety: 'review', preferred: true, edits };
  },
});

/** Where SELinux is on, it stands between a container and the host's files. */
function isForMounts(service: ComposeService, { name }: SecurityOption): boolean {
  return name === 'label' && service.mounts.some(({ type }) => type === 'bind' || type === 'unknown');
}

function switchedOff({ name, value }: SecurityOption): string | undefined {
  const said = value.toLowerCase();
  if (name === 'seccomp' && said === 'unconfined')
    return 'seccomp: every call of the host’s kernel is open to it, also those that are made for breaking out';
  if (name === 'apparmor' && said === 'unconfined')
    return 'its AppArmor profile, which keeps containers from mounting and from the kernel’s files';
  if (name === 'label' && said === 'disable')
    return 'SELinux, which keeps it from the host’s files and other containers where the host has it';
  if (name === 'systempaths' && said === 'unconfined')
    return 'the masks over `/proc` and `/sys`: root in it can change the host’s kernel settings';
  return undefined;
}

function adviceFor(service: ComposeService, { name }: SecurityOption): string {
  if (name === 'label' && service.mounts.some(({ source }) => /\.sock$/.test(source ?? '')))
    return 'Give it the engine by a socket proxy, which alone needs this line.';
  if (name === 'label')
    return 'To give it files of the host, relabel these by `:z` or `:Z` at the mount instead.';
  if (name === 'seccomp' && purposesOf(service).has('browser'))
    return 'A browser’s sandbox needs only a profile that allows user namespaces: name such a file instead of `unconfined`.';
  if (name === 'seccomp')
    return 'Take the line out; debuggers work without it since Docker 19.03. If a call is missing, name a profile that adds that call.';
  return 'Take the line out, or name a profile that allows what is missing.';
}

export const docs = `
\`seccomp\`, \`apparmor\` and \`systempaths\` with \`unconfined\`, and \`label:disable\` or \`label=disable\`. Privileged services have none of these either and are
reported as such. The fix takes the line out for servers that are known and started in their usual way.
`;

export const examples = [
  {
    bad: `services:
  app:
    image: example.com/app:1
    security_opt:
      - «seccomp:unconfined»
      - «apparmor=unconfined»
      - no-new-privileges:true
`,
    fixed: false,
  },
  {
    bad: `services:
  cache:
    image: redis:7.4
    security_opt: [«seccomp=unconfined», no-new-privileges]
    volumes: [cache:/data]
volumes: { cache: {} }
`,
    fixed: `services:
  cache:
    image: redis:7.4
    security_opt: [no-new-privileges]
    volumes: [cache:/data]
volumes: { cache: {} }
`,
  },
  {
    good: `services:\n  app:\n    image: example.com/app:1\n    security_opt: ["seccomp:./profile.json", "label:type:x_t"]\n`,
  },
] satisfies Example[];
