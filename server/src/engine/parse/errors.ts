// What BuildKit refuses: its conditions, this project's words. One problem for each instruction, the first BuildKit would meet.
import { copyArgumentsProblem, copyProblem } from './errors/copy.ts';
import { wordsProblem } from './errors/expansion.ts';
import { flagProblem } from './errors/flags.ts';
import { fromArgumentsProblem, fromProblem, StageNames, stageReferenceProblem } from './errors/from.ts';
import {
  argProblem,
  exposeProblem,
  healthcheckProblem,
  notOnlyStrings,
  onbuildProblem,
  pairsProblem,
  pairValuesProblem,
  portsProblem,
  shellProblem,
  signalProblem,
  singleProblem,
  volumeProblem,
} from './errors/instructions.ts';
import { runProblem } from './errors/mounts.ts';
import { nearest, problem, quoted } from './errors/problem.ts';
import { notStrings } from './exec-form.ts';
import { healthcheckParts } from './healthcheck.ts';
import type { ParsedInstruction } from './instruction.ts';
import type { Dockerfile, Instruction, SyntaxProblem } from './syntax.ts';

const keywords =
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  );

/** Longest line that BuildKit reads, in bytes of UTF-8 without the line break. */
const longestLine = 65_535;

/** All that BuildKit would refuse, in the order of the text. `found` was already met while reading. */
export function findProblems(
  file: Pick<Dockerfile, 'text' | 'escape'>,
  instructions: readonly ParsedInstruction[],
  found: readonly SyntaxProblem[],
): SyntaxProblem[] {
  const problems = [...found, ...longLines(file.text)];
  const stages = new StageNames(instructions);
  let hasNoFrom = false;
  for (const instruction of instructions) {
    const wrong = instructionProblem(instruction, file, stages);
    if (wrong === undefined) continue;
    // Of a file without FROM it is said once.
    const isSameFault = wrong.rule === 'instruction-before-from' && stages.count === 0;
    if (!isSameFault || !hasNoFrom) problems.push(wrong);
    hasNoFrom ||= isSameFault;
  }
  const [first] = instructions;
  if (stages.count === 0 && instructions.every(({ keyword }) => keyword === 'ARG')) {
    const what =
      first === undefined
        ? 'This file has no instructions.'
        : 'This file has no FROM, so there is nothing to build.';
    const at = first?.keywordAt ?? { start: 0, end: 0 };
    problems.push(problem(at, `${what} Begin with FROM and a base image.`));
  }
  return problems.sort((a, b) => a.at.start - b.at.start);
}

function instructionProblem(
  instruction: ParsedInstruction,
  { text, escape: escaper }: Pick<Dockerfile, 'text' | 'escape'>,
  stages: StageNames,
): SyntaxProblem | undefined {
  const { keyword, keywordAt, stage } = instruction;
  const wrong = lineProblem(instruction, escaper) ?? formProblem(instruction, text);
  if (wrong !== undefined) return wrong;
  if (stage < 0 && keyword !== 'ARG') {
    return problem(
      keywordAt,
      stages.count > 0
        ? `${keyword} stands before the first FROM. Only ARG can: move it below a FROM.`
        : `${keyword} has no FROM above it, and this file has none. Begin with FROM and a base image.`,
      'instruction-before-from',
    );
  }
  return valueProblem(instruction, stages, escaper);
}

/** Refused while lines are read, also in what ONBUILD keeps for later. */
function lineProblem(instruction: ParsedInstruction, escaper: '\\' | '`'): SyntaxProblem | undefined {
  const { keyword, body, heredocs, trigger } = instruction;
  const unfinished = heredocs.find(({ endAt }) => endAt === undefined);
  if (unfinished !== undefined) {
    const { name, at } = unfinished;
    return problem(
      at,
      `The here-document ${quoted(name)} does not end. Add a line that holds nothing but ${quoted(name)}.`,
    );
  }
  if (instruction.execHasOtherValues) return problem(body.at, notOnlyStrings, 'cmd-malformed-json');
  if (keyword === 'HEALTHCHECK' && healthcheckParts(instruction)?.exec === notStrings) {
    return problem(body.at, notOnlyStrings, 'cmd-malformed-json');
  }
  // Without arguments at all, ENV and LABEL are refused later.
  if ((keyword === 'ENV' || keyword === 'LABEL') && body.text !== '') {
    const wrong = pairsProblem(instruction, escaper);
    if (wrong !== undefined && !wrong.message.startsWith('A name')) return wrong;
  }
  return trigger && lineProblem(trigger, escaper);
}

