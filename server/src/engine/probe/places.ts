// Places in a health check's own text, kept through quotes, escapes and scripts inside scripts.
import type { Word } from '../parse/unbash.ts';
import { literalWord, wordPieces } from '../parse/unbash.ts';

/**
 * A place in a health check. `item` is the index into `argv` and 0 in shell form; `start` and `end` are UTF-16
 * offsets into that item's decoded text, or into the script.
 */
export interface Place {
  readonly item: number;
  readonly start: number;
  readonly end: number;
}

/** A word of a command; `value` only where it is the same in every run. */
export interface PlacedWord {
  readonly value?: string;
  readonly place: Place;
  /** As `value`, with variables left as they are written. */
  readonly text?: string;
  /** Turns an offset into `text` into one of the item; absent where offsets don't carry over. */
  readonly offset?: (at: number) => number;
  /** It is an item of an exec form rather than a word of a script. */
  readonly isItem: boolean;
}

/**
 * Places a word of a script.
 * @param where the item that holds the script, and how the script's offsets carry over to it.
 */
export function placeWord(
  word: Word,
  { item, map }: { readonly item: number; readonly map: (at: number) => number },
): PlacedWord {
  const place = { item, start: map(word.pos), end: map(word.end - 1) + 1 };
  const value = literalWord(word);
  const source = sourceText(word);
  return {
    ...(value !== undefined && { value }),
    ...(source && { text: source.text, offset: (at: number) => map(source.at(at)) }),
    place,
    isItem: false,
  };
}

/** The word's text after quote removal, and how its offsets carry over to the script: escapes are counted. */
function sourceText(word: Word): { text: string; at: (at: number) => number } | undefined {
  const starts: number[] = [];
  let text = '';
  let end = word.end;
  for (const piece of wordPieces(word)) {
    if (piece.kind !== 'text' && piece.kind !== 'variable') return undefined;
    let pos = piece.pos;
    const raw = word.text.slice(piece.pos - word.pos, piece.end - word.pos);
    const value = piece.kind === 'text' ? piece.value : raw;
    for (const character of value.split('')) {
      const escaped = raw.length !== value.length && raw[pos - piece.pos] === '\\';
      if (escaped && raw[pos - piece.pos + 1] === character) pos += 1;
      if (raw[pos - piece.pos] !== character) return undefined;
      starts.push(pos);
      pos += 1;
    }
    text += value;
    end = pos;
  }
  return { text, at: (at) => starts[at] ?? end };
}
