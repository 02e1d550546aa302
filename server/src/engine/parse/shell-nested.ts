// Finds the script that a command is given as a string: `sh -c '…'`, `sudo bash -lc "…"`, `eval '…'`.
import { type ShellOptions, setOptions } from './shell-options.ts';
import type { ShellCommand, ShellWord } from './shell-syntax.ts';

const shells = /^(?:.*\/)?(?:ba|da|a|k|z)?sh$/;
/** Programs that run the command given after their own options. */
const runners = new Set([
  'env',
  'exec',
  'command',
  'sudo',
  'doas',
  'gosu',
  'su-exec',
  'runuser',
  'setpriv',
  'chroot',
  'time',
  'nice',
  'ionice',
  'nohup',
  'timeout',
  'stdbuf',
  'tini',
  'dumb-init',
  'catatonit',
  'unshare',
  'xargs',
  'fakeroot',
  'linux32',
  'linux64',
  'busybox',
  'eatmydata',
  'retry',
]);

/** Which argument holds a script. */
export interface NestedScript {
  /** Index into the command's arguments. */
  readonly index: number;
  /** Options of the shell that reads it; absent when the running shell reads it itself (`eval`). */
  readonly options?: ShellOptions;
}

/** The argument of a command that is a script, if there is one. */
export function scriptArgument({
  name,
  args,
}: Pick<ShellCommand, 'name' | 'args'>): NestedScript | undefined {
  const program = baseName(name);
  if (program === undefined) return undefined;
  if (program === 'eval') return args.length === 1 ? { index: 0 } : undefined;
  if (program === 'su') return optionScript(args, 0, 'su');
  if (shells.test(program)) return optionScript(args, 0, 'sh');
  if (!runners.has(program)) return undefined;
  for (let i = 0; i < args.length; i++) {
    const inner = baseName(args[i]);
    if (inner === undefined) continue;
    if (inner === 'su') return optionScript(args, i + 1, 'su');
    if (shells.test(inner)) return optionScript(args, i + 1, 'sh');
  }
  return undefined;
}

/** The options of a shell that reads its script from its input: it is given options only. Undefined for another command. */
export function shellOnInput({ name, args }: Pick<ShellCommand, 'name' | 'args'>): ShellOptions | undefined {
  if (!shells.test(name?.value ?? '')) return undefined;
  const isOption = ({ value }: ShellWord, i: number) =>
    value !== undefined && (/^[-+]/.test(value) || /^[-+][a-z]*o$/.test(args[i - 1]?.value ?? ''));
  return args.every(isOption) ? setOptions({ errexit: false, pipefail: false }, args, true) : undefined;
}

function baseName(word: ShellWord | undefined): string | undefined {
  return word?.value?.replace(/^.*\//, '');
}

/** The word after `-c`, from the argument at `from` on. */
function optionScript(
  args: readonly ShellWord[],
  from: number,
  program: 'sh' | 'su',
): NestedScript | undefined {
  for (let i = from; i < args.length; i++) {
    const value = args[i]?.value;
    if (value === undefined) return undefined;
    if (program === 'su') {
      if (value === '-c' || value === '--command') return nested(args, i + 1, from, i);
      continue;
    }
    if (!/^[-+]/.test(value) || value === '--') return undefined;
    if (/^-[abd-z]*c[a-z]*$/i.test(value)) {
      // `-o pipefail` may stand in the same word (`-euoc`) or between `-c` and the script.
      let index = i + 1;
      if (value.includes('o')) index++;
      while (/^-[a-z]+$/i.test(args[index]?.value ?? '')) index += args[index]?.value?.includes('o') ? 2 : 1;
      return nested(args, index, from, index - 1);
    }
    if (/^[-+][a-z]*o$/i.test(value)) i++;
  }
  return undefined;
}

function nested(
  args: readonly ShellWord[],
  index: number,
  from: number,
  last: number,
): NestedScript | undefined {
  if (index >= args.length) return undefined;
  return {
    index,
    options: setOptions({ errexit: false, pipefail: false }, args.slice(from, last + 1), true),
  };
}
