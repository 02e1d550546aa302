// What a command that makes or changes files means for the stages of a compiled program.
import type { Place } from '../../arrange.ts';
import { isWithin } from '../../stage-files.ts';
import type { PlacedCommand } from './commands.ts';
import { isSystemFolder, movesOf, parentOf } from './outputs.ts';
import type { ProgramStage } from './program-stage.ts';
import { isData } from './source-rules.ts';

/** Where the command is needed, and what it leaves for run time. */
export interface FileCommand {
  readonly place: Place;
  /** Absolute paths that it makes in the builder, and that the runtime gets from there. */
  readonly made: readonly string[];
  /** Absolute folders for files that the program writes. */
  readonly folders: readonly string[];
  /** Absolute paths whose owner it changes. */
  readonly owned: readonly string[];
  /** Absolute paths whose mode it changes. */
  readonly modes: readonly string[];
}

const nothing: FileCommand = { place: 'builder', made: [], folders: [], owned: [], modes: [] };

/** What a command that makes or changes files is for. */
const read = new WeakMap<PlacedCommand, FileCommand>();

/** @param brought absolute paths that the runtime gets from the builder besides */
export function placeFileCommand(
  stage: ProgramStage,
  at: PlacedCommand,
  brought: readonly string[] = [],
): FileCommand {
  if (brought.length > 0) return readFileCommand(stage, at, brought);
  const known = read.get(at) ?? readFileCommand(stage, at, brought);
  read.set(at, known);
  return known;
}

function readFileCommand(stage: ProgramStage, at: PlacedCommand, brought: readonly string[]): FileCommand {
  const { name, args, command } = at.command;
  const written = command.redirects.flatMap(({ operator, target }) => {
    const path = target && operator.includes('>') ? at.path(target) : undefined;
    return path === undefined ? [] : [path];
  });
  const paths = args.filter(({ text }) => !text.startsWith('-')).map((word) => at.path(word));
  switch (name) {
    case 'mkdir': {
      const folders = paths.filter((path) => path !== undefined && !isWorkFolder(stage, path)) as string[];
      return { ...nothing, place: folders.length > 0 ? 'both' : 'builder', folders };
    }
    case 'chown':
    case 'chgrp':
    case 'chmod':
    case 'touch': {
      const changed = paths.slice(name === 'touch' ? 0 : 1).filter((path) => path !== undefined) as string[];
      // Modes come along from the builder, owners do not.
      const kept = changed.filter((path) => isKept(stage, path, name === 'chmod' ? [] : brought));
      const place = kept.length > 0 && kept.length === changed.length ? 'both' : 'builder';
      if (name === 'touch')
        return {
          ...nothing,
          place,
          made: changed.filter((path) => isForRunTime(stage, path) || isTemporary(path)),
        };
      return { ...nothing, place, ...(name === 'chmod' ? { modes: changed } : { owned: changed }) };
    }
    case 'cp':
    case 'mv':
    case 'ln':
    case 'install': {
      const moves = movesOf(at, (path) => stage.isFolder(path));
      return {
        ...nothing,
        made: moves.map(({ target }) => target).filter((path) => isForRunTime(stage, path)),
      };
    }
    case 'sed':
      return { ...nothing, made: paths.slice(1).filter((path) => isOutside(stage, path)) as string[] };
    case 'tee':
      return { ...nothing, made: paths.filter((path) => isForRunTime(stage, path)) as string[] };
    default:
      return { ...nothing, made: written.filter((path) => isForRunTime(stage, path)) };
  }
}

/** A folder of the project or of the build: it is there by WORKDIR or COPY, or only the builder has it. */
export function isWorkFolder(stage: ProgramStage, path: string): boolean {
  const { files, buildFolders, outputs, input, toolFolders } = stage;
  if (toolFolders.test(path) || /^\/(tmp|var\/cache)(\/|$)/.test(path)) return true;
  const workdirs = [files.directory, ...input.stage.instructions.map((one) => files.directoryBefore(one))];
  return (
    [...buildFolders, ...workdirs].some((folder) => folder !== undefined && isWithin(path, folder)) ||
    files.copied.some(({ target }) => isWithin(path, target)) ||
    [...outputs.files.keys()].some((file) => isWithin(path, parentOf(file))) ||
    stage.rules.folders.test(path.slice(path.lastIndexOf('/') + 1))
  );
}

/** The runtime has it without the command: its working directory, or a folder that a command like this makes there. */
function isKept(stage: ProgramStage, path: string, brought: readonly string[]): boolean {
  if (path === stage.files.directory) return true;
  if (stage.toolFolders.test(path)) return false;
  if ([...foldersFor(stage), ...brought].some((folder) => isWithin(folder, path))) return true;
  // What lies above a folder that is made there is made with it.
  return path !== '/' && foldersFor(stage).some((folder) => isWithin(path, folder));
}

const folderLists = new WeakMap<ProgramStage, readonly string[]>();

/** All folders that the file makes for run time. */
export function foldersFor(stage: ProgramStage): readonly string[] {
  let known = folderLists.get(stage);
  if (!known) {
    known = [...stage.commands.values()].flatMap((at) =>
      at.command.name === 'mkdir' ? placeFileCommand(stage, at).folders : [],
    );
    folderLists.set(stage, known);
  }
  return known;
}

/** An empty database, for example. */
function isTemporary(path: string): boolean {
  return path.startsWith('/tmp/') && isData(path);
}

/** A file made by the build that the program may read. */
function isForRunTime(stage: ProgramStage, path: string | undefined): boolean {
  if (path === undefined || isSystemFolder(path)) return false;
  if (stage.outputs.files.has(path) || stage.outputs.folders.has(path)) return false;
  if (stage.toolFolders.test(path) || /^\/(tmp|root|dev|proc|var\/cache|etc\/(apt|apk|ssh))(\/|$)/.test(path))
    return false;
  if (stage.rules.isSource(path.slice(1))) return false;
  return isData(path) || isOutside(stage, path);
}

/** Not among the sources: in a place of the system. */
function isOutside(stage: ProgramStage, path: string | undefined): boolean {
  if (path === undefined || isSystemFolder(path) || stage.toolFolders.test(path)) return false;
  if (/^\/(tmp|root|dev|proc|var\/cache|etc\/(apt|apk|ssh))(\/|$)/.test(path)) return false;
  return (
    !stage.buildFolders.some((folder) => folder !== '/' && isWithin(folder, path)) &&
    !stage.files.copied.some(({ target }) => target !== '/' && isWithin(target, path))
  );
}
