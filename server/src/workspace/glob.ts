// Glob patterns without regular expressions: patterns come from repositories, so matching must stay linear.

type Token = { kind: 'char'; char: string } | { kind: 'any' } | { kind: 'star' } | CharacterClass;
interface CharacterClass {
  kind: 'class';
  negated: boolean;
  ranges: [number, number][];
}

/** One `/`-separated pattern, ready to match. `'**'` stands for any number of folders. */
export type Glob = readonly ('**' | readonly Token[])[];

/** Reads `[a-z]` or `[!a-z]` at `at`; undefined when it is not closed. */
function readClass(pattern: string, at: number): { token: CharacterClass; end: number } | undefined {
  const negated = pattern[at + 1] === '!' || pattern[at + 1] === '^';
  const ranges: [number, number][] = [];
  let i = at + (negated ? 2 : 1);
  for (let first = true; i < pattern.length; first = false) {
    if (pattern[i] === ']' && !first) return { token: { kind: 'class', negated, ranges }, end: i + 1 };
    if (pattern[i] === '\\') i++;
    const low = pattern.codePointAt(i);
    if (low === undefined) return undefined;
    i += low > 0xffff ? 2 : 1;
    let high = low;
    if (pattern[i] === '-' && i + 1 < pattern.length && pattern[i + 1] !== ']') {
      i += pattern[i + 1] === '\\' ? 2 : 1;
      high = pattern.codePointAt(i) ?? low;
      i += high > 0xffff ? 2 : 1;
    }
    ranges.push([low, high]);
  }
  return undefined;
}

function tokens(segment: string): Token[] {
  const list: Token[] = [];
  for (let i = 0; i < segment.length; ) {
    const char = String.fromCodePoint(segment.codePointAt(i)!);
    if (char === '*') {
      if (list.at(-1)?.kind !== 'star') list.push({ kind: 'star' });
    } else if (char === '?') list.push({ kind: 'any' });
    else if (char === '\\' && i + 1 < segment.length) {
      const escaped = String.fromCodePoint(segment.codePointAt(i + 1)!);
      list.push({ kind: 'char', char: escaped });
      i += escaped.length;
    } else {
      const read = char === '[' ? readClass(segment, i) : undefined;
      if (read) {
        list.push(read.token);
        i = read.end;
        continue;
      }
      list.push({ kind: 'char', char });
    }
    i += char.length;
  }
  return list;
}

/** Compiles a pattern: `*`, `?`, `[a-z]`, `[!a-z]`, backslash, and `**` as a whole segment. No braces, no extglobs. */
export function compileGlob(pattern: string): Glob {
  return pattern
    .split('/')
    .filter((segment, i, all) => segment !== '**' || all[i - 1] !== '**')
    .map((segment) => (segment === '**' ? '**' : tokens(segment)));
}

function fits(token: Token, char: string): boolean {
  if (token.kind === 'any') return true;
  if (token.kind === 'char') return token.char === char;
  if (token.kind === 'star') return false;
  const code = char.codePointAt(0)!;
  return token.ranges.some(([low, high]) => code >= low && code <= high) !== token.negated;
}

/**
 * Matches a list against a pattern in which some elements take any number of items: on a mismatch only the last
 * such element takes one more, so the time is the product of both lengths at worst.
 */
function matchList<Element, Item>(
  pattern: readonly Element[],
  items: readonly Item[],
  isStar: (element: Element) => boolean,
  matches: (element: Element, item: Item) => boolean,
): boolean {
  let p = 0;
  let i = 0;
  let star = -1;
  let resume = 0;
  while (i < items.length) {
    if (p < pattern.length && isStar(pattern[p]!)) {
      star = p++;
      resume = i;
    } else if (p < pattern.length && matches(pattern[p]!, items[i]!)) {
      p++;
      i++;
    } else if (star >= 0) {
      p = star + 1;
      i = ++resume;
    } else return false;
  }
  while (p < pattern.length && isStar(pattern[p]!)) p++;
  return p === pattern.length;
}

/** True when the whole of `path` (with `/`, no leading one) fits. A trailing `**` takes at least one segment. */
export function matchGlob(glob: Glob, path: string): boolean {
  const segments = path.split('/').map((segment) => Array.from(segment));
  const inside = glob.length > 1 && glob.at(-1) === '**';
  const wanted = inside ? [...glob.slice(0, -1), '**' as const, compileGlob('*')[0]!] : glob;
  return matchList(
    wanted,
    segments,
    (element) => element === '**',
    (element, segment) =>
      matchList(element as readonly Token[], segment, (token) => token.kind === 'star', fits),
  );
}
