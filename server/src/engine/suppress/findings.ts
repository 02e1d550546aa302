// Findings about the comments that silence findings, and their fixes.
import type { Edit, Fix, Severity } from '../define-rule.ts';
import type { Finding } from '../findings.ts';
import { nearest } from '../parse/errors/problem.ts';
import type { Span } from '../parse/syntax.ts';
import { ruleIdsOfForeignId } from '../rules/aliases.ts';
import { type Commentable, lineAfter, lineStart } from './commentable.ts';
import { rulesNamed, type SuppressedId, type Suppression } from './comments.ts';

/** The ids of these findings; they are set like rules. */
export const commentRules = ['unused-suppression', 'suppression-without-reason'] as const;

/** What the fixes of a comment's finding are made from. */
interface CommentData {
  readonly suppression: Suppression;
  /** The ids to take out; all of them: the whole comment. */
  readonly ids: readonly SuppressedId[];
  /** What a mistyped id is replaced by. */
  readonly meant?: string;
}

/** What is known of the rules of this run. */
export interface RulesOfRun {
  /** Every rule id of ours. */
  readonly ids: ReadonlySet<string>;
  /** Rules that did not run: a comment for one may well be needed. */
  isOff(ruleId: string): boolean;
}

/** A finding for each id of our comments that silences nothing, or whose day has passed. */
export function unusedSuppressions(
  suppressions: readonly Suppression[],
  used: ReadonlySet<SuppressedId>,
  severity: Severity,
  rules: RulesOfRun,
): Finding[] {
  return suppressions
    .filter(({ owner }) => owner === 'plimsoll')
    .flatMap((suppression): Finding[] => {
      const { ids, at, until } = suppression;
      const make = (message: string, data: CommentData, span: Span, unnecessary = true): Finding => ({
        ruleId: 'unused-suppression',
        severity,
        message,
        at: span,
        related: [],
        tags: unnecessary ? ['unnecessary'] : [],
        fixable: true,
        data,
      });
      if (suppression.unreadable)
        return [
          make(
            `\`until=${until?.slice(0, 40)}\` is no day, so this comment silences nothing. Write it as YYYY-MM-DD.`,
            { suppression, ids },
            at,
          ),
        ];
      if (suppression.expired)
        return [
          make(
            `This comment silenced ${list(ids)} until ${until}; that day has passed. Fix the finding, or set a new day.`,
            { suppression, ids },
            at,
            false,
          ),
        ];
      const idle = ids.filter(
        (id) => !used.has(id) && !rulesNamed(id.text, 'plimsoll').some((rule) => rules.isOff(rule)),
      );
      const isUnknown = ({ text }: SuppressedId) =>
        !rules.ids.has(text) && ruleIdsOfForeignId(text).length === 0;
      const unknown = idle.filter(isUnknown);
      const needless = idle.filter((id) => !isUnknown(id));
      const span = (some: readonly SuppressedId[]) =>
        some.length === ids.length ? at : { start: some[0]!.at.start, end: some.at(-1)!.at.end };
      return [
        ...unknown.map((id) => {
          const meant = nearest(id.text, rules.ids);
          return make(
            `There is no rule \`${id.text.slice(0, 60)}\`, so nothing is silenced. ${
              meant === undefined ? 'Remove it.' : `Is \`${meant}\` meant?`
            }`,
            { suppression, ids: [id], ...(meant === undefined ? {} : { meant }) },
            span([id]),
          );
        }),
        ...(needless.length === 0
          ? []
          : [
              make(
                `This comment silences nothing: ${list(needless)} is not reported here. Remove it.`,
                { suppression, ids: needless },
                span(needless),
              ),
            ]),
      ];
    });
}

/** A finding for each of our comments that says no reason. */
export function unreasonedSuppressions(suppressions: readonly Suppression[], severity: Severity): Finding[] {
  return suppressions
    .filter(({ owner, reason }) => owner === 'plimsoll' && reason.trim() === '')
    .map((suppression) => ({
      ruleId: 'suppression-without-reason',
      severity,
      message: `This comment silences ${list(suppression.ids)} and does not say why. Add reason="…".`,
      at: suppression.at,
      related: [],
      tags: [],
      fixable: true,
      data: { suppression, ids: suppression.ids } satisfies CommentData,
    }));
}

/** The fixes of a finding of this file; `reported` is what is not silenced. A reason cannot be invented: the fix takes the comment back. */
export function commentFixes(file: Commentable, reported: readonly Finding[], finding: Finding): Fix[] {
  const { suppression, ids, meant } = finding.data as CommentData;
  const whole = ids.length === suppression.ids.length;
  const fixes: Fix[] = [];
  const { reach } = suppression;
  // Only what would then silence something is worth writing.
  const helps = ({ ruleId, at }: Finding) =>
    ruleId === meant && reach !== undefined && at.start >= reach.start && at.start <= reach.end;
  if (meant !== undefined && reported.some(helps))
    fixes.push({
      title: `Write ${meant}`,
      safety: 'review',
      preferred: true,
      edits: [{ ...ids[0]!.at, text: meant }],
    });
  fixes.push({
    title: whole ? 'Remove the comment' : `Remove ${ids.map(({ text }) => text).join(', ')} from the comment`,
    // The image stays the same, but a reason that someone wrote goes.
    safety: 'review',
    edits: whole ? [removedComment(file.text, suppression.at)] : removedIds(file.text, suppression, ids),
  });
  return fixes;
}

function removedComment(text: string, at: Span): Edit {
  const start = lineStart(text, at.start);
  const before = text.slice(start, at.start);
  // In YAML it can stand behind what it speaks of.
  if (before.trim() !== '')
    return { start: at.start - (before.length - before.trimEnd().length), end: at.end, text: '' };
  return { start, end: lineAfter(text, at.end), text: '' };
}

/** Takes ids out of the list with the comma before them, or after the first. */
function removedIds(text: string, { ids }: Suppression, gone: readonly SuppressedId[]): Edit[] {
  const leaving = new Set(gone);
  const kept = ids.filter((id) => !leaving.has(id));
  const start = ids[0]!.at.start;
  const end = ids.at(-1)!.at.end;
  return [{ start, end, text: kept.map((id) => text.slice(id.at.start, id.at.end)).join(',') }];
}

/** At most so many UTF-16 units of ids in a message. */
const longestList = 600;

function list(ids: readonly SuppressedId[]): string {
  const all = ids.map(({ text }) => text).join(', ');
  return all.length <= longestList ? all : `${all.slice(0, longestList)}…`;
}
