// Where a stage works and what lies where in it: working directories, and the files that it copies from the build context.
import { expand, normalisePath, shellValue } from '../model/apply.ts';
import type { PlainCommand } from '../model/apply-run.ts';
import { directoryBefore } from '../model/start-directory.ts';
import { readCopy } from '../parse/arguments.ts';
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Instruction } from '../parse/syntax.ts';
import { lastPart } from '../text/paths.ts';
import { contextIndex } from './context-index.ts';
import { type SplitInput, SplitRefusal } from './plan.ts';

/** One source of a COPY or ADD from the build context. */
export interface Copied {
  readonly instruction: Instruction;
  /** Relative to the context, without `./` in front; '' is the whole context. May hold wildcards. */
  readonly source: string;
  /** Absolute: the folder or file that it becomes. */
  readonly target: string;
  /** The source is a folder, whose content lies in `target`; undefined where that is not known. */
  readonly isFolder: boolean | undefined;
}

/** The files of a stage, as far as the Dockerfile and the surroundings tell. */
export interface StageFiles {
  readonly copied: readonly Copied[];
  /** The absolute working directory before an instruction; undefined where it is not known. */
  directoryBefore(instruction: Instruction): string | undefined;
  /** Likewise after it. */
  directoryAfter(instruction: Instruction): string | undefined;
  /** The working directory that the program starts in. */
  readonly directory: string | undefined;
  /** A path of the stage in the build context; undefined where it does not come from there, or not surely. */
  inContext(path: string): string | undefined;
  /** Where a file of the build context lies in the stage at the end; undefined where it is not copied, or not surely. */
  placeOf(path: string): string | undefined;
  /** The text of a file of the stage that comes from the build context. */
  text(path: string): string | undefined;
  /** The names (folders end in `/`) of what lies in a folder of the stage that comes from the build context. */
  names(folder: string): readonly string[] | undefined;
  /** The folders that a command of a RUN and those after it work in, and its path words: absolute, undefined where not known. */
  path(word: ShellWord | string, instruction: Instruction, directory: string | undefined): string | undefined;
}

/** `path` is `folder`, or lies in it. Both absolute. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

/** A relative path in a folder; an absolute one is itself. Undefined for what only a shell can tell. */
export function resolvePath(path: string, directory: string | undefined): string | undefined {
  if (path === '' || path.startsWith('~') || path.includes('$')) return undefined;
  if (path.startsWith('/')) return normalisePath(path);
  return directory === undefined ? undefined : normalisePath(`${directory}/${path}`);
}

/** A stage of more instructions than this was not written by hand, and looking at each of them with each other takes too long. */
const mostInstructions = 1000;

/**
 * @param start the working directory of the base image where the facts do not tell it
 * @throws SplitRefusal for a stage that is too long
 */
