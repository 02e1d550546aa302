// Brings a split to its end: what is broken in its result is mended by the rules' own fixes, and nothing new may be wrong.
import type { Fix } from '../define-rule.ts';
import type { Finding } from '../findings.ts';
import { applyEdits } from '../fix.ts';
import { fixesFor } from '../fixes-for.ts';
import type { DockerfileResult } from '../lint-result.ts';
import type { Model } from '../model/model.ts';
import { stepsDownItself } from '../model/needs-root.ts';
import type { Instruction } from '../parse/syntax.ts';
import { lint } from '../run.ts';
import { lineHunks } from '../text/line-diff.ts';
import { SplitRefusal } from './plan.ts';
import type { Change, ExplainedEdit } from './refactoring.ts';

/** A rewritten file with why its new lines are there. */
export interface Draft {
  readonly text: string;
  /** As `Written` has them: one for each line of the text. */
  readonly reasons: readonly (string | undefined)[];
  /** What is not in the text any more, and why. */
  readonly dropped: readonly { readonly instruction: Instruction; readonly why: string }[];
}

export interface Finished {
  readonly edits: readonly ExplainedEdit[];
  /** What was mended, and what the user has to look at. */
  readonly changes: readonly Change[];
}

/**
 * Rules whose preferred fix makes the shipped image start, turn healthy, and run without root; in the order in which they are
 * tried. What breaks because the image is another one is mended first.
 */
const repairs = [
  'shell-form-without-shell',
  'tool-missing',
  'healthcheck-tool-missing',
  'entrypoint-missing',
  'interpreter-path-mismatch',
  'user-unknown',
  'root-user',
  'files-not-owned',
];

/** No file needs more repairs than this. */
const mostRepairs = 12;

/**
 * The edits from the file to its finished rewriting.
 * @throws SplitRefusal when the result would be wrong in a way that the file was not
 */
export function finish(before: DockerfileResult, draft: Draft): Finished {
  const input = { ...before.input, settings: { ...before.input.settings, profile: 'strict' as const } };
  let reasons = draft.reasons;
  const changes: Change[] = [];
  let text = draft.text;
  const tried = new Set<string>();
  for (let count = 0; count < mostRepairs; count++) {
    const result = lint({ ...input, text });
    const repair = nextRepair(result, tried);
    if (!repair) break;
    const after = applyEdits(text, repair.fix.edits);
    reasons = spliced(text, after, reasons, `${repair.fix.title}.`);
    changes.push({ kind: 'changed', what: `${repair.fix.title}: ${firstSentence(repair.finding.message)}` });
    if (repair.finding.ruleId === 'root-user') changes.push(...unprivileged(result.model));
    text = after;
  }
  const result = lint({ ...input, text });
  changes.push(...stillRoot(result), ...judge(lint({ ...before.input, settings: input.settings }), result));
  return { edits: explain(before.input.text, text, reasons, draft.dropped), changes };
}

/** What is wrong, without the advice that follows it. */
function firstSentence(message: string): string {
  const end = message.search(/\.\s+[A-Z]/);
  return end < 0 ? message : message.slice(0, end + 1);
}

/** What can no longer be written, once the program runs as another account than root. */
function unprivileged({ finalStage }: Model): Change[] {
  const folder = finalStage?.end.workdir;
  const where = folder === undefined || folder === '/' ? '' : ` under \`${folder}\``;
  return [
    {
      kind: 'check',
      what: `It ran as root before: what the program writes at run time${where} has to belong to its account.`,
    },
  ];
}

/** Why the program still runs as root, where no account could be given to it. */
function stillRoot(result: DockerfileResult): Change[] {
  const finding = result.findings.find(({ ruleId }) => ruleId === 'root-user');
  const { model } = result;
  const { finalStage } = model;
  if (!finding && finalStage?.end.runsAsRoot === true && stepsDownItself(model, finalStage))
    return [{ kind: 'check', what: 'It starts as root, as before, and changes the user by itself.' }];
  if (!finding) return [];
  const [refusal] = fixesFor(result, finding).refusals;
  return [{ kind: 'check', what: `It still runs as root.${refusal ? ` ${refusal.reason}` : ''}` }];
}

