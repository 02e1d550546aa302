// Reads what packages say of their licences: SPDX expressions, and the names that distributions write instead. Pure.
// Source: SPDX specification 2.3, annex D (license expressions), and Debian's machine-readable copyright format.

/** Longer texts are no expression. */
const longest = 2000;
const deepest = 50;

/**
 * Whether the holder of a package cannot but take it under a forbidden licence: `MIT OR AGPL-3.0` leaves a choice,
 * `MIT AND AGPL-3.0` does not. What is no expression counts as one name.
 * @param forbidden SPDX ids; `AGPL-3.0` means `AGPL-3.0-only` and `AGPL-3.0-or-later` too
 * @returns the forbidden ids that cannot be avoided, as the text has them; empty where it can be
 */
export function unavoidable(text: string, forbidden: readonly string[]): readonly string[] {
  const keys = new Set(forbidden.map(keyOf));
  const expression = parse(text);
  return expression === undefined
    ? keys.has(keyOf(text.trim()))
      ? [text.trim()]
      : []
    : forbiddenIn(expression, keys);
}

type Expression =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[] };

function forbiddenIn(expression: Expression, keys: ReadonlySet<string>): readonly string[] {
  if (expression.kind === 'id') return keys.has(keyOf(expression.id)) ? [expression.id] : [];
  const parts = expression.parts.map((part) => forbiddenIn(part, keys));
  if (expression.kind === 'or' && parts.some((part) => part.length === 0)) return [];
  return [...new Set(parts.flat())];
}

/** The licence without what only says which later versions may be taken: `AGPL-3.0-or-later`, `AGPL-3+`, `agpl-3`. */
function keyOf(id: string): string {
  return id
    .toLowerCase()
    .replace(/\+$/, '')
    .replace(/-(?:only|or-later)$/, '')
    .replace(/^gnu affero general public licen[cs]e(?:,? version|,? v\.?)? ?(?=\d)/, 'agpl-')
    .replace(/\s+/g, '-')
    .replace(/^([al]?gpl)-?v?(?=\d)/, '$1-')
    .replace(/-v?(\d+)(?:\.0)*$/, '-$1');
}

class Words {
  private at = 0;
  private readonly words: readonly string[];

  constructor(words: readonly string[]) {
    this.words = words;
  }

  get next(): string | undefined {
    return this.words[this.at];
  }

  take(): string | undefined {
    return this.words[this.at++];
  }

  /** Takes the word where it is next. */
  takes(word: string): boolean {
    if (this.next?.toUpperCase() !== word) return false;
    this.at++;
    return true;
  }
}

const operators: ReadonlySet<string> = new Set(['AND', 'OR', 'WITH']);

/** Undefined for what is no expression. */
function parse(text: string): Expression | undefined {
  if (text.length > longest) return undefined;
  const words = new Words(text.match(/[()]|[^\s()]+/g) ?? []);
  const found = parseChoice(words, 0);
  return words.next === undefined ? found : undefined;
}

function parseChoice(words: Words, depth: number): Expression | undefined {
  return parseList(words, 'OR', 'or', () => parseList(words, 'AND', 'and', () => parseOne(words, depth)));
}

function parseList(
  words: Words,
  operator: string,
  kind: 'and' | 'or',
  part: () => Expression | undefined,
): Expression | undefined {
  const parts: Expression[] = [];
  do {
    const one = part();
    if (!one) return undefined;
    parts.push(one);
  } while (words.takes(operator));
  return parts.length === 1 ? parts[0] : { kind, parts };
}

function parseOne(words: Words, depth: number): Expression | undefined {
  if (depth > deepest) return undefined;
  if (words.takes('(')) {
    const inner = parseChoice(words, depth + 1);
    return inner && words.takes(')') ? inner : undefined;
  }
  const id = words.take();
  if (id === undefined || id === ')' || operators.has(id.toUpperCase())) return undefined;
  if (!words.takes('WITH')) return { kind: 'id', id };
  // An exception allows more than the licence; it stays that licence.
  const exception = words.take();
  return exception === undefined || /^[()]$/.test(exception) ? undefined : { kind: 'id', id };
}
