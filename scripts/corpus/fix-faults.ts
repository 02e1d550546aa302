// What must hold for every fix of every finding, for tests and for the run over real files.
import {
  applyEdits,
  commentRules,
  type Edit,
  type Finding,
  type Fix,
  fixesFor,
  type LintResult,
  type Severity,
} from '../../server/src/engine/index.ts';

/** From the worst down. */
const ranks: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** A fix of a finding, and the text that it makes. */
export interface TriedFix {
  readonly finding: Finding;
  readonly fix: Fix;
  readonly text: string;
}

/** Every fix of every finding, alternatives too, or those of one rule only. Refactorings have properties of their own. */
export function* triedFixes(result: LintResult, ruleId?: string): Iterable<TriedFix> {
  for (const finding of result.findings) {
    if (ruleId !== undefined && finding.ruleId !== ruleId) continue;
    for (const fix of fixesFor(result, finding).fixes)
      yield { finding, fix, text: applyEdits(result.input.text, fix.edits) };
  }
}

/**
 * What is wrong with a fix, one sentence each: the finding is gone, none of the same or a higher severity is new, BuildKit's
 * conditions hold if they held before, the same fix is not offered once more, line ends and comments stay.
 * @param after what the engine says of the fixed text, in the same surroundings
 */
export function faultsOf(before: LintResult, { finding, fix, text }: TriedFix, after: LintResult): string[] {
  const faults: string[] = [];
  const original = before.input.text;
  if (text === original) faults.push('it changes nothing');
  if (foreignLineBreaks(original, fix.edits)) faults.push('it brings other line ends');
  // What is said of a comment itself is answered by taking it away.
  const isOfComment = (commentRules as readonly string[]).includes(finding.ruleId);
  const lost = isOfComment ? undefined : lostComment(before, fix.edits);
  if (lost !== undefined) faults.push(`it takes the comment “${lost}” away`);
  // What BuildKit refuses is read for its errors only: what else is said of it may change in any way.
  if (before.language === 'dockerfile' && refusedFor(before).length > 0) return faults;
  const [error] = refusedFor(after);
  if (error && refusedFor(before).length === 0)
    return [...faults, `the result would be refused: ${error.message}`];
  if (count(after, finding.ruleId) >= count(before, finding.ruleId)) faults.push('the finding stays');
  const brought = broughtBy(before, finding, after);
  if (brought) faults.push(`it adds ${brought.ruleId}: ${brought.message}`);
  if (offers(after, finding.ruleId, fix.title) >= offers(before, finding.ruleId, fix.title))
    faults.push('it is offered once more');
  return faults;
}

/** What keeps BuildKit, Compose or dockerd from taking the file. */
function refusedFor(result: LintResult): readonly { readonly message: string }[] {
  if (result.language === 'dockerfile') return result.dockerfile.errors;
  if (result.language === 'daemon') return result.daemon.problems;
  return result.project.problems.filter(({ kind }) => kind === 'error');
}

/** A finding of the same or a higher severity, of another rule, that there are more of than before. */
function broughtBy(before: LintResult, finding: Finding, after: LintResult): Finding | undefined {
  // What was hidden in the text is seen once it stands there plainly.
  if (finding.ruleId === 'hidden-control-characters') return undefined;
  const lowest = ranks.indexOf(finding.severity);
  return after.findings.find(
    ({ ruleId, severity }) =>
      ruleId !== finding.ruleId &&
      ranks.indexOf(severity) <= lowest &&
      count(after, ruleId, lowest) > count(before, ruleId, lowest),
  );
}

/** The findings of a rule; those of a severity up to `lowest` among the ranks. */
function count({ findings }: LintResult, ruleId: string, lowest = ranks.length): number {
  return findings.filter((one) => one.ruleId === ruleId && ranks.indexOf(one.severity) <= lowest).length;
}

/** How many fixes of this title a rule offers. */
function offers(result: LintResult, ruleId: string, title: string): number {
  const own = result.findings.filter((one) => one.ruleId === ruleId);
  return own.reduce(
    (sum, one) => sum + fixesFor(result, one).fixes.filter((fix) => fix.title === title).length,
    0,
  );
}

/** In a file whose lines all end alike, new lines end so too. */
function foreignLineBreaks(text: string, edits: readonly Edit[]): boolean {
  const plain = /(^|[^\r])\n/.test(text);
  const windows = text.includes('\r\n');
  if (plain === windows) return false;
  return edits.some((edit) => (windows ? /(^|[^\r])\n/.test(edit.text) : edit.text.includes('\r\n')));
}

/** A comment of the file that is in none of the texts any more; not one inside a heredoc. */
function lostComment(result: LintResult, edits: readonly Edit[]): string | undefined {
  const { text } = result.input;
  const instructions = result.language === 'dockerfile' ? result.dockerfile.instructions : [];
  for (const { start, end, text: instead } of edits) {
    if (!text.slice(start, end).includes('#')) continue;
    for (const { 0: line, index } of text.slice(start, end).matchAll(/(?<=^|\n)[ \t]*#[^\r\n]*/g)) {
      const at = start + index;
      // A piece of a line is no comment, and neither is a line of a script.
      if (at === start && at > 0 && text[at - 1] !== '\n') continue;
      const inHeredoc = instructions.some(({ heredocs }) =>
        heredocs.some(({ bodyAt }) => bodyAt.start <= at && at < bodyAt.end),
      );
      const comment = line.trim();
      if (!inHeredoc && !instead.includes(comment) && !edits.some((other) => other.text.includes(comment)))
        return comment;
    }
  }
  return undefined;
}
