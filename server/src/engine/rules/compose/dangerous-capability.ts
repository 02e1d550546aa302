// A service is given a capability that reaches beyond its container.
import type { ComposeService } from '../../compose/project.ts';
import type { ServiceImage } from '../../compose/service-image.ts';
import { scalarOf } from '../../compose/values.ts';
import { defineComposeRule, type Example, type Severity } from '../../define-rule.ts';
import { capabilitiesIn, type NamedCapability } from '../../hardening/capabilities.ts';
import { weaknessIn } from '../../hardening/file-role.ts';
import { knownStart } from '../../hardening/known-start.ts';
import { ownService } from '../../hardening/own-service.ts';
import { purposesOf } from '../../hardening/purpose.ts';
import { isPrivileged, onHostNetwork } from '../../hardening/runs.ts';
import { isRefused, removeItem } from '../../yaml-edits/index.ts';

// What each allows: capabilities(7) of the Linux manual pages.
const reaches: Readonly<Record<string, string>> = {
  ALL: 'has every capability there is, as a privileged service has',
  SYS_ADMIN: 'can mount file systems and change namespaces, which is most of root on the host',
  SYS_MODULE: 'can load modules into the host’s kernel',
  SYS_RAWIO: 'can reach the host’s input and output ports and memory',
  SYS_BOOT: 'can restart the host',
  SYS_TIME: 'can set the host’s clock',
  SYSLOG: 'can read the log of the host’s kernel',
  DAC_READ_SEARCH: 'can read every file of the host by its handle',
  BPF: 'can load programs into the host’s kernel',
  PERFMON: 'can watch all processes of the host',
  MAC_ADMIN: 'can change the rules that confine containers',
  MAC_OVERRIDE: 'can pass over the rules that confine containers',
  NET_ADMIN: 'can change interfaces, routes and firewall of its network',
  SYS_PTRACE: 'can read and change the memory of other processes',
};

/** Weak alone: confined to the container's own namespaces. */
const weak: Readonly<Record<string, 'network_mode' | 'pid'>> = {
  NET_ADMIN: 'network_mode',
  SYS_PTRACE: 'pid',
};

interface Data {
  readonly service: ComposeService;
  readonly capability: NamedCapability;
}

export default defineComposeRule<Data>({
  id: 'dangerous-capability',
  severity: 'warning',
  profiles: ['recommended', 'cis'],
  summary: 'A service is given a capability that reaches beyond its container',
  why: 'Such a capability works on the kernel that all containers and the host share, so that an intruder in the service is not kept in it.',
  sources: [
    'cis:5.4',
    'compose-lint:CL-0011',
    'compose-lint:CL-0024',
    'compose-lint:CL-0027',
    'compose-lint:CL-0028',
    'compose-lint:CL-0030',
  ],
  *check({ project, imageOf }) {
    const weight = weaknessIn(project);
    if (!weight) return;
    for (const service of project.services) {
      if (isPrivileged(service) === true) continue;
      for (const capability of capabilitiesIn(service, 'cap_add')) {
        const { name, node } = capability;
        const reach = Object.hasOwn(reaches, name) ? reaches[name] : undefined;
        if (reach === undefined) continue;
        const host = sharesHost(service, name);
        const isKnown = isUsual(service, name, imageOf(service));
        const graded: { readonly severity?: Severity } =
          weight.severity || !(isKnown || (weak[name] !== undefined && !host))
            ? weight
            : { severity: 'information' };
        const where = host ? ', here those of the host' : '';
        const server = knownStart(service, imageOf(service))?.server;
        const advice =
          server?.capabilities && weak[name] === undefined && !needs(server.capabilities, name)
            ? `${server.name} does not need it: take it out.`
            : isKnown && host
              ? 'Setting up the host’s network belongs to its work: let it run nothing else, and keep its image fresh.'
              : adviceFor(service, name);
        yield {
          at: node.alias ?? node.at,
          ...graded,
          message: `With ${name} \`${service.name}\` ${reach}${where}. ${advice}`,
          data: { service, capability },
        };
      }
    }
  },
  *fix({ data }, { project, imageOf }) {
    const { service, capability } = data!;
    const own = ownService(project, service);
    const server = knownStart(service, imageOf(service))?.server;
    const list = own?.map.get('cap_add');
    if (!own || list?.kind !== 'list' || !server?.capabilities) return;
    if (weak[capability.name] !== undefined || needs(server.capabilities, capability.name)) return;
    const title = `Take ${capability.name} away from \`${service.name}\``;
    const edits = removeItem(own.file, list, capability.node, { emptied: 'remove' });
    yield isRefused(edits) ? { title, ...edits } : { title, safety: 'review', preferred: true, edits };
  },
});

