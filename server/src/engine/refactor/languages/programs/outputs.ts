// Which programs a stage builds, and where they lie at its end.
import { normalisePath } from '../../../model/apply.ts';
import { lastPart } from '../../../text/paths.ts';
import type { PlacedCommand } from './commands.ts';

/** What a build command leaves. */
export interface Built {
  /** A tool from elsewhere, which the container may not start at all. */
  readonly isTool?: boolean;
  /** Absolute: the program. */
  readonly file?: string;
  /** Absolute: programs whose names are not known lie in it. */
  readonly folder?: string;
}

/** A program and the command that builds it. */
export interface Program {
  readonly at: PlacedCommand;
  readonly isTool: boolean;
}

/** The programs that are built, at the end of the stage. */
export interface Outputs {
  /** By absolute path. */
  readonly files: ReadonlyMap<string, Program>;
  /** Folders with programs of unknown names. */
  readonly folders: ReadonlyMap<string, PlacedCommand>;
}

/** Folders that exist in every image of a distribution. */
const usualFolders = /^(\/|(\/usr(\/local)?)?\/s?bin|\/opt|\/tmp|\/go\/bin|\/usr\/local)$/;

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
  for (const at of commands) {
    for (const { file, folder, isTool = false } of builtBy(at)) {
      if (file !== undefined) files.set(file, { at, isTool });
      if (folder !== undefined) folders.set(folder, at);
    }
    const { name } = at.command;
    if (name === 'rm') for (const word of at.command.args) files.delete(at.path(word) ?? '');
    else if (name === 'cp' || name === 'mv' || name === 'install' || name === 'ln')
      follow(at, files, folders, isFolder);
  }
  return { files, folders };
}

function follow(
  at: PlacedCommand,
  files: Map<string, Program>,
  folders: ReadonlyMap<string, PlacedCommand>,
  isFolder: (path: string) => boolean,
): void {
  const words = at.command.args.filter(({ text }) => !text.startsWith('-'));
  const target = words.pop();
  const to = target && at.path(target);
  if (!target || to === undefined) return;
  const into = /(^|\/)\.?$/.test(target.text) || words.length > 1 || usualFolders.test(to) || isFolder(to);
  for (const word of words) {
    const source = at.path(word);
    if (source === undefined || /[*?[]/.test(source)) continue;
    const folder = folders.get(parentOf(source));
    const from = files.get(source) ?? (folder && { at: folder, isTool: false });
    if (from === undefined) continue;
    if (at.command.name === 'mv') files.delete(source);
    files.set(into ? normalisePath(`${to}/${lastPart(source)}`) : to, from);
  }
}

/** The folder of an absolute path. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}
