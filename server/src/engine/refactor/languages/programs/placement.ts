// Which stage needs which file: sources stay with the compiler, what the program reads goes with it.
import { expand } from '../../../model/apply.ts';
import { readCopy, readPairs } from '../../../parse/arguments.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { lastPart } from '../../../text/paths.ts';
import type { Place } from '../../arrange.ts';
import { SplitRefusal } from '../../plan.ts';
import { type Copied, isWithin, resolvePath } from '../../stage-files.ts';
import { placeFileCommand } from './file-commands.ts';
import { isSystemFolder } from './outputs.ts';
import type { ProgramStage } from './program-stage.ts';
import { holdsSources, isSent, runTimeFiles } from './run-time-files.ts';
import { isAside, isData } from './source-rules.ts';

/** Something that the runtime gets from the builder. */
export interface Brought {
  /** Absolute, in both stages. */
  readonly path: string;
  readonly isFolder: boolean;
}

/** Where the files of a stage belong. */
export interface Placement {
  /** Of a COPY or ADD before the build is done. */
  readonly copies: ReadonlyMap<Instruction, Place>;
  /** What the runtime gets from the builder in the place of an instruction. */
  readonly brought: ReadonlyMap<Instruction, readonly Brought[]>;
  /** Some sources are not known: there may be more that the program reads. */
  readonly unknown: boolean;
  /** Some of `brought` are there because the program may read them, not because something says so. */
  readonly guessed: readonly string[];
}

const dataFolders =
  /^(templates?|views?|static|public|assets?|www|html|htdocs|web|ui|configs?|conf|etc|migrations?|sql|locales?|i18n|lang|translations|data|resources?|res|certs?|keys|schemas?|fonts|images?|img|media|uploads|db|database)$/i;

/**
 * @param last the last instruction that the build needs; what comes after it is not looked at
 * @throws SplitRefusal where too much may be needed
 */
