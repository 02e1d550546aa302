// Reads a stage for Python: which commands install, and into which folder of the image.

import { shellValue } from '../../../model/apply.ts';
import type { PlainCommand } from '../../../model/apply-run.ts';
import { absolute } from '../../../model/artifacts.ts';
import type { ImageState } from '../../../model/state.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { type SplitInput, SplitRefusal } from '../../plan.ts';
import { readSteps, type Step } from '../../steps.ts';
import { type PythonCommand, readPythonCommand } from './commands.ts';
import { debianFolder, distributionOf, refusePython2 } from './distribution.ts';
import { homeOf } from './homes.ts';
import { readInstallers } from './installers.ts';

/** Where a command puts packages. `ours`: into the interpreter's own folders, for which the split makes an environment. */
export type Target =
  | { readonly kind: 'ours' }
  | { readonly kind: 'environment' | 'project' | 'user' | 'target' | 'prefix'; readonly path: string };

/** A command of a package manager, where it stands. */
export interface PythonCall {
  readonly instruction: Instruction;
  readonly command: PlainCommand;
  readonly before: ImageState;
  readonly python: PythonCommand;
  /** For `install` and `upgrade`. */
  readonly target?: Target;
}

/** A stage, read. */
export interface Reading {
  readonly input: SplitInput;
  /** In the order of the file. */
  readonly calls: readonly PythonCall[];
  readonly steps: ReadonlyMap<Instruction, Step>;
  /** The environments that the file itself makes: absolute paths. */
  readonly made: ReadonlySet<string>;
}

/** Whether a RUN of the stage installs Python packages. */
export function installsPackages({ model, stage }: SplitInput): boolean {
  return stage.instructions.some(
    (instruction) =>
      instruction.keyword === 'RUN' &&
      model
        .commandSteps(instruction)
        .some(({ command }) => readPythonCommand(command)?.purpose === 'install'),
  );
}

const cache = new WeakMap<SplitInput, Reading>();

/** @throws SplitRefusal where it is not known where packages go */
export function readStage(input: SplitInput): Reading {
  const known = cache.get(input);
  if (known) return known;
  const { model, stage } = input;
  const calls: PythonCall[] = [];
  const made = new Set<string>();
  const own = new Set<PlainCommand>();
  let inProject = false;
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN') continue;
    let active: string | undefined;
    const steps = model.commandSteps(instruction);
    const installers = readInstallers(steps.map(({ command }) => command));
    for (const { command, before } of steps) {
      const python = installers.get(command) ?? readPythonCommand(command);
      if (!python) continue;
      const place: Place = { input, command, before, python, made, active, inProject };
      if (python.purpose === 'foreign')
        throw new SplitRefusal(
          `\`${python.shown}\` puts programs into folders of its own, and which of them the container needs is not known.`,
          'step of unknown purpose',
          command.command.at,
        );
      // What starts a program of the project, or enters its environment, goes where the program goes.
      if (python.purpose !== 'start' && python.purpose !== 'activate') own.add(command);
      if (python.purpose === 'environment') made.add(environmentPath(place));
      if (python.purpose === 'activate')
        active = pathOf(place, python.folder)?.replace(/\/bin\/activate$/, '') ?? active;
      if (/virtualenvs\.in-project true/.test(textOf(command))) inProject = true;
      const installs = python.purpose === 'install' || python.purpose === 'upgrade';
      const target = installs ? targetOf(place) : undefined;
      if (target?.kind === 'project') made.add(target.path);
      calls.push({ instruction, command, before, python, ...(target && { target }) });
    }
  }
  const steps = readSteps(model, stage.instructions, (command) => own.has(command));
  if (distributionOf(input) === 'alpine') refusePython2([...steps.values()].flatMap(({ parts }) => parts));
  const reading = { input, calls, steps, made };
  cache.set(input, reading);
  return reading;
}

interface Placed {
  readonly input: SplitInput;
  readonly command: PlainCommand;
  readonly before: ImageState;
  readonly python: PythonCommand;
}

interface Place extends Placed {
  readonly made: ReadonlySet<string>;
  /** The environment that this RUN activated. */
  readonly active: string | undefined;
  /** Poetry puts its environment into the project. */
  readonly inProject: boolean;
}

/**
 * The folder that a command works in; undefined where a WORKDIR leads to one that is not known. Images of Python and of the
 * distributions set none.
 */
export function folderOf(
  { stage }: SplitInput,
  command: PlainCommand,
  before: ImageState,
): string | undefined {
  if (before.workdir !== undefined) return before.workdir;
  const { start } = command.command.at;
  const moved = stage.instructions.some(({ keyword, at }) => keyword === 'WORKDIR' && at.start < start);
  return moved ? undefined : '/';
}

const textOf = ({ args }: PlainCommand): string => args.map(({ text }) => text).join(' ');

const isOn = (value: string | undefined): boolean => /^(1|true|yes|on)$/i.test(value ?? '');

/** A variable of the command's environment; undefined where it is not set or not known. */
function variable({ command, before }: Place, name: string): string | undefined {
  const own = command.command.assignments.find((one) => one.name === name);
  return own ? own.value : before.env.get(name);
}

