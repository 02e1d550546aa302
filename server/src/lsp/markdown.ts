// Makes text from files, images and scanners safe inside Markdown: it stays text, whatever it holds.

/** Plain text that Markdown shows as it is, on one line: no links, no HTML, no table cells, no code. */
export function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/gu, ' ')
    .replace(/[\\`*_{}[\]()#+\-.!|<>~&$:@"']/g, (character) => `&#${character.codePointAt(0)};`);
}

/**
 * Text in a code span; a back quote inside becomes an apostrophe, which is the one thing a span cannot show simply.
 * With a bar or a backslash it is plain text instead: where a table's cell ends is read before code spans are.
 */
export function code(text: string): string {
  const shown = text
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/gu, ' ')
    .replace(/`/g, "'");
  if (/[|\\]/.test(shown)) return plain(shown);
  return shown.trim() === '' ? '' : `\`${shown}\``;
}

/** A link, or only its text when the address is not plain http(s). */
export function link(text: string, href: string | undefined): string {
  const address = safeHref(href);
  return address === undefined ? plain(text) : `[${plain(text)}](${address})`;
}

/** The address in canonical form when it is http or https without credentials; undefined otherwise. */
export function safeHref(href: string | undefined): string | undefined {
  if (href === undefined || href.length > 2000) return undefined;
  try {
    const url = new URL(href);
    if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.username || url.password)
      return undefined;
    return url.href.replace(/[()<>"'\\|`\s]/g, (character) =>
      encodeURIComponent(character).replace(/[()']/g, hex),
    );
  } catch {
    return undefined;
  }
}

function hex(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** A table; the cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
