// A service is given a device that reads or writes the host past its file system: disks, memory, all of them.
import type { ComposeService } from '../../compose/project.ts';
import { mapOf, textOf } from '../../compose/values.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { weaknessIn } from '../../hardening/file-role.ts';
import { hostPath } from '../../hardening/host-mounts.ts';
import { purposesOf } from '../../hardening/purpose.ts';
import { isPrivileged } from '../../hardening/runs.ts';

// Names of devices: Documentation/admin-guide/devices.txt of Linux.
const devices: readonly (readonly [RegExp, string])[] = [
  [/^\/dev$/, 'every device of the host, its disks and memory among them'],
  [
    /^\/dev\/(sd[a-z]|hd[a-z]|vd[a-z]|xvd[a-z]|nvme\d+n|mmcblk\d|md\d|md\/|dm-|mapper\/(?!control$)|disk\/|rbd|nbd|zd\d|sg\d|bsg\/)/,
    'a disk of the host as a whole: it reads and writes all files on it, whatever their rights',
  ],
  [/^\/dev\/nvme\d+$/, 'the controller of a disk of the host'],
  [/^\/dev\/(mem|kmem|port)$/, 'the memory or ports of the host'],
  [/^\/dev\/loop/, 'loop devices, by which it mounts disk images into the host’s kernel'],
  [/^\/dev\/kmsg$/, 'the log of the host’s kernel'],
];

export default defineComposeRule({
  id: 'device-exposed',
  severity: 'warning',
  profiles: ['recommended', 'cis'],
  summary: 'A service is given a disk or the memory of the host',
  why: 'Through such a device root in the container reads and changes the host’s files past every permission.',
  sources: ['cis:5.18', 'compose-lint:CL-0016'],
  *check({ project }) {
    const weight = weaknessIn(project);
    if (!weight) return;
    for (const service of project.services) {
      if (isPrivileged(service) === true) continue;
      const list = service.get('devices');
      for (const node of list?.kind === 'list' ? list.items : []) {
        const map = mapOf(node);
        const text = map ? textOf(map.get('source')) : textOf(node)?.split(':')[0];
        const path = text === undefined ? undefined : hostPath(text);
        const what = path === undefined ? undefined : devices.find(([form]) => form.test(path))?.[1];
        if (path === undefined || what === undefined) continue;
        const isItsWork = isUsual(service, path);
        yield {
          at: node.alias ?? node.at,
          ...(isItsWork ? { severity: 'information' as const } : weight),
          message: `With \`${path}\` \`${service.name}\` is given ${what}. ${
            isItsWork
              ? 'That belongs to its work: let it run nothing else, and publish no port.'
              : /^\/dev\/(k?mem|port)$/.test(path)
                ? 'Take it out.'
                : 'Take it out, and mount the folder that it needs instead.'
          }`,
        };
      }
      for (const rule of service.texts('device_cgroup_rules')) {
        if (!/^\s*(a|b\s+\*:\*)(\s|$)/.test(rule.text ?? '')) continue;
        yield {
          at: rule.alias ?? rule.at,
          ...weight,
          message: `This rule lets \`${service.name}\` use every disk of the host, as soon as it makes a node for it by \`mknod\`. Name the numbers of the devices that it needs.`,
        };
      }
    }
  },
});

function isUsual(service: ComposeService, path: string): boolean {
  const purposes = purposesOf(service);
  if (purposes.has('disk monitor')) return true;
  return path === '/dev/kmsg' && purposes.has('host monitor');
}

export const docs = `
Disks, memory, loop devices, the kernel's log, all of \`/dev\`, and rules of \`device_cgroup_rules\` for all disks. Devices for one purpose (graphics, sound, serial ports, USB sticks,
\`/dev/net/tun\`, \`/dev/fuse\`, \`/dev/kvm\`) and CDI names are silent. Information for images that watch the health of disks.
`;

export const examples = [
  {
    bad: `services:
  app:
    image: example.com/app:1
    devices:
      - «/dev/sda:/dev/sda»
      - /dev/dri:/dev/dri
      - «source: /dev/mem
        target: /dev/mem»
      - nvidia.com/gpu=all
    device_cgroup_rules:
      - «"b *:* rmw"»
      - "c 189:* rmw"
`,
    fixed: false,
  },
  {
    good: `services:
  app:
    image: example.com/app:1
    devices: [/dev/ttyUSB0, "/dev/net/tun:/dev/net/tun", /dev/snd, "\${DISK}:/dev/sda"]
`,
  },
] satisfies Example[];
