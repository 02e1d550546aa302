// Texts in which BuildKit expands variables: quotes that do not match and substitutions it does not know.
import { lex } from '../lexer.ts';
import type { Instruction, Span, SyntaxProblem, Word } from '../syntax.ts';
import { problem, quoted } from './problem.ts';

const unknown = () => null;

/** What is wrong with a text whatever the values of its variables; undefined when nothing is. */
export function expansionProblem(text: string, escaper: '\\' | '`', at: Span): SyntaxProblem | undefined {
  if (!/[$'"]/.test(text)) return undefined;
  const wrong = lex(text, { escape: escaper, lookup: unknown }).problem;
  return wrong && problem(at, `${sentence(wrong.message)} in ${quoted(text)}.`);
}

/** The same for words of the file. */
export function wordsProblem(words: readonly Word[], escaper: '\\' | '`'): SyntaxProblem | undefined {
  for (const { raw, at } of words) {
    const wrong = expansionProblem(raw, escaper, at);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** The value of a text without variables; undefined when it has any, or is refused. */
export function literalValue(text: string, escaper: '\\' | '`'): string | undefined {
  if (!/[$'"\\`<]/.test(text)) return text;
  let usesVariable = false;
  const lookup = () => {
    usesVariable = true;
    return null;
  };
  const result = lex(text, { escape: escaper, lookup });
  return usesVariable || result.unknown ? undefined : result.text;
}

/** The bodies of here-documents that COPY and ADD expand. */
export function heredocProblem({ heredocs }: Instruction): SyntaxProblem | undefined {
  for (const { expand, body, bodyAt } of heredocs) {
    if (!expand || !body.includes('$')) continue;
    const wrong = lex(body, { escape: '\\', lookup: unknown, ignoreQuotes: true }).problem;
    if (wrong === undefined) continue;
    const at = { start: bodyAt.start + wrong.start, end: bodyAt.start + Math.min(wrong.end, body.length) };
    return problem(at, `${sentence(wrong.message)}. Quote the here-document's name to keep $ as it is.`);
  }
  return undefined;
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
