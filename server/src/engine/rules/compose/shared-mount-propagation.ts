// What a service mounts appears on the host too.
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { weaknessIn } from '../../hardening/file-role.ts';
import { hostMounts } from '../../hardening/host-mounts.ts';
import { purposesOf } from '../../hardening/purpose.ts';

export default defineComposeRule({
  id: 'shared-mount-propagation',
  severity: 'warning',
  profiles: ['recommended', 'cis'],
  summary: 'What a service mounts appears on the host',
  why: 'A mount that the container makes is put over the host’s own files, and stays there for every program of the host.',
  sources: ['cis:5.20', 'kics:baa452f0-1f21-4a25-ace5-844e7a5f410d', 'compose-lint:CL-0017'],
  *check({ project, imageOf }) {
    const weight = weaknessIn(project);
    if (!weight) return;
    for (const service of project.services) {
      for (const { mount, at } of hostMounts(project, service)) {
        const { propagation, source } = mount;
        if (propagation !== 'shared' && propagation !== 'rshared') continue;
        const isItsWork =
          purposesOf(service, imageOf(service)).has('mounter') ||
          service.texts('devices').some(({ text }) => text?.startsWith('/dev/fuse'));
        const slave = propagation === 'shared' ? 'slave' : 'rslave';
        const advice = isItsWork
          ? 'Mounting for others is its work: give it a folder that is used for nothing else.'
          : `Take \`${propagation}\` out, or write \`${slave}\` if it must see mounts that the host makes later.`;
        yield {
          at,
          ...(isItsWork ? { severity: 'information' as const } : weight),
          message: `What \`${service.name}\` mounts below \`${mount.target ?? source ?? ''}\` appears on the host too, because of \`${propagation}\`. ${advice}`,
        };
      }
    }
  },
});

export const docs = `
\`shared\` and \`rshared\`, in the short form of a volume or as \`bind.propagation\`. \`slave\` and \`rslave\`, which only let the host's mounts into the container, are
silent, although KICS counts them. Information for images whose work is to mount file systems.
`;

export const examples = [
  {
    bad: `services:
  app:
    image: example.com/app:1
    volumes:
      - «/srv:/srv:rshared»
      - «type: bind
        source: /mnt
        target: /mnt
        bind: { propagation: shared }»
`,
    fixed: false,
  },
  {
    good: `services:\n  app:\n    image: example.com/app:1\n    volumes: ["/srv:/srv:ro,rslave", "data:/data"]\nvolumes:\n  data:\n`,
  },
] satisfies Example[];
