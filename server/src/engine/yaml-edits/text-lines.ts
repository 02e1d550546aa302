// Lines of a text, by offsets.

/** The offset at which the line of `offset` starts, behind a byte order mark. */
export function lineStart(text: string, offset: number): number {
  const start = offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  return start === 0 && text.startsWith('\ufeff') ? 1 : start;
}

/** The offset behind the last character of the line of `offset`, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  if (at < 0) return text.length;
  return at > offset && text[at - 1] === '\r' ? at - 1 : at;
}

/** The offset at which the next line starts; the text's length on the last line. */
export function nextLine(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at < 0 ? text.length : at + 1;
}

/** Zero-based, in UTF-16 units. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** What stands before `offset` on its line. */
export function beforeOn(text: string, offset: number): string {
  return text.slice(lineStart(text, offset), offset);
}

/** Whether nothing but blanks stands before `offset` on its line. */
export function isFirstOn(text: string, offset: number): boolean {
  return /^[ \t]*$/.test(beforeOn(text, offset));
}

/** Whether the text ends without a line break, so that a line put at its end needs one before it. */
export function needsBreak(text: string, offset: number): boolean {
  return offset >= text.length && text.length > 0 && !text.endsWith('\n') && text !== '\ufeff';
}

/** Past blanks, line breaks and comments: the offset of the next character that counts. */
export function skipTrivia(text: string, offset: number): number {
  let at = offset;
  for (;;) {
    while (at < text.length && /\s/.test(text[at]!)) at += 1;
    if (text[at] !== '#' || (at > 0 && !/\s|[,[\]{}]/.test(text[at - 1]!))) return at;
    at = lineEnd(text, at);
  }
}
