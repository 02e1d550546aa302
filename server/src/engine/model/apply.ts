// How one instruction changes what the image is.
import { readCopy, readHealthcheck, readPairs, readShell, readWorkdir } from '../parse/arguments.ts';
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Dockerfile, Instruction } from '../parse/syntax.ts';
import { expandVariables } from '../parse/variables.ts';
import { applyCopy } from './apply-copy.ts';
import { applyRun } from './apply-run.ts';
import type { Closures } from './closure.ts';
import type { Stage } from './model.ts';
import { defaultPath, languageFolder } from './programs.ts';
import type { CommandState, ImageState, Variables } from './state.ts';

/** What `apply` needs besides the state. */
export interface ApplyContext {
  readonly dockerfile: Dockerfile;
  readonly closures: Closures | undefined;
  readonly globals: Variables;
  /** Values that the build is given; they win over defaults. */
  readonly given: Variables;
  readonly stages: readonly Stage[];
  readonly named: ReadonlyMap<string, Stage>;
}

/** The state after an instruction (not FROM). */
export function applyInstruction(
  state: ImageState,
  instruction: Instruction,
  context: ApplyContext,
): ImageState {
  switch (instruction.keyword) {
    case 'USER':
      return applyUser(state, instruction, context);
    case 'ENV':
      return applyEnv(state, instruction, context);
    case 'ARG':
      return applyArg(state, instruction, context);
    case 'WORKDIR':
      return applyWorkdir(state, instruction, context);
    case 'SHELL': {
      const words = readShell(instruction)?.map((word) => word.value);
      return words ? state.change({ shellForm: words, shellBy: instruction }) : state;
    }
    case 'CMD':
      return state.change({ cmd: commandOf(instruction) });
    case 'ENTRYPOINT':
      // BuildKit: an ENTRYPOINT resets a CMD that this stage did not set itself.
      return state.change({
        entrypoint: commandOf(instruction),
        cmd: isOwn(state.cmd, instruction) ? state.cmd : undefined,
      });
    case 'HEALTHCHECK': {
      const read = readHealthcheck(instruction);
      if (!read) return state;
      if ('none' in read) return state.change({ healthcheck: { by: instruction, form: 'none' } });
      const { command } = read;
      return state.change({
        healthcheck:
          command.form === 'exec'
            ? {
                by: instruction,
                form: 'exec',
                exec: command.exec,
                argv: command.exec.items.map((item) => item.value),
              }
            : { by: instruction, form: 'shell' },
      });
    }
    case 'EXPOSE': {
      let { exposed } = state;
      for (const word of instruction.words) {
        const port = expand(word.raw, state, context);
        if (port !== undefined) exposed = exposed.with(port, instruction);
      }
      return state.change({ exposed });
    }
    case 'VOLUME': {
      let { volumes } = state;
      const paths = instruction.exec
        ? instruction.exec.items.map((item) => item.value)
        : instruction.words.map((word) => word.value);
      for (const path of paths) volumes = volumes.with(expand(path, state, context) ?? path, instruction);
      return state.change({ volumes });
    }
    case 'COPY':
    case 'ADD': {
      const copy = readCopy(instruction);
      return copy ? applyCopy(state, instruction, copy, context) : state;
    }
    case 'RUN':
      return applyRun(state, instruction, context);
    default:
      return state;
  }
}

/** A text of the file as written (with its quotes), with the variables in force; undefined where one of them is not known. */
export function expand(
  text: string,
  state: ImageState,
  context: { readonly dockerfile: Dockerfile },
): string | undefined {
  return expandVariables(text, (name) => lookupVariable(state, name), context.dockerfile.escape).value;
}

/** The value, null when it is not known: the base image may set a variable that nothing here names. */
function lookupVariable(state: ImageState, name: string): string | null {
  return (state.env.has(name) ? state.env.get(name) : state.args.get(name)) ?? null;
}

