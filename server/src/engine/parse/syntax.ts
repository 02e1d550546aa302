// The shapes the Dockerfile parser gives: instructions with exact places, nothing decided yet.

/** A half-open range of UTF-16 offsets into the document's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A whole Dockerfile as BuildKit reads it. */
export interface Dockerfile {
  readonly text: string;
  /** The escape character that is in force: a backslash, or a backtick after `# escape=`. */
  readonly escape: '\\' | '`';
  readonly directives: readonly Directive[];
  /** Every comment line, also those between the lines of one instruction. Directives are not among them. */
  readonly comments: readonly Span[];
  readonly instructions: readonly Instruction[];
  /** What BuildKit would refuse, with BuildKit's conditions, in the order of the text. */
  readonly errors: readonly SyntaxProblem[];
}

/** A parser directive such as `# escape=\``. */
export interface Directive {
  /** Lower-cased: `syntax`, `escape` or `check`. */
  readonly name: string;
  readonly value: string;
  readonly at: Span;
  readonly valueAt: Span;
}

/** Something that makes the build fail before it starts. */
export interface SyntaxProblem {
  readonly message: string;
  readonly at: Span;
  /** The rule that has a name for it and reports it; without one `syntax-error` does. */
  readonly rule?: NamedProblem;
}

/** Refusals that are known under a name of their own, also in other tools. */
export type NamedProblem =
  | 'cmd-malformed-json'
  | 'copy-from-unknown'
  | 'forbidden-onbuild'
  | 'instruction-before-from'
  | 'invalid-port';

/** One instruction, continuation lines and heredoc bodies included. */
export interface Instruction {
  /** Upper-cased keyword, known or not: `RUN`. */
  readonly keyword: string;
  readonly keywordAt: Span;
  /** From the keyword to the end of the last line, without that line's break. Heredoc bodies are inside. */
  readonly at: Span;
  /** As `at`, but without the heredoc bodies. */
  readonly head: Span;
  readonly flags: readonly Flag[];
  /** What follows keyword and flags, as BuildKit joins it. */
  readonly body: Joined;
  /** The body split as BuildKit splits words: quotes kept in `raw`, removed in `value`. */
  readonly words: readonly Word[];
  /** The exec form, when the whole body is a JSON array of strings (BuildKit's test) and the instruction takes one. */
  readonly exec?: ExecForm;
  readonly heredocs: readonly Heredoc[];
  /** The instruction after ONBUILD, or the CMD of a HEALTHCHECK is not here: only ONBUILD has one. */
  readonly trigger?: Instruction;
  /** Index into the file's stages; -1 before the first FROM. */
  readonly stage: number;
  /** What `remembered` keeps; nobody else looks at it. */
  readings?: unknown[];
  /** The escape character in force where the instruction stands; a backslash when absent. */
  readonly escape?: '\\' | '`';
}

/** Text joined over continuation lines, with the way back to the file. */
export interface Joined {
  readonly text: string;
  /** Where the body stands in the file, from its first to its last character. */
  readonly at: Span;
  /** The offset in the file of the character at `offset` of `text` (0 to text.length). */
  toSource(offset: number): number;
  /** The file's range of a non-empty range of `text`. */
  span(start: number, end: number): Span;
  /** The piece from `start` to `end`, still mapped to the file. */
  slice(start: number, end: number): Joined;
  /** This text followed by other pieces of the file. */
  append(pieces: readonly { readonly text: string; readonly place: number }[]): Joined;
}

/** `--name=value` or `--name`. */
export interface Flag {
  /** Lower case, without the dashes. */
  readonly name: string;
  /** Absent for a bare `--name`. Quotes are removed as BuildKit does. */
  readonly value?: string;
  readonly at: Span;
  readonly valueAt?: Span;
}

/** One blank-separated word. */
export interface Word {
  /** As written, without continuation. */
  readonly raw: string;
  /** With quotes and escapes removed; variables are left as they are. */
  readonly value: string;
  readonly at: Span;
}

/** A valid JSON array of strings. */
export interface ExecForm {
  readonly at: Span;
  /** `at` covers the quotes. */
  readonly items: readonly { readonly value: string; readonly at: Span }[];
}

/** A here-document of RUN, COPY or ADD. */
export interface Heredoc {
  readonly name: string;
  /** `<<-`: leading tabs are removed. */
  readonly chomp: boolean;
  /** False when the delimiter was quoted. */
  readonly expand: boolean;
  /** The file descriptor written before `<<`, as a number; 0 when none. */
  readonly fileDescriptor: number;
  /** The `<<EOF` word in the head. */
  readonly at: Span;
  /** The lines between head and terminator, contiguous in the file. */
  readonly bodyAt: Span;
  /** The text at `bodyAt`, line breaks and leading tabs as they are. */
  readonly body: string;
  /** The terminator line; absent when the file ends first. */
  readonly endAt?: Span;
}
