// A service's image that is named by its tag only.
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { pulledImage } from '../../service-facts/known-server.ts';

export default defineComposeRule<undefined>({
  id: 'service-image-without-digest',
  severity: 'information',
  profiles: ['strict'],
  summary: 'A service’s image named by its tag only',
  why: 'Whoever can push to the repository can put another image under the same tag, and the next pull takes it.',
  sources: ['compose-lint:CL-0019'],
  *check({ project }) {
    const reported = new Set<number>();
    for (const service of project.services) {
      const { image } = service;
      const reference = pulledImage(service);
      if (!image || !reference || reference.digest !== undefined || reported.has(image.at.start)) continue;
      reported.add(image.at.start);
      yield {
        at: image.at,
        message: `\`${reference.familiar}\` is named without a digest, and what its tag means can change. Add \`@sha256:…\`.`,
      };
    }
  },
});

export const docs = `
Off except in the \`strict\` profile, because it concerns nearly every file. Images that are built here are silent. Only a registry knows the digest;
a tool that renews it (Renovate, Dependabot) is needed, or the pinned image gets no fixes.
`;

const digest = `sha256:${'a'.repeat(64)}`;

export const examples = [
  { bad: `services:\n  web:\n    image: «nginx:1.29»\n`, fixed: false },
  { bad: `services:\n  web: &web\n    image: «"nginx:1.29"»\n  other: *web\n` },
  { good: `services:\n  web:\n    image: nginx:1.29@${digest}\n` },
  { good: `services:\n  web:\n    image: shop:1.2\n    build: .\n`, note: 'It is built here.' },
  { good: `services:\n  web:\n    image: \${IMAGE}\n`, note: 'The image is not known.' },
] satisfies Example[];