/** Refused for the form of one instruction. */
function formProblem(instruction: ParsedInstruction, text: string): SyntaxProblem | undefined {
  const flags = () => flagProblem(instruction, text);
  const escaper = instruction.escape;
  switch (instruction.keyword) {
    case 'FROM':
      return fromArgumentsProblem(instruction) ?? flags();
    case 'ARG':
      return argProblem(instruction);
    case 'ENV':
    case 'LABEL':
      return flags() ?? pairsProblem(instruction, escaper);
    case 'COPY':
    case 'ADD':
      return copyArgumentsProblem(instruction) ?? flags();
    case 'RUN':
      return flags() ?? runProblem(instruction);
    case 'CMD':
    case 'ENTRYPOINT':
      return flags();
    case 'EXPOSE':
      return portsProblem(instruction) ?? flags();
    case 'USER':
    case 'WORKDIR':
    case 'MAINTAINER':
      return singleProblem(instruction) ?? flags();
    case 'STOPSIGNAL':
      return singleProblem(instruction);
    case 'VOLUME':
      return flags() ?? volumeProblem(instruction);
    case 'SHELL':
      return flags() ?? shellProblem(instruction);
    case 'ONBUILD':
      return flags() ?? onbuildProblem(instruction);
    case 'HEALTHCHECK':
      return healthcheckProblem(instruction, flags);
    default:
      return unknownInstruction(instruction);
  }
}

/** Refused when variables are expanded and values are used. */
function valueProblem(
  instruction: Instruction,
  stages: StageNames,
  escaper: '\\' | '`',
): SyntaxProblem | undefined {
  switch (instruction.keyword) {
    case 'FROM':
      return fromProblem(instruction, stages, escaper);
    case 'ARG':
    case 'ENV':
    case 'LABEL':
      return pairValuesProblem(instruction, escaper);
    case 'COPY':
    case 'ADD':
      return copyProblem(instruction, escaper) ?? stageReferenceProblem(instruction, stages);
    case 'RUN':
      return stageReferenceProblem(instruction, stages);
    case 'EXPOSE':
      return exposeProblem(instruction, escaper);
    case 'USER':
    case 'WORKDIR':
    case 'VOLUME':
      return wordsProblem(instruction.words, escaper);
    case 'STOPSIGNAL':
      return wordsProblem(instruction.words, escaper) ?? signalProblem(instruction, escaper);
    default:
      return undefined;
  }
}

function unknownInstruction({ keyword, keywordAt, at }: Instruction): SyntaxProblem {
  if (keyword === '') return problem(at, 'A continued line with nothing in it. Remove it.');
  const near = nearest(keyword, keywords);
  const advice =
    near === undefined
      ? 'A line that goes on from the one above needs a \\ at the end of that one.'
      : `Is ${near} meant?`;
  return problem(keywordAt, `${quoted(keyword)} is not an instruction. ${advice}`);
}

function longLines(text: string): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  // A UTF-16 unit is three bytes of UTF-8 at most.
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    if (end - start > longestLine / 3 && byteLength(text, start, end) > longestLine) {
      problems.push(
        problem(
          { start, end },
          `This line is longer than the ${longestLine} bytes that BuildKit reads. Split it with \\.`,
        ),
      );
    }
    start = end + 1;
  }
  return problems;
}

function byteLength(text: string, start: number, end: number): number {
  let bytes = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    // Each half of a surrogate pair counts for two of its four bytes.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
  }
  return bytes;
}
