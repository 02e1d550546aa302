// A service can write where the host runs what it finds, or where other containers keep their files.
import type { ComposeService } from '../../compose/project.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { weaknessIn } from '../../hardening/file-role.ts';
import { exposureOf } from '../../hardening/host-folders.ts';
import { type HostMount, hostMounts, isWithin } from '../../hardening/host-mounts.ts';
import { ownService } from '../../hardening/own-service.ts';
import { purposesOf } from '../../hardening/purpose.ts';
import { insertKey, isRefused, replaceScalar } from '../../yaml-edits/index.ts';

interface Data {
  readonly service: ComposeService;
  readonly found: HostMount;
}

export default defineComposeRule<Data>({
  id: 'host-path-writable',
  severity: 'warning',
  profiles: ['recommended', 'cis'],
  summary: 'A service can change files that the host runs or relies on',
  why: 'An intruder in the service writes there and is root on the host, without any weakness of the kernel.',
  sources: ['cis:5.6', 'kics:1c1325ff-831d-43a1-973e-839ae57dfcc0', 'compose-lint:CL-0025'],
  *check({ project }) {
    const weight = weaknessIn(project);
    if (!weight) return;
    for (const service of project.services) {
      for (const found of hostMounts(project, service)) {
        const { at, path, isReadOnly } = found;
        const exposure = path === undefined ? undefined : exposureOf(path, isReadOnly);
        if (path === undefined || !exposure?.isWriting || isItsWork(service, path)) continue;
        yield {
          at,
          ...weight,
          message: `A process of \`${service.name}\` that writes to \`${found.shown}\` ${exposure.says}. ${
            onlyReads(service, path)
              ? 'Mount it read-only: the service only reads there.'
              : 'Mount it read-only, or only the single folder that it needs.'
          }`,
          data: { service, found },
        };
      }
    }
  },
  *fix({ data }, { project }) {
    const { service, found } = data!;
    const own = ownService(project, service);
    if (!own || found.path === undefined || !onlyReads(service, found.path)) return;
    const { mount } = found;
    const title = `Mount \`${mount.source}\` read-only`;
    if (mount.node.kind === 'scalar' && mount.type === 'bind') {
      const { written } = mount.node;
      const rest = mount.options.filter((option) => option !== 'rw');
      const plain = mount.options.length > 0 ? written.slice(0, written.lastIndexOf(':')) : written;
      const edits = replaceScalar(own.file, mount.node, `${plain}:${['ro', ...rest].join(',')}`);
      yield isRefused(edits) ? { title, ...edits } : { title, safety: 'review', preferred: true, edits };
    } else if (mount.node.kind === 'map' && mount.node.entry('read_only') === undefined) {
      const edits = insertKey(own.file, mount.node, 'read_only', true);
      yield isRefused(edits) ? { title, ...edits } : { title, safety: 'review', preferred: true, edits };
    }
  },
});

function isItsWork(service: ComposeService, path: string): boolean {
  const purposes = purposesOf(service);
  if (purposes.has('container manager') || purposes.has('docker in docker'))
    return path === '/var/lib/docker/volumes' || path === '/sys/fs/cgroup';
  return path === '/opt' && purposes.has('container manager');
}

/** It is known that the mount is only read. */
function onlyReads(service: ComposeService, path: string): boolean {
  if (isWithin(path, '/lib/modules')) return true;
  const purposes = purposesOf(service);
  return (
    purposes.has('host monitor') &&
    [
      '/',
      '/proc',
      '/sys',
      '/etc',
      '/var/lib/docker',
      '/var/lib/docker/containers',
      '/etc/passwd',
      '/etc/group',
    ].includes(path) &&
    /(^|\/)(node[-_]exporter|cadvisor|glances|telegraf|netdata|promtail|alloy|filebeat|metricbeat|fluent-bit|vector|beszel-agent|datadog-agent|process-exporter)(:|@|$)/.test(
      service.image?.written ?? '',
    )
  );
}

export const docs = `
Folders of the host that are mounted without \`:ro\`: \`/\`, \`/etc\`, \`/root\`, \`/boot\`, \`/proc\`, folders of programs, the engine's own folder, jobs and
accounts. Folders of single programs below \`/etc\` or \`/opt\` are silent, and so are time zones.

The fix is offered where it is known that the service only reads: kernel modules, and images that measure the host.
`;

export const examples = [
  {
    bad: `services:
  app:
    image: example.com/app:1
    volumes:
      - «/etc:/host/etc»
      - «"/:/host:rslave"»
      - «/usr/bin/docker:/usr/bin/docker»
      - ./etc:/etc/app
`,
    fixed: false,
  },
  {
    bad: `services:
  metrics:
    image: gcr.io/cadvisor/cadvisor:v0.49.1
    volumes:
      - «/:/rootfs»
      - «"/sys:/sys:rw"»
      - «type: bind
        source: /var/lib/docker
        target: /var/lib/docker»
`,
    fixed: `services:
  metrics:
    image: gcr.io/cadvisor/cadvisor:v0.49.1
    volumes:
      - /:/rootfs:ro
      - "/sys:/sys:ro"
      - type: bind
        source: /var/lib/docker
        target: /var/lib/docker
        read_only: true
`,
  },
  {
    good: `services:
  app:
    image: example.com/app:1
    volumes:
      - /etc/app:/etc/app
      - /etc/localtime:/etc/localtime
      - /srv/data:/data
      - /opt/app/config:/config
      - /usr/bin/docker:/usr/bin/docker:ro
      - /usr/lib/wsl:/usr/lib/wsl
      - /usr/local/share/app:/app
`,
  },
] satisfies Example[];
