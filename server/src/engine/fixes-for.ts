// The fixes of a finding, without those that would bring something worse.
import type { Fix, Refusal } from './define-rule.ts';
import type { Finding, FixOffer } from './findings.ts';
import { applyEdits, mergeFixes } from './fix.ts';
import { rulesById } from './judge.ts';
import type { LintResult } from './lint-result.ts';
import { lint, proposedFixes } from './run.ts';

/** So many findings of a rule have their fixes tried each for itself, by a check of the whole file; of more, all at once. */
const mostAlone = 20;

/** What is known of the fixes of one rule in one result. */
interface Group {
  /** The rule's findings, heeded or not, and the place of each. */
  readonly places: ReadonlyMap<Finding, number>;
  /** Nothing worse comes of them all together; asked for once. */
  areHarmless?: boolean;
}

const groups = new WeakMap<LintResult, Map<string, Group>>();

function groupOf(result: LintResult, ruleId: string): Group {
  const known = groups.get(result) ?? new Map<string, Group>();
  groups.set(result, known);
  let group = known.get(ruleId);
  if (!group) {
    const own = [...result.findings, ...result.suppressed].filter((one) => one.ruleId === ruleId);
    group = { places: new Map(own.map((one, index) => [one, index])) };
    known.set(ruleId, group);
  }
  return group;
}

/** The fixes of one finding of this result, made only now. */
export function fixesFor(result: LintResult, finding: Finding): FixOffer {
  const proposed = proposedFixes(result, finding);
  const rule = rulesById.get(finding.ruleId);
  if (!rule?.checksFixes || proposed.fixes.length === 0) return proposed;
  const group = groupOf(result, rule.id);
  const isMany = group.places.size > mostAlone;
  if (isMany) group.areHarmless ??= areHarmless(result, [...group.places.keys()]);
  if (group.areHarmless) return proposed;
  const isLate = isMany && (group.places.get(finding) ?? 0) >= mostAlone;
  const fixes: Fix[] = [];
  const refusals: Refusal[] = [...proposed.refusals];
  for (const fix of proposed.fixes) {
    const reason = isLate ? tooMany : reasonAgainst(result, finding, fix);
    if (reason === undefined) fixes.push(fix);
    else refusals.push({ title: fix.title, reason });
  }
  return { fixes, refusals };
}

const tooMany = 'One of the many fixes of this kind here would break something: mend those above first.';

function reasonAgainst(result: LintResult, finding: Finding, fix: Fix): string | undefined {
  const worse = broughtBy(result, finding, fix);
  return worse && `Then another thing is wrong: ${worse.message}`;
}

/** Whether the first fix of each of these findings of one rule, all applied, brings nothing that is as grave. */
function areHarmless(result: LintResult, findings: readonly Finding[]): boolean {
  const first = findings.flatMap((finding) => proposedFixes(result, finding).fixes.slice(0, 1));
  const { input } = result;
  const after = lint({ ...input, text: applyEdits(input.text, mergeFixes(first).edits) });
  return !moreOf(result.findings, after.findings).some((one) =>
    findings.some(({ ruleId, severity }) => one.ruleId !== ruleId && isAsGrave(one.severity, severity)),
  );
}

/** From the worst down. */
const ranks: readonly Finding['severity'][] = ['error', 'warning', 'information', 'hint'];

/** Whether the first is the second or worse. */
export function isAsGrave(one: Finding['severity'], other: Finding['severity']): boolean {
  return ranks.indexOf(one) <= ranks.indexOf(other);
}

/** A finding of the same or a higher severity that the file has more often after a fix. */
function broughtBy({ input, findings }: LintResult, finding: Finding, fix: Fix): Finding | undefined {
  const after = lint({ ...input, text: applyEdits(input.text, fix.edits) });
  return moreOf(findings, after.findings).find(
    (one) => one.ruleId !== finding.ruleId && isAsGrave(one.severity, finding.severity),
  );
}

/** The findings of those rules that report more often after a change than before. */
export function moreOf(before: readonly Finding[], after: readonly Finding[]): Finding[] {
  const counts = (all: readonly Finding[]) => {
    const counted = new Map<string, number>();
    for (const { ruleId } of all) counted.set(ruleId, (counted.get(ruleId) ?? 0) + 1);
    return counted;
  };
  const had = counts(before);
  const has = counts(after);
  return after.filter(({ ruleId }) => has.get(ruleId)! > (had.get(ruleId) ?? 0));
}
