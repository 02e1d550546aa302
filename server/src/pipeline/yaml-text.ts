// Writes YAML line by line: quoted scalars, indented blocks, lists of lines.

/** A single-quoted scalar: nothing in it has a meaning but the quote itself. The text holds no line end and no control. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Lines moved to the right; empty ones stay empty. */
export function indented(lines: readonly string[], spaces: number): string[] {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(spaces) + line));
}

/** A list item of several lines. */
export function item(lines: readonly string[]): string[] {
  return lines.map((line, i) => (i === 0 ? `- ${line}` : line === '' ? '' : `  ${line}`));
}

/** `key: |` with the lines of a script below it. */
export function block(key: string, lines: readonly string[]): string[] {
  const [only] = lines;
  // A plain scalar ends at ` #` and `: `, and must not begin with a mark of YAML's own.
  if (lines.length === 1 && only !== undefined && /^[a-z][^#:]*$/.test(only)) return [`${key}: ${only}`];
  return [`${key}: |`, ...indented(lines, 2)];
}
