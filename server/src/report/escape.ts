// Makes text from files and scanners harmless where it is shown: terminals, workflow commands, Markdown, JSON.

/** Marks that turn the direction of text or take no room: they can make a line read as something else. */
const invisible = '\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\ufff9-\\ufffb';
const hostile = new RegExp(`[\\u0000-\\u001f\\u007f-\\u009f${invisible}]`, 'gu');

/**
 * Text that a terminal shows and does not obey. Every character stays one column wide: C0 controls become their
 * pictures (U+2400 and following), all else that is invisible or a control becomes U+FFFD, and a tab a space.
 */
export function forTerminal(text: string): string {
  return text.replace(hostile, (char) => {
    const code = char.charCodeAt(0);
    if (code === 9) return ' ';
    if (code < 32) return String.fromCharCode(0x2400 + code);
    return code === 127 ? '\u2421' : '\ufffd';
  });
}

/** The message part of a GitHub workflow command. */
export function forWorkflowMessage(text: string): string {
  const shown = text.split(/(\r\n|\r|\n)/).map((part, i) => (i % 2 === 1 ? part : forTerminal(part)));
  return shown.join('').replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A property's value in a GitHub workflow command. */
export function forWorkflowProperty(text: string): string {
  return forWorkflowMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** Plain words in Markdown, also in a table cell: no markup, no link, no mention, on one line. */
export function forMarkdown(text: string): string {
  return forTerminal(text.replace(/[\r\n\t]+/g, ' '))
    .replace(/[\\`*_{}[\]()#+!|~$-]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '&#64;')
    .replace(/:\/\//g, '&#58;//')
    .replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}&#46;`);
}

/** A code span of any text, on one line; also right in a table cell. */
export function codeSpan(text: string): string {
  const shown = forTerminal(text.replace(/[\r\n\t]+/g, ' ')).replaceAll('|', '\u2223');
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 || /^ | $/.test(shown) ? ' ' : '';
  return shown === '' ? '' : `${fence}${space}${shown}${space}${fence}`;
}

/** A message of ours, in which backticks mark code: the code as spans, all else as plain words. */
export function messageMarkdown(message: string): string {
  const parts = message.split('`');
  if (parts.length % 2 === 0) return forMarkdown(message);
  return parts.map((part, i) => (i % 2 === 1 ? codeSpan(part) : forMarkdown(part))).join('');
}

/** JSON of a value, with every control and invisible character escaped, so that printing it is safe too. */
export function toJson(value: unknown, indent = 2): string {
  const raw = new RegExp(`[\\u007f-\\u009f${invisible}]`, 'gu');
  return JSON.stringify(value, undefined, indent).replace(
    raw,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