export function readStageFiles({ model, stage, context }: SplitInput, start?: string): StageFiles {
  if (stage.instructions.length > mostInstructions)
    throw new SplitRefusal(
      `The stage has more than ${mostInstructions} instructions.`,
      'step of unknown purpose',
      stage.from.at,
    );
  const index = contextIndex(context);
  const directories = new Map<Instruction, string | undefined>();
  const later = new Map<Instruction, string | undefined>();
  const copied: Copied[] = [];
  let directory: string | undefined;
  let known = false;
  for (const instruction of stage.instructions) {
    if (!known) directory = directoryBefore(model, stage, instruction) ?? start;
    known = true;
    directories.set(instruction, directory);
    if (instruction.keyword === 'WORKDIR') {
      const value = expand(instruction.words[0]?.raw ?? '', model.before(instruction), model);
      directory = value === undefined ? undefined : resolvePath(value, directory);
    } else copied.push(...copiedBy(instruction, directory));
    later.set(instruction, directory);
  }

  function copiedBy(instruction: Instruction, workdir: string | undefined): Copied[] {
    const copy = readCopy(instruction);
    if (!copy || copy.from) return [];
    const state = model.before(instruction);
    const destination = expand(copy.destination.raw, state, model);
    const folder = destination === undefined ? undefined : resolvePath(destination, workdir);
    if (destination === undefined || folder === undefined) return [];
    const into = /(^|\/)\.{0,2}$/.test(destination) || copy.sources.length + copy.heredocs.length > 1;
    return copy.sources.flatMap((word) => {
      const value = expand(word.raw, state, model);
      if (value === undefined || /:\/\/|^git@/.test(value)) return [];
      const source = normalisePath(`/${value}`).slice(1);
      const isFolder = folderInContext(source, value);
      const target = isFolder === true || !into ? folder : normalisePath(`${folder}/${lastPart(source)}`);
      return [{ instruction, source, target: isFolder === undefined ? folder : target, isFolder }];
    });
  }

  function folderInContext(source: string, written: string): boolean | undefined {
    if (source === '' || /(^|\/)\.?$/.test(written)) return true;
    if (/[*?[]/.test(source)) return undefined;
    if (index) return index.files.has(source) ? false : index.folders.has(source) ? true : undefined;
    return /\.[A-Za-z]\w{0,9}$|(^|\/)(mvnw|gradlew|Makefile)$/.test(source) ? false : undefined;
  }

  function inContext(path: string): string | undefined {
    for (const { source, target, isFolder } of copied.toReversed()) {
      if (isFolder === false) {
        if (target === path) return source;
        continue;
      }
      if (isFolder === true) {
        if (!isWithin(target, path)) continue;
        const rest = path.slice(target === '/' ? 1 : target.length + 1);
        const found = [source, rest].filter((part) => part !== '').join('/');
        if (isThere(found) !== false) return found;
        continue;
      }
      // A wildcard: its matches lie in the folder by their own names.
      const folder = source.slice(0, source.lastIndexOf('/') + 1);
      if (!/[*?[]/.test(source) || path !== normalisePath(`${target}/${lastPart(path)}`)) continue;
      const found = folder + lastPart(path);
      if (matches(lastPart(source), lastPart(path)) && isThere(found)) return found;
    }
    return undefined;
  }

  function isThere(path: string): boolean | undefined {
    return index && (index.files.has(path) || index.folders.has(path));
  }

  function placeOf(path: string): string | undefined {
    for (const { source, target, isFolder } of copied.toReversed()) {
      if (isFolder === false && source === path) return target;
      const start = source === '' ? '' : `${source}/`;
      if (isFolder === true && path.startsWith(start))
        return normalisePath(`${target}/${path.slice(start.length)}`);
    }
    return undefined;
  }

  return {
    copied,
    directory,
    inContext,
    placeOf,
    directoryBefore: (instruction) => directories.get(instruction),
    directoryAfter: (instruction) => later.get(instruction),
    text(path) {
      const found = inContext(path);
      return found === undefined ? undefined : context.files?.[found];
    },
    names(folder) {
      const found = inContext(folder);
      const names = found === undefined ? undefined : index?.folders.get(found);
      return names && [...names];
    },
    path(word, instruction, from) {
      const value = typeof word === 'string' ? word : shellValue(word, model.before(instruction), model);
      return value === undefined ? undefined : resolvePath(value, from);
    },
  };
}

/** A name against a pattern with `*` and `?` in it. Linear for one `*`, and for several of them the leftmost match is taken. */
export function matches(pattern: string, name: string): boolean {
  const parts = pattern.split('*');
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const found = isLast && index > 0 ? Math.max(at, name.length - part.length) : find(name, part, at);
    if (found < 0 || (index === 0 && found !== 0) || !fits(name, part, found)) return false;
    at = found + part.length;
  }
  return at === name.length;
}

function find(name: string, part: string, from: number): number {
  for (let index = from; index + part.length <= name.length; index++)
    if (fits(name, part, index)) return index;
  return -1;
}

function fits(name: string, part: string, at: number): boolean {
  if (at + part.length > name.length) return false;
  for (let index = 0; index < part.length; index++)
    if (part[index] !== '?' && part[index] !== name[at + index]) return false;
  return true;
}

/** The folder that each command of a RUN works in: `cd` holds until the step ends. Undefined where it is not known. */
export function directoriesOf(
  commands: readonly PlainCommand[],
  files: StageFiles,
  instruction: Instruction,
): Map<PlainCommand, string | undefined> {
  const found = new Map<PlainCommand, string | undefined>();
  let directory = files.directoryBefore(instruction);
  for (const command of commands) {
    found.set(command, directory);
    if (command.name === 'cd') {
      const [word] = command.args;
      directory = word === undefined ? undefined : files.path(word, instruction, directory);
    } else if (command.name === 'pushd' || command.name === 'popd') directory = undefined;
  }
  return found;
}
