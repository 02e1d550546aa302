// Takes words out of a command, and with them the line that would be left empty.
import type { Edit } from '../define-rule.ts';
import type { Dockerfile, Span } from '../parse/syntax.ts';

/**
 * Removes a word, or a few that follow each other, with the blanks in front. A continuation line that holds nothing else goes as a
 * whole. Undefined where what stays could not be read the same: in front of a bracket or redirection without a blank, or
 * below a comment line that would then end the instruction.
 */
export function removeWords(dockerfile: Dockerfile, span: Span): Edit | undefined {
  const { text, escape: escaper } = dockerfile;
  const item = execItem(dockerfile, span);
  if (item) return item.comma === undefined ? undefined : { start: item.comma, end: span.end, text: '' };
  // What follows without a blank would become part of another word.
  if (/[({<>]/.test(text[span.end] ?? '')) return undefined;
  let { start, end } = span;
  while (text[start - 1] === ' ' || text[start - 1] === '\t') start--;
  const startsLine = start > 0 && text[start - 1] === '\n';
  if (!startsLine) return { start, end, text: '' };
  let after = end;
  while (text[after] === ' ' || text[after] === '\t') after++;
  const continues = text[after] === escaper && /^[ \t]*\r?\n/.test(text.slice(after + 1, after + 200));
  if (continues) {
    end = text.indexOf('\n', after) + 1;
    return { start, end, text: '' };
  }
  const endsLine = after >= text.length || text[after] === '\n' || text.startsWith('\r\n', after);
  if (!endsLine) return { start: span.start, end: after, text: '' };
  // The last line of the instruction: the one above must not go on.
  let above = start - 1;
  if (text[above - 1] === '\r') above--;
  while (text[above - 1] === ' ' || text[above - 1] === '\t') above--;
  if (text[above - 1] !== escaper) return undefined;
  above--;
  while (text[above - 1] === ' ' || text[above - 1] === '\t') above--;
  return { start: above, end: after, text: '' };
}

/** Whether the word is an item of an exec form, and where the comma in front of it stands. */
export function execItem(
  { text, escape: escaper }: Dockerfile,
  { start, end }: Span,
): { comma: number | undefined } | undefined {
  if (text[start] !== '"' || text[end - 1] !== '"') return undefined;
  // Blanks, line ends, and the escape characters in front of these.
  const isGap = (at: number) =>
    /\s/.test(text[at] ?? '') || (text[at] === escaper && /^[ \t]*\r?\n/.test(text.slice(at + 1, at + 200)));
  let before = start - 1;
  while (isGap(before)) before--;
  let after = end;
  while (isGap(after)) after++;
  if (!/[,[]/.test(text[before] ?? '') || !/[,\]]/.test(text[after] ?? '')) return undefined;
  return { comma: text[before] === ',' ? before : undefined };
}
