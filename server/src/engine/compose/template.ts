// Puts variables into a text as Compose does: `$NAME`, `${NAME:-default}` and the like.
// The grammar is that of compose-go's template package (v2.16.2).

/** What a text became. */
export interface Filled {
  /** Undefined when it depends on a variable that is not known. */
  readonly text: string | undefined;
  /** Names, in order, with repetitions. */
  readonly variables: readonly string[];
  /** The first `${` that starts no variable: Compose refuses the file. */
  readonly invalidAt?: number;
}

/** The value of a variable: undefined when no file sets it, null when one sets it to something that is not known. */
export type Lookup = (name: string) => string | null | undefined;

/** What may still be put in for variables, in UTF-16 units; those who fill in texts take from it. */
export interface Expansion {
  left: number;
}

/** Values that grow each other double with every line, so there is an end to it for one project. */
export function newExpansion(): Expansion {
  return { left: 8 * 1024 * 1024 };
}

/** A text that variables make longer by more than this is not known. */
const growthLimit = 64 * 1024;

/** Nested defaults beyond this depth are not known. */
const depthLimit = 20;

const nameOnly = /[A-Za-z_]\w*/y;
const braced = /([A-Za-z_]\w*)(?:\}|(:?[-?+]))/y;

/** What follows `pattern` at `from`. */
function matchAt(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}

/**
 * The brace that closes the one at `open`, at `last` at most: Compose counts braces, but never looks at the letter
 * behind an opening one. Where the count does not come out, it is the last one of the line.
 */
function closing(text: string, open: number, last: number): number {
  let depth = 0;
  for (let index = open; index <= last; index += 1) {
    if (text[index] === '}') {
      depth -= 1;
      if (depth === 0) return index;
    } else if (text[index] === '{') {
      depth += 1;
      index += 1;
    }
  }
  return last;
}

/** Finds the last closing brace of a line; each line is searched once. */
function lastBraces(text: string): (from: number) => number {
  let lineEnd = -1;
  let last = -1;
  return (from) => {
    if (from > lineEnd) {
      const end = text.indexOf('\n', from);
      lineEnd = end < 0 ? text.length : end;
      // In the line only: from the start of the text it would take the square of its length.
      last = from + text.slice(from, lineEnd).lastIndexOf('}');
      if (last < from) last = -1;
    }
    return last;
  };
}

/**
 * Fills in variables; linear in the text's length times the depth of nesting, which is bounded.
 * @param expansion taken from; where nothing is left, what depends on variables is not known
 */
export function fillTemplate(
  text: string,
  lookup: Lookup,
  expansion: Expansion = newExpansion(),
  depth = 0,
): Filled {
  if (!text.includes('$')) return { text, variables: [] };
  const variables: string[] = [];
  const parts: (string | undefined)[] = [];
  const lastBrace = lastBraces(text);
  let from = 0;
  let invalidAt: number | undefined;
  let growth = 0;
  const put = (value: string | undefined, end: number): void => {
    const more = Math.max(0, (value?.length ?? 0) - (end - from));
    growth += more;
    expansion.left -= more;
    parts.push(growth > growthLimit || expansion.left < 0 ? undefined : value);
    from = end;
  };
  for (let dollar = text.indexOf('$'); dollar >= 0; dollar = text.indexOf('$', from)) {
    parts.push(text.slice(from, dollar));
    from = dollar;
    const next = text[dollar + 1];
    if (next === '$') {
      parts.push('$');
      from = dollar + 2;
    } else if (next === '{') {
      const [whole = '', name = '', operator] = matchAt(braced, text, dollar + 2) ?? [];
      const start = dollar + 2 + whole.length;
      const last = operator === undefined ? start - 1 : lastBrace(start);
      if (whole === '' || last < start - 1 || (operator !== undefined && last < start)) {
        invalidAt ??= dollar;
        parts.push(undefined);
        from = dollar + 2;
        continue;
      }
      const end = operator === undefined ? last : Math.max(start, closing(text, dollar + 1, last));
      const filled = fillBraces(name, operator, text.slice(start, end), { lookup, expansion, depth });
      for (const variable of filled.variables) variables.push(variable);
      if (filled.invalidAt !== undefined) invalidAt ??= dollar;
      put(filled.text, end + 1);
    } else {
      const name = matchAt(nameOnly, text, dollar + 1)?.[0];
      if (name === undefined) {
        parts.push('$');
        from = dollar + 1;
      } else {
        variables.push(name);
        put(lookup(name) ?? undefined, dollar + 1 + name.length);
      }
    }
  }
  parts.push(text.slice(from));
  return {
    text: parts.includes(undefined) ? undefined : parts.join(''),
    variables,
    ...(invalidAt === undefined ? {} : { invalidAt }),
  };
}

/** What stands in `${NAME…}`. */
function fillBraces(
  name: string,
  operator: string | undefined,
  argument: string,
  { lookup, expansion, depth }: { lookup: Lookup; expansion: Expansion; depth: number },
): Filled {
  const value = lookup(name);
  if (operator === undefined) return { text: value ?? undefined, variables: [name] };
  const inner: Filled =
    depth >= depthLimit
      ? { text: undefined, variables: [] }
      : fillTemplate(argument, lookup, expansion, depth + 1);
  const isSet = value !== undefined && (value !== '' || !operator.startsWith(':'));
  const takesArgument = operator.endsWith('+') ? isSet : !isSet;
  const text = (): string | undefined => {
    if (value === null) return undefined;
    if (operator.endsWith('-')) return isSet ? value : inner.text;
    // Without a value Compose's own environment decides.
    if (operator.endsWith('?') || value === undefined) return isSet ? value : undefined;
    return isSet ? inner.text : value;
  };
  return {
    text: text(),
    variables: [name, ...inner.variables],
    // Compose looks at the argument when it needs it.
    ...(inner.invalidAt === undefined || !takesArgument ? {} : { invalidAt: inner.invalidAt }),
  };
}
