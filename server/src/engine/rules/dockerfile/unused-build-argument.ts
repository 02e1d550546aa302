// A build argument that nothing uses.
import { defineRule, type Example } from '../../define-rule.ts';
import { insertAfter, removeLines } from '../../edits/insert.ts';
import { platformArguments } from '../../model/apply.ts';
import { isPredefined } from '../../model/image-variables.ts';
import type { Model, Stage } from '../../model/model.ts';
import { namesWithDollar } from '../../model/variable-uses.ts';
import { readPairs } from '../../parse/arguments.ts';
import type { Instruction, Span } from '../../parse/syntax.ts';
import { lineBreakOf } from '../../text/lines.ts';
import { mentions } from '../../text/mentions.ts';

interface Data {
  readonly instruction: Instruction;
  readonly name: string;
  /** Stages that use the argument without having it. */
  readonly users: readonly Stage[];
}

export default defineRule<Data>({
  id: 'unused-build-argument',
  severity: 'information',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'A build argument that nothing uses',
  why: 'A value that is given for it with --build-arg changes nothing, though the file promises that it does.',
  sources: [],
  *check({ model }) {
    yield* unusedGlobals(model);
    const bases = new Set(model.stages.flatMap(({ base }) => (base.kind === 'stage' ? [base.stage] : [])));
    for (const stage of model.stages) {
      // What is built on the stage has its arguments too.
      if (bases.has(stage)) continue;
      const used = new Set<string>();
      for (const instruction of stage.instructions.toReversed()) {
        // The arguments are in the environment of what runs, and ONBUILD may hold anything.
        if (instruction.keyword === 'RUN' || instruction.keyword === 'ONBUILD') break;
        if (instruction.keyword === 'ARG') {
          for (const { name, at } of readPairs(instruction)) {
            if (used.has(name) || isPredefined(name) || !/^\w+$/.test(name)) continue;
            yield problemOf(at, instruction, name, []);
          }
        }
        for (const name of namesWithDollar(textOf(model, instruction))) used.add(name);
      }
    }
  },
  *fix({ data }, { model }) {
    const { instruction, name, users } = data!;
    const { text } = model.dockerfile;
    if (users.length > 0) {
      yield {
        title: `Take ${name} over into the stage with ARG`,
        safety: 'review',
        edits: users.map(({ from }) =>
          insertAfter(model.dockerfile, from, `ARG ${name}${lineBreakOf(text)}`),
        ),
      };
      return;
    }
    if (readPairs(instruction).length !== 1) return;
    const removed = [instruction, ...usedOnlyBy(model, instruction)];
    yield {
      title: `Remove ${removed.length > 1 ? 'what only makes' : ''} ARG ${name}, so that Docker warns of --build-arg ${name}`,
      safety: 'review',
      edits: removed.map((each) => removeLines(model.dockerfile, each)),
    };
  },
});

/** Arguments above FROM that nothing but the value of this one uses, and that are unused without it. */
function usedOnlyBy(model: Model, instruction: Instruction): Instruction[] {
  if (instruction.stage >= 0) return [];
  const { instructions, text } = model.dockerfile;
  const removed = new Set([instruction]);
  for (let found = true; found && removed.size < 20; ) {
    found = false;
    for (const other of instructions) {
      if (other.stage >= 0 || other.keyword !== 'ARG' || removed.has(other)) continue;
      const [pair, more] = readPairs(other);
      if (!pair || more || ![...removed].some((each) => mentions(textOf(model, each), pair.name))) continue;
      const rest = instructions.some(
        (each) =>
          !removed.has(each) &&
          each !== other &&
          new RegExp(`\\b${pair.name}\\b`).test(text.slice(each.at.start, each.at.end)),
      );
      if (rest || !/^\w+$/.test(pair.name)) continue;
      removed.add(other);
      found = true;
    }
  }
  removed.delete(instruction);
  return [...removed];
}

