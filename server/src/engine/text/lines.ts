// Offsets to lines and columns and back.

/** Zero-based line and UTF-16 column. */
export interface LinePosition {
  readonly line: number;
  readonly character: number;
}

/** The line starts of one text. LF, CRLF and lone CR end a line, as in the language server protocol. */
export class LineIndex {
  readonly text: string;
  readonly starts: readonly number[];

  constructor(text: string) {
    this.text = text;
    const starts = [0];
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
    }
    this.starts = starts;
  }

  /** Zero-based line and UTF-16 column of an offset, which is clamped into the text. */
  position(offset: number): LinePosition {
    const at = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: at - this.starts[low]! };
  }

  /** UTF-16 offset of a zero-based line and column, clamped into the line. */
  offset(position: LinePosition): number {
    const start = this.starts[position.line];
    if (start === undefined) return position.line < 0 ? 0 : this.text.length;
    return Math.min(start + position.character, this.lineEnd(position.line));
  }

  /** Offset just after the last character of a line, before its line break. */
  lineEnd(line: number): number {
    let end = this.starts[line + 1] ?? this.text.length;
    while (end > this.starts[line]! && (this.text[end - 1] === '\n' || this.text[end - 1] === '\r')) end--;
    return end;
  }
}

/** The line break the text uses: CRLF when its first line ends so. */
export function lineBreakOf(text: string): '\r\n' | '\n' {
  const first = text.indexOf('\n');
  return first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n';
}
