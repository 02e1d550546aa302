// Applies edits and joins fixes.
import type { Edit, Fix } from './define-rule.ts';

/**
 * The text after the edits.
 * @throws RangeError when two edits overlap or one lies outside the text
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const edit of sorted(edits)) {
    if (edit.start < at || edit.end < edit.start || edit.end > text.length) {
      throw new RangeError(
        `The edit ${edit.start}-${edit.end} overlaps another one or lies outside the text.`,
      );
    }
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** The edits of as many fixes as fit together, in the given order; a fix that touches an earlier one is left out whole. */
export function mergeFixes(fixes: readonly Fix[]): { edits: Edit[]; applied: Fix[]; left: Fix[] } {
  const edits: Edit[] = [];
  const applied: Fix[] = [];
  const left: Fix[] = [];
  for (const fix of fixes) {
    const clashes = fix.edits.some((edit) => edits.some((other) => touches(edit, other)));
    if (clashes) left.push(fix);
    else {
      edits.push(...fix.edits);
      applied.push(fix);
    }
  }
  return { edits: sorted(edits), applied, left };
}

function touches(one: Edit, other: Edit): boolean {
  if (one.start === one.end && other.start === other.end) return one.start === other.start;
  return one.start <= other.end && other.start <= one.end;
}

function sorted(edits: readonly Edit[]): Edit[] {
  return [...edits].sort((one, other) => one.start - other.start || one.end - other.end);
}