/** Arguments above the first FROM that neither a FROM, nor another of them, nor a stage takes up. */
function* unusedGlobals(model: Model) {
  const [first] = model.stages;
  if (!first) return;
  const globals = model.dockerfile.instructions.filter(
    ({ stage, keyword }) => stage < 0 && keyword === 'ARG',
  );
  if (globals.length === 0) return;
  const taken = new Set<string>();
  const usedIn = new Map<string, Stage[]>();
  for (const global of globals) {
    for (const { rawValue = '' } of readPairs(global))
      for (const name of namesWithDollar(rawValue)) taken.add(name);
  }
  for (const stage of model.stages) {
    for (const name of namesWithDollar(textOf(model, stage.from))) taken.add(name);
    const names = new Set<string>();
    for (const instruction of stage.instructions) {
      const declared = instruction.keyword === 'ONBUILD' ? instruction.trigger : instruction;
      if (declared?.keyword === 'ARG') for (const { name } of readPairs(declared)) taken.add(name);
      for (const name of namesWithDollar(textOf(model, instruction))) names.add(name);
    }
    for (const name of names) {
      const known = usedIn.get(name);
      if (known) known.push(stage);
      else usedIn.set(name, [stage]);
    }
  }
  for (const global of globals) {
    for (const { name, at } of readPairs(global)) {
      if (taken.has(name) || isPredefined(name) || platformArguments.has(name)) continue;
      taken.add(name);
      // Where a stage sets a variable of that name by itself, that one is used.
      const users = (usedIn.get(name) ?? []).filter(
        (stage) => !stage.start.env.has(name) && !stage.end.env.has(name),
      );
      if (users.length === 0 && usedIn.has(name)) continue;
      yield problemOf(at, global, name, users);
    }
  }
}

function problemOf(at: Span, instruction: Instruction, name: string, users: readonly Stage[]) {
  return {
    at,
    ...(users.length > 0 ? { severity: 'warning' as const } : { tags: ['unnecessary' as const] }),
    message:
      users.length > 0
        ? `\`${name}\` stands above FROM and no FROM uses it; in a stage, where \`$${name}\` is written, it is not set. Write \`ARG ${name}\` there too.`
        : `Nothing uses the build argument \`${name}\`. Remove it, or use it.`,
    data: { instruction, name, users },
  };
}

function textOf({ dockerfile }: Model, { at }: Instruction): string {
  return dockerfile.text.slice(at.start, at.end);
}

export const docs = `
An argument is in the environment of every RUN below it, so that it counts as used there. An argument above the first
FROM is for the FROM lines; a stage has it only after an \`ARG NAME\` of its own. Proxy arguments, SOURCE_DATE_EPOCH
and BUILDKIT_… are used by the builder itself.
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN true\nARG «VERSION=1»\nCMD ["sleep", "1"]\n`,
    fixed: `FROM debian:12\nRUN true\nCMD ["sleep", "1"]\n`,
  },
  {
    bad: `ARG «VERSION=1.2»
FROM debian:12
RUN curl -fsSO https://example.com/app-$VERSION.tgz
`,
    fixed: `ARG VERSION=1.2
FROM debian:12
ARG VERSION
RUN curl -fsSO https://example.com/app-$VERSION.tgz
`,
  },
  { bad: `ARG «OLD»\nFROM debian:12\n`, fixed: `FROM debian:12\n` },
  { good: `FROM debian:12\nARG TOKEN\nRUN ./build.sh\n`, note: 'It is in the environment of RUN.' },
  { good: `ARG VERSION=12\nFROM debian:$VERSION\nARG HTTP_PROXY\nARG BUILDKIT_INLINE_CACHE=1\n` },
  { good: `ARG REVISION\nFROM debian:12\nARG REVISION\nLABEL org.opencontainers.image.revision=$REVISION\n` },
  {
    good: `FROM debian:12 AS base\nARG MODE\nFROM base\nRUN make\n`,
    note: 'What is built on the stage has it too.',
  },
  { good: `ARG A=1\nARG B=\${A}2\nFROM debian:$B\n` },
] satisfies Example[];
