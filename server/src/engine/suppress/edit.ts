// The comment that silences a finding, put into the file.
import type { Edit } from '../define-rule.ts';
import type { Dockerfile, Span } from '../parse/syntax.ts';
import { lineBreakOf } from '../text/lines.ts';
import { ownForm } from './comments.ts';
import type { SuppressionScope } from './reach.ts';

/**
 * The edit that silences `ruleId` at `at`: it joins a comment of ours of the same scope that stands right above, or adds a
 * line. Undefined where no comment can stand: in a file without instructions.
 */
export function suppressionEdit(
  dockerfile: Dockerfile,
  ruleId: string,
  at: Span,
  scope: SuppressionScope,
  reason: string,
): Edit | undefined {
  const { text, instructions } = dockerfile;
  const lineBreak = lineBreakOf(text);
  const keyword = scope === 'line' ? 'ignore' : `ignore-${scope}`;
  const comment = `# plimsoll ${keyword}=${ruleId} reason="${reason.replace(/["\r\n]/g, ' ')}"`;
  if (scope === 'file') {
    const last = dockerfile.directives.at(-1);
    const start = last ? nextLine(text, last.at.end) : text.startsWith('\ufeff') ? 1 : 0;
    const afterText = last !== undefined && start === text.length && !text.endsWith('\n');
    return { start, end: start, text: afterText ? lineBreak + comment : comment + lineBreak };
  }
  let target = instructions.find(
    (instruction) => instruction.at.start <= at.start && at.start <= instruction.at.end,
  );
  if (scope === 'stage' && target)
    target =
      instructions.findLast(
        (instruction) => instruction.keyword === 'FROM' && instruction.at.start <= at.start,
      ) ?? target;
  if (!target) return undefined;
  const line = text.lastIndexOf('\n', target.at.start - 1) + 1;
  const start = line === 0 && text.startsWith('\ufeff') ? 1 : line;
  const above = dockerfile.comments.find((one) => one.end < start && nextLine(text, one.end) === start);
  const joined = above && ownForm.exec(text.slice(above.start, above.end));
  if (above && joined?.[1] === keyword && !joined[3]?.includes('until=')) {
    const end = above.start + joined[0].length - (joined[3]?.length ?? 0);
    return { start: end, end, text: `,${ruleId}` };
  }
  return { start, end: start, text: text.slice(start, target.at.start) + comment + lineBreak };
}

function nextLine(text: string, offset: number): number {
  const found = text.indexOf('\n', offset);
  return found < 0 ? text.length : found + 1;
}
