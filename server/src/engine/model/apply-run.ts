// How a RUN changes what the image is: each command of its scripts, in order.
import { readMounts } from '../parse/arguments.ts';
import { readShellScripts } from '../parse/shell.ts';
import type { ShellCommand, ShellScript, ShellWord } from '../parse/shell-syntax.ts';
import type { Instruction } from '../parse/syntax.ts';
import { applyAccountCommand } from './accounts.ts';
import type { ApplyContext } from './apply.ts';
import { applyFileCommand } from './files.ts';
import { applyPackageCommand } from './packages.ts';
import { shellContext } from './shell.ts';
import type { ImageState, ToolState } from './state.ts';

/** A command without `sudo`, `env A=b`, `exec` and the like in front. */
export interface PlainCommand {
  /** The base name of the program: `/usr/bin/apt-get` is `apt-get`. Undefined when it is not literal. */
  readonly name: string | undefined;
  /** The program word as written, when literal. */
  readonly path: string | undefined;
  /** The program's word. */
  readonly word: ShellWord | undefined;
  readonly args: readonly ShellWord[];
  readonly command: ShellCommand;
}

/** A command of a RUN and the state it meets. */
export interface CommandStep {
  readonly command: PlainCommand;
  readonly before: ImageState;
}

/** The state after a RUN. `steps` collects each command with the state before it. */
export function applyRun(
  state: ImageState,
  instruction: Instruction,
  context: ApplyContext,
  steps?: CommandStep[],
): ImageState {
  const scripts = scriptsOf(instruction, state);
  if (scripts.length === 0) return opaque(state, instruction);
  let next = state;
  for (const script of scripts) {
    for (const each of script.commands) {
      const command = plain(each);
      steps?.push({ command, before: next });
      const after = applyCommand(next, command, instruction, context);
      next = each.certainty === 'always' ? after : merge(next, after, instruction);
    }
    if (script.incomplete) next = opaque(next, instruction);
  }
  // `cd` holds until the script ends.
  return next.workdir === state.workdir ? next : next.change({ workdir: state.workdir });
}

/** The scripts of an instruction in the state it meets; an exec form that starts no shell is a script of one command. */
export function scriptsOf(instruction: Instruction, state: ImageState): readonly ShellScript[] {
  const scripts = readShellScripts(instruction, shellContext(state));
  if (scripts.length > 0 || !instruction.exec) return scripts;
  const [name, ...args] = instruction.exec.items.map((item) => ({
    raw: item.value,
    value: item.value,
    text: item.value,
    at: item.at,
  }));
  if (!name || /(^|\/)(ba|da|a)?sh$/.test(name.value)) return [];
  const { at } = instruction.exec;
  const command: ShellCommand = {
    name,
    args,
    assignments: [],
    redirects: [],
    at,
    certainty: 'always',
    reached: true,
    depth: 0,
  };
  return [{ commands: [command], incomplete: false, at }];
}

/** The programs of a RUN that mounts something from elsewhere cannot be told from the state alone. */
export function mountsPrograms(instruction: Instruction): boolean {
  return readMounts(instruction).some((mount) => mount.type === 'bind' || mount.from !== undefined);
}

function applyCommand(
  state: ImageState,
  command: PlainCommand,
  instruction: Instruction,
  context: ApplyContext,
): ImageState {
  if (command.command.name === undefined) return state;
  return (
    applyPackageCommand(state, command, instruction, context) ??
    applyAccountCommand(state, command, instruction, context) ??
    applyFileCommand(state, command, instruction, context) ??
    opaque(state, instruction)
  );
}

/** Commands that only start another one. */
const prefixes: ReadonlySet<string> = new Set([
  'sudo',
  'exec',
  'command',
  'time',
  'nohup',
  'nice',
  'env',
  'eatmydata',
  'builtin',
  'fakeroot',
]);

/** Strips what only wraps a command. */
export function plain(command: ShellCommand): PlainCommand {
  let name = command.name;
  let args = command.args;
  for (
    let guard = 0;
    guard < 8 && name?.value !== undefined && prefixes.has(programName(name.value));
    guard++
  ) {
    let index = 0;
    while (
      index < args.length &&
      (/^-/.test(args[index]?.text ?? '') || /^[A-Za-z_]\w*=/.test(args[index]?.text ?? ''))
    ) {
      if (/^-[ugnC]$/.test(args[index]?.text ?? '')) index++;
      index++;
    }
    if (index >= args.length) break;
    name = args[index];
    args = args.slice(index + 1);
  }
  const path = name?.value;
  return { name: path === undefined ? undefined : programName(path), path, word: name, args, command };
}

/** `/usr/bin/apt-get` as `apt-get`. */
export function programName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The state after something whose effect is not known: what was absent may be there, also accounts. */
function opaque(state: ImageState, instruction: Instruction): ImageState {
  return state.change({ opaqueBy: state.opaqueBy ?? instruction, accountsComplete: false });
}

/** The state when a command may or may not have run: what it changed is unknown. */
function merge(before: ImageState, after: ImageState, instruction: Instruction): ImageState {
  if (before === after) return before;
  const tools = mergeTools(before.tools, after.tools, instruction);
  if (before.accounts === after.accounts) return tools === after.tools ? after : after.change({ tools });
  // Accounts that only one of the two has are neither present nor absent.
  const accounts = new Map([...before.accounts].filter(([name]) => after.accounts.has(name)));
  const sameAccounts = accounts.size === before.accounts.size && accounts.size === after.accounts.size;
  return after.change({
    tools,
    accounts,
    accountsComplete: sameAccounts && before.accountsComplete && after.accountsComplete,
  });
}

function mergeTools(
  before: ImageState['tools'],
  after: ImageState['tools'],
  instruction: Instruction,
): ImageState['tools'] {
  if (before === after) return after;
  const unknown: ToolState = { presence: 'unknown', by: instruction };
  let tools: Map<string, ToolState> | undefined;
  after.forEach((tool, name) => {
    if (before.get(name)?.presence === tool.presence) return;
    tools ??= new Map(before);
    tools.set(name, unknown);
  });
  return tools ?? before;
}
