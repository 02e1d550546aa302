// Where in the image a Node project is built, and which steps only work inside of it: that is what the runtime gets.
import { shellValue } from '../../../model/apply.ts';
import type { PlainCommand } from '../../../model/apply-run.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { lastPart } from '../../../text/paths.ts';
import type { Place } from '../../arrange.ts';
import { type SplitInput, SplitRefusal } from '../../plan.ts';
import { directoriesOf, isWithin, resolvePath, type StageFiles } from '../../stage-files.ts';
import type { Step, StepPart } from '../../steps.ts';
import { type NodeCommand, namedFolder, readNodeCommand } from './commands.ts';
import { fetchedFiles } from './fetched.ts';

/** A command of Node with the folder that it works in. */
export interface OwnCommand {
  readonly instruction: Instruction;
  readonly command: PlainCommand;
  readonly read: NodeCommand;
  /** Absolute; undefined where it is not known. */
  readonly folder: string | undefined;
}

export interface Places {
  readonly own: readonly OwnCommand[];
  /** Folders that hold the project with what is installed and built; none lies in another. `/` stands alone. */
  readonly roots: readonly string[];
  /** Files and folders outside, which a step puts there from inside. */
  readonly outside: readonly string[];
  /** Folders that a step makes in the roots, empty: the program writes there. */
  readonly made: readonly string[];
  /** The last RUN that works in the roots. */
  readonly last: Instruction;
  /** Who the roots' content is given to by chown: as written, `node:node`. */
  readonly owner: string | undefined;
  /** The root folders themselves are given to somebody too. */
  readonly ownsFolder: boolean;
  /** Where a command that makes or changes files is needed. */
  place(part: StepPart): Place;
  /** The path lies in one of the roots, `/` excepted. */
  isInside(path: string): boolean;
  /** The folder that a command of a RUN works in. */
  folderOf(command: PlainCommand): string | undefined;
}

/** Only hostile files have more; each command is compared with each copied folder. */
const mostCommands = 500;
const mostCopies = 2000;

/** Folders of the system: what is in them is not only the project's. */
const system =
  /^\/(usr(\/(local|bin|lib|share|sbin)(\/(bin|lib|share))?)?|etc|var(\/lib)?|bin|sbin|lib(64)?|home|tmp|dev|proc|sys|run)?$/;

/**
 * Reads where the stage's steps work.
 * @throws SplitRefusal where that is not known
 */
export function readPlaces(
  input: SplitInput,
  files: StageFiles,
  steps: ReadonlyMap<Instruction, Step>,
): Places {
  const { model } = input;
  const folders = new Map<PlainCommand, string | undefined>();
  const own: OwnCommand[] = [];
  for (const [instruction, { parts }] of steps) {
    const found = directoriesOf(
      parts.map(({ command }) => command),
      files,
      instruction,
    );
    for (const [command, folder] of found) folders.set(command, folder);
    for (const { command, kind } of parts) {
      const read = kind === 'own' ? readNodeCommand(command) : undefined;
      if (!read) continue;
      const named = read.kind === 'install' ? namedFolder(read.call) : undefined;
      const folder = named === undefined ? found.get(command) : resolvePath(named, found.get(command));
      own.push({ instruction, command, read, folder });
    }
  }
  if (own.length > mostCommands || files.copied.length > mostCopies)
    throw new SplitRefusal(
      'The file has more steps than a project is built with.',
      'step of unknown purpose',
      input.stage.from.at,
    );
  const roots = rootsOf(own, files);
  const outside = new Set<string>();
  const places = new Map<StepPart, Place>();
  const given: { readonly at: Instruction; readonly content?: string; readonly folder: boolean }[] = [];
  const isInside = (path: string) => roots.some((root) => root !== '/' && isWithin(root, path));
  const fetched = fetchedFiles(steps, files);
  const made = new Set<string>();
  let last: Instruction | undefined;
  for (const [instruction, { parts }] of steps) {
    let inside = parts.some(({ kind }) => kind === 'own');
    for (const part of parts) {
      const file =
        part.kind === 'unknown' ? fetched(part, instruction, folders.get(part.command)) : undefined;
      if (file !== undefined && !isInside(file)) {
        outside.add(file);
        places.set(part, 'builder');
        inside = true;
      }
      // What is taken away is taken away before the files are handed over.
      if (part.kind === 'cleaning')
        inside ||= removedPaths(part.command).some((word) => {
          const path = pathOf(word, instruction, folders.get(part.command));
          return path !== undefined && isInside(path);
        });
      if (part.kind !== 'files') continue;
      const paths = pathsOf(part.command).map((text) => pathOf(text, instruction, folders.get(part.command)));
      const place = placeOf(part, paths, isInside, outside);
      places.set(part, place);
      if (place === 'builder') inside = true;
      if (part.command.name === 'mkdir' && part.command.command.certainty === 'always')
        for (const path of paths)
          if (path !== undefined && isInside(path) && !roots.includes(path)) made.add(path);
      const owned = ownership(part.command, paths, roots);
      if (owned) given.push({ at: instruction, ...owned });
    }
    if (inside) last = instruction;
  }
  if (!last)
    throw new SplitRefusal(
      [...steps.values()].some(({ parts }) => parts.some(({ command }) => readNodeCommand(command)))
        ? 'Only programs for the whole image are installed, and nothing is built.'
        : 'No step installs or builds anything.',
      'nothing to split',
      input.stage.from.at,
    );

  function pathOf(word: PathWord, instruction: Instruction, folder: string | undefined): string | undefined {
    const value = typeof word === 'string' ? word : shellValue(word, model.before(instruction), model);
    return value === undefined ? undefined : resolvePath(value, folder);
  }

  if (roots.length === 0 && outside.size === 0)
    throw new SplitRefusal(
      'Nothing is built here that another stage could take over.',
      'nothing to split',
      input.stage.from.at,
    );
  const end = last.at.start;
  const early = given.filter(({ at }) => at.at.start <= end);
  return {
    own,
    roots,
    outside: [...outside].filter(
      (path) => ![...outside].some((other) => other !== path && isWithin(other, path)),
    ),
    made: [...made],
    last,
    owner: early.findLast(({ content }) => content !== undefined)?.content,
    ownsFolder: early.some(({ folder }) => folder),
    place: (part) => places.get(part) ?? 'both',
    isInside,
    folderOf: (command) => folders.get(command),
  };
}

