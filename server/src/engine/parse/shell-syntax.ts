// The shapes the shell reader gives: simple commands in order, each mapped back to the Dockerfile.
import type { Span } from './syntax.ts';

/** A word of a command. */
export interface ShellWord {
  /** As written (joined text). */
  readonly raw: string;
  /** The literal value after quote removal; absent when it has an expansion or a substitution. */
  readonly value?: string;
  /** The value with `$NAME`/`${NAME…}` left in place, always there: for prefixes such as `--chown=$USER`. */
  readonly text: string;
  readonly at: Span;
}

/** How surely a command runs when the script succeeds. */
export type Certainty = 'always' | 'maybe';

/** One simple command: `apt-get install -y curl`. */
export interface ShellCommand {
  /** Absent for a bare assignment. */
  readonly name?: ShellWord;
  /** Without the name. */
  readonly args: readonly ShellWord[];
  readonly assignments: readonly { readonly name: string; readonly value?: string; readonly at: Span }[];
  readonly redirects: readonly { readonly operator: string; readonly target?: ShellWord }[];
  readonly at: Span;
  /**
   * `always`: ran, and succeeded, in every successful run of the script (an `&&` chain, the last of a list, `set -e`).
   * `maybe`: inside `if`, `case`, a loop, a function, after `||`, in the background or where a failure is swallowed, as that
   * of every command of a `;` list but the last is without `set -e`.
   */
  readonly certainty: Certainty;
  /** Started in every successful run of the script, whether it succeeded or not. True wherever `certainty` is `always`. */
  readonly reached: boolean;
  /** Commands joined by `|` share a number; absent outside pipelines. */
  readonly pipeline?: number;
  /** Number of the enclosing process or command substitution or `sh -c` string, 0 at the top. */
  readonly depth: number;
}

/** A script as it stands in an instruction (or in one of its heredocs). */
export interface ShellScript {
  readonly commands: readonly ShellCommand[];
  /** The parser could not read all of it: nothing may be concluded from what is missing. */
  readonly incomplete: boolean;
  readonly at: Span;
}
