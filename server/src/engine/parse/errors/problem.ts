// How a problem is made, and what its message quotes.
import type { NamedProblem, Span, SyntaxProblem } from '../syntax.ts';

/** A problem at a place; `rule` reports it in the place of `syntax-error`. */
export function problem(at: Span, message: string, rule?: NamedProblem): SyntaxProblem {
  return rule === undefined ? { message, at } : { message, at, rule };
}

/** A piece of the file for use in a message: on one line, not endless, without control characters. */
export function quoted(text: string): string {
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
  return clean.length > 60 ? `\`${clean.slice(0, 59)}…\`` : `\`${clean}\``;
}

/** `a, b or c`. */
export function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** The one of `names` that is nearly `word`; undefined when none is near. */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  if (word.length > 30) return undefined;
  let best: string | undefined;
  let least = Math.min(3, Math.ceil(word.length / 3) + 1);
  for (const name of names) {
    if (Math.abs(word.length - name.length) >= least) continue;
    const steps = distance(word, name);
    if (steps < least) {
      least = steps;
      best = name;
    }
  }
  return best;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
