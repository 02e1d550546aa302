// How a RUN changes what the image is: each command of its scripts, in order.
import { readMounts } from '../parse/arguments.ts';
import { readShellScripts } from '../parse/shell.ts';
import { scriptArgument } from '../parse/shell-nested.ts';
import type { ShellCommand, ShellScript, ShellWord } from '../parse/shell-syntax.ts';
import type { Instruction } from '../parse/syntax.ts';
import { lastPart } from '../text/paths.ts';
import { applyAccountCommand, uncertain } from './accounts.ts';
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
    for (const [index, each] of script.commands.entries()) {
      const command = plain(each);
      steps?.push({ command, before: next });
      // What `sh -c '…'` does is what the commands of its script do, which come next.
      if (givesScript(command, script.commands[index + 1])) continue;
      const after = applyCommand(next, command, instruction, context);
      next = each.certainty === 'always' ? after : merge(next, after, instruction);
    }
    if (script.incomplete) next = opaque(next, instruction);
  }
  // `cd` holds until the script ends.
  return next.workdir === state.workdir ? next : next.change({ workdir: state.workdir });
}

/** The command is a shell that is given a script, and `following` is that script's first command. */
function givesScript({ name, word, args }: PlainCommand, following: ShellCommand | undefined): boolean {
  if (name === undefined || following === undefined || !/^((ba|da|a)?sh|su|eval)$/.test(name)) return false;
  const found = scriptArgument({ name: word, args });
  const script = found && args[found.index]?.at;
  return script !== undefined && script.start <= following.at.start && following.at.end <= script.end;
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
  return lastPart(path);
}

/** The state after something whose effect is not known: what was absent may be there, also accounts. */
function opaque(state: ImageState, instruction: Instruction): ImageState {
  return uncertain(state.change({ opaqueBy: state.opaqueBy ?? instruction }));
}

/** The state when a command may or may not have run: what it changed is unknown. */
function merge(before: ImageState, after: ImageState, instruction: Instruction): ImageState {
  if (before === after) return before;
  const tools = mergeTools(before.tools, after.tools, instruction);
  if (before.accounts === after.accounts && before.groups === after.groups)
    return tools === after.tools ? after : after.change({ tools });
  const accounts = mergeNames(before.accounts, after.accounts);
  const groups = mergeNames(before.groups, after.groups);
  return after.change({
    tools,
    accounts: accounts.names,
    accountsComplete: accounts.same && before.accountsComplete && after.accountsComplete,
    groups: groups.names,
    groupsComplete: groups.same && before.groupsComplete && after.groupsComplete,
    accountsKept: before.accountsKept && after.accountsKept,
  });
}

/** What both have: a name that only one of the two has is neither present nor absent. */
function mergeNames<Value>(before: ReadonlyMap<string, Value>, after: ReadonlyMap<string, Value>) {
  if (before === after) return { names: before, same: true };
  const names = new Map([...before].filter(([name, value]) => after.get(name) === value));
  // A number that may have changed is not known either, but the name stays.
  for (const [name, value] of after)
    if (before.has(name) && !names.has(name)) names.set(name, { ...value, uid: undefined, gid: undefined });
  return { names, same: names.size === before.size && names.size === after.size };
}

function mergeTools(
  before: ImageState['tools'],
  after: ImageState['tools'],
  instruction: Instruction,
): ImageState['tools'] {
  if (before === after) return after;
  const unknown: ToolState = { presence: 'unknown', by: instruction };
  let tools = after;
  for (const name of after.changedSince(before)) {
    const was = before.get(name);
    // What did not change keeps who brought it.
    if (was !== undefined && was.presence === after.get(name)?.presence) tools = tools.with(name, was);
    else tools = tools.with(name, unknown);
  }
  return tools;
}
