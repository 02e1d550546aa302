// Edits as hunks of whole lines, for a preview.
import type { Edit } from '../../define-rule.ts';

/** @param edits sorted, not overlapping */
export function wholeLines(text: string, edits: readonly Edit[]): Edit[] {
  const hunks: Edit[] = [];
  for (const edit of edits) {
    const last = hunks.at(-1);
    const isLines = isLineStart(text, edit.start) && isLineStart(text, edit.end) && /(^|\n)$/.test(edit.text);
    const start = lineStart(text, edit.start);
    if (last !== undefined && start < last.end) {
      // Two on one line: what the first made of the line's rest is taken back and written by this one.
      const rest = text.slice(edit.start, last.end);
      const kept = last.text.slice(0, last.text.length - rest.length);
      const end = Math.max(last.end, lineEnd(text, edit.end));
      hunks[hunks.length - 1] = {
        start: last.start,
        end,
        text: kept + edit.text + text.slice(edit.end, end),
      };
    } else if (isLines || edit.start === text.length) hunks.push(edit);
    else {
      const end = lineEnd(text, edit.end);
      hunks.push({ start, end, text: text.slice(start, edit.start) + edit.text + text.slice(edit.end, end) });
    }
  }
  return hunks;
}

function isLineStart(text: string, offset: number): boolean {
  return offset === 0 || text[offset - 1] === '\n';
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Behind the line break. */
function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}
