// FROM --platform=$TARGETPLATFORM, which is what FROM does by itself.
import { defineRule, type Example } from '../../define-rule.ts';
import { removeFlag } from '../../edits/flags.ts';
import { readFrom, readPairs } from '../../parse/arguments.ts';
import type { Flag } from '../../parse/syntax.ts';

interface Data {
  readonly flag: Flag;
}

export default defineRule<Data>({
  id: 'redundant-platform',
  severity: 'information',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'FROM with the platform that it has anyway',
  why: 'Every stage is built for the target platform unless FROM says otherwise.',
  sources: ['buildkit:RedundantTargetPlatform', 'hadolint:DL3065'],
  *check({ model }) {
    const own = model.dockerfile.instructions.some(
      (instruction) =>
        instruction.stage < 0 &&
        readPairs(instruction).some((pair) => pair.name === 'TARGETPLATFORM' && pair.value !== undefined),
    );
    if (own) return;
    for (const stage of model.stages) {
      const flag = readFrom(stage.from)?.platform;
      if (!flag || !/^\$(TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(flag.value ?? '')) continue;
      yield {
        at: flag.at,
        message: `\`--platform=${flag.value}\` is what FROM does without it. Leave it out.`,
        tags: ['unnecessary'],
        data: { flag },
      };
    }
  },
  *fix(problem, { model }) {
    const { flag } = problem.data!;
    const edit = removeFlag(model.dockerfile, flag);
    if (edit) yield { title: 'Remove the flag', safety: 'safe', preferred: true, edits: [edit] };
  },
});

export const docs = `
Silent where the file gives \`TARGETPLATFORM\` a default of its own before the first FROM, and for \`\${TARGETPLATFORM:-linux/amd64}\`, which helps builders
without BuildKit.
`;

export const examples = [
  { bad: `FROM «--platform=$TARGETPLATFORM» debian:12\nUSER 10001\n`, fixed: `FROM debian:12\nUSER 10001\n` },
  {
    bad: `FROM «--platform=\${TARGETPLATFORM}» debian:12 AS run\nUSER 10001\n`,
    fixed: `FROM debian:12 AS run\nUSER 10001\n`,
  },
  { good: `FROM --platform=$BUILDPLATFORM golang:1.27 AS build\nFROM scratch\n` },
  {
    good: `FROM --platform=\${TARGETPLATFORM:-linux/amd64} debian:12\nUSER 10001\n`,
    note: 'For builders without BuildKit.',
  },
  { good: `ARG TARGETPLATFORM=linux/amd64\nFROM --platform=$TARGETPLATFORM debian:12\nUSER 10001\n` },
] satisfies Example[];
