// A service sees files of the host that hold secrets, or the engine's own files.
import type { ComposeService } from '../../compose/project.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { roleOf, weaknessIn } from '../../hardening/file-role.ts';
import { exposureOf } from '../../hardening/host-folders.ts';
import { hostMounts, isWithin } from '../../hardening/host-mounts.ts';
import { purposesOf } from '../../hardening/purpose.ts';

export default defineComposeRule({
  id: 'sensitive-host-path',
  severity: 'warning',
  profiles: ['recommended', 'cis'],
  summary: 'A service sees files of the host that hold secrets',
  why: 'What a service can read, an intruder in it can read too, and these files open the host or other machines.',
  sources: ['cis:5.6', 'kics:1c1325ff-831d-43a1-973e-839ae57dfcc0', 'compose-lint:CL-0013'],
  *check({ project }) {
    const weight = weaknessIn(project);
    if (!weight) return;
    for (const service of project.services) {
      for (const { shown, at, path, isReadOnly } of hostMounts(project, service)) {
        const exposure = path === undefined ? undefined : exposureOf(path, isReadOnly);
        if (path === undefined || !exposure || exposure.isWriting || isItsWork(service, path)) continue;
        // A developer's own logins in what runs on the developer's own machine.
        const isOwn = path.startsWith('~') && roleOf(project) === 'trial';
        if (isOwn) continue;
        yield {
          at,
          ...weight,
          message: `By \`${shown}\` \`${service.name}\` ${exposure.says}. ${adviceFor(path)}`,
        };
      }
    }
  },
});

/** Monitors read the host by design, read-only. */
function isItsWork(service: ComposeService, path: string): boolean {
  const purposes = purposesOf(service);
  if (isWithin(path, '/dev') && (purposes.has('home automation') || purposes.has('disk monitor')))
    return true;
  if (/\/\.docker(\/config\.json)?$/.test(path))
    return purposes.has('container manager') || purposes.has('container reader');
  if (purposes.has('host monitor')) return true;
  if (purposes.has('container manager')) return isWithin(path, '/var/lib/docker');
  return purposes.has('home automation') && isWithin(path, '/run/dbus');
}

function adviceFor(path: string): string {
  if (path === '/dev') return 'Name the single devices it needs under `devices`.';
  if (isWithin(path, '/run')) return 'Take the mount out, unless the service is there to control the host.';
  if (/\/\.ssh/.test(path)) return 'Give it a key of its own that opens nothing else, as a secret.';
  if (/\/\.(aws|kube|azure|docker|config)/.test(path))
    return 'Give it a login of its own with few rights, as a secret.';
  return 'Mount the single file or folder that it needs.';
}

export const docs = `
Folders of the host with keys, passwords or other containers' data, mounted so that they can be read; and keys in a home directory
(\`~/.ssh\`, \`~/.aws\`, \`~/.kube\` and the like). What can be written in such a way that the host runs it is reported by host-path-writable.
Time zones, CA certificates, \`/etc/hosts\`, folders of single programs below \`/etc\`, \`/var/log\` and single devices are harmless and silent,
and so are the mounts of images whose work is to measure the host.
`;

export const examples = [
  {
    bad: `services:
  backup:
    image: example.com/backup:1
    volumes:
      - «/etc:/backup/etc:ro»
      - «/root/.ssh:/root/.ssh:ro»
      - ./data:/data
`,
    fixed: false,
  },
  {
    bad: `services:
  app:
    image: example.com/app:1
    volumes:
      - «/var/lib/docker/containers/:/logs:ro»
      - «~/.aws:/home/app/.aws»
      - «$HOME/.ssh:/keys»
      - «\${HOME}/.kube:/kube:ro»
      - type: bind
        source: \${HOME}/data
        target: /data
      - \${OTHER}/.ssh:/other
      - \${HOME}x/.ssh:/more
`,
  },
  {
    good: `services:
  app:
    image: example.com/app:1
    volumes:
      - /etc/localtime:/etc/localtime:ro
      - /etc/ssl/certs:/etc/ssl/certs:ro
      - /etc/nginx/conf.d:/etc/nginx/conf.d:ro
      - /dev/dri:/dev/dri
      - /var/log:/var/log:ro
      - /srv/etc:/etc/app
`,
  },
  {
    good: `services:
  exporter:
    image: prom/node-exporter:v1.8.2
    volumes:
      - /proc:/host/proc:ro
      - /:/rootfs:ro
`,
    note: 'It measures the host.',
  },
] satisfies Example[];
