// `set -e`, `set -o pipefail`, and commands that cannot succeed.
import type { ShellWord } from './shell-syntax.ts';
import type { Statement } from './unbash.ts';

type Node = Statement['command'];

/** Options of a shell that decide which failures count. */
export interface ShellOptions {
  /** `-e`: a failing command ends the shell. */
  readonly errexit: boolean;
  /** A pipeline fails when any of its commands does. */
  readonly pipefail: boolean;
}

/**
 * The options after `set ARGS` or `sh ARGS`. Where it is not sure that this runs (`isSure` false), an option can only be lost.
 */
export function setOptions(
  before: ShellOptions,
  args: readonly Pick<ShellWord, 'value'>[],
  isSure: boolean,
): ShellOptions {
  let { errexit, pipefail } = before;
  for (let i = 0; i < args.length; i++) {
    const value = args[i]?.value;
    const sign = value?.[0];
    if (value === undefined || value === '--' || (sign !== '-' && sign !== '+')) break;
    const on = sign === '-';
    for (const letter of value.slice(1)) {
      const name = letter === 'o' ? args[++i]?.value : letter;
      if (name === 'e' || name === 'errexit') errexit = on && (isSure || errexit);
      if (name === 'pipefail') pipefail = on && (isSure || pipefail);
    }
  }
  return { errexit, pipefail };
}

/** `ends`: makes its shell fail at once (`exit 1`); `fails`: ends with a failure (`false`); undefined: may succeed. */
export function neverSucceeds(node: Node): 'ends' | 'fails' | undefined {
  switch (node.type) {
    case 'Command': {
      const [argument] = node.args;
      const status = argument?.type === 'Word' && argument.parts === undefined ? argument.value : '';
      if (node.name?.text === 'exit' && /^0*[1-9]\d*$/.test(status) && Number(status) % 256 !== 0)
        return 'ends';
      return node.name?.text === 'false' ? 'fails' : undefined;
    }
    case 'BraceGroup':
    case 'Subshell': {
      const { commands } = node.body;
      // An earlier `exit 0` would make the group succeed: only plain commands may stand before the last one.
      const plain = commands
        .slice(0, -1)
        .every(({ command }) => command.type === 'Command' && command.name?.text !== 'exit');
      const last = commands.at(-1);
      if (!plain || last === undefined || last.background) return undefined;
      const never = neverSucceeds(last.command);
      return never !== undefined && node.type === 'Subshell' ? 'fails' : never;
    }
    default:
      return undefined;
  }
}
