// Whether a shell that runs a script makes room for its last program, so that this one gets the signals.
// Source: run with dash 0.5.12, bash 5.2 and BusyBox 1.35: which process has the number that was started.
import type { ShellCommand, ShellScript } from '../parse/shell-syntax.ts';
import { plain, programName } from './apply-run.ts';
import type { ImageState } from './state.ts';

export type ShellKind = 'dash' | 'bash' | 'ash' | 'unknown';

/** The last program of a script. */
export interface LastProgram {
  /** Its base name. */
  readonly name: string;
  /** Variables, operators or several commands: exec form cannot say it. */
  readonly needsShell: boolean;
  /** Where `exec ` can stand; undefined where it would change what the script does. */
  readonly execAt: number | undefined;
  /** Whether that shell replaces itself by it. True where that is not known. */
  handsOver(shell: ShellKind): boolean;
}

/** Programs that are started for a person, or that end at once: nothing has to be stopped in order. */
const noServer: ReadonlySet<string> = new Set(
  'sh bash ash dash zsh fish echo printf true false : cat ls env date sleep exit test [ id whoami pwd wc sort uniq cmp diff grep head tail awk sed cut tr'.split(
    ' ',
  ),
);

/** The last program; undefined where the script starts none that runs on, or hands over itself. */
export function lastProgram(script: ShellScript, text: string): LastProgram | undefined {
  const top = script.commands.filter((command) => command.depth === 0);
  const last = top.at(-1);
  const word = last?.name?.value;
  if (!last || word === undefined) return undefined;
  // An `exec` anywhere has its reasons; so has a job in the background with `wait`, and a trap.
  if (top.some((command) => /^(exec|wait|trap)$/.test(command.name?.value ?? ''))) return undefined;
  const program = plain(last);
  const name = programName(program.path ?? word);
  if (noServer.has(name) || /(^|[^&>])&([^&>]|$)/.test(text)) return undefined;
  // tini -g and dumb-init signal the whole group of processes.
  if (/^(tini|dumb-init|catatonit|s6-svscan|supervisord|runsvdir)$/.test(name)) return undefined;
  const sequential =
    top.every((command) => command.pipeline === undefined) &&
    !/(^|[^|])\|\|([^|]|$)|^\s*[({]|\b(if|for|while|until|case)\b/.test(text);
  const simple = sequential && top.length === 1;
  const redirected = last.redirects.length > 0;
  return {
    name,
    needsShell:
      !simple ||
      last.args.some((each) => each.value === undefined) ||
      last.assignments.length > 0 ||
      redirected,
    execAt:
      sequential && last.assignments.length === 0 && program.word === last.name ? startOf(last) : undefined,
    handsOver(shell) {
      if (shell === 'unknown') return sequential;
      if (!sequential) return !inPipe(last) && shell === 'ash';
      return shell === 'ash' || (shell === 'bash' && !redirected);
    },
  };
}

const inPipe = (command: ShellCommand): boolean => command.pipeline !== undefined;
const startOf = (command: ShellCommand): number | undefined => command.name?.at.start;

/** What kind of shell a path is in an image; a link of an unknown target is unknown. */
export function shellKind(state: ImageState, path: string): ShellKind {
  const name = programName(path);
  if (name === 'bash') return 'bash';
  if (name === 'dash') return 'dash';
  const { shell, distro } = state.facts ?? {};
  // The file may have replaced it.
  if (name !== 'sh' || state.tools.get('/bin/sh')?.by !== 'image' || typeof shell !== 'object')
    return 'unknown';
  if (shell.impl === 'dash') return 'dash';
  if (shell.impl?.includes('busybox')) return 'ash';
  if (shell.impl === 'bash') return 'bash';
  if (distro === 'ubuntu') return 'dash';
  return 'unknown';
}
