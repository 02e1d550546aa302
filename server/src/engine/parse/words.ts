// Splits arguments into words the two ways BuildKit does, and removes quotes.
import { isBlank, isSpace } from './characters.ts';
import type { Joined, Word } from './syntax.ts';

/** Half-open range of a word in the text it was split from. */
export type Range = readonly [start: number, end: number];

/** Words as ENV, LABEL and ARG have them: blanks inside quotes or after the escape character do not separate. */
export function quotedRanges(text: string, escaper: string): Range[] {
  const ranges: Range[] = [];
  let i = 0;
  for (;;) {
    while (i < text.length && isSpace(text.charCodeAt(i))) i++;
    if (i >= text.length) return ranges;
    const start = i;
    let quote = '';
    let end = text.length;
    for (; i < text.length; i++) {
      const character = text[i]!;
      if (quote === '' && isSpace(text.charCodeAt(i))) {
        end = i;
        break;
      }
      if (character === escaper && quote !== "'") {
        // An escape character at the very end is dropped.
        if (i + 1 === text.length) end = i;
        i++;
      } else if (quote === '' && (character === '"' || character === "'")) quote = character;
      else if (character === quote) quote = '';
    }
    if (end > start) ranges.push([start, end]);
  }
}

/** Words of FROM, COPY, ADD, EXPOSE and VOLUME: separated by blanks whatever the quotes. `text` is trimmed. */
export function blankRanges(text: string): Range[] {
  const ranges: Range[] = [];
  if (text === '') return ranges;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (!isBlank(text.charCodeAt(i))) continue;
    ranges.push([start, i]);
    while (i + 1 < text.length && isBlank(text.charCodeAt(i + 1))) i++;
    start = i + 1;
  }
  ranges.push([start, text.length]);
  return ranges;
}

/** The words of `body` at these ranges. */
export function toWords(body: Joined, ranges: readonly Range[], escaper: '\\' | '`'): Word[] {
  return ranges.map(([start, end]) => {
    const raw = body.text.slice(start, end);
    return { raw, value: unquote(raw, escaper), at: body.span(start, end) };
  });
}

/** Removes quotes and escapes as BuildKit's expansion does; `$NAME` and `${…}` stay as they are written. */
export function unquote(raw: string, escaper: '\\' | '`'): string {
  if (!raw.includes('"') && !raw.includes("'") && !raw.includes(escaper)) return raw;
  let value = '';
  let quote = '';
  for (let i = 0; i < raw.length; i++) {
    const character = raw[i]!;
    if (quote !== "'" && character === '$' && raw[i + 1] === '{') {
      const end = closingBrace(raw, i + 2, escaper);
      value += raw.slice(i, end);
      i = end - 1;
    } else if (quote !== "'" && character === escaper) {
      const next = raw[++i];
      if (next === undefined) continue;
      const escapable = quote === '' || next === '"' || next === '$' || next === escaper;
      value += escapable ? next : character + next;
    } else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
    else value += character;
  }
  return value;
}

/** Offset after the `}` that closes a `${` whose content starts at `start`, or the end. */
function closingBrace(text: string, start: number, escaper: string): number {
  let depth = 1;
  for (let i = start; i < text.length; i++) {
    const character = text[i];
    if (character === escaper) i++;
    else if (character === '{' && text[i - 1] === '$') depth++;
    else if (character === '}' && --depth === 0) return i + 1;
  }
  return text.length;
}
