// Text joined over continuation lines, and the way back to the file.
import type { Joined, Span } from './syntax.ts';

/**
 * A piece of a logical line. `places` holds pairs (offset in the logical line, offset in the file), ascending in both;
 * `from` and `to` bound the piece in the logical line.
 */
export class JoinedText implements Joined {
  readonly #line: string;
  readonly #places: readonly number[];
  readonly #from: number;
  readonly #to: number;
  #text: string | undefined;

  constructor(line: string, places: readonly number[], from = 0, to = line.length) {
    this.#line = line;
    this.#places = places;
    this.#from = from;
    this.#to = to;
  }

  get text(): string {
    this.#text ??= this.#line.slice(this.#from, this.#to);
    return this.#text;
  }

  get at(): Span {
    return this.span(0, this.#to - this.#from);
  }

  /** Beyond the last character is the place right after it, not the start of the next line of the file. */
  toSource(offset: number): number {
    const length = this.#to - this.#from;
    if (offset >= length && length > 0) return this.#place(this.#to - 1) + 1;
    return this.#place(this.#from + Math.max(0, offset));
  }

  span(start: number, end: number): Span {
    if (end <= start) {
      const at = this.toSource(start);
      return { start: at, end: at };
    }
    return { start: this.toSource(start), end: this.toSource(end - 1) + 1 };
  }

  /** The same text from `start` to `end`, still mapped to the file. */
  slice(start: number, end: number): JoinedText {
    return new JoinedText(this.#line, this.#places, this.#from + start, this.#from + end);
  }

  /** This text followed by pieces of the file: `text` as it stands at `place`, or in the place of a line break there. */
  append(pieces: readonly { readonly text: string; readonly place: number }[]): JoinedText {
    const places: number[] = [];
    for (let i = 0; i < this.#places.length; i += 2) {
      const offset = this.#places[i]!;
      if (offset >= this.#to) break;
      const start = Math.max(offset, this.#from);
      const place = this.#places[i + 1]! + start - offset;
      // A later run that begins at or before this piece's start takes the place of an earlier one.
      if (places[places.length - 2] === start - this.#from) places.splice(-2);
      places.push(start - this.#from, place);
    }
    const parts = [this.text];
    let length = this.text.length;
    for (const { text, place } of pieces) {
      places.push(length, place);
      parts.push(text);
      length += text.length;
    }
    return new JoinedText(parts.join(''), places);
  }

  #place(offset: number): number {
    const places = this.#places;
    let low = 0;
    let high = places.length / 2 - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (places[middle * 2]! <= offset) low = middle;
      else high = middle - 1;
    }
    return places[low * 2 + 1]! + (offset - places[low * 2]!);
  }
}

/** A text that stands in the file at `place`, in one piece. */
export function joinedSlice(text: string, place: number): JoinedText {
  return new JoinedText(text, [0, place]);
}
