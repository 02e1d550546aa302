// FROM takes its image from a build argument that has no value.
import { defineRule, type Example } from '../../define-rule.ts';
import { stageArgument, unusableFroms } from '../../model/from-arguments.ts';

export default defineRule<undefined>({
  id: 'arg-base-without-default',
  severity: 'error',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'FROM needs a build argument that has no value',
  why: 'FROM sees only the arguments declared before the first FROM, and one without a value leaves no valid image.',
  sources: ['buildkit:UndefinedArgInFrom', 'buildkit:InvalidDefaultArgInFrom'],
  *check({ model }) {
    const said = new Set<string>();
    for (const { at, part, undeclared, empty, value, valid } of unusableFroms(model)) {
      const [missing] = undeclared;
      if (missing !== undefined) {
        const late = stageArgument(model, missing);
        yield {
          at,
          severity: valid ? 'warning' : 'error',
          message: `No ARG before the first FROM declares \`${missing}\`, so it is always empty and the ${part} is ${
            value === '' ? 'missing' : `\`${value}\``
          }. ${late ? 'Move its ARG above the first FROM' : `Write \`ARG ${missing}=…\` above the first FROM`}.`,
          related: late ? [{ at: late.at, message: 'An ARG inside a stage is not seen by FROM.' }] : [],
        };
      } else if (empty.length > 0) {
        // Once is enough: the same --build-arg serves every FROM.
        if (said.has(empty.join())) continue;
        said.add(empty.join());
        const names = empty.map((name) => `\`${name}\``).join(' and ');
        const example = empty.map((name) => `--build-arg ${name}=…`).join(' ');
        yield {
          at,
          severity: 'information',
          message: `${names} ${empty.length > 1 ? 'have' : 'has'} no default, so that this builds only with \`${example}\`. Give ${empty.length > 1 ? 'them defaults' : 'it a default'}.`,
        };
      }
    }
  },
});

export const docs = `
An error where the argument is not declared before the first FROM: no \`--build-arg\` reaches it then, and the build fails (a warning
where the name is valid without it). Where it is
declared without a default, the file builds with \`--build-arg\` only, which may be meant: that is information.

Silent where the name stays valid without a declared argument (\`FROM alpine:3\${SUFFIX}\`) or the expansion gives its own value (\`\${BASE:-alpine:3.22}\`). Defaults
that are there and make no valid image are [invalid-default-argument](invalid-default-argument.md)'s matter.
`;

export const examples = [
  { bad: `FROM «\${BASE}»\nUSER 10001\n`, fixed: false },
  { bad: `FROM debian:12 AS build\nARG VERSION=3.22\nFROM «alpine:\${VERSION}»\nUSER 10001\n`, fixed: false },
  { bad: `ARG BASE\nFROM «$BASE»\nUSER 10001\n`, note: 'Information: the build may give it.' },
  { bad: `ARG TAG=\nFROM «alpine:\${TAG}»\nUSER 10001\n`, note: 'Information.' },
  { bad: `FROM «--platform=$PLATFORM» alpine:3.22\nUSER 10001\n` },
  {
    bad: `FROM «alpine:3.22\${SUFFIX}»\nUSER 10001\n`,
    note: 'A warning: it builds, and the argument has no effect.',
  },
  { good: `ARG BASE=alpine:3.22\nFROM \${BASE}\nUSER 10001\n` },
  { good: `FROM \${BASE:-alpine:3.22}\nUSER 10001\n`, note: 'The expansion has its own default.' },
  { good: `ARG SUFFIX\nFROM alpine:3.22\${SUFFIX}\nUSER 10001\n`, note: 'Without it the name is valid.' },
  {
    good: `FROM alpine:3.22 AS app-arm64\nFROM alpine:3.22 AS app-amd64\nFROM app-\${TARGETARCH}\nUSER 10001\n`,
  },
  {
    good: `ARG VERSION=3.22\nARG VERSION\nFROM alpine:\${VERSION}\nUSER 10001\n`,
    note: 'The first default stays.',
  },
  { good: `FROM --platform=$BUILDPLATFORM alpine:3.22\nUSER 10001\n` },
] satisfies Example[];
