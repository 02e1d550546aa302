// `chown -R` over what an earlier COPY brought: the layer of the RUN then holds all of it once more.
import { readCopy } from '../parse/arguments.ts';
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Instruction } from '../parse/syntax.ts';
import { accountPrograms } from './accounts.ts';
import { expand, shellValue } from './apply.ts';
import type { PlainCommand } from './apply-run.ts';
import { absolute } from './artifacts.ts';
import type { Model, Stage } from './model.ts';
import { covers } from './ownership.ts';
import { readPackageRequest } from './packages.ts';
import { directoryBefore } from './start-directory.ts';
import type { ImageState } from './state.ts';

/** Such a command. */
export interface RecursiveChown {
  readonly run: Instruction;
  readonly command: PlainCommand;
  /** `app:app`, as written. */
  readonly owner: ShellWord;
  /** `-R`, or a word that holds it. */
  readonly option: ShellWord;
  /** The path of it that covers what was copied: absolute. */
  readonly path: string;
  /** The COPY and ADD instructions below the path, in the order of the file; at least one brings a folder. */
  readonly copies: readonly Instruction[];
  /** Why the copies cannot simply set the owner themselves; undefined where they can. Reads the stage again. */
  obstacle(): string | undefined;
}

/** A COPY and the absolute folder or file that it writes. */
interface Copied {
  readonly instruction: Instruction;
  readonly path: string;
  readonly isFolder: boolean;
  /** The one source, which has no ending, becomes the path itself: a folder, or a program. */
  readonly isWhole: boolean;
  readonly isOwned: boolean;
}

/** More copies of one stage only hostile files have. */
const most = 200;

/** In the order of the file; only of paths that are known. */
export function* recursiveChowns(model: Model, stage: Stage): Iterable<RecursiveChown> {
  const copies: Copied[] = [];
  for (const instruction of stage.instructions) {
    if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') {
      const found = copies.length < most ? copied(model, stage, instruction) : undefined;
      if (found) copies.push(found);
    } else if (instruction.keyword === 'RUN' && copies.length > 0) {
      if (!instruction.body.text.includes('chown')) continue;
      for (const { command, before } of model.commandSteps(instruction)) {
        const found = chownOf(model, stage, instruction, command, before, copies);
        if (found) yield found;
      }
    }
  }
}

function copied(model: Model, stage: Stage, instruction: Instruction): Copied | undefined {
  const copy = readCopy(instruction);
  if (!copy) return undefined;
  const before = model.before(instruction);
  const path = absolute(
    expand(copy.destination.raw, before, model),
    directoryBefore(model, stage, instruction),
  );
  if (path === undefined) return undefined;
  // A file of its own costs little to copy twice; what has no ending may be one.
  const isFolder = copy.sources.some(({ value }) => /^\/?\.?\/?$|[^/.]\/$|\/\.$|^\*$|\/\*$/.test(value));
  const [source, ...more] = copy.sources;
  const isWhole =
    source !== undefined &&
    more.length === 0 &&
    !/\.\w+$/.test(source.value) &&
    !/(^|\/)\.{0,2}$/.test(copy.destination.value);
  return { instruction, path, isFolder, isWhole, isOwned: copy.chown !== undefined };
}

function chownOf(
  model: Model,
  stage: Stage,
  run: Instruction,
  command: PlainCommand,
  before: ImageState,
  copies: readonly Copied[],
): RecursiveChown | undefined {
  if (command.name !== 'chown') return undefined;
  const option = command.args.find(({ text }) => /^-[a-zA-Z]*R[a-zA-Z]*$|^--recursive$/.test(text));
  const [owner, ...paths] = command.args.filter(({ text }) => !text.startsWith('-'));
  // What is copied is root's: a file whose owner stays is not stored again.
  if (owner && /^(root|0)?(:(root|0)?)?$/.test(owner.text)) return undefined;
  if (!option || !owner || command.args.some(({ text }) => /^--(from|reference)/.test(text)))
    return undefined;
  for (const word of paths) {
    const path = absolute(
      shellValue(word, before, model)?.replace(/\/(\*|\.)$/, ''),
      before.workdir ?? directoryBefore(model, stage, run),
    );
    if (path === undefined || path === '/') continue;
    const below = copies.filter((each) => covers(path, each.path));
    const doubled = ({ isFolder, isWhole, isOwned, path: at }: Copied) =>
      !isOwned && (isFolder || (isWhole && at === path));
    if (!below.some(doubled)) continue;
    const free = below.filter(({ isOwned }) => !isOwned).map(({ instruction }) => instruction);
    const obstacle = () => obstacleOf(model, stage, { run, command, owner, paths, option }, below, before);
    return { run, command, owner, option, path, copies: free, obstacle };
  }
  return undefined;
}

interface Written {
  readonly run: Instruction;
  readonly command: PlainCommand;
  readonly owner: ShellWord;
  readonly paths: readonly ShellWord[];
  readonly option: ShellWord;
}

/** Why what the command does cannot be done by the copies, without a difference in any file. */
function obstacleOf(
  model: Model,
  stage: Stage,
  { run, command, owner, paths, option }: Written,
  below: readonly Copied[],
  before: ImageState,
): string | undefined {
  const [user = '', group] = (owner.value ?? '').split(':');
  if (owner.value === undefined || !/^[\w.-]+$/.test(user) || group === '' || !/^[\w.-]*$/.test(group ?? ''))
    return 'The owner is not named in full.';
  if (paths.length !== 1 || paths[0]?.value === undefined || /[*?[]/.test(paths[0].value))
    return 'The command changes more than one path.';
  if (!/^(-R|--recursive)$/.test(option.text) || command.command.certainty !== 'always')
    return 'It is not certain that the command runs as it stands.';
  if (below.some(({ isOwned }) => isOwned)) return 'One of the copies sets another owner.';
  const [first] = below;
  const start = model.before(first!.instruction);
  if (start.account(user) !== 'present' || (group !== undefined && start.group(group) !== 'present'))
    return `\`${owner.value}\` is not there yet where the files are copied. Create it before.`;
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN' || instruction.at.start > run.at.start) continue;
    for (const step of model.commandSteps(instruction)) {
      if (step.command.command === command.command) break;
      if (!leavesFilesAlone(step.command))
        return 'A step before it may write there too, and its files would keep their owner.';
    }
  }
  return before.runsAsRoot === true || before.user === undefined
    ? undefined
    : 'The step does not run as root.';
}

/** Commands that make no file outside of the system's own folders. */
function leavesFilesAlone(command: PlainCommand): boolean {
  const { name } = command;
  return (
    name !== undefined &&
    (readPackageRequest(command) !== undefined ||
      accountPrograms.has(name) ||
      /^(set|true|:|echo|rm|apt-mark|apt-key|ldconfig|update-ca-certificates|chmod|test|\[)$/.test(name)) &&
    !command.command.redirects.some(({ operator }) => operator.includes('>'))
  );
}