function rootsOf(own: readonly OwnCommand[], files: StageFiles): string[] {
  const working = own.filter(({ read }) => read.kind === 'install' || read.kind === 'build');
  const workdirs = new Set(own.map(({ instruction }) => files.directoryBefore(instruction)));
  for (const { folder } of working) workdirs.add(folder);
  // A single file goes into a folder that is there, or takes the name.
  const targets = files.copied.map(({ target, isFolder }) =>
    isFolder === false && !workdirs.has(target) ? parentOf(target) : target,
  );
  const folders = working.map(({ folder, command }) => {
    if (folder === undefined)
      throw new SplitRefusal(
        'The folder that this command works in is not known.',
        'files needed are not known',
        command.command.at,
      );
    return folder;
  });
  const candidates = [...targets, ...folders].filter((path) => !system.test(path));
  const roots = new Set<string>();
  for (const [index, folder] of folders.entries()) {
    if (isWithin('/root', folder))
      throw new SplitRefusal(
        `\`${folder}\` is in root's home, which is closed to every other account.`,
        'result would be wrong',
        working[index]!.command.command.at,
      );
    const covering = candidates
      .filter((path) => isWithin(path, folder))
      .sort((one, other) => one.length - other.length);
    roots.add(covering[0] ?? '/');
  }
  return [...roots].filter(
    (root) => ![...roots].some((other) => other !== root && other !== '/' && isWithin(other, root)),
  );
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 1));
}

/** A word of the command, or a path as text. */
type PathWord = PlainCommand['args'][number] | string;

/** The words of a file command that are paths it changes or makes. */
function pathsOf({ name, args, command }: PlainCommand): PathWord[] {
  const written = command.redirects.flatMap(({ operator, target }) =>
    operator.includes('>') && target ? [target] : [],
  );
  const words = args.filter(({ text }) => !text.startsWith('-'));
  if (/^(chmod|chown|chgrp|setcap)$/.test(name ?? '')) return words.slice(1);
  if (name === 'sed')
    return args.some(({ text }) => /^(-e|-f|--expression)/.test(text)) ? words : words.slice(1);
  if (/^(cp|mv|ln|mkdir|touch|install|truncate|tee|dos2unix|gunzip)$/.test(name ?? ''))
    return [...words, ...written];
  if (/^(tar|unzip)$/.test(name ?? '')) {
    const at = args.findIndex(({ text }) => /^(-C|-d|--directory)$/.test(text));
    return [at < 0 ? '.' : (args[at + 1] ?? '.')];
  }
  return written;
}

function removedPaths({ name, args }: PlainCommand): PathWord[] {
  const words = args.filter(({ text }) => !text.startsWith('-'));
  return name === 'find' ? words.slice(0, 1) : words;
}

/** Settings in a home that only a build reads: a token for a registry, keys for git. */
const homeSettings =
  /^(~|\$HOME|\$\{HOME\}|\/root|\/home\/[\w-]+)\/\.(npmrc|yarnrc|netrc|gitconfig|ssh|bashrc|profile|config|cache|docker)\b/;

function placeOf(
  part: StepPart,
  paths: readonly (string | undefined)[],
  isInside: (path: string) => boolean,
  outside: Set<string>,
): Place {
  const { command } = part;
  const words = pathsOf(command);
  if (
    words.length > 0 &&
    words.every((word) => homeSettings.test(typeof word === 'string' ? word : word.text))
  )
    return 'builder';
  const unknown = paths.indexOf(undefined);
  if (unknown >= 0)
    throw new SplitRefusal(
      `It is not known which files \`${command.name}\` changes here.`,
      'step of unknown purpose',
      command.command.at,
    );
  const known = paths as readonly string[];
  if (known.length === 0) return 'both';
  const target = known.at(-1)!;
  if (/^(cp|mv|install)$/.test(command.name ?? '') && known.length > 1 && !isInside(target)) {
    const sources = known.slice(0, -1);
    if (!sources.some(isInside)) return 'both';
    // Into a folder of the system each keeps its name; another target is the file or folder itself.
    for (const source of sources)
      outside.add(
        system.test(target) || known.length > 2
          ? `${target === '/' ? '' : target}/${lastPart(source)}`
          : target,
      );
    return 'builder';
  }
  return known.every((path) => isInside(path) || outside.has(path)) ? 'builder' : 'both';
}

/** Whom a chown gives the roots to. */
function ownership(
  { name, args }: PlainCommand,
  paths: readonly (string | undefined)[],
  roots: readonly string[],
): { readonly content?: string; readonly folder: boolean } | undefined {
  if (name !== 'chown') return undefined;
  const owner = args.find(({ text }) => !text.startsWith('-'))?.text;
  const folder = paths.some((path) => path !== undefined && roots.some((root) => isWithin(path, root)));
  if (!folder || owner === undefined || !/^[\w-]+([:.][\w-]*)?$/.test(owner)) return undefined;
  const all = args.some(({ text }) => text === '--recursive' || /^-[a-zA-Z]*R/.test(text));
  const content = owner.replace('.', ':').replace(/:$/, '');
  return { folder, ...(all && { content }) };
}
