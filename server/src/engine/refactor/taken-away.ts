// Removals of files that the build context brought: what the author took out of the image is not shipped after a split either.
import type { Instruction } from '../parse/syntax.ts';
import { lastPart } from '../text/paths.ts';
import type { Arrangement, Place } from './arrange.ts';
import type { SplitInput } from './plan.ts';
import {
  type Copied,
  directoriesOf,
  isWithin,
  matches,
  readStageFiles,
  type StageFiles,
} from './stage-files.ts';
import type { StepPart } from './steps.ts';

/**
 * Where a command is needed that removes files of a COPY which the runtime has too: there as well, or only there where the builder
 * has no such COPY. Undefined for one that removes nothing of the kind.
 */
export function placeOfRemoval(
  arrangement: Arrangement,
  part: StepPart,
  instruction: Instruction,
): Place | undefined {
  const { last } = arrangement;
  if (part.kind !== 'cleaning') return undefined;
  const removed = removedPaths(arrangement, part, instruction);
  if (removed.length === 0) return undefined;
  const files = filesOf(arrangement.input);
  const hit = files.copied.filter(
    (copied) =>
      copied.instruction.at.start < instruction.at.start &&
      removed.some((path) => takes(arrangement.input, files, copied, path, isForced(part))) &&
      (copied.instruction.at.start > last.at.start || arrangement.copy(copied.instruction) !== 'builder'),
  );
  if (hit.length === 0) return undefined;
  const inBuilder = hit.some(
    (copied) =>
      copied.instruction.at.start < last.at.start &&
      arrangement.copy(copied.instruction) === 'both' &&
      arrangement.builderText?.(copied.instruction) === undefined,
  );
  return inBuilder ? 'both' : 'runtime';
}

const read = new WeakMap<SplitInput, StageFiles>();

function filesOf(input: SplitInput): StageFiles {
  const found = read.get(input) ?? readStageFiles(input, '/');
  read.set(input, found);
  return found;
}

function isForced({ command }: StepPart): boolean {
  return command.name === 'find' || command.args.some(({ text }) => /^-\w*f|^--force$/.test(text));
}

/** Absolute paths, as far as they are known: of `rm` its words, of `find … -delete` the folders that it searches. */
function removedPaths({ input, steps }: Arrangement, part: StepPart, instruction: Instruction): string[] {
  const { command } = part;
  const files = filesOf(input);
  const commands = steps.get(instruction)?.parts.map((one) => one.command) ?? [command];
  const directory = directoriesOf(commands, files, instruction).get(command);
  const texts = command.args.map(({ text }) => text);
  if (command.name === 'find') {
    const removes =
      texts.includes('-delete') ||
      texts.some((text, at) => text === 'rm' && /^-exec/.test(texts[at - 1] ?? ''));
    if (!removes) return [];
    const end = texts.findIndex((text) => /^[-(!\\]/.test(text));
    const words = command.args.slice(0, end);
    if (words.length === 0) return directory === undefined ? [] : [directory];
    return words
      .flatMap((word) => files.path(word, instruction, directory) ?? [])
      .filter((path) => path !== '/');
  }
  return command.args
    .filter(({ text }) => !text.startsWith('-'))
    .flatMap(
      (word) =>
        files.path(word, instruction, directory) ?? files.path(word.text, instruction, directory) ?? [],
    );
}

/** The removal of a path takes something of a COPY. */
function takes(
  { context }: SplitInput,
  files: StageFiles,
  { source, target, isFolder }: Copied,
  path: string,
  forced: boolean,
): boolean {
  // A folder of the distribution that a COPY of the whole file system does not stand for.
  const told = files.inContext(path) !== undefined && context.paths !== undefined;
  const parts = path.split('/');
  const wild = parts.findIndex((one) => /[*?[{]/.test(one));
  const folder = wild < 0 ? path : parts.slice(0, wild).join('/') || '/';
  if (isFolder === false) {
    if (wild < 0) return isWithin(path, target);
    return isWithin(folder, target) && (wild < parts.length - 1 || matches(parts[wild]!, lastPart(target)));
  }
  if (isWithin(path, target)) return true;
  if (target === '/' || /^\/(usr|etc|var|opt|home|root|tmp)$/.test(target)) return told;
  if (/[*?[]/.test(source))
    return path === `${target}/${lastPart(path)}` && matches(lastPart(source), lastPart(path));
  if (!isWithin(target, folder)) return false;
  // What tools make is not the context's, unless it is seen there.
  if (!told && made.test(path)) return false;
  return forced || told || context.paths === undefined;
}

const made =
  /\/(node_modules|build|dist|target|out|obj|__pycache__|\.cache|[^/]*\.egg-info|[^/]*\.pyc|\.pytest_cache|\.npm)(\/|$)/;
