// An image that is named by its tag only.
import { defineRule, type Example } from '../../define-rule.ts';
import { imageUses } from '../../model/image-uses.ts';

export default defineRule<undefined>({
  id: 'base-image-without-digest',
  severity: 'information',
  profiles: ['strict'],
  summary: 'An image named by its tag only',
  why: 'Whoever can push to the repository can put another image under the same tag, and the next build takes it.',
  sources: [],
  *check({ model }) {
    for (const { reference, at, text } of imageUses(model)) {
      if (reference.digest !== undefined) continue;
      yield {
        at,
        message: `\`${text}\` is named without a digest, and what its tag means can change. Add \`@sha256:…\`.`,
      };
    }
  },
});

export const docs = `
Off except in the \`strict\` profile, because it concerns nearly every file. Only a registry knows
the digest; a tool that renews it (Renovate, Dependabot) is needed, or the pinned image gets no fixes.
`;

const digest = `sha256:${'a'.repeat(64)}`;

export const examples = [
  { bad: `FROM «debian:12»\nUSER 10001\n`, fixed: false },
  { bad: `FROM debian:12@${digest}\nCOPY --from=«busybox:1.37-musl» /bin/wget /usr/bin/wget\nUSER 10001\n` },
  {
    bad: `FROM «golang:1.27» AS build\nFROM build AS test\nFROM scratch\nCOPY --from=build /a /a\n`,
    note: 'A stage is no image.',
  },
  { good: `FROM debian:12@${digest}\nUSER 10001\n` },
  { good: `FROM scratch\nCOPY app /app\nUSER 10001\n`, note: 'There is nothing to pin.' },
  { good: `ARG BASE\nFROM \${BASE}\nUSER 10001\n`, note: 'What the build gives may hold a digest.' },
] satisfies Example[];
