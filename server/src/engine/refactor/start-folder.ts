// The folder that the program starts in: the same one in the runtime, though its image has another working directory of its own.
import { readCopy } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import type { Arrangement } from './arrange.ts';
import type { Piece, RuntimeChoice, SplitInput } from './plan.ts';
import type { StageFiles } from './stage-files.ts';

/** Where the file sets no working directory, that of the image it builds in; nothing where the runtime image has the same one. */
export function startFolder(
  { stage }: SplitInput,
  { directory }: StageFiles,
  { facts, kind }: RuntimeChoice,
): Piece[] {
  const isSet = stage.instructions.some(({ keyword }) => keyword === 'WORKDIR');
  if (isSet || directory === undefined || kind === 'same') return [];
  // Images with a shell are made like the official ones, which start in `/`.
  const own = facts.workdir ?? (facts.shell === false ? undefined : '/');
  if (own === directory) return [];
  return [
    {
      kind: 'added',
      text: `WORKDIR ${directory}`,
      why: `The program starts in \`${directory}\`, as it did in the image that it is built in.`,
    },
  ];
}

/**
 * A WORKDIR for the runtime. A relative one at the top of the file would start from the folder of another image; one that only
 * instructions of the builder work in is left to it.
 * @param builds whether an instruction leaves nothing for the runtime
 */
export function workdirText(
  { stage }: SplitInput,
  files: StageFiles,
  last: Instruction,
  instruction: Instruction,
  builds: (instruction: Instruction) => boolean,
): ReturnType<NonNullable<Arrangement['runtimeText']>> {
  const { instructions } = stage;
  const workdirs = instructions.filter(({ keyword }) => keyword === 'WORKDIR');
  const index = workdirs.indexOf(instruction);
  const next = workdirs[index + 1];
  const directory = files.directoryAfter(instruction);
  if (
    next !== undefined &&
    instruction.at.start < last.at.start &&
    files.directoryAfter(next) !== undefined &&
    between(instructions, instruction, next).every(builds)
  )
    return { dropped: 'Only the build works in this folder.' };
  const until = workdirs.slice(0, index + 1);
  // What follows one that is left to the builder has to be told from the root.
  const isRelative = (one: Instruction) => !/^["']?[/$]/.test(one.words[0]?.raw ?? '/');
  const afterIdle = index > 0 && isRelative(instruction);
  if (directory === undefined || !(afterIdle || until.every(isRelative))) return undefined;
  return {
    text: `WORKDIR ${directory}`,
    why: 'A relative WORKDIR would start from the folder of another image.',
  };
}

function between(instructions: readonly Instruction[], from: Instruction, to: Instruction): Instruction[] {
  return instructions.slice(instructions.indexOf(from) + 1, instructions.indexOf(to));
}

/** Whether an instruction says nothing about files in the working directory of the runtime. */
export function leavesNothing(
  instruction: Instruction,
  { steps, copy, files }: Pick<Arrangement, 'steps' | 'copy' | 'files'>,
): boolean {
  if (readCopy(instruction)) return copy(instruction) === 'builder';
  if (instruction.keyword !== 'RUN')
    return /^(ARG|ENV|LABEL|EXPOSE|USER|SHELL|STOPSIGNAL)$/.test(instruction.keyword);
  const step = steps.get(instruction);
  return (
    step?.parts.every(
      (part) =>
        /^(own|unknown|cleaning|setting|packages|account)$/.test(part.kind) ||
        (part.kind === 'files' && files?.(part, instruction) === 'builder'),
    ) === true
  );
}
