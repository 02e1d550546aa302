// A variable that nothing sets, where Docker or the shell puts nothing in its place.
import { defineRule, type Example } from '../../define-rule.ts';
import { insertBefore } from '../../edits/insert.ts';
import { platformArguments } from '../../model/apply.ts';
import { baseName } from '../../model/base.ts';
import { isPredefined, mayBeSetByImage } from '../../model/image-variables.ts';
import type { Model, Stage } from '../../model/model.ts';
import { rootOf } from '../../model/stage-root.ts';
import type { ImageState } from '../../model/state.ts';
import { shellUses, type VariableUse, variableUses } from '../../model/variable-uses.ts';
import { readFrom, readPairs } from '../../parse/arguments.ts';
import { nearest } from '../../parse/errors/problem.ts';
import type { Instruction } from '../../parse/syntax.ts';
import { lineBreakOf } from '../../text/lines.ts';

interface Data {
  readonly instruction: Instruction;
  readonly name: string;
}

export default defineRule<Data | undefined>({
  id: 'undefined-variable',
  severity: 'warning',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'A variable that nothing sets',
  why: 'Docker puts nothing in the place of a variable that is not set, and a path or value without its middle is seldom what was meant.',
  sources: ['buildkit:UndefinedVar'],
  *check({ model }) {
    const inFrom = namesInFrom(model);
    for (const stage of model.stages) {
      const said = new Set<string>();
      for (const instruction of stage.instructions) {
        const state = model.before(instruction);
        const own = new Set(
          instruction.keyword === 'ENV' ? readPairs(instruction).map(({ name }) => name) : [],
        );
        const uses = instruction.keyword === 'RUN' ? shellUses(instruction) : variableUses(instruction);
        for (const use of uses) {
          const { name } = use;
          if (said.has(name) || own.has(name) || isPredefined(name)) continue;
          if (state.env.has(name) || state.args.has(name) || mayBeSetByImage(stage, name)) continue;
          const isArgument = platformArguments.has(name) || model.globalArguments.has(name);
          // The shell sets variables of its own, and an argument that no FROM uses is unused-build-argument's.
          if (instruction.keyword === 'RUN' && !isArgument) continue;
          if (isArgument && !platformArguments.has(name) && !inFrom.has(name)) continue;
          said.add(name);
          yield problemOf(use, instruction, stage, state, isArgument);
        }
      }
    }
  },
  *fix({ data }, { model }) {
    if (!data) return;
    const { instruction, name } = data;
    const { text } = model.dockerfile;
    const line = text.lastIndexOf('\n', instruction.at.start - 1) + 1;
    const indent = text.slice(line, instruction.at.start).replace('\ufeff', '');
    yield {
      title: `Take ${name} over into the stage with ARG`,
      safety: 'review',
      edits: [insertBefore(model.dockerfile, instruction, `${indent}ARG ${name}${lineBreakOf(text)}`)],
    };
  },
});

function problemOf(
  { name, at, inHeredoc }: VariableUse,
  instruction: Instruction,
  stage: Stage,
  state: ImageState,
  isArgument: boolean,
) {
  if (isArgument) {
    return {
      at,
      message: `\`$${name}\` is empty here: the argument is known to FROM only, until the stage repeats it. Write \`ARG ${name}\` above.`,
      data: { instruction, name },
    };
  }
  const known = state.env.size + state.args.size > 100 ? [] : [...state.env.keys(), ...state.args.keys()];
  const near = nearest(
    name,
    known.filter((other) => other.length <= 40),
  );
  const advice = near
    ? `Is \`$${near}\` meant?`
    : inHeredoc
      ? 'Put quotes around the here-document’s name to keep every `$` as it is.'
      : name === 'HOME' || name === 'USER'
        ? `\`${name}\` is known to shells only: write the path or name itself.`
        : 'Set it with ENV or ARG above.';
  return {
    at,
    message: `Nothing sets \`${name}\`, neither \`${baseName(rootOf(stage))}\` nor this stage, so that nothing stands here. ${advice}`,
  };
}

/** Names that a FROM uses, its platform included. */
function namesInFrom(model: Model): Set<string> {
  const names = new Set<string>();
  for (const { from } of model.stages) {
    const read = readFrom(from);
    for (const text of [read?.image.raw ?? '', read?.platform?.value ?? ''])
      for (const match of text.matchAll(/\$\{?(\w+)/g)) names.add(match[1]!);
  }
  return names;
}

export const docs = `
Only where the base image's own environment is known (distributions, \`python\`, \`node\`, \`golang\` and some more, and
\`scratch\`): elsewhere the image may set the variable. \`\${NAME:-default}\` says what to do when it is not set, and is
never reported. In RUN only build arguments are looked at, because the shell has variables of its own.
`;

export const examples = [
  {
    bad: `FROM debian:12\nENV APP_HOME=/app\nWORKDIR «$APPHOME»\nCOPY . «\${TARGET_DIR}»/\n`,
    fixed: false,
  },
  {
    bad: `ARG VERSION=3.12\nFROM python:$VERSION\nRUN echo "«$VERSION»" > /version\nLABEL version=$VERSION\n`,
    fixed: `ARG VERSION=3.12\nFROM python:$VERSION\nARG VERSION\nRUN echo "$VERSION" > /version\nLABEL version=$VERSION\n`,
  },
  {
    bad: `FROM alpine:3.22\nCOPY bin/app-«$TARGETARCH» /bin/app\n`,
    fixed: `FROM alpine:3.22\nARG TARGETARCH\nCOPY bin/app-$TARGETARCH /bin/app\n`,
  },
  { bad: `FROM node:22\nENV PATH=«$HOME»/.local/bin:$PATH\n`, fixed: false },
  {
    bad: `FROM nginx:1.27\nCOPY <<EOF /etc/nginx/conf.d/a.conf\ntry_files «$uri» /index.html;\nEOF\n`,
    fixed: false,
  },
  {
    good: `FROM debian:12\nARG DIR\nENV PATH=$PATH:/x\nWORKDIR $DIR\n`,
    note: 'Declared, though without a value.',
  },
  { good: `FROM example.com/app:1\nWORKDIR $APP_HOME\n`, note: 'The image may set it.' },
  {
    good: `FROM python:3.12\nLABEL python=$PYTHON_VERSION\nWORKDIR \${APP_HOME:-/app}\n`,
    note: 'The image sets it; and a default.',
  },
  {
    good: `FROM debian:12\nRUN for f in *; do echo $f; done\nCMD echo $HOME\n`,
    note: 'Variables of the shell.',
  },
  { good: `FROM debian:12\nCOPY <<'EOF' /x\n$uri\nEOF\nENV A='$B' C=\\$D\n`, note: 'Kept as it is.' },
  {
    good: `FROM debian:12 AS base\nARG V=1\nFROM base\nLABEL v=$V\n`,
    note: 'A stage hands its arguments on.',
  },
] satisfies Example[];
