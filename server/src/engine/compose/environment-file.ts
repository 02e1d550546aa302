// Reads environment files (`.env`) as Compose does: quotes, `export`, comments, several lines, variables in values.
// The grammar is that of compose-go's dotenv package (v2.16.2).
import { type Expansion, fillTemplate, type Lookup, newExpansion } from './template.ts';

/** What an environment file holds, or which line keeps Compose from reading it. */
export interface EnvironmentFile {
  /** By name; undefined for a value that depends on a variable that is not known. */
  readonly values: ReadonlyMap<string, string | undefined>;
  /** 1-based; absent when all of it was read. */
  readonly brokenLine?: number;
}

const blank = /[\s]*/y;
const blankInLine = /[\t\v\f\r \u0085\u00a0]*/y;
const keyText = /(?:export[\t\v\f\r \u0085\u00a0]+)?([\p{L}\p{N}_.\-[\]\t\v\f\r \u0085\u00a0]*)([=:\n]|$)/uy;

/** Moves past what `pattern` (sticky) matches. */
function past(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return from + (pattern.exec(text)?.[0].length ?? 0);
}

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
};

/** Escapes of double quotes; `\$` becomes `$$`, which stands for a plain `$`. */
function readEscapes(text: string): string {
  return text.replace(/\\(?:([abcfnrtv$"\\])|0(\d{0,3}))/g, (whole, letter?: string, octal?: string) => {
    if (letter === '$') return '$$';
    if (letter !== undefined) return escapes[letter] ?? whole;
    return octal !== undefined && /^[0-3][0-7]{2}$/.test(octal)
      ? String.fromCharCode(Number.parseInt(octal, 8))
      : whole;
  });
}

/**
 * Reads an environment file. Never throws; what stands before a broken line is kept.
 * @param known values that were set before, which win over those of the file when a value is filled in
 * @param expansion what variables may still add, which is taken from
 */
export function readEnvironmentFile(
  source: string,
  known: Lookup = () => undefined,
  expansion: Expansion = newExpansion(),
): EnvironmentFile {
  const text = source.startsWith('\ufeff') ? source.slice(1) : source;
  const values = new Map<string, string | undefined>();
  const lookup: Lookup = (name) => {
    const before = known(name);
    return before !== undefined || !values.has(name) ? before : (values.get(name) ?? null);
  };
  const broken = (at: number): EnvironmentFile => ({
    values,
    brokenLine: text.slice(0, at).split('\n').length,
  });
  let at = 0;
  for (;;) {
    at = past(blank, text, at);
    if (at >= text.length) return { values };
    if (text[at] === '#') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      continue;
    }
    keyText.lastIndex = at;
    const found = keyText.exec(text);
    if (found === null) return broken(at);
    const key = (found[1] ?? '').trimEnd();
    if (key.includes(' ')) return broken(at);
    at += found[0].length;
    if (found[2] !== '=' && found[2] !== ':') {
      // The name alone: its value is that of the surroundings.
      const inherited = known(key);
      if (inherited !== undefined) values.set(key, inherited ?? undefined);
      continue;
    }
    at = past(blankInLine, text, at);
    const quote = text[at];
    if (quote !== '"' && quote !== "'") {
      const end = text.indexOf('\n', at);
      const line = text.slice(at, end < 0 ? text.length : end);
      const filled = fillTemplate((line.split(' #', 1)[0] ?? '').trimEnd(), lookup, expansion);
      if (filled.invalidAt !== undefined) return broken(at);
      values.set(key, filled.text);
      at += line.length;
      continue;
    }
    const quoted = readQuoted(text, at, quote);
    if (quoted === undefined) return broken(at);
    const filled =
      quote === '"' ? fillTemplate(readEscapes(quoted.value), lookup, expansion) : { text: quoted.value };
    if ('invalidAt' in filled && filled.invalidAt !== undefined) return broken(at);
    values.set(key, filled.text);
    at = quoted.end;
  }
}

/** A quoted value, a backslash before its quote taken away; undefined when it does not end. */
function readQuoted(text: string, at: number, quote: string): { value: string; end: number } | undefined {
  const parts: string[] = [];
  let from = at + 1;
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === quote) return { value: parts.join('') + text.slice(from, index), end: index + 1 };
    if (text[index] !== '\\') continue;
    if (text[index + 1] === quote) {
      parts.push(text.slice(from, index));
      from = index + 1;
    }
    index += 1;
  }
  return undefined;
}
