// Expands variables in an argument, with BuildKit's quotes, escapes and modifiers.
import { lex } from './lexer.ts';
import type { Lookup } from './lexer-types.ts';

export type { Lookup } from './lexer-types.ts';

/** The outcome of an expansion. */
export interface Expansion {
  /** Undefined when a value that is needed is not known, or when BuildKit refuses the text. */
  readonly value: string | undefined;
  /** Names of variables looked up, each once, in order. */
  readonly used: readonly string[];
  /** Why BuildKit refuses the text. */
  readonly problem?: string;
}

/**
 * The value of `text` as written in the file (with its quotes: `raw`, not `value`, of a word).
 * `lookup` gives undefined for a variable that is not set and null for one whose value is not known.
 * Modifiers: `:-` `-` `:+` `+` `:?` `?` `#` `##` `%` `%%` `/` `//`, nested too. Nothing is expanded in single quotes.
 */
export function expandVariables(text: string, lookup: Lookup, escaper: '\\' | '`' = '\\'): Expansion {
  if (!text.includes('$') && !text.includes('"') && !text.includes("'") && !text.includes(escaper)) {
    return { value: text, used: [] };
  }
  return expansionOf(lex(text, { escape: escaper, lookup: bounded(lookup) }));
}

/** Values that double from line to line would fill the memory: beyond this they are not known. In UTF-16 units. */
const longestValue = 16 * 1024;

function bounded(lookup: Lookup): Lookup {
  let left = 4 * longestValue;
  return (name) => {
    const value = lookup(name);
    left -= value?.length ?? 0;
    return left < 0 ? null : value;
  };
}

function expansionOf(result: ReturnType<typeof lex>): Expansion {
  return {
    value: result.unknown || result.text.length > longestValue ? undefined : result.text,
    used: result.used,
    problem: result.problem?.message,
  };
}
