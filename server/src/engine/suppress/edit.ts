// The comment that silences a finding, put into the file.
import type { Edit } from '../define-rule.ts';
import type { Span } from '../parse/syntax.ts';
import { lineBreakOf } from '../text/lines.ts';
import { type Commentable, lineAfter, lineStart, type SuppressionScope } from './commentable.ts';
import { ownForm } from './comments.ts';

/**
 * The edit that silences `ruleId` at `at`: it joins a comment of ours of the same scope that stands right above, or adds a
 * line. Undefined where no comment can stand: in a file without instructions.
 */
export function suppressionEdit(
  file: Commentable,
  ruleId: string,
  at: Span,
  scope: SuppressionScope,
  reason: string,
): Edit | undefined {
  const { text } = file;
  const place = file.placeFor(scope, at);
  if (!place) return undefined;
  const { start, indent } = place;
  const lineBreak = lineBreakOf(text);
  const keyword = scope === 'line' ? 'ignore' : `ignore-${scope}`;
  const comment = `# plimsoll ${keyword}=${ruleId} reason="${reason.replace(/["\r\n]/g, ' ')}"`;
  if (scope === 'file') {
    const afterText = start > 1 && start === text.length && !text.endsWith('\n');
    return { start, end: start, text: afterText ? lineBreak + comment : comment + lineBreak };
  }
  const above = file.comments.find(
    (one) =>
      one.end < start &&
      lineAfter(text, one.end) === start &&
      text.slice(lineStart(text, one.start), one.start).trim() === '',
  );
  const joined = above && ownForm.exec(text.slice(above.start, above.end));
  if (above && joined?.[1] === keyword && !joined[3]?.includes('until=')) {
    const end = above.start + joined[0].length - (joined[3]?.length ?? 0);
    return { start: end, end, text: `,${ruleId}` };
  }
  return { start, end: start, text: indent + comment + lineBreak };
}