function needs(known: readonly { readonly name: string }[], capability: string): boolean {
  return known.some(({ name }) => name === capability);
}

function sharesHost(service: ComposeService, capability: string): boolean {
  const key = Object.hasOwn(weak, capability) ? weak[capability] : undefined;
  return key !== undefined && scalarOf(service.get(key))?.text === 'host';
}

/** The service's work is known to take it. */
function isUsual(service: ComposeService, capability: string, image: ServiceImage | undefined): boolean {
  const purposes = purposesOf(service, image);
  if (capability === 'NET_ADMIN' || capability === 'SYS_MODULE')
    return purposes.has('network') || (capability === 'NET_ADMIN' && purposes.has('home automation'));
  if (capability === 'SYS_RAWIO') return purposes.has('disk monitor');
  if (capability === 'SYS_TIME') return /(^|[/_-])(chrony|ntp)/.test(service.image?.written ?? '');
  if (['SYS_PTRACE', 'SYSLOG', 'BPF', 'PERFMON', 'DAC_READ_SEARCH'].includes(capability))
    return purposes.has('host monitor');
  return false;
}

function adviceFor(service: ComposeService, capability: string): string {
  if (capability === 'SYS_MODULE')
    return 'Load the module on the host instead (`modprobe`, `/etc/modules-load.d`); WireGuard is in Linux since 5.6.';
  if (capability === 'SYS_ADMIN') {
    const purposes = purposesOf(service);
    if (purposes.has('browser'))
      return 'Browsers take it for their sandbox only: a seccomp profile that allows user namespaces is enough.';
    if (purposes.has('mounter')) return 'Mount on the host instead, and give the service the mounted folder.';
  }
  if (capability === 'NET_ADMIN')
    return onHostNetwork(service)
      ? 'Give it a network of its own, or set up the host’s network on the host.'
      : 'Keep it only if the service sets up tunnels, routes or a firewall.';
  if (capability === 'SYS_PTRACE')
    return 'Keep it only where processes of other users are debugged or profiled.';
  return 'Take it out, or give only the single capabilities that are needed.';
}

export const docs = `
NET_ADMIN and SYS_PTRACE work inside the container's own network and processes, so they are information unless the service shares those
of the host. The same holds where a capability belongs to the known work of an image: NET_ADMIN for a VPN, SYS_RAWIO for a disk monitor.

The fix takes a capability away from servers of which it is known that they do not need it.
`;

export const examples = [
  {
    bad: `services:
  app:
    image: example.com/app:1
    cap_add:
      - «SYS_ADMIN»
      - NET_BIND_SERVICE
`,
    fixed: false,
  },
  {
    bad: `services:
  db:
    image: postgres:16
    cap_add:
      - «CAP_SYS_ADMIN»
      - IPC_LOCK
    volumes: [data:/var/lib/postgresql/data]
volumes: { data: {} }
`,
    fixed: `services:
  db:
    image: postgres:16
    cap_add:
      - IPC_LOCK
    volumes: [data:/var/lib/postgresql/data]
volumes: { data: {} }
`,
  },
  {
    bad: `services:
  vpn:
    image: lscr.io/linuxserver/wireguard:1.0.20210914
    cap_add: [«NET_ADMIN», «SYS_MODULE»]
`,
  },
  {
    good: `services:\n  app:\n    image: example.com/app:1\n    cap_add: [CHOWN, SETUID, SETGID, IPC_LOCK]\n`,
  },
  { good: `services:\n  app:\n    image: example.com/app:1\n    cap_add: ["\${EXTRA}"]\n` },
] satisfies Example[];
