// The defaults of the build arguments make no valid image.
import { defineRule, type Example } from '../../define-rule.ts';
import { unusableFroms } from '../../model/from-arguments.ts';

export default defineRule<undefined>({
  id: 'invalid-default-argument',
  severity: 'warning',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'The defaults of the build arguments make no valid image',
  why: 'A build without `--build-arg` stops at this FROM.',
  sources: ['buildkit:InvalidDefaultArgInFrom'],
  *check({ model }) {
    for (const { at, part, undeclared, empty, used, problem } of unusableFroms(model)) {
      // What has no value at all is the other rule's finding.
      if (part !== 'image' || undeclared.length > 0 || empty.length > 0 || problem === undefined) continue;
      const names = used.map((name) => `\`${name}\``).join(' and ');
      yield {
        at,
        message: `With ${used.length > 1 ? 'the values' : 'the value'} of ${names} in this file the image is not valid. ${problem}`,
      };
    }
  },
});

export const docs = `
The image is put together as a build without \`--build-arg\` does, and checked against the grammar of image references. An argument that has
no value at all is [arg-base-without-default](arg-base-without-default.md)'s matter, so that a FROM gets one finding.
`;

export const examples = [
  { bad: `ARG TAG=:3.22\nFROM «alpine:\${TAG}»\nUSER 10001\n`, fixed: false },
  { bad: `ARG IMAGE=Team/App\nFROM «\${IMAGE}»\nUSER 10001\n`, fixed: false },
  { bad: `FROM «example/app:$TARGETPLATFORM»\nUSER 10001\n`, note: 'A platform has a slash in it.' },
  { good: `ARG TAG=3.22\nFROM alpine:\${TAG}\nUSER 10001\n` },
  { good: `ARG IMAGE=alpine\nARG TAG=3.22\nFROM \${IMAGE}:\${TAG}\nUSER 10001\n` },
  {
    good: `ARG STAGE=base\nFROM alpine:3.22 AS base\nFROM \${STAGE}\nUSER 10001\n`,
    note: 'The name of a stage.',
  },
  { good: `FROM example/app:$TARGETARCH\nUSER 10001\n` },
] satisfies Example[];