function pathOf(
  { input, before, command }: Placed,
  word: { readonly text: string } | undefined,
): string | undefined {
  if (word === undefined) return undefined;
  const value = shellValue({ raw: word.text, at: { start: 0, end: 0 }, ...word }, before, input.model);
  return absolute(value, folderOf(input, command, before));
}

function unknownPlace({ python, command }: Placed): SplitRefusal {
  return new SplitRefusal(
    `The folder that \`${python.shown}\` writes to is not known.`,
    'files needed are not known',
    command.command.at,
  );
}

/** The folder of an environment that a command makes. @throws SplitRefusal where it is not known */
export function environmentPath(place: Placed): string {
  const path = pathOf(place, place.python.folder ?? { text: '.venv' });
  if (path === undefined) throw unknownPlace(place);
  return path;
}

function targetOf(place: Place): Target {
  const { python, before, made } = place;
  const { into } = python;
  if (into?.option === 'root') throw unknownPlace(place);
  const folder =
    into?.option === 'target'
      ? into.value
      : python.manager === 'pip'
        ? variable(place, 'PIP_TARGET')
        : undefined;
  if (folder !== undefined) return { kind: 'target', path: knownPath(place, folder) };
  const prefix = into?.option === 'prefix' ? into.value : undefined;
  if (prefix !== undefined && prefix !== '/usr/local')
    return { kind: 'prefix', path: knownPath(place, prefix) };
  const project = projectEnvironment(place);
  if (project) return project;
  if (into?.option !== 'system') {
    const used = usedEnvironment(place);
    if (used !== undefined) return { kind: 'environment', path: used };
  }
  if (before.runsAsRoot === true) {
    if (distributionOf(place.input) !== 'debian') return { kind: 'ours' };
    if (/^(pip|setup\.py)$/.test(python.manager) && into?.option !== 'user')
      return { kind: 'prefix', path: debianFolder };
    throw unknownPlace(place);
  }
  if (python.manager === 'pip' && (made.size === 0 || into?.option === 'user')) return userSite(place);
  throw new SplitRefusal(
    `\`${python.shown}\` runs as another user than root, and the folder that it writes to is not known.`,
    'user before the build',
    place.command.command.at,
  );
}

function knownPath(place: Place, text: string): string {
  const path = pathOf(place, { text });
  if (path === undefined) throw unknownPlace(place);
  return path;
}

/** The environment that is active: by its program's path, an activation, VIRTUAL_ENV or PATH. */
function usedEnvironment(place: Place): string | undefined {
  const { command, before, made, active, python, input } = place;
  const written = command.word && shellValue(command.word, before, input.model);
  if (written?.includes('/')) {
    const program = absolute(written, folderOf(input, command, before)) ?? '';
    const byPath = [...made].find((path) => program.startsWith(`${path}/bin/`));
    if (byPath !== undefined) return byPath;
  }
  if (active !== undefined) return active;
  const named = python.manager === 'pip' ? undefined : variable(place, 'VIRTUAL_ENV');
  if (named !== undefined && made.has(named)) return named;
  const onPath = (variable(place, 'PATH') ?? '')
    .split(':')
    .find((entry) => made.has(entry.replace(/\/bin$/, '')));
  if (onPath !== undefined) return onPath.replace(/\/bin$/, '');
  if (python.manager === 'uv pip') {
    const near = absolute('.venv', folderOf(input, command, before));
    if (near !== undefined && made.has(near)) return near;
  }
  return undefined;
}

/** What uv, Poetry and Pipenv make beside the project. */
function projectEnvironment(place: Place): Target | undefined {
  const { python, inProject } = place;
  const beside = (): Target => ({ kind: 'project', path: knownPath(place, '.venv') });
  if (python.manager === 'uv') {
    const said = variable(place, 'UV_PROJECT_ENVIRONMENT');
    if (place.before.env.has('UV_PROJECT_ENVIRONMENT') && said === undefined) throw unknownPlace(place);
    if (said === '/usr/local' || said === '/usr') return undefined;
    if (said !== undefined) return { kind: 'project', path: knownPath(place, said) };
    return /(^| )--active( |$)/.test(textOf(place.command)) ? undefined : beside();
  }
  if (usedEnvironment(place) !== undefined) return undefined;
  if (python.manager === 'poetry' && (inProject || isOn(variable(place, 'POETRY_VIRTUALENVS_IN_PROJECT'))))
    return beside();
  if (python.manager === 'pipenv' && !python.into && isOn(variable(place, 'PIPENV_VENV_IN_PROJECT')))
    return beside();
  return undefined;
}

/** Who may not write to the interpreter's folders gets packages in the home folder. */
function userSite(place: Place): Target {
  const { input, before, command } = place;
  const home = before.env.get('HOME') ?? homeOf(input, before.user?.name);
  const base = variable(place, 'PYTHONUSERBASE') ?? (home === undefined ? undefined : `${home}/.local`);
  if (base === undefined)
    throw new SplitRefusal(
      `pip runs as ${before.user === undefined ? 'a user that is not known' : `\`${before.user.name}\``}, whose home folder is not known, and installs there.`,
      'user before the build',
      command.command.at,
    );
  return { kind: 'user', path: base };
}
