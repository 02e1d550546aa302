// Words of a shell command, and the strings in them that are scripts themselves.

import { JoinedText } from './joined.ts';
import type { Place } from './shell-place.ts';
import type { ShellCommand, ShellWord } from './shell-syntax.ts';
import type { Joined, Span } from './syntax.ts';
import type { Assignment, Command, Word } from './unbash.ts';

/** Offsets of a script to a range of the file. */
export type ToSpan = (start: number, end: number) => Span;

type Part = NonNullable<Word['parts']>[number];

/** A command with its place in the file. */
export function toShellCommand(node: Command, place: Place, toSpan: ToSpan): ShellCommand {
  const { reached, implied, pipeline, depth } = place;
  return {
    name: node.name && toShellWord(node.name, toSpan),
    args: node.args.map((argument) =>
      argument.type === 'Word' ? toShellWord(argument, toSpan) : assignmentAsWord(argument, toSpan),
    ),
    assignments: node.prefix.flatMap((item) =>
      item.type === 'Assignment'
        ? [{ name: item.name, value: assignedValue(item), at: toSpan(item.pos, item.end) }]
        : [],
    ),
    redirects: node.redirects.map((redirect) => ({
      operator: redirect.operator,
      target:
        redirect.type !== 'HereDoc' && redirect.target ? toShellWord(redirect.target, toSpan) : undefined,
    })),
    at: toSpan(node.pos, node.end),
    certainty: reached && implied ? 'always' : 'maybe',
    reached,
    pipeline,
    depth,
  };
}

/** A word with its place in the file. */
function toShellWord(word: Word, toSpan: ToSpan): ShellWord {
  const isLiteral = word.parts?.every(isLiteralPart) ?? true;
  return {
    raw: word.text,
    value: isLiteral ? word.value : undefined,
    text: word.value,
    at: toSpan(word.pos, word.end),
  };
}

/** An assignment given as an argument, such as that of `export A=b`. */
function assignmentAsWord(assignment: Assignment, toSpan: ToSpan): ShellWord {
  const at = toSpan(assignment.pos, assignment.end);
  const { value } = assignment;
  if (value.type === 'ArrayValue') return { raw: assignment.text, text: assignment.text, at };
  const name = assignment.text.slice(0, value.pos - assignment.pos);
  const isLiteral = value.parts?.every(isLiteralPart) ?? true;
  return {
    raw: assignment.text,
    value: isLiteral ? name + value.value : undefined,
    text: name + value.value,
    at,
  };
}

/** The value of an assignment where it is literal. */
function assignedValue(assignment: Assignment): string | undefined {
  const { value } = assignment;
  return value.type === 'Word' && (value.parts?.every(isLiteralPart) ?? true) ? value.value : undefined;
}

/** A pattern that no file matches stays as it is written, so it counts as literal. */
function isLiteralPart(part: Part): boolean {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
    case 'Glob':
      return true;
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.every(isLiteralPart);
    default:
      return false;
  }
}

/** Scripts inside scripts longer than this are not opened. */
const longestNested = 64 * 1024;

/**
 * The value of a word as a text of its own, every character mapped to where it is written in the file. `$NAME` inside double
 * quotes is left in place. Undefined for `$'…'` and for a word that is not made of quotes and plain text.
 */
export function nestedText(word: Word, script: Joined): Joined | undefined {
  if (word.end - word.pos > longestNested) return undefined;
  const parts = word.parts;
  if (parts === undefined) {
    // Without parts the word is unquoted; an escape would shift what follows.
    return word.text === word.value ? script.slice(word.pos, word.end) : undefined;
  }
  const mapped = new MappedText(script);
  for (const part of parts) {
    if (part.type === 'SingleQuoted') mapped.copy(part.pos + 1, part.end - 1);
    else if (part.type === 'DoubleQuoted') mapped.copyDoubleQuoted(part.pos + 1, part.end - 1);
    else if (part.type === 'Literal' && part.text === part.value) mapped.copy(part.pos, part.end);
    else return undefined;
  }
  return mapped.finish();
}

/** The characters of a JSON string of the file, decoded, each mapped to where it is written. `source` is the literal with its quotes. */
export function jsonText(source: Joined): Joined {
  const mapped = new MappedText(source);
  const { text } = source;
  let from = 1;
  for (let i = text.indexOf('\\'); i >= 0; i = text.indexOf('\\', from)) {
    mapped.copy(from, i);
    const length = text[i + 1] === 'u' ? 6 : 2;
    mapped.add(JSON.parse(`"${text.slice(i, i + length)}"`), i);
    from = i + length;
  }
  mapped.copy(from, text.length - 1);
  return mapped.finish();
}

/** Builds a text out of pieces of another one. */
class MappedText {
  readonly #from: Joined;
  readonly #parts: string[] = [];
  readonly #places: number[] = [];
  #length = 0;
  #next = -1;

  constructor(from: Joined) {
    this.#from = from;
  }

  /** Copies a range of the other text. */
  copy(start: number, end: number): void {
    if (end <= start) return;
    const { text } = this.#from;
    // A piece may run over lines that were joined: look at the places of its characters only where they are not one run.
    const first = this.#from.toSource(start);
    if (this.#from.toSource(end - 1) - first === end - 1 - start) this.#push(text.slice(start, end), first);
    else for (let i = start; i < end; i++) this.#push(text[i]!, this.#from.toSource(i));
  }

  /** Copies the inside of double quotes without the backslashes that the shell removes. */
  copyDoubleQuoted(start: number, end: number): void {
    const { text } = this.#from;
    let from = start;
    for (let i = start; i < end - 1; i++) {
      if (text[i] !== '\\') continue;
      const next = text[i + 1]!;
      if ('$`"\\\n'.includes(next)) {
        this.copy(from, i);
        from = next === '\n' ? i + 2 : i + 1;
      }
      i++;
    }
    this.copy(from, end);
  }

  /** Adds a text that stands for what is written at `offset` of the other text. */
  add(text: string, offset: number): void {
    this.#push(text, this.#from.toSource(offset));
  }

  finish(): JoinedText {
    if (this.#places.length === 0) this.#places.push(0, this.#from.toSource(0));
    return new JoinedText(this.#parts.join(''), this.#places);
  }

  #push(text: string, place: number): void {
    if (place !== this.#next) this.#places.push(this.#length, place);
    this.#parts.push(text);
    this.#length += text.length;
    this.#next = place + text.length;
  }
}
