// Suppression comments: `# plimsoll ignore=ID reason="…" until=YYYY-MM-DD`, `ignore-stage=`, `ignore-file=`.
import type { Edit, Severity } from './define-rule.ts';
import type { Finding } from './findings.ts';
import type { Dockerfile, Span } from './parse/syntax.ts';
import { ruleIdsOfForeignId } from './rules/aliases.ts';
import { isDay } from './text/days.ts';
import { lineBreakOf } from './text/lines.ts';

/** `line`: the next instruction; `stage`: from the FROM below the comment to the stage's end; `file`: everywhere. */
export type SuppressionScope = 'line' | 'stage' | 'file';

/** One comment of ours. */
export interface Suppression {
  readonly scope: SuppressionScope;
  /** As written; foreign ids such as DL3002 stand for the rule of the same weakness. */
  readonly ids: readonly string[];
  readonly reason: string;
  /** YYYY-MM-DD; from the day after, the comment silences nothing. */
  readonly until?: string;
  /** `until` is no day: then nothing is silenced, lest it be for ever. */
  readonly unreadable: boolean;
  readonly expired: boolean;
  readonly at: Span;
  covers(ruleId: string, offset: number): boolean;
}

const form = /^#[ \t]*plimsoll[ \t]+(ignore|ignore-stage|ignore-file)=([\w:.-]+(?:,[ \t]*[\w:.-]+)*)(.*)$/;

/** Every suppression comment of the file, in its order. */
export function readSuppressions(dockerfile: Dockerfile, today: string | undefined): Suppression[] {
  const found: Suppression[] = [];
  for (const comment of dockerfile.comments) {
    const text = dockerfile.text.slice(comment.start, comment.end).trim();
    if (!text.includes('plimsoll')) continue;
    const match = form.exec(text);
    if (!match) continue;
    const scope = match[1] === 'ignore' ? 'line' : match[1] === 'ignore-stage' ? 'stage' : 'file';
    const ids = match[2]!.split(/,[ \t]*/);
    const rest = match[3] ?? '';
    const reason = /\breason="([^"]*)"/.exec(rest)?.[1] ?? /\breason=(\S+)/.exec(rest)?.[1] ?? '';
    const until = /\buntil="?([^\s"]*)/.exec(rest)?.[1];
    const unreadable = until !== undefined && !isDay(until);
    const expired = unreadable || (until !== undefined && today !== undefined && today > until);
    const reach = reachOf(dockerfile, scope, comment);
    found.push({
      scope,
      ids,
      reason,
      until,
      unreadable,
      expired,
      at: comment,
      covers: (ruleId, offset) =>
        !expired &&
        reach !== undefined &&
        offset >= reach.start &&
        offset <= reach.end &&
        ids.some((id) => names(id, ruleId)),
    });
  }
  return found;
}

function names(id: string, ruleId: string): boolean {
  return id === ruleId || ruleIdsOfForeignId(id).includes(ruleId);
}

function reachOf(dockerfile: Dockerfile, scope: SuppressionScope, comment: Span): Span | undefined {
  if (scope === 'file') return { start: 0, end: dockerfile.text.length };
  const { instructions } = dockerfile;
  // A comment between the lines of an instruction speaks of that instruction.
  const index = instructions.findIndex((instruction) => instruction.at.end > comment.start);
  const target = instructions[index];
  if (!target) return undefined;
  if (scope === 'line') return target.at;
  const next = instructions.slice(index + 1).find((instruction) => instruction.keyword === 'FROM');
  return { start: target.at.start, end: next ? next.at.start - 1 : dockerfile.text.length };
}

/**
 * A finding for each comment of ours that silences nothing, or whose day has passed.
 * @param isOff tells rules that did not run: a comment for such a rule may well be needed
 */
export function unusedSuppressions(
  suppressions: readonly Suppression[],
  used: ReadonlySet<Suppression>,
  severity: Severity,
  isOff: (ruleId: string) => boolean,
): Finding[] {
  return suppressions
    .filter((suppression) => !used.has(suppression))
    .filter((suppression) => !suppression.ids.some((id) => isOff(id) || ruleIdsOfForeignId(id).some(isOff)))
    .map((suppression) => ({
      ruleId: 'unused-suppression',
      severity,
      message: suppression.unreadable
        ? `\`until=${suppression.until?.slice(0, 40)}\` is no day, so this comment silences nothing. Write it as YYYY-MM-DD.`
        : suppression.expired
          ? `This comment silenced ${suppression.ids.join(', ')} until ${suppression.until}; that day has passed. Fix the finding, or set a new day.`
          : `This comment silences nothing: ${suppression.ids.join(', ')} is not reported here. Remove it.`,
      at: suppression.at,
      related: [],
      tags: suppression.expired ? [] : ['unnecessary'],
      fixable: false,
      data: undefined,
    }));
}

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
  const joined = above && form.exec(text.slice(above.start, above.end));
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
