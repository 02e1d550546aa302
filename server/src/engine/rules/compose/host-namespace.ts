// A service shares a namespace with the host: its network, processes, shared memory, users.
import type { ComposeService } from '../../compose/project.ts';
import { scalarOf } from '../../compose/values.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { weaknessIn } from '../../hardening/file-role.ts';
import { type Purpose, purposesOf, repositoryOf } from '../../hardening/purpose.ts';
import { isPrivileged } from '../../hardening/runs.ts';

interface Namespace {
  readonly says: string;
  readonly advice: string;
  /** Images whose work is to see the host so. */
  readonly usual: readonly Purpose[];
  readonly isMinor?: true;
}

// What each shares: docs.docker.com/reference/compose-file/services and namespaces(7) of the Linux manual pages.
const namespaces: Readonly<Record<string, Namespace>> = {
  network_mode: {
    says: 'is in the host’s network: it reaches what listens on 127.0.0.1 there, and every port it opens is open on the host, past `ports`',
    advice: 'Give it a network and publish the ports it needs.',
    usual: ['host monitor', 'network', 'home automation'],
  },
  pid: {
    says: 'sees all processes of the host with their command lines, and as root can stop those of other containers',
    advice: 'Take the line out; to see another service’s processes, write `pid: "service:NAME"`.',
    usual: ['host monitor'],
  },
  ipc: {
    says: 'shares the shared memory of all programs of the host',
    advice:
      'For more shared memory set `shm_size`; to share it with one service, write `ipc: "service:NAME"` and `ipc: shareable`.',
    usual: [],
  },
  userns_mode: {
    says: 'is root on the host where it is root inside, also when the engine remaps users',
    advice: 'Take the line out, unless the service must own files of the host.',
    usual: ['host monitor', 'docker in docker'],
    isMinor: true,
  },
  uts: {
    says: 'shares the host’s name, and with SYS_ADMIN can change it',
    advice: 'Set `hostname` instead.',
    usual: ['host monitor'],
    isMinor: true,
  },
  cgroup: {
    says: 'sees the control groups of the whole host',
    advice: 'Take the line out, unless the service measures the host.',
    usual: ['host monitor'],
    isMinor: true,
  },
};

export default defineComposeRule({
  id: 'host-namespace',
  severity: 'warning',
  profiles: ['recommended', 'cis'],
  summary: 'A service shares a namespace with the host',
  why: 'Namespaces are what keeps a container from the host’s network, processes and memory, and without one of them it is a program like any other there.',
  sources: [
    'cis:5.10',
    'cis:5.16',
    'cis:5.17',
    'cis:5.21',
    'cis:5.25',
    'cis:5.31',
    'kics:071a71ff-f868-47a4-ac0b-3c59e4ab5443',
    'kics:4f31dd9f-2cc3-4751-9b53-67e4af83dac0',
    'kics:baa3890f-bed7-46f5-ab8f-1da8fc91c729',
    'kics:8af7162d-6c98-482f-868e-0d33fb675ca8',
    'compose-lint:CL-0008',
    'compose-lint:CL-0010',
  ],
  *check({ project, imageOf }) {
    const weight = weaknessIn(project);
    if (!weight) return;
    for (const service of project.services) {
      for (const [key, { says, advice, usual, isMinor }] of Object.entries(namespaces)) {
        const entry = service.node.entry(key);
        if (!entry || scalarOf(entry.value)?.text !== 'host') continue;
        // Docker refuses a privileged service with remapped users.
        if (key === 'userns_mode' && isPrivileged(service) === true) continue;
        const purposes = purposesOf(service, imageOf(service));
        const isUsual = usual.some((purpose) => purposes.has(purpose));
        yield {
          at: entry.mergedBy ?? entry.at,
          ...(isMinor || isUsual ? { severity: 'information' as const } : weight),
          message: `\`${service.name}\` ${says}. ${isUsual ? usualAdvice(service, key) : advice}`,
        };
      }
    }
  },
});

function usualAdvice(service: ComposeService, key: string): string {
  const what = repositoryOf(service)?.slice(0, 200) ?? service.name;
  return `That belongs to the work of \`${what}\`: ${
    key === 'network_mode'
      ? 'see that the ports it opens are closed in the host’s firewall, or bound to 127.0.0.1.'
      : 'run it as another user than root and with no other right, where it can.'
  }`;
}

export const docs = `
\`network_mode\`, \`pid\`, \`ipc\`, \`userns_mode\`, \`uts\` and \`cgroup\` with the value \`host\`. Shared users, names and control groups are information: they
weaken little alone. So are the network and the processes for images whose work is to measure the host, to build tunnels, or to
be found by other devices.
`;

export const examples = [
  {
    bad: `services:
  app:
    image: example.com/app:1
    «network_mode: host»
    «pid: "host"»
`,
  },
  {
    bad: `services:
  train:
    image: pytorch/pytorch:2.4.0-cuda12.4-cudnn9-runtime
    «ipc: host»
`,
  },
  {
    bad: `services:
  exporter:
    image: quay.io/prometheus/node-exporter:v1.8.2
    «pid: host»
    command: --path.rootfs=/host
`,
    note: 'Information: measuring the host is its work.',
  },
  {
    good: `services:
  app:
    image: example.com/app:1
    pid: service:other
    ipc: shareable
    network_mode: service:vpn
  other:
    image: example.com/other:1
  vpn:
    image: example.com/vpn:1
`,
  },
] satisfies Example[];
