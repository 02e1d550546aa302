// Parses YAML that may be hostile: nesting is bounded before anything recurses into it.
import { Composer, type CST, type Document, Lexer, type ParsedNode, Parser } from 'yaml';
import type { Span } from '../syntax.ts';

/** Far above what a person writes. */
const nestingLimit = 64;

/** Words, marks and spaces that a text may have: some ten thousand values; Compose itself takes a hundred thousand at most. */
const lexemeLimit = 300_000;

/** One document of a file. */
export type YamlDocument = Document.Parsed<ParsedNode, false>;

/** The marks that the lexer puts between pieces of the text: a document, the end of a flow, a scalar. */
const lexerMarks = new Set(['\x02', '\x18', '\x1f']);

/** The parts of the lexer that look at indentation inside brackets and quotes; it keeps them private. */
interface LexerParts {
  indentNext: number;
  parseFlowCollection?(): Generator<string, unknown>;
  parseQuotedScalar?(): Generator<string, unknown>;
}

/**
 * A lexer that lets lines inside brackets, braces and quotes stand further to the left than YAML allows, as the
 * parser of Compose does. Without the private parts it is an ordinary one.
 */
function lenientLexer(): Lexer {
  const lexer = new Lexer();
  const parts = lexer as unknown as LexerParts;
  for (const name of ['parseFlowCollection', 'parseQuotedScalar'] as const) {
    const parse = parts[name];
    if (parse === undefined) continue;
    parts[name] = function* (this: LexerParts) {
      const { indentNext } = this;
      this.indentNext = 0;
      const next = yield* parse.call(this);
      this.indentNext = indentNext;
      return next;
    };
  }
  return lexer;
}

/** What is said of how strictly a text is read. */
export interface BoundedOptions {
  /** Keys of `<<` are merged by the package itself. */
  readonly merge?: boolean;
  /** Lines inside brackets, braces and quotes may stand further to the left. */
  readonly isLenient?: boolean;
}

/**
 * `yaml` 2.9 has no limit for nesting: 400 times `{` keep `parseDocument(text).toJS()` busy for more than 20 s, for
 * collections as keys are written out at every level; thousands of levels exhaust the stack. So the tokens, which are
 * made by a loop, are counted before nodes are made of them.
 * @returns every document, at least one, and the places of the comments; or where nesting goes beyond 64 levels, or
 *   where the text becomes longer than what is worth reading
 */
export function parseBoundedDocuments(
  text: string,
  options: BoundedOptions = {},
):
  | { readonly documents: readonly YamlDocument[]; readonly comments: readonly Span[] }
  | { readonly tooDeepAt: number }
  | { readonly tooManyAt: number } {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  const comments: Span[] = [];
  let offset = 0;
  let isScalar = false;
  let count = 0;
  const lexer = options.isLenient === true ? lenientLexer() : new Lexer();
  for (const lexeme of lexer.lex(text)) {
    if (!isScalar && lexerMarks.has(lexeme)) {
      isScalar = lexeme === '\x1f';
    } else {
      if (!isScalar && lexeme.startsWith('#')) {
        comments.push({ start: offset, end: offset + lexeme.trimEnd().length });
      }
      offset += lexeme.length;
      isScalar = false;
    }
    for (const token of parser.next(lexeme)) tokens.push(token);
    count += 1;
    if (count > lexemeLimit) return { tooManyAt: Math.min(offset, text.length) };
    if (parser.stack.length > nestingLimit) return { tooDeepAt: Math.min(offset, text.length) };
  }
  for (const token of parser.end()) tokens.push(token);
  const composer = new Composer<ParsedNode, false>({
    schema: 'core',
    merge: options.merge ?? false,
    prettyErrors: false,
    logLevel: 'silent',
    strict: true,
    // Comparing each with each takes seconds for some thousand keys; the last one counts.
    uniqueKeys: false,
  });
  return { documents: [...composer.compose(tokens, true, text.length)], comments };
}

/**
 * Parses the first document.
 * @param options `merge`: keys of `<<` are merged, as Compose wants it
 * @returns the first document, whose `errors` say whether it is valid; `too-deep` for nesting above 64 levels and for
 *   texts of more than 300,000 words and marks
 */
export function parseBoundedYaml(text: string, options: BoundedOptions = {}): YamlDocument | 'too-deep' {
  const parsed = parseBoundedDocuments(text, options);
  // There is always one document, also in an empty text.
  return 'documents' in parsed ? parsed.documents[0]! : 'too-deep';
}
