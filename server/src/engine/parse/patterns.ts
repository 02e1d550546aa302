// Shell patterns (`*`, `?`, escapes) of `${name#pattern}` and its kin, without regular expressions and so without backtracking.

/** One part of a pattern: any run, any one character, or this character. */
type Token = 'run' | 'one' | { readonly character: string };

/** More steps than this are not taken: the result counts as unknown. */
const mostSteps = 2_000_000;

/** Undefined when too long to compute, null when BuildKit refuses the pattern. */
type Result = string | undefined | null;

/** `${name#pattern}`, or `##` when `longest`. */
export function removePrefix(value: string, pattern: string, longest: boolean): Result {
  const tokens = tokenize(pattern);
  if (tokens === null) return null;
  const end = matchEnd([...value], tokens, 0, longest);
  if (end === undefined) return undefined;
  return end < 0 ? value : [...value].slice(end).join('');
}

/** `${name%pattern}`, or `%%` when `longest`. */
export function removeSuffix(value: string, pattern: string, longest: boolean): Result {
  const tokens = tokenize(pattern);
  if (tokens === null) return null;
  const reversed = [...value].reverse();
  const end = matchEnd(reversed, [...tokens].reverse(), 0, longest);
  if (end === undefined) return undefined;
  return end < 0 ? value : reversed.slice(end).reverse().join('');
}

/** `${name/pattern/replacement}`, or `//` when `all`. Each match is the longest at the leftmost place. */
export function replacePattern(value: string, pattern: string, replacement: string, all: boolean): Result {
  const tokens = tokenize(pattern);
  if (tokens === null) return null;
  // Go replaces `$1` in the replacement and matches an empty pattern between characters: too rare to model.
  if (tokens.length === 0 || (all && replacement.includes('$'))) return undefined;
  const characters = [...value];
  if (characters.length * characters.length * tokens.length > mostSteps) return undefined;
  let result = '';
  let i = 0;
  while (i < characters.length) {
    const end = matchEnd(characters, tokens, i, true);
    if (end === undefined) return undefined;
    if (end <= i) {
      result += characters[i++]!;
      continue;
    }
    result += replacement;
    i = end;
    if (!all) break;
  }
  return result + characters.slice(i).join('');
}

function tokenize(pattern: string): readonly Token[] | null {
  const tokens: Token[] = [];
  const characters = [...pattern];
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i]!;
    if (character === '*') tokens.push('run');
    else if (character === '?') tokens.push('one');
    else if (character === '\\') {
      const next = characters[++i];
      if (next === undefined || !'}/*?\\'.includes(next)) return null;
      tokens.push({ character: next });
    } else tokens.push({ character });
  }
  return tokens;
}

/** Where a match that starts at `start` ends: -1 for no match, undefined when there are too many steps. */
function matchEnd(
  value: readonly string[],
  tokens: readonly Token[],
  start: number,
  longest: boolean,
): number | undefined {
  if (value.length * tokens.length > mostSteps) return undefined;
  let ends = new Set([start]);
  for (const token of tokens) {
    const next = new Set<number>();
    if (token === 'run') {
      // A run does not go over a line break.
      // Sets keep the order of insertion, which is ascending here.
      for (let i = ends.values().next().value ?? 0; i <= value.length; i++) {
        if (ends.has(i) || (next.has(i - 1) && value[i - 1] !== '\n')) next.add(i);
      }
    } else {
      for (const i of ends) {
        const character = value[i];
        if (character === undefined) continue;
        if (token === 'one' ? character !== '\n' : character === token.character) next.add(i + 1);
      }
    }
    if (next.size === 0) return -1;
    ends = next;
  }
  let best = -1;
  for (const end of ends) if (best < 0 || (longest ? end > best : end < best)) best = end;
  return best;
}
