// What the benchmark's sections share: a control, and what a file shows of it.
import type { LintResult } from '../../engine/index.ts';

export type ControlStatus = 'passed' | 'failed' | 'accepted' | 'not decidable';

export interface Control {
  readonly id: string;
  readonly title: string;
  readonly status: ControlStatus;
  /** Why it cannot be told, or what fails where no finding says so; absent for the others. */
  readonly reason?: string;
}

/** What a file shows of a control where nothing was found: `true` that it holds, else why it fails or cannot be told. */
export type Shown = true | { readonly fails: string } | { readonly undecided: string };

export interface Row<Result extends LintResult> {
  readonly id: string;
  readonly title: string;
  /**
   * The key that a finding's text starts with (`pid`), where a rule answers for several controls; a finding concerns the row
   * only with that text.
   */
  readonly findingText?: RegExp;
  shows(result: Result): Shown;
}

/** Nothing found proves that the control holds. */
export const holds = (): Shown => true;

/** It is never to be told from such a file. */
export const never = (undecided: string) => (): Shown => ({ undecided });