function nextRepair(
  result: DockerfileResult,
  tried: Set<string>,
): { finding: Finding; fix: Fix } | undefined {
  const start = result.model.finalStage?.from.at.start ?? 0;
  for (const ruleId of repairs) {
    for (const finding of result.findings) {
      if (finding.ruleId !== ruleId) continue;
      // What a builder lacks is another image's doing, too; who the program runs as is the last stage's matter only.
      if (finding.at.start < start && ruleId !== 'tool-missing') continue;
      const key = `${ruleId} ${finding.message}`;
      if (tried.has(key)) continue;
      tried.add(key);
      const { fixes } = fixesFor(result, finding);
      const fix = fixes.find(({ preferred }) => preferred) ?? fixes[0];
      if (fix) return { finding, fix };
    }
  }
  return undefined;
}

/** What is wrong in the result and was not in the file. */
function judge(before: DockerfileResult, after: DockerfileResult): Change[] {
  const had = new Map<string, number>();
  for (const { ruleId } of [...before.findings, ...before.suppressed])
    had.set(ruleId, (had.get(ruleId) ?? 0) + 1);
  const changes: Change[] = [];
  const seen = new Map<string, number>();
  for (const finding of after.findings) {
    if (finding.severity !== 'error' && finding.severity !== 'warning') continue;
    const times = (seen.get(finding.ruleId) ?? 0) + 1;
    seen.set(finding.ruleId, times);
    if (times <= (had.get(finding.ruleId) ?? 0)) continue;
    if (finding.severity === 'error')
      throw new SplitRefusal(`The result would have a fault: ${finding.message}`, 'result would be wrong');
    changes.push({ kind: 'check', what: finding.message });
  }
  return changes;
}

const linesIn = (text: string): number => text.split('\n').length - 1;

/** The reasons of the lines after a change: those that it wrote have its own. */
function spliced(
  before: string,
  after: string,
  reasons: readonly (string | undefined)[],
  why: string,
): (string | undefined)[] {
  const next: (string | undefined)[] = [];
  let line = 0;
  for (const hunk of lineHunks(before, after)) {
    const first = linesIn(before.slice(0, hunk.start));
    next.push(...range(reasons, line, first));
    for (let count = Math.max(1, linesIn(hunk.text)); hunk.text !== '' && count > 0; count--) next.push(why);
    line = first + linesIn(before.slice(hunk.start, hunk.end));
  }
  next.push(...reasons.slice(line));
  return next;
}

function range<T>(list: readonly (T | undefined)[], start: number, end: number): (T | undefined)[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => list[start + index]);
}

function explain(
  before: string,
  after: string,
  reasons: readonly (string | undefined)[],
  dropped: Draft['dropped'],
): ExplainedEdit[] {
  let shift = 0;
  return lineHunks(before, after).map((hunk) => {
    const first = linesIn(after.slice(0, hunk.start + shift));
    shift += hunk.text.length - (hunk.end - hunk.start);
    const lines = Math.max(1, linesIn(hunk.text));
    // Lines that are taken out of the middle of something leave it for that thing's reason.
    const around = reasons[first - 1] === reasons[first] ? [reasons[first]] : [];
    const near = hunk.text === '' ? around : range(reasons, first, first + lines);
    const why = new Set(near.filter((one) => one !== undefined));
    for (const { instruction, why: reason } of dropped)
      if (hunk.start <= instruction.at.start && instruction.at.start < hunk.end) why.add(reason);
    const fallback =
      hunk.text.trim() === '' ? 'It moves to the other stage.' : 'Unchanged, in its place in the new stages.';
    return { ...hunk, why: why.size > 0 ? [...why].join(' ') : fallback };
  });
}
