// One pattern of a .dockerignore, matched as Docker matches it: in steps that grow with pattern times path, no more.

/** What a pattern is made of. `deep` is `**` before more (any folders, or none), `all` is `**` at the end. */
type Token =
  | { readonly kind: 'char'; readonly code: number }
  | { readonly kind: 'any' | 'star' | 'deep' | 'all' | 'start' }
  | {
      readonly kind: 'class';
      readonly negated: boolean;
      readonly ranges: readonly (readonly [number, number])[];
    };

/** A pattern ready to match. Without wildcards it is a comparison of texts. */
export type IgnorePattern =
  | { readonly kind: 'exact'; readonly text: string }
  | { readonly kind: 'prefix'; readonly text: string }
  | { readonly kind: 'suffix'; readonly text: string }
  | { readonly kind: 'tokens'; readonly tokens: readonly Token[]; readonly least: number };

const slash = 47;
const newline = 10;

function isLetterOrDigit(char: string): boolean {
  return /^[A-Za-z0-9]$/.test(char);
}

/** Where a wildcard stands, Docker's matcher lets `|` and `{2}` through to its regular expression. */
function isOdd(pattern: string): boolean {
  return pattern.includes('|') || /\{[0-9]/.test(pattern);
}

/** Reads `[a-z]` or `[^a-z]` whose `[` is before `at`; undefined for what Docker refuses or reads in an odd way. */
function readClass(characters: readonly string[], at: number): { token: Token; end: number } | undefined {
  const negated = characters[at] === '^';
  const ranges: [number, number][] = [];
  let i = negated ? at + 1 : at;
  const one = (): number | undefined => {
    let char = characters[i++];
    if (char === undefined || '-]*?['.includes(char)) return undefined;
    if (char === '\\') {
      char = characters[i++];
      if (char === undefined || isLetterOrDigit(char)) return undefined;
    }
    return char.codePointAt(0);
  };
  while (i < characters.length) {
    if (characters[i] === ']' && ranges.length > 0)
      return { token: { kind: 'class', negated, ranges }, end: i + 1 };
    const low = one();
    if (low === undefined) return undefined;
    let high: number | undefined = low;
    if (characters[i] === '-') {
      i++;
      high = one();
    }
    if (high === undefined || high < low) return undefined;
    ranges.push([low, high]);
  }
  return undefined;
}

/** The least number of characters that fit. */
function leastOf(tokens: readonly Token[]): number {
  return tokens.filter(({ kind }) => kind === 'char' || kind === 'any' || kind === 'class').length;
}

/**
 * Compiles one cleaned pattern (no leading `!` or `/`). The source of each turn is moby/patternmatcher 0.6: `**` takes
 * folders and may stand inside a name, `*` and `?` stop at `/`, a class does not, and `[!a]` is no negation.
 * Undefined where Docker refuses the pattern (an open bracket), or reads it as no one meant it (`\d`, `[*]`).
 */
export function compileIgnorePattern(pattern: string): IgnorePattern | undefined {
  const characters = Array.from(pattern);
  const tokens: Token[] = [];
  let kind: IgnorePattern['kind'] = 'exact';
  for (let i = 0; i < characters.length; ) {
    const first = i === 0;
    const char = characters[i++]!;
    if (char === '*' && characters[i] === '*') {
      i++;
      if (characters[i] === '/') i++;
      if (i >= characters.length) {
        kind = kind === 'exact' ? 'prefix' : 'tokens';
        tokens.push({ kind: 'all' });
      } else {
        kind = 'tokens';
        if (tokens.at(-1)?.kind !== 'deep') tokens.push({ kind: 'deep' });
      }
      if (first) kind = 'suffix';
    } else if (char === '*' || char === '?') {
      kind = 'tokens';
      tokens.push({ kind: char === '*' ? 'star' : 'any' });
    } else if (char === '[') {
      const read = readClass(characters, i);
      if (read === undefined) return undefined;
      kind = 'tokens';
      tokens.push(read.token);
      i = read.end;
    } else if (char === '\\') {
      const escaped = characters[i++];
      if (escaped === undefined || isLetterOrDigit(escaped)) return undefined;
      kind = 'tokens';
      tokens.push({ kind: 'char', code: escaped.codePointAt(0)! });
    } else if (char === '^') tokens.push({ kind: 'start' });
    else {
      if (char === ']') kind = 'tokens';
      tokens.push({ kind: 'char', code: char.codePointAt(0)! });
    }
  }
  if (kind === 'exact') return { kind, text: pattern };
  if (kind === 'prefix') return { kind, text: pattern.slice(0, -2) };
  if (kind === 'suffix') return { kind, text: pattern.slice(2) };
  if (isOdd(pattern)) return undefined;
  return { kind, tokens, least: leastOf(tokens) };
}

function fits(token: Token, code: number): boolean {
  if (token.kind === 'char') return token.code === code;
  if (token.kind === 'any') return code !== slash;
  return (
    token.kind === 'class' &&
    token.ranges.some(([low, high]) => code >= low && code <= high) !== token.negated
  );
}

/** Follows all ways through the tokens at once. A state is twice the token's index, plus one inside of a `deep`. */
function follow(tokens: readonly Token[], codes: readonly number[]): boolean {
  const seen = new Int32Array(2 * tokens.length + 2).fill(-1);
  let states: number[] = [];
  const enter = (index: number, step: number, into: number[]) => {
    for (let k = index; seen[2 * k] !== step; k++) {
      seen[2 * k] = step;
      into.push(2 * k);
      const kind = tokens[k]?.kind;
      const passable =
        kind === 'star' || kind === 'deep' || kind === 'all' || (kind === 'start' && step === 0);
      if (!passable) break;
    }
  };
  enter(0, 0, states);
  for (const [position, code] of codes.entries()) {
    const step = position + 1;
    const next: number[] = [];
    for (const state of states) {
      const k = state >> 1;
      const token = tokens[k];
      if (token === undefined || token.kind === 'start') continue;
      if (token.kind === 'star') {
        if (code !== slash) enter(k, step, next);
      } else if (token.kind === 'all') {
        if (code !== newline) enter(k, step, next);
      } else if (token.kind === 'deep') {
        if (code === newline) continue;
        if (seen[2 * k + 1] !== step) {
          seen[2 * k + 1] = step;
          next.push(2 * k + 1);
        }
        if (code === slash) enter(k + 1, step, next);
      } else if (fits(token, code)) enter(k + 1, step, next);
    }
    if (next.length === 0) return false;
    states = next;
  }
  return states.includes(2 * tokens.length);
}

/** True when the whole of `path` fits; `codes` are its code points. */
export function matchIgnorePattern(pattern: IgnorePattern, path: string, codes: readonly number[]): boolean {
  switch (pattern.kind) {
    case 'exact':
      return path === pattern.text;
    case 'prefix':
      return path.startsWith(pattern.text);
    case 'suffix':
      return path.endsWith(pattern.text) || (pattern.text.startsWith('/') && path === pattern.text.slice(1));
    case 'tokens':
      return pattern.least <= codes.length && follow(pattern.tokens, codes);
  }
}
