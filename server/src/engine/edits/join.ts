// Edits at the same place, made one.
import type { Edit } from '../define-rule.ts';

/** Edits that touch are joined, in the given order; the result is sorted and does not overlap. */
export function joinEdits(edits: readonly Edit[]): Edit[] {
  const joined: Edit[] = [];
  for (const edit of [...edits].sort((one, other) => one.start - other.start)) {
    const last = joined.at(-1);
    if (last && edit.start <= last.end)
      joined[joined.length - 1] = {
        start: last.start,
        end: Math.max(last.end, edit.end),
        text: last.text + edit.text,
      };
    else joined.push(edit);
  }
  return joined;
}