export function placeFiles(stage: ProgramStage, last: Instruction): Placement {
  const copies = new Map<Instruction, Place>();
  const brought = new Map<Instruction, Brought[]>();
  const guessed: string[] = [];
  let unknown = false;
  const { input, files } = stage;
  const add = (instruction: Instruction, path: string, isFolder: boolean): boolean => {
    const all = [...brought.values()].flat();
    if (
      stage.outputs.files.has(path) ||
      stage.origins.some((origin) => origin.kind === 'built' && origin.path === path) ||
      all.some((one) => isWithin(one.path, path) && (one.isFolder || one.path === path))
    )
      return false;
    if (isSystemFolder(path))
      throw new SplitRefusal(
        `What the program needs of \`${path}\` is not known.`,
        'files needed are not known',
        instruction.at,
      );
    if (/[\s$*?[\]"'\\]/.test(path))
      throw new SplitRefusal(
        `The program may read \`${path}\`, whose name cannot be written in a COPY plainly.`,
        'files needed are not known',
        instruction.at,
      );
    brought.set(instruction, [...(brought.get(instruction) ?? []), { path, isFolder }]);
    return true;
  };

  const modes = new Set(
    [...stage.commands.values()].flatMap((at) =>
      at.command.name === 'chmod' ? placeFileCommand(stage, at).modes : [],
    ),
  );

  for (const instruction of input.stage.instructions) {
    if (instruction.at.start > last.at.start) break;
    const { keyword } = instruction;
    if (keyword === 'COPY' || keyword === 'ADD') placeCopy(instruction);
    if (keyword !== 'RUN') continue;
    for (const { command, kind } of stage.steps.get(instruction)?.parts ?? []) {
      const at = stage.commands.get(command);
      if (kind === 'files' && at) {
        // A folder or a file: one COPY each serves both.
        for (const path of placeFileCommand(stage, at).made) add(instruction, path, true);
      }
      if (kind === 'unknown' && command.name === 'git' && command.args.some(({ text }) => text === 'clone'))
        unknown = true;
    }
  }
  addNamed();
  return { copies, brought, unknown, guessed };

  function placeCopy(instruction: Instruction): void {
    const parts = files.copied.filter((one) => one.instruction === instruction);
    const copy = readCopy(instruction);
    const fetched = copy && fetchedBy(instruction);
    if (fetched !== undefined && (modes.has(fetched) || isRemoved(fetched))) {
      // A file from the network may not be run before its mode is changed, which the builder does.
      copies.set(instruction, 'builder');
      if (!isRemoved(fetched)) add(instruction, fetched, false);
      return;
    }
    if (!copy || copy.from || copy.heredocs.length > 0 || parts.length === 0) {
      copies.set(instruction, 'both');
      return;
    }
    const kinds = parts.map((part) => kindOf(stage, part));
    // Its mode is changed in the builder, from where the file comes with it.
    const changed = parts.every(({ isFolder, target }) => isFolder === false && modes.has(target));
    if (!kinds.includes('source') && !(changed && kinds.every((kind) => kind === 'data'))) {
      copies.set(instruction, kinds.every((kind) => kind === 'aside') ? 'builder' : 'both');
      return;
    }
    copies.set(instruction, 'builder');
    for (const [index, part] of parts.entries()) {
      if (kinds[index] === 'source' && part.isFolder !== false) addFrom(instruction, part);
      else if (kinds[index] === 'data') add(instruction, part.target, part.isFolder !== false);
    }
  }

  /** The absolute path of the one file that an ADD gets from the network. */
  function fetchedBy(instruction: Instruction): string | undefined {
    const copy = readCopy(instruction);
    if (copy?.sources.length !== 1 || !copy.sources[0]!.value.includes('://')) return undefined;
    return resolvePath(copy.destination.value, files.directoryBefore(instruction));
  }

  function addFrom(instruction: Instruction, { source, target, isFolder }: Copied): void {
    if (isFolder !== true) return;
    const found = runTimeFiles(input.context, source, stage.rules, (path) => stage.isBuiltIn(path));
    if (found === 'too many')
      throw new SplitRefusal(
        'The project holds many files that the program may read, and which of them it needs is not known.',
        'files needed are not known',
        instruction.at,
      );
    if (found === undefined) unknown = true;
    for (const one of found ?? []) {
      const path = `${target === '/' ? '' : target}/${source === '' ? one.path : one.path.slice(source.length + 1)}`;
      if (isRemoved(path)) continue;
      if (add(instruction, path, one.isFolder)) guessed.push(one.path);
    }
  }

  /** A later command takes it away again. */
  function isRemoved(path: string): boolean {
    return [...stage.commands.values()].some(
      (at) =>
        at.command.name === 'rm' && at.command.args.some((word) => isWithin(at.path(word) ?? '-', path)),
    );
  }

  /** What the start command and ENV name, and the scripts that are started. */
  function addNamed(): void {
    for (const origin of stage.origins)
      if ((origin.kind === 'script' || origin.kind === 'copied') && comesAlong(origin.path))
        addAt(origin.path);
    for (const { args, directory } of stage.start.programs)
      for (const { text } of args) addWord(text.replace(/^-[\w-]*=/, ''), directory, true);
    for (const instruction of input.stage.instructions) {
      if (instruction.keyword !== 'ENV') continue;
      const state = input.model.before(instruction);
      for (const { value } of readPairs(instruction)) {
        const text = value && expand(value, state, input.model);
        if (text) addWord(text, files.directory, false);
      }
    }
  }

  function addWord(text: string, directory: string | undefined, isStart: boolean): void {
    if (text.length > 200 || !/[./]/.test(text) || text.includes('://')) return;
    const path = resolvePath(text, directory);
    if (path === undefined || path === '/' || !comesAlong(path)) return;
    const place = files.inContext(path);
    if (!input.context.paths) {
      // What the start command names was there, or the container would not have started.
      if (isStart && isData(path)) addAt(path);
      return;
    }
    const kind = place === undefined ? undefined : isSent(input.context, place);
    if (kind === 'file' || (kind === 'folder' && holdsSources(input.context, place!, stage.rules) === false))
      addAt(path, kind === 'folder');
  }

  /** A source folder brings it, which only the builder has. */
  function comesAlong(path: string): boolean {
    const by = files.copied.findLast((one) => isWithin(one.target, path) && one.isFolder !== false);
    return by !== undefined && copies.get(by.instruction) === 'builder';
  }

  function addAt(path: string, isFolder = false): void {
    const by = files.copied.findLast((one) => isWithin(one.target, path) && one.isFolder !== false);
    if (by) add(by.instruction, path, isFolder);
  }
}

/** Whether a source of a COPY holds sources of the program, tooling of the build, or something for run time. */
function kindOf(stage: ProgramStage, { source, target, isFolder }: Copied): 'source' | 'aside' | 'data' {
  const { rules, input } = stage;
  const name = lastPart(source);
  if (source === '') return 'source';
  if (isFolder === false || /[*?]/.test(source)) {
    if (rules.isSource(source)) return 'source';
    return isAside(name, false, rules) && !isStarted(stage, target) ? 'aside' : 'data';
  }
  if (rules.buildFolders.test(name)) return 'aside';
  const known = holdsSources(input.context, source, rules);
  if (known === true) return 'source';
  if (isAside(name, true, rules)) return 'aside';
  if (known === false) return 'data';
  if (rules.isSource(source) || rules.folders.test(name)) return 'source';
  if (dataFolders.test(name) || isData(name)) return 'data';
  // Beside or below the package that is built lie other packages.
  return stage.buildFolders.some(
    (folder) => isWithin(target, folder) || (folder !== '/' && isWithin(folder, target)),
  )
    ? 'source'
    : 'data';
}

/** A script that the container starts, or the health check. */
function isStarted({ origins, start }: ProgramStage, path: string): boolean {
  return (
    origins.some((origin) => 'path' in origin && isWithin(path, origin.path)) ||
    start.programs.some(({ args }) => args.some(({ text }) => text.includes(lastPart(path))))
  );
}
