// Reads a Dockerfile as BuildKit does: lines, directives, comments, continuation, instructions, here-documents.
import { skipSpace } from './characters.ts';
import { DirectiveReader } from './directives.ts';
import { findProblems } from './errors.ts';
import { ParsedInstruction } from './instruction.ts';
import { JoinedText } from './joined.ts';
import type { Directive, Dockerfile, Heredoc, Span, SyntaxProblem } from './syntax.ts';

/**
 * Parses a whole file. Never throws; linear in the length of the text. Offsets are UTF-16 units of `text` as given,
 * a byte order mark counted. Lines end at LF; a carriage return before it belongs to the line break, a lone one does not.
 */
export function parseDockerfile(text: string): Dockerfile {
  return new ParsedDockerfile(text);
}

/** The result; errors are looked for when they are first asked for. */
class ParsedDockerfile implements Dockerfile {
  readonly text: string;
  readonly escape: '\\' | '`';
  readonly directives: readonly Directive[];
  readonly comments: readonly Span[];
  readonly instructions: readonly ParsedInstruction[];
  readonly #problems: readonly SyntaxProblem[];
  #errors: readonly SyntaxProblem[] | undefined;

  constructor(text: string) {
    this.text = text;
    const reader = new FileReader(text);
    reader.read();
    this.escape = reader.directives.escape;
    this.directives = reader.directives.directives;
    this.comments = reader.comments;
    this.instructions = reader.instructions;
    this.#problems = reader.directives.problems;
  }

  get errors(): readonly SyntaxProblem[] {
    this.#errors ??= findProblems(this, this.instructions, this.#problems);
    return this.#errors;
  }
}

class FileReader {
  readonly text: string;
  readonly directives = new DirectiveReader();
  readonly comments: Span[] = [];
  readonly instructions: ParsedInstruction[] = [];
  /** Start of the next line, and start and end of the current one without its break. */
  #next = 0;
  #start = 0;
  #end = 0;
  #stage = -1;

  constructor(text: string) {
    this.text = text;
    if (text.charCodeAt(0) === 0xfeff) this.#next = 1;
  }

  read(): void {
    const { text } = this;
    while (this.#nextLine()) {
      const start = skipSpace(text, this.#start, this.#end);
      const isDirective = this.directives.read(text, start, this.#end);
      if (isDirective || start === this.#end) continue;
      if (text[start] === '#') this.comments.push({ start, end: this.#end });
      else this.#readInstruction(start);
    }
  }

  /** Moves to the next line; false at the end of the file. */
  #nextLine(): boolean {
    const { text } = this;
    if (this.#next >= text.length) return false;
    this.#start = this.#next;
    const newline = text.indexOf('\n', this.#start);
    this.#next = newline < 0 ? text.length : newline + 1;
    let end = newline < 0 ? text.length : newline;
    while (end > this.#start && text.charCodeAt(end - 1) === 13) end--;
    this.#end = end;
    return true;
  }

  #readInstruction(start: number): void {
    const { text } = this;
    let kept = this.#continuation(start);
    let joined: JoinedText;
    if (kept < 0) joined = new JoinedText(text, [0, 0], start, this.#end);
    else {
      const parts = [text.slice(start, kept)];
      const places = [0, start];
      let length = kept - start;
      while (kept >= 0 && this.#nextLine()) {
        const first = skipSpace(text, this.#start, this.#end);
        if (first === this.#end) continue;
        if (text[first] === '#') {
          this.comments.push({ start: first, end: this.#end });
          continue;
        }
        kept = this.#continuation(this.#start);
        const end = kept < 0 ? this.#end : kept;
        places.push(length, this.#start);
        parts.push(text.slice(this.#start, end));
        length += end - this.#start;
      }
      joined = new JoinedText(parts.join(''), places);
    }
    const instruction = new ParsedInstruction(joined, this.#end, this.#stage, this.directives.escape);
    this.#stage = instruction.stage;
    this.instructions.push(instruction);
    const marks = instruction.announcedHeredocs();
    if (marks.length === 0) return;
    const heredocs: Heredoc[] = [];
    for (const { name, chomp, expand, fileDescriptor, at } of marks) {
      heredocs.push({ name, chomp, expand, fileDescriptor, at, ...this.#readHeredoc(name, chomp) });
    }
    instruction.addHeredocs(heredocs, this.#end);
  }

  /** Where the kept part of the current line ends when the line goes on in the next; -1 when it does not. */
  #continuation(from: number): number {
    const { text } = this;
    let last = this.#end - 1;
    while (last >= from && (text[last] === ' ' || text[last] === '\t')) last--;
    const { escape: escaper } = this.directives;
    if (last < from || text[last] !== escaper) return -1;
    return last > from && text[last - 1] === escaper ? -1 : last;
  }

  #readHeredoc(name: string, chomp: boolean): Pick<Heredoc, 'bodyAt' | 'body' | 'endAt'> {
    const { text } = this;
    const bodyStart = this.#next;
    while (this.#nextLine()) {
      let start = this.#start;
      if (chomp) while (start < this.#end && text[start] === '\t') start++;
      if (this.#end - start === name.length && text.startsWith(name, start)) {
        const bodyAt = { start: bodyStart, end: this.#start };
        const body = text.slice(bodyStart, this.#start);
        return { bodyAt, body, endAt: { start: this.#start, end: this.#end } };
      }
    }
    return { bodyAt: { start: bodyStart, end: text.length }, body: text.slice(bodyStart) };
  }
}
