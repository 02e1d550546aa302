// A code frame: the lines of a finding with a line of carets under them.
import type { LineIndex, Span } from '../engine/index.ts';
import { forTerminal } from './escape.ts';

/** Lines shown of a finding that spans many. */
const mostLines = 4;
/** Columns shown of a line. */
const widest = 120;

export interface FrameStyle {
  readonly dim: (text: string) => string;
  readonly mark: (text: string) => string;
}

/** Columns a text takes in a terminal; combining marks take none, wide characters two. */
function columns(text: string): number {
  let width = 0;
  for (const char of text) {
    if (/\p{Mark}/u.test(char)) continue;
    const code = char.codePointAt(0)!;
    const wide =
      (code >= 0x1100 && code <= 0x115f) ||
      (code >= 0x2e80 && code <= 0xa4cf) ||
      (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xfe30 && code <= 0xfe6f) ||
      (code >= 0xff00 && code <= 0xff60) ||
      (code >= 0x1f300 && code <= 0x1faff) ||
      (code >= 0x20000 && code <= 0x3fffd);
    width += wide ? 2 : 1;
  }
  return width;
}

/** The part of a line to show, around its marked part; offsets are columns within the line. */
function view(line: string, from: number, to: number): { before: string; marked: string; after: string } {
  let start = 0;
  let end = line.length;
  if (line.length > widest) {
    start = Math.max(0, Math.min(from - 30, line.length - widest));
    end = Math.min(line.length, start + widest);
  }
  const markedEnd = Math.max(from, Math.min(to, end));
  return {
    before: (start > 0 ? '…' : '') + forTerminal(line.slice(start, from)),
    marked: forTerminal(line.slice(from, markedEnd)),
    after: forTerminal(line.slice(markedEnd, Math.max(markedEnd, end))) + (end < line.length ? '…' : ''),
  };
}

/** The frame of `at`, as lines of text without a final line break. Safe to print. */
export function codeFrame(lines: LineIndex, at: Span, style: FrameStyle): string {
  const first = lines.position(at.start);
  const last = lines.position(Math.max(at.start, at.end));
  // A span that ends at the start of a line does not mark that line.
  const lastLine = last.line > first.line && last.character === 0 ? last.line - 1 : last.line;
  const shown = Math.min(lastLine, first.line + mostLines - 1);
  const gutter = Math.max(3, String(shown + 1).length);
  const out: string[] = [];
  for (let number = first.line; number <= shown; number++) {
    const start = lines.starts[number]!;
    const line = lines.text.slice(start, lines.lineEnd(number));
    const indent = line.length - line.trimStart().length;
    const from = number === first.line ? Math.min(first.character, line.length) : indent;
    const to = number === last.line ? Math.min(last.character, line.length) : line.trimEnd().length;
    const part = view(line, from, to);
    out.push(
      `${style.dim(`${String(number + 1).padStart(gutter)} │`)} ${part.before}${part.marked}${part.after}`.trimEnd(),
    );
    const caret = '^'.repeat(Math.max(1, columns(part.marked)));
    out.push(
      `${style.dim(`${' '.repeat(gutter)} │`)} ${' '.repeat(columns(part.before))}${style.mark(caret)}`,
    );
  }
  if (shown < lastLine) out.push(style.dim(`${' '.repeat(gutter)} │ … ${lastLine - shown} more lines`));
  return out.join('\n');
}
