// The shell that shell form is run with: whether it is there, and how it reads a script.
import type { ShellContext } from '../parse/shell.ts';
import type { ImageState, Presence } from './state.ts';

/** Whether the shell of this state's shell form is a POSIX one. Undefined where it is not known. */
export function hasPosixShell(state: ImageState): boolean | undefined {
  const program = state.shellForm?.[0];
  if (program === undefined) return undefined;
  return /(^|\/)(ba|da|a|z|k|mk|bu)?sh$/.test(program);
}

/** How a shell-form script is read in this state: SHELL may switch `-e` and `pipefail` on. */
export function shellContext(state: ImageState): ShellContext {
  const words = state.shellForm ?? [];
  const options = words.slice(1, -1);
  return {
    posix: hasPosixShell(state) === true,
    errexit: options.some((word) => /^-[a-z]*e/.test(word)) || options.includes('errexit'),
    pipefail: options.includes('pipefail'),
  };
}

/** @param path the first word of SHELL, `/bin/sh` by default */
export function shellPresence(state: ImageState, path: string): Presence {
  if (path === '/bin/sh') return state.tool('/bin/sh').presence;
  const { shell } = state.facts ?? {};
  if (typeof shell === 'object' && shell.sh === path) return 'present';
  // A shell in a place of its own may have come with any copy.
  if (!/^\/(usr\/(local\/)?)?s?bin\/[^/]+$/.test(path)) return 'unknown';
  return state.tool(path.slice(path.lastIndexOf('/') + 1)).presence;
}

/** A RUN in shell form certainly works here: its shell is a POSIX one, and it is there. */
export function runsShellForm(state: ImageState): boolean {
  const program = state.shellForm?.[0];
  return (
    program !== undefined && hasPosixShell(state) === true && shellPresence(state, program) === 'present'
  );
}