/** What a word of a shell command stands for, with the variables of ENV and ARG; undefined where that is not known. */
export function shellValue(
  word: ShellWord,
  state: ImageState,
  context: { readonly dockerfile: Dockerfile },
): string | undefined {
  if (word.value !== undefined) return word.value;
  return /\$\(|[`'"\\]/.test(word.text) ? undefined : expand(word.text, state, context);
}

function applyUser(state: ImageState, instruction: Instruction, context: ApplyContext): ImageState {
  const word = instruction.words[0];
  const value = word && expand(word.raw, state, context);
  if (!value) return state.change({ user: undefined });
  const colon = value.indexOf(':');
  const name = colon < 0 ? value : value.slice(0, colon);
  const group = colon < 0 ? undefined : value.slice(colon + 1);
  return state.change({ user: name ? { name, group, by: instruction } : undefined });
}

function applyEnv(state: ImageState, instruction: Instruction, context: ApplyContext): ImageState {
  let { env } = state;
  let path: string | undefined;
  // BuildKit expands every value of one ENV with the state before it.
  for (const pair of readPairs(instruction)) {
    const value =
      pair.value === undefined
        ? undefined
        : expand(pair.rawValue ?? pair.value, pair.name === 'PATH' ? withKnownPath(state) : state, context);
    env = env.with(pair.name, value);
    if (pair.name === 'PATH') path = value ?? '';
  }
  const next = state.change({ env });
  return path === undefined ? next : withPath(next, withKnownPath(state).env.get('PATH'), path, instruction);
}

/** Docker's own PATH stands for a base image's that is not known: what is added to it is what counts. */
function withKnownPath(state: ImageState): ImageState {
  return state.env.has('PATH') ? state : state.change({ env: state.env.with('PATH', defaultPath) });
}

/** A folder that is new on PATH may hold any program, put there before. An empty `path` is one that is not known. */
function withPath(
  state: ImageState,
  before: string | undefined,
  path: string,
  instruction: Instruction,
): ImageState {
  const old = new Set([...defaultPath.split(':'), ...(before ?? '').split(':')]);
  const added = path.split(':').filter((entry) => !old.has(entry));
  if (added.length === 0) return state;
  if (added.every((entry) => languageFolder.test(entry)))
    return state.change({ languageOpaqueBy: state.languageOpaqueBy ?? instruction });
  return state.change({ opaqueBy: state.opaqueBy ?? instruction });
}

/** Build arguments that Docker sets by itself; their values depend on the build. */
export const platformArguments: ReadonlySet<string> = new Set([
  'TARGETPLATFORM',
  'TARGETOS',
  'TARGETARCH',
  'TARGETVARIANT',
  'BUILDPLATFORM',
  'BUILDOS',
  'BUILDARCH',
  'BUILDVARIANT',
  'TARGETSTAGE',
]);

function applyArg(state: ImageState, instruction: Instruction, context: ApplyContext): ImageState {
  let { args } = state;
  for (const pair of readPairs(instruction)) {
    if (context.given.has(pair.name)) args = args.with(pair.name, context.given.get(pair.name));
    else if (pair.value !== undefined)
      args = args.with(pair.name, expand(pair.rawValue ?? pair.value, state, context));
    else
      args = args.with(
        pair.name,
        platformArguments.has(pair.name) ? undefined : context.globals.get(pair.name),
      );
  }
  return state.change({ args });
}

function applyWorkdir(state: ImageState, instruction: Instruction, context: ApplyContext): ImageState {
  const word = readWorkdir(instruction);
  const value = word && expand(word.raw, state, context);
  let workdir: string | undefined;
  if (value !== undefined && value !== '') {
    if (value.startsWith('/')) workdir = normalisePath(value);
    else if (state.workdir !== undefined) workdir = normalisePath(`${state.workdir}/${value}`);
  }
  return state.change({ workdir, workdirBy: instruction });
}

function isOwn(command: CommandState | undefined, instruction: Instruction): boolean {
  return command !== undefined && command.by !== 'image' && command.by.stage === instruction.stage;
}

function commandOf(instruction: Instruction): CommandState {
  if (instruction.exec) {
    return {
      by: instruction,
      form: 'exec',
      exec: instruction.exec,
      argv: instruction.exec.items.map((item) => item.value),
    };
  }
  return { by: instruction, form: 'shell' };
}

/** `/app/./x/../y/` as `/app/y`. Takes an absolute path. */
export function normalisePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}
