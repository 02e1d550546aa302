// The little Haskell that hadolint's specifications use to write a Dockerfile: texts, lists of lines, and names for both.

/** A text; a backslash at the end of a line and the one before the next line's first character make a gap. */
const textPattern = /"((?:[^"\\]|\\[\s\S])*)"/y;
/** What stands before a value without changing it. */
const wrapping = /(?:\s|\$|\(|(?:Text\.)?(?:unlines|pack)\b)+/y;
const namePattern = /[a-z]\w*/y;

/** Names and what they stand for. */
export type Names = ReadonlyMap<string, string>;

/**
 * The text that the value at `offset` makes: a text, a list of lines, or a name of one of them.
 * @returns undefined where something else stands
 */
export function haskellValue(source: string, offset: number, names: Names = new Map()): string | undefined {
  const start = skip(wrapping, source, offset);
  if (source[start] === '[') return listOfLines(source, start + 1);
  if (source[start] === '"') return textAt(source, start)?.text;
  namePattern.lastIndex = start;
  return names.get(namePattern.exec(source)?.[0] ?? '');
}

/** Every `name = value` of a piece of source whose value can be read. */
export function haskellNames(source: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const match of source.matchAll(/(?:^|\s)([a-z]\w*)\s*=(?=[\s$["(])/g)) {
    const value = haskellValue(source, match.index + match[0].length);
    if (value !== undefined) names.set(match[1]!, value);
  }
  return names;
}

function listOfLines(source: string, offset: number): string | undefined {
  const lines: string[] = [];
  for (let at = skip(/[\s,]*/y, source, offset); ; at = skip(/[\s,]*/y, source, at)) {
    if (source[at] === ']') return lines.map((line) => `${line}\n`).join('');
    const read = textAt(source, at);
    if (read === undefined) return undefined;
    lines.push(read.text);
    at = read.end;
  }
}

function textAt(source: string, offset: number): { text: string; end: number } | undefined {
  textPattern.lastIndex = offset;
  const match = textPattern.exec(source);
  return match ? { text: unescaped(match[1]!), end: textPattern.lastIndex } : undefined;
}

function unescaped(text: string): string {
  const controls: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '&': '' };
  return text.replace(/\\(?:\s+\\|([\s\S]))/g, (_, char: string | undefined) =>
    char === undefined ? '' : (controls[char] ?? char),
  );
}

function skip(pattern: RegExp, source: string, offset: number): number {
  pattern.lastIndex = offset;
  const match = pattern.exec(source);
  return match ? pattern.lastIndex : offset;
}
