// An image that is named by its tag only.
import { defineRule, type Example } from '../../define-rule.ts';
import { type ImageUse, imageUses } from '../../model/image-uses.ts';
import { knownDigestFix } from '../../pin/known-digest.ts';

export default defineRule<ImageUse>({
  id: 'base-image-without-digest',
  severity: 'information',
  profiles: ['strict'],
  summary: 'An image named by its tag only',
  why: 'Whoever can push to the repository can put another image under the same tag, and the next build takes it.',
  sources: [],
  *check({ model }) {
    for (const use of imageUses(model)) {
      const { reference, at, text } = use;
      if (reference.digest !== undefined) continue;
      yield {
        at,
        data: use,
        message: `\`${text}\` is named without a digest, and what its tag means can change. Add \`@sha256:…\`.`,
      };
    }
  },
  *fix({ data }, { model, context }) {
    const fix = data && knownDigestFix(model, data, context);
    if (fix) yield fix;
  },
});

export const docs = `
Off except in the \`strict\` profile, because it concerns nearly every file. Only a registry knows
the digest: “Pin … to its digest” asks it when you choose that, as does \`plimsoll pin\`, and a fix here writes what it answered
earlier. Something has to renew digests (\`plimsoll pin --update\`, Renovate, Dependabot), or the pinned image gets no fixes.
`;

const digest = `sha256:${'a'.repeat(64)}`;
const answered = {
  digests: { 'docker.io/library/debian:12': { digest, at: '2026-11-20T08:00:00Z' } },
};

export const examples = [
  { bad: `FROM «debian:12»\nUSER 10001\n`, fixed: false },
  {
    bad: `ARG BASE=debian:12\nFROM «\${BASE}»\nUSER 10001\n`,
    fixed: `ARG BASE=debian:12@${digest}\nFROM \${BASE}\nUSER 10001\n`,
    context: answered,
    note: 'The registry was asked on 2026-11-20.',
  },
  { bad: `FROM debian:12@${digest}\nCOPY --from=«busybox:1.37-musl» /bin/wget /usr/bin/wget\nUSER 10001\n` },
  {
    bad: `FROM «golang:1.27» AS build\nFROM build AS test\nFROM scratch\nCOPY --from=build /a /a\n`,
    note: 'A stage is no image.',
  },
  { good: `FROM debian:12@${digest}\nUSER 10001\n` },
  { good: `FROM scratch\nCOPY app /app\nUSER 10001\n`, note: 'There is nothing to pin.' },
  { good: `ARG BASE\nFROM \${BASE}\nUSER 10001\n`, note: 'What the build gives may hold a digest.' },
] satisfies Example[];
