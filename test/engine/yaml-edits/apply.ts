// Applies edits to a text, as an editor does.
import type { Edit } from '../../../server/src/engine/define-rule.ts';

/** @throws where edits overlap or leave the text */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let last = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start < last || edit.end < edit.start || edit.end > text.length)
      throw new Error('edits overlap');
    result += text.slice(last, edit.start) + edit.text;
    last = edit.end;
  }
  return result + text.slice(last);
}
