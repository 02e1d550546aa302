// Runs the engine a few times in the pauses after the first check: code that was never run is slow, and the first
// keystrokes in a fresh editor would pay for it.
import { type LintInput, lint } from '../engine/index.ts';

/** Runs, in all documents together. */
const runs = 40;

/** Longer texts take too long to fit into a pause, in UTF-16 units. */
const longest = 20_000;

export class WarmUp {
  private left = runs;
  private waiting = false;

  /** Uses the pauses after a check; at most one run at a time stands between a message and its answer. */
  after(input: LintInput): void {
    if (this.left === 0 || this.waiting || input.text.length > longest) return;
    this.waiting = true;
    setTimeout(() => {
      this.waiting = false;
      this.left--;
      lint(input);
      this.after(input);
    }, 1);
  }
}
