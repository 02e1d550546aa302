// Finds the here-documents that a logical line announces.
import { lex } from './lexer.ts';

/** A here-document as announced; its body follows in the file. */
export interface HeredocMark {
  readonly name: string;
  readonly chomp: boolean;
  readonly expand: boolean;
  readonly fileDescriptor: number;
  /** Offsets of the `<<EOF` word in the line. */
  readonly start: number;
  readonly end: number;
}

const unset = () => undefined;

/** Whether one word such as `3<<-"EOF"` announces a here-document. */
export function readHeredocMark(word: string): Omit<HeredocMark, 'start' | 'end'> | undefined {
  const match = /^(\d*)<<(-?)[\t\n\f\r ]*((?:[^<\t\n\f\r ][^<]*)?)$/.exec(word);
  const rest = match?.[3];
  if (match === null || rest === undefined || rest === '') return undefined;
  const options = { escape: '\\', lookup: unset, keepUnset: true } as const;
  const names = lex(rest, options).words;
  if (names.length !== 1) return undefined;
  const name = names[0]!.text;
  const quoted = lex(rest, { ...options, rawQuotes: true }).words[0]?.text ?? '';
  return {
    name,
    chomp: match[2] === '-',
    expand: quoteCount(name) === quoteCount(quoted),
    fileDescriptor: Number(match[1] || 0),
  };
}

/**
 * The here-documents of a logical line, keyword included. The escape character is always a backslash here, and a line with
 * an unclosed quote or a bad substitution has none.
 */
export function findHeredocs(line: string): HeredocMark[] {
  const marks: HeredocMark[] = [];
  const options = {
    escape: '\\',
    lookup: unset,
    keepUnset: true,
    rawQuotes: true,
    rawEscapes: true,
  } as const;
  for (const word of lex(line, options).words) {
    if (!word.text.includes('<<')) continue;
    const mark = readHeredocMark(word.text);
    if (mark !== undefined) marks.push({ ...mark, start: word.start, end: word.end });
  }
  return marks;
}

function quoteCount(text: string): number {
  let count = 0;
  for (const character of text) if (character === '"' || character === "'") count++;
  return count;
}
