// Parses YAML that may be hostile: nesting is bounded before anything recurses into it.
import { Composer, type CST, type Document, Lexer, type ParsedNode, Parser } from 'yaml';

/** Far above what a person writes. */
const nestingLimit = 64;

/**
 * `yaml` 2.9 has no limit for nesting: 400 times `{` keep `parseDocument(text).toJS()` busy for more than 20 s, for
 * collections as keys are written out at every level; thousands of levels exhaust the stack. So the tokens, which are
 * made by a loop, are counted before nodes are made of them.
 * @param options `merge`: keys of `<<` are merged, as Compose wants it
 * @returns the first document, whose `errors` say whether it is valid; `too-deep` for nesting above 64 levels
 */
export function parseBoundedYaml(
  text: string,
  options: { readonly merge?: boolean } = {},
): Document.Parsed<ParsedNode, false> | 'too-deep' {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > nestingLimit) return 'too-deep';
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
  const [first] = composer.compose(tokens, true, text.length);
  // With `forceDoc` there is always one.
  return first!;
}
