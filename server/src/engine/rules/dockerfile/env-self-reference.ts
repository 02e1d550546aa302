// ENV that uses a variable it sets itself.
import { defineRule, type Example } from '../../define-rule.ts';
import { expand } from '../../model/apply.ts';
import { type KeyValue, readPairs } from '../../parse/arguments.ts';
import type { Instruction } from '../../parse/syntax.ts';
import { expandVariables } from '../../parse/variables.ts';
import { lineBreakOf } from '../../text/lines.ts';

interface Data {
  readonly instruction: Instruction;
  readonly index: number;
}

export default defineRule<Data>({
  id: 'env-self-reference',
  severity: 'warning',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'ENV uses a variable that it sets in the same line',
  why: 'All values of one ENV are worked out before any of them is set, so that the variable still has its old value.',
  sources: ['hadolint:DL3044'],
  *check({ model }) {
    for (const stage of model.stages) {
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== 'ENV') continue;
        const pairs = readPairs(instruction);
        const set = new Map<string, KeyValue>();
        const values = new Map<KeyValue, string | undefined>();
        const state = pairs.length > 1 ? model.before(instruction) : undefined;
        for (const [index, pair] of pairs.entries()) {
          const used = pair.rawValue?.includes('$')
            ? expandVariables(pair.rawValue, () => null, model.dockerfile.escape).used
            : [];
          for (const name of used) {
            const earlier = set.get(name);
            if (!state || !earlier || name === pair.name || !pair.valueAt) continue;
            const before = state.env.has(name) ? state.env.get(name) : state.args.get(name);
            if (!values.has(earlier)) values.set(earlier, expand(earlier.rawValue ?? '', state, model));
            const now = values.get(earlier);
            // `ENV VERSION=$VERSION URL=…$VERSION` hands an argument on.
            if (earlier.value === `$${name}` || earlier.value === `\${${name}}`) continue;
            if (before !== undefined && before === now) continue;
            const old = before === undefined ? 'what it was before this line' : `\`${before}\``;
            yield {
              at: pair.valueAt,
              message: `\`$${name}\` is still ${old} here, not \`${earlier.value}\`: \`${pair.name}\` is worked out before this ENV sets \`${name}\`. Set \`${pair.name}\` in an ENV of its own below.`,
              related: [{ at: earlier.at, message: `\`${name}\` is set here.` }],
              data: { instruction, index },
            };
            break;
          }
          const earlier = set.get(pair.name);
          if (earlier && used.includes(pair.name) && pair.valueAt)
            yield {
              at: pair.valueAt,
              message: `\`$${pair.name}\` is still what it was before this line, and the value that this ENV gave it a moment ago is lost. Set \`${pair.name}\` once, or in two ENVs.`,
              related: [{ at: earlier.at, message: `\`${pair.name}\` is set here.` }],
              data: { instruction, index },
            };
          set.set(pair.name, pair);
        }
      }
    }
  },
  *fix({ data }, { model }) {
    const { instruction, index } = data!;
    const { text } = model.dockerfile;
    const pairs = readPairs(instruction);
    const start = pairs[index - 1]!.at.end;
    const end = pairs[index]!.at.start;
    const gap = text.slice(start, end);
    // A comment between the two keeps its place.
    if (!/^[ \t\\`\r\n]+$/.test(gap)) return;
    const line = text.lastIndexOf('\n', instruction.at.start - 1) + 1;
    const keyword = text.slice(line, instruction.keywordAt.end).replace('\ufeff', '');
    yield {
      title: `Set ${pairs[index]!.name.slice(0, 40)} in an ENV of its own, with the new value`,
      safety: 'review',
      edits: [{ start, end, text: `${lineBreakOf(text)}${keyword} ` }],
    };
  },
});

export const docs = `
\`ENV PATH=/opt/bin:$PATH\` is fine: the old value is meant. \`ENV ROOT=/opt PATH=$ROOT/bin:$PATH\` is not: \`ROOT\` is
empty, or whatever it was before, when \`PATH\` is worked out.
`;

export const examples = [
  {
    bad: `FROM debian:12\nENV ROOT=/opt PATH=«$ROOT/bin:$PATH»\n`,
    fixed: `FROM debian:12\nENV ROOT=/opt\nENV PATH=$ROOT/bin:$PATH\n`,
  },
  {
    bad: `FROM debian:12
ENV A=1
ENV A=2 \\
    B=«"\${A}.0"» \\
    C=3
`,
    fixed: `FROM debian:12
ENV A=1
ENV A=2
ENV B="\${A}.0" \\
    C=3
`,
  },
  {
    bad: `FROM debian:12\nENV PATH=/opt/a:$PATH PATH=«/opt/b:$PATH»\n`,
    fixed: `FROM debian:12\nENV PATH=/opt/a:$PATH\nENV PATH=/opt/b:$PATH\n`,
    note: 'The first one would be lost.',
  },
  { good: `FROM debian:12\nENV PATH=/opt/bin:$PATH\n`, note: 'The old value is meant.' },
  {
    good: `FROM debian:12\nARG VERSION\nENV VERSION=$VERSION URL=https://example.com/$VERSION\n`,
    note: 'Old and new are the same.',
  },
  { good: `FROM debian:12\nENV A=1\nENV A=1 B=$A\n`, note: 'Old and new are the same.' },
  { good: `FROM debian:12\nENV A=1 B='$A' C=\\$A\n`, note: 'Neither is a use.' },
  { good: `FROM debian:12\nENV A=1\nENV B=$A\n` },
] satisfies Example[];
