// An instruction above the first FROM.
import { defineRule, type Example } from '../../define-rule.ts';
import { insertAfter, removeLines } from '../../edits/insert.ts';
import { joinEdits } from '../../edits/join.ts';
import type { Instruction } from '../../parse/syntax.ts';
import { lineBreakOf } from '../../text/lines.ts';

export default defineRule<{ readonly instruction: Instruction } | undefined>({
  id: 'instruction-before-from',
  severity: 'error',
  profiles: ['recommended', 'cis', 'hardened-images'],
  concern: 'correctness',
  summary: 'An instruction stands above the first FROM',
  why: 'Before the first FROM there is no image that an instruction could change, and the build stops before its first step.',
  sources: ['hadolint:DL3061', 'tally:require-stages'],
  *check({ model }) {
    const { errors, instructions } = model.dockerfile;
    const places = new Map(instructions.map((instruction) => [instruction.keywordAt.start, instruction]));
    for (const { at, message, rule } of errors) {
      if (rule !== 'instruction-before-from') continue;
      const instruction = places.get(at.start);
      yield { at, message, ...(instruction ? { data: { instruction } } : {}) };
    }
  },
  *fix({ data }, { model }) {
    const [stage, ...more] = model.stages;
    const instruction = data?.instruction;
    // With several stages it is not known which of them is meant, and a variable may be meant for FROM.
    if (!instruction || !stage || more.length > 0 || instruction.keyword === 'ENV') return;
    const { dockerfile } = model;
    const { text } = dockerfile;
    if (text.slice(instruction.at.end).search(/\S/) < 0) return;
    const lines = text.slice(instruction.at.start, instruction.at.end) + lineBreakOf(text);
    const edits = joinEdits([
      removeLines(dockerfile, instruction),
      insertAfter(dockerfile, stage.from, lines),
    ]);
    yield { title: `Move ${instruction.keyword} below FROM`, safety: 'review', edits };
  },
});

export const docs = `
Only parser directives, comments and ARG can stand above the first FROM. An ARG there gives its value to the FROM
lines; a stage that needs it too repeats \`ARG NAME\`. What was meant as a header for all stages has to stand in each.
`;

export const examples = [
  {
    bad: `«LABEL» maintainer=team
FROM debian:12
RUN true
`,
    fixed: `FROM debian:12
LABEL maintainer=team
RUN true
`,
  },
  { bad: `«ENV» VERSION=12\nFROM debian:$VERSION\n`, fixed: false, note: 'ARG is meant.' },
  { bad: `«RUN» echo a\nRUN echo b\n`, fixed: false, note: 'Without any FROM it is said once.' },
  { good: `# syntax=docker/dockerfile:1\n# A comment\nARG VERSION=12\nFROM debian:$VERSION\n` },
  { good: `ARG A\nARG B=$A\nFROM debian:12\n` },
  { good: `FROM debian:12\nLABEL maintainer=team\n` },
] satisfies Example[];
