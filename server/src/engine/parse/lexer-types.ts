// What the word lexer takes and gives.

/** The value of a variable: undefined when it is not set, null when that cannot be known. */
export type Lookup = (name: string) => string | undefined | null;

export interface LexerOptions {
  readonly escape: '\\' | '`';
  readonly lookup: Lookup;
  /** Keep quotes in the result. */
  readonly rawQuotes?: boolean;
  /** Keep escape characters in the result. */
  readonly rawEscapes?: boolean;
  /** Quotes are ordinary characters. */
  readonly ignoreQuotes?: boolean;
  /** An unset variable stays as it is written. */
  readonly keepUnset?: boolean;
}

export interface LexedWord {
  readonly text: string;
  /** Offset of its first character in the text that was read. */
  readonly start: number;
  /** Offset after its last character. */
  readonly end: number;
}

export interface LexerResult {
  readonly text: string;
  readonly words: readonly LexedWord[];
  /** Names looked up, in order, repeated ones once. */
  readonly used: readonly string[];
  /** A value that was needed is not known. */
  readonly unknown: boolean;
  /** Why BuildKit refuses the text. */
  readonly problem?: { readonly message: string; readonly start: number; readonly end: number };
}
