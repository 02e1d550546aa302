// Applies every fix that is allowed, round after round, until nothing changes.
import type { Fix, FixSafety } from './define-rule.ts';
import { applyEdits, mergeFixes } from './fix.ts';
import { fixesFor, type LintInput, lint } from './run.ts';

/** What `fixAll` did. */
export interface FixAllResult {
  readonly text: string;
  /** In the order in which they were applied. */
  readonly applied: readonly { readonly ruleId: string; readonly title: string }[];
}

/** A fix may uncover a finding that another fix answers; more rounds than this mean that two fixes fight. */
const mostRounds = 30;

/**
 * `safe` applies the safe fixes only; `review` also the preferred review fix of each finding. Refactorings are never applied. In
 * a file that BuildKit refuses only what it refuses is mended: where the rest begins and ends is not certain until then.
 */
export function fixAll(input: LintInput, safety: FixSafety): FixAllResult {
  let { text } = input;
  const applied: { ruleId: string; title: string }[] = [];
  const seen = new Set([text]);
  for (let round = 0; round < mostRounds; round++) {
    const result = lint({ ...input, text });
    const chosen: { fix: Fix; ruleId: string }[] = [];
    const lines = new Set<string>();
    const { errors } = result.dockerfile;
    for (const finding of result.findings) {
      if (
        errors.length > 0 &&
        !errors.some(({ rule, at }) => rule === finding.ruleId && at.start === finding.at.start)
      )
        continue;
      const allowed = fixesFor(result, finding).fixes.filter(
        (fix) => fix.kind !== 'refactor' && (safety === 'review' || fix.safety === 'safe'),
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
      chosen.push({ fix, ruleId: finding.ruleId });
    }
    const merged = mergeFixes(chosen.map(({ fix }) => fix));
    if (merged.edits.length === 0) break;
    const next = applyEdits(text, merged.edits);
    if (seen.has(next)) break;
    seen.add(next);
    text = next;
    for (const { fix, ruleId } of chosen)
      if (merged.applied.includes(fix)) applied.push({ ruleId, title: fix.title });
  }
  return { text, applied };
}

/** The whole lines that a fix adds and that take nothing's place; empty for changes inside of lines. */
function addedLines({ edits }: Fix): string {
  return edits.map(({ start, end, text }) => (start === end && text.endsWith('\n') ? text : '')).join('');
}
