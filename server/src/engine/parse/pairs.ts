// Names and values of ENV, LABEL and ARG.
import { isBlank } from './characters.ts';
import type { Instruction, Span } from './syntax.ts';
import { quotedRanges, unquote } from './words.ts';

/** One name with its value. */
export interface KeyValue {
  /** Quotes removed. */
  readonly name: string;
  /** As written. */
  readonly rawName: string;
  readonly nameAt: Span;
  /** Quotes removed, variables kept; absent for `ARG NAME`. */
  readonly value?: string;
  /** As written: what variables are expanded in. */
  readonly rawValue?: string;
  /** Covers the quotes; an empty range after the `=` of `A=`. */
  readonly valueAt?: Span;
  readonly at: Span;
  /** `ENV NAME value` without `=`. */
  readonly legacy?: boolean;
}

/** The pairs of an ENV, LABEL or ARG. Words of ENV and LABEL without `=` (a mistake) are left out. */
export function readKeyValues(instruction: Instruction): KeyValue[] {
  const { body, keyword } = instruction;
  const escaper = instruction.escape ?? '\\';
  const { text } = body;
  const ranges = quotedRanges(text, escaper);
  const first = ranges[0];
  if (first === undefined) return [];
  const make = (start: number, nameEnd: number, valueStart: number, end: number): KeyValue => {
    const rawValue = text.slice(valueStart, end);
    return {
      name: unquote(text.slice(start, nameEnd), escaper),
      rawName: text.slice(start, nameEnd),
      nameAt: body.span(start, nameEnd),
      value: unquote(rawValue, escaper),
      rawValue,
      valueAt: valueStart < end ? body.span(valueStart, end) : emptyAfter(instruction, valueStart),
      at: body.span(start, Math.max(end, nameEnd)),
    };
  };
  if (keyword !== 'ARG' && !text.slice(...first).includes('=')) return legacyPair(text, make);
  const pairs: KeyValue[] = [];
  for (const [start, end] of ranges) {
    const equals = text.indexOf('=', start);
    if (equals >= 0 && equals < end) pairs.push(make(start, equals, equals + 1, end));
    else if (keyword === 'ARG') {
      const { name, rawName, nameAt, at } = make(start, end, end, end);
      pairs.push({ name, rawName, nameAt, at });
    }
  }
  return pairs;
}

/** `ENV A b c`: the first blank ends the name, all the rest is the value. */
function legacyPair(
  text: string,
  make: (...places: [number, number, number, number]) => KeyValue,
): KeyValue[] {
  let nameEnd = 0;
  while (nameEnd < text.length && !isBlank(text.charCodeAt(nameEnd))) nameEnd++;
  if (nameEnd === text.length) return [];
  let valueStart = nameEnd;
  while (isBlank(text.charCodeAt(valueStart))) valueStart++;
  return [{ ...make(0, nameEnd, valueStart, text.length), legacy: true }];
}

/** The place right behind the `=`, also when the next character stands on another line. */
function emptyAfter({ body }: Instruction, offset: number): Span {
  const at = body.toSource(offset - 1) + 1;
  return { start: at, end: at };
}
