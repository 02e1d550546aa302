// Reads the `--name=value` words between a keyword and its arguments.
import { isSpace } from './characters.ts';
import type { Flag, Joined } from './syntax.ts';

/** The flags of a logical line, and where its arguments begin. */
export interface FlagScan {
  readonly flags: readonly Flag[];
  /** Offset in the line after the last flag. */
  readonly end: number;
}

/** Flags in `line` from `from` on. A lone `--` ends them. Quotes and escapes are removed in both kinds of quotes. */
export function scanFlags(line: Joined, from: number, escaper: string): FlagScan {
  const { text } = line;
  const flags: Flag[] = [];
  let i = from;
  for (;;) {
    while (i < text.length && isSpace(text.charCodeAt(i))) i++;
    if (i >= text.length || !text.startsWith('--', i)) return { flags, end: i };
    const start = i;
    let word = '';
    let quote = '';
    let equals = -1;
    for (; i < text.length; i++) {
      const character = text[i]!;
      if (quote === '' && isSpace(text.charCodeAt(i))) break;
      if (character === quote) quote = '';
      else if (quote === '' && (character === '"' || character === "'")) quote = character;
      else if (character === escaper) word += text[++i] ?? '';
      else {
        if (character === '=' && equals < 0) equals = i;
        word += character;
      }
    }
    const end = Math.min(i, text.length);
    if (word === '--') return { flags, end };
    const cut = word.indexOf('=');
    flags.push({
      name: word.slice(2, cut < 0 ? undefined : cut).toLowerCase(),
      value: cut < 0 ? undefined : word.slice(cut + 1),
      at: line.span(start, end),
      valueAt: cut < 0 ? undefined : line.span(equals < 0 ? end : equals + 1, end),
    });
  }
}
