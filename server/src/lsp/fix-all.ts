// Every safe fix at once, as the fewest edits: for save, for the source action and for the command.
import type { TextEdit } from 'vscode-languageserver/node';
import { fixAll } from '../engine/index.ts';
import { toRange } from './convert.ts';
import { difference } from './documents.ts';
import type { Checked } from './session.ts';

/** The edits that apply every safe fix; none when there is nothing to fix. */
export function fixAllEdits(checked: Checked): TextEdit[] {
  const before = checked.text;
  const { text } = fixAll(checked.result.input, 'safe');
  if (text === before) return [];
  const edit = difference(before, text);
  let { start, end } = edit;
  let stop = start + edit.length;
  // A position inside a line break or a surrogate pair cannot be told to an editor: take in the whole of it.
  while (start > 0 && splits(before, start)) start--;
  while (end < before.length && splits(before, end)) {
    end++;
    stop++;
  }
  return [{ range: toRange(checked.index, { start, end }), newText: text.slice(start, stop) }];
}

function splits(text: string, offset: number): boolean {
  const left = text.charCodeAt(offset - 1);
  return left === 13 || (left >= 0xd800 && left <= 0xdbff);
}
