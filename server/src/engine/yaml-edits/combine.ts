// Edits of several primitives put together.
import type { Edit } from '../define-rule.ts';
import type { YamlFile } from '../parse/yaml/tree.ts';
import { type Edits, isRefused } from './refused.ts';

/**
 * One set of edits out of several of the same file. Lines that are put in at the same place become one edit, the deepest
 * first and items before keys, so that each stays below what it belongs to: a list may stand in the column of its key.
 * @returns sorted, not overlapping; the first refusal among the parts, or one where two edits touch the same text
 */
export function combine(file: YamlFile, ...parts: readonly Edits[]): Edits {
  const all: Edit[] = [];
  for (const part of parts) {
    if (isRefused(part)) return part;
    for (const edit of part) all.push(edit);
  }
  const atSame = new Map<number, Edit[]>();
  for (const edit of all) atSame.set(edit.start, [...(atSame.get(edit.start) ?? []), edit]);
  const joined: Edit[] = [];
  for (const start of [...atSame.keys()].sort((a, b) => a - b)) {
    const edits = atSame.get(start)!;
    const insertions = edits.filter((edit) => edit.start === edit.end);
    const others = edits.filter((edit) => edit.start !== edit.end);
    const isClash =
      others.length > 1 ||
      (insertions.length > 1 && !insertions.every(areLines)) ||
      start < (joined.at(-1)?.end ?? 0);
    if (isClash) return { reason: 'Two of the changes touch the same text.' };
    const text = insertions
      .map((edit) => edit.text)
      .sort((a, b) => depth(b) - depth(a) || Number(isItem(b)) - Number(isItem(a)))
      .join('');
    const [other] = others;
    if (other === undefined) joined.push({ start, end: start, text });
    else joined.push({ ...other, text: text + other.text });
  }
  return joined.filter((edit) => edit.text !== file.text.slice(edit.start, edit.end));
}

/** Whole lines, with a line break behind or (at the end of a file without one) before them. */
function areLines(edit: Edit): boolean {
  return edit.text.endsWith('\n') || /^\r?\n/.test(edit.text);
}

function isItem(lines: string): boolean {
  return /^[\r\n]*[ \t]*- /.test(lines);
}

function depth(lines: string): number {
  return /^[\r\n]*([ \t]*)/.exec(lines)![1]!.length;
}
