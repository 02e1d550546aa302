// Marks in a text: «…» around what is expected to be found.

/** A text without its marks, and the half-open ranges that were marked, in UTF-16 offsets of that text. */
export function readMarks(marked: string): { text: string; marks: { start: number; end: number }[] } {
  const marks: { start: number; end: number }[] = [];
  let text = '';
  for (const piece of marked.split(/([«»])/)) {
    if (piece === '«') marks.push({ start: text.length, end: -1 });
    else if (piece === '»') marks.findLast((mark) => mark.end < 0)!.end = text.length;
    else text += piece;
  }
  return { text, marks };
}

/** The text with marks around the ranges, which must not overlap. */
export function writeMarks(
  text: string,
  marks: readonly { readonly start: number; readonly end: number }[],
): string {
  let result = '';
  let at = 0;
  for (const mark of [...marks].sort((one, other) => one.start - other.start)) {
    result += `${text.slice(at, mark.start)}«${text.slice(mark.start, mark.end)}»`;
    at = mark.end;
  }
  return result + text.slice(at);
}
