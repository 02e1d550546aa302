// Applies every fix that is allowed, round after round, until nothing changes.
import type { Fix, FixSafety } from './define-rule.ts';
import type { Finding } from './findings.ts';
import { applyEdits, mergeFixes } from './fix.ts';
import { fixesFor, isAsGrave, moreOf } from './fixes-for.ts';
import { rulesById } from './judge.ts';
import type { LintInput, LintResult } from './lint-result.ts';
import { lint, proposedFixes } from './run.ts';

/** What `fixAll` did. */
export interface FixAllResult {
  readonly text: string;
  /** In the order in which they were applied. */
  readonly applied: readonly { readonly ruleId: string; readonly title: string }[];
}

/** A fix may uncover a finding that another fix answers; more rounds than this mean that two fixes fight. */
const mostRounds = 30;

/** A fix chosen for a finding. */
interface Choice {
  readonly finding: Finding;
  readonly fix: Fix;
}

/**
 * `safe` applies the safe fixes only; `review` also the preferred review fix of each finding. Refactorings are never applied. In
 * a file that BuildKit refuses only what it refuses is mended: where the rest begins and ends is not certain until then.
 */
export function fixAll(input: LintInput, safety: FixSafety): FixAllResult {
  let result = lint(input);
  const applied: { ruleId: string; title: string }[] = [];
  const seen = new Set([input.text]);
  for (let round = 0; round < mostRounds; round++) {
    const chosen = choices(result, safety);
    let step = applyTogether(result, chosen);
    if (step && bringsWorse(result, step.after, chosen))
      step = applyTogether(result, choices(result, safety, fixesFor));
    if (!step || seen.has(step.after.input.text)) break;
    result = step.after;
    seen.add(result.input.text);
    for (const { fix, finding } of step.applied) applied.push({ ruleId: finding.ruleId, title: fix.title });
  }
  return { text: result.input.text, applied };
}

/** The fix of each finding that may be fixed now, of those that `fixesOf` gives: tried or not. */
function choices(result: LintResult, safety: FixSafety, fixesOf = proposedFixes): Choice[] {
  const chosen: Choice[] = [];
  const lines = new Set<string>();
  const errors = result.language === 'dockerfile' ? result.dockerfile.errors : [];
  for (const finding of result.findings) {
    if (
      errors.length > 0 &&
      !errors.some(({ rule, at }) => rule === finding.ruleId && at.start === finding.at.start)
    )
      continue;
    const allowed = fixesOf(result, finding).fixes.filter(
      (fix) => safety === 'review' || fix.safety === 'safe',
    );
    const fix =
      allowed.find((candidate) => candidate.safety === 'safe') ??
      allowed.find((candidate) => candidate.preferred) ??
      allowed[0];
    if (!fix) continue;
    // A line that an earlier fix adds may answer this finding too (SHELL, ARG): the next round tells.
    const added = `${finding.ruleId}\n${addedLines(fix)}`;
    if (addedLines(fix) !== '' && lines.has(added)) continue;
    lines.add(added);
    chosen.push({ finding, fix });
  }
  return chosen;
}

/** The file after those of the fixes that do not clash; undefined where nothing changes. */
function applyTogether(
  { input }: LintResult,
  chosen: readonly Choice[],
): { readonly after: LintResult; readonly applied: readonly Choice[] } | undefined {
  const merged = mergeFixes(chosen.map(({ fix }) => fix));
  if (merged.edits.length === 0) return undefined;
  const done = new Set(merged.applied);
  const after = lint({ ...input, text: applyEdits(input.text, merged.edits) });
  return { after, applied: chosen.filter(({ fix }) => done.has(fix)) };
}

/** Whether a fix that has to be checked may have brought a finding as grave as its own. */
function bringsWorse(before: LintResult, after: LintResult, chosen: readonly Choice[]): boolean {
  const checked = chosen.filter(({ finding }) => rulesById.get(finding.ruleId)?.checksFixes);
  if (checked.length === 0) return false;
  return moreOf(before.findings, after.findings).some((one) =>
    checked.some(({ finding }) => finding.ruleId !== one.ruleId && isAsGrave(one.severity, finding.severity)),
  );
}

/** The whole lines that a fix adds and that take nothing's place; empty for changes inside of lines. */
function addedLines({ edits }: Fix): string {
  return edits.map(({ start, end, text }) => (start === end && text.endsWith('\n') ? text : '')).join('');
}
