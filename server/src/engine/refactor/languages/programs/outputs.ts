// Which programs a stage builds, and where they lie at its end.
import { normalisePath } from '../../../model/apply.ts';
import { lastPart } from '../../../text/paths.ts';
import { isWithin, matches } from '../../stage-files.ts';
import type { PlacedCommand } from './commands.ts';

/** What a build command leaves. */
export interface Built {
  /** A tool from elsewhere, which the container may not start at all. */
  readonly isTool?: boolean;
  /** The file names it: it goes to the runtime though nothing there starts it. */
  readonly isNamed?: boolean;
  /** Absolute: the program. */
  readonly file?: string;
  /** Absolute: programs whose names are not known lie in it. */
  readonly folder?: string;
  /** What it builds, and where, is not known: a `make`. */
  readonly isOpen?: boolean;
}

/** A program and the command that builds it. */
export interface Program {
  readonly at: PlacedCommand;
  readonly isTool: boolean;
  readonly isNamed: boolean;
}

/** The programs that are built, at the end of the stage. */
export interface Outputs {
  /** By absolute path. */
  readonly files: ReadonlyMap<string, Program>;
  /** Folders with programs of unknown names. */
  readonly folders: ReadonlyMap<string, PlacedCommand>;
  /** There may be others. */
  readonly isOpen: boolean;
}

/** Folders that exist in every image of a distribution, or of a toolchain. */
const usualFolders =
  /^(\/|(\/usr(\/local)?)?\/(s?bin|lib|share|include|src)|\/(opt|tmp|etc|var|home|root|srv|mnt|usr|go)|\/usr\/local|\/usr\/local\/etc|\/var\/(lib|run|log|www)|\/go\/(bin|src)|\/etc\/[\w.-]+\.d)$/;

/** A place of the system, never copied as a whole. */
export function isSystemFolder(path: string): boolean {
  return usualFolders.test(path);
}

/**
 * Follows the programs from the commands that build them to where they are moved.
 * @param builtBy what a command builds; nothing for another one
 * @param isFolder whether an absolute path is certainly a folder there
 */
export function followOutputs(
  commands: readonly PlacedCommand[],
  builtBy: (at: PlacedCommand) => readonly Built[],
  isFolder: (path: string) => boolean,
): Outputs {
  const files = new Map<string, Program>();
  const folders = new Map<string, PlacedCommand>();
  let open = false;
  for (const at of commands) {
    for (const { file, folder, isTool = false, isNamed = false, isOpen = false } of builtBy(at)) {
      open ||= isOpen;
      if (file !== undefined) files.set(file, { at, isTool, isNamed });
      if (folder !== undefined) folders.set(folder, at);
    }
    const { name } = at.command;
    if (name === 'rm') remove(at, files);
    else if (name === 'cp' || name === 'mv' || name === 'install' || name === 'ln')
      follow(at, files, folders, isFolder);
  }
  return { files, folders, isOpen: open };
}

function remove(at: PlacedCommand, files: Map<string, Program>): void {
  for (const word of at.command.args) {
    const gone = at.path(word);
    if (gone === undefined) continue;
    for (const path of [...files.keys()])
      if (
        isWithin(gone, path) ||
        (parentOf(gone) === parentOf(path) && matches(lastPart(gone), lastPart(path)))
      )
        files.delete(path);
  }
}

function follow(
  at: PlacedCommand,
  files: Map<string, Program>,
  folders: ReadonlyMap<string, PlacedCommand>,
  isFolder: (path: string) => boolean,
): void {
  for (const { source, place, target } of movesOf(at, isFolder)) {
    const folder = place === undefined ? undefined : folders.get(place);
    const known = source === undefined ? undefined : files.get(source);
    const from = known ?? (folder && { at: folder, isTool: false, isNamed: true });
    if (from === undefined) continue;
    if (at.command.name === 'mv' && source !== undefined) files.delete(source);
    files.set(target, from);
  }
}

/** What a command moves. Absolute paths. */
export interface Move {
  /** Undefined where its name is not known. */
  readonly source: string | undefined;
  /** The folder that the source lies in. */
  readonly place: string | undefined;
  readonly target: string;
}

/** From where to where a `cp`, `mv`, `ln` or `install` brings each file. */
export function movesOf(at: PlacedCommand, isFolder: (path: string) => boolean): Move[] {
  const words = at.command.args.filter(({ text }) => !text.startsWith('-'));
  const last = words.pop();
  const to = last && at.path(last);
  if (!last || to === undefined) return [];
  const into = /(^|\/)\.?$/.test(last.text) || words.length > 1 || usualFolders.test(to) || isFolder(to);
  return words.flatMap((word) => {
    const source = at.path(word);
    const slash = word.text.lastIndexOf('/');
    const place =
      source === undefined ? at.path(slash < 0 ? '.' : word.text.slice(0, slash + 1)) : parentOf(source);
    if (!into) return [{ source, place, target: to }];
    const name = lastPart(word.text);
    // A pattern, or a name that only the shell knows.
    if (/[*?[\]$`]/.test(source ?? name)) return [];
    return [{ source, place, target: normalisePath(`${to}/${lastPart(source ?? name)}`) }];
  });
}

/** The folder of an absolute path. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}

const madeFolders = new WeakMap<readonly PlacedCommand[], ReadonlySet<string>>();

/** A `mkdir` makes a folder of this absolute path. */
export function isMadeFolder(commands: readonly PlacedCommand[], path: string): boolean {
  let known = madeFolders.get(commands);
  if (!known) {
    const makers = commands.filter(({ command }) => command.name === 'mkdir');
    known = new Set(makers.flatMap((at) => at.command.args.flatMap((word) => at.path(word) ?? [])));
    madeFolders.set(commands, known);
  }
  return known.has(path);
}
