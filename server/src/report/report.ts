// What every report is made from, and what all of them count and look up.
import { posix } from 'node:path';
import type { Finding, LineIndex, LintResult, Severity } from '../engine/index.ts';
import type { PathProblem } from '../workspace/walk.ts';

/** One checked file. */
export interface CheckedFile {
  /** As shown to people: relative to the current folder where it lies in it, with `/`. */
  readonly path: string;
  /** Relative to the project's root and percent-encoded; an absolute `file:` URI when `inRoot` is false. */
  readonly uri: string;
  readonly inRoot: boolean;
  readonly lines: LineIndex;
  readonly result: LintResult;
  /** What is reported: the result's findings without those that the baseline holds. */
  readonly findings: readonly Finding[];
  /** What the baseline holds. */
  readonly baselined: readonly Finding[];
}

/** How another file of a checked file's project is shown to people. @param other from the project's root, with `/` */
export function shownBeside({ path, result }: CheckedFile, other: string): string {
  if (result.language !== 'compose') return other;
  return posix.join(posix.dirname(path), posix.relative(posix.dirname(result.project.path), other));
}

/** A whole run of `check`. */
export interface Report {
  readonly version: string;
  readonly files: readonly CheckedFile[];
  readonly problems: readonly PathProblem[];
}

/** One-based places, as people and SARIF count; columns are UTF-16 code units, the end column is exclusive. */
export interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export function regionOf(lines: LineIndex, at: { readonly start: number; readonly end: number }): Region {
  const start = lines.position(at.start);
  const end = lines.position(Math.max(at.start, at.end));
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

export type Counts = Record<Severity, number>;

export function countFindings(findings: readonly Finding[]): Counts {
  const counts: Counts = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const finding of findings) counts[finding.severity]++;
  return counts;
}

export function allFindings(report: Report): Finding[] {
  return report.files.flatMap((file) => file.findings);
}

const ranks: Record<Severity, number> = { error: 0, warning: 1, information: 2, hint: 3 };

/** What is certainly broken first; among equals in the order of the text. */
export function ranked(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((one, other) => ranks[one.severity] - ranks[other.severity]);
}

/** The base images that nothing is known of, each once, in the order in which they are met. */
export function unknownBases(report: Report): string[] {
  const names = report.files.flatMap(({ result }) =>
    (result.language === 'dockerfile' ? result.model.finalChain : []).flatMap(({ base }) =>
      base.kind === 'image' && base.facts === undefined ? [base.reference.familiar] : [],
    ),
  );
  return [...new Set(names)];
}

/** `1 error, 2 warnings`; empty when there is nothing. */
export function countWords(counts: Counts): string {
  const words: string[] = [];
  if (counts.error) words.push(plural(counts.error, 'error'));
  if (counts.warning) words.push(plural(counts.warning, 'warning'));
  if (counts.information) words.push(`${counts.information} information`);
  if (counts.hint) words.push(plural(counts.hint, 'hint'));
  return words.join(', ');
}

/** `, 2 suppressed, 3 in the baseline`; empty when there are none. */
export function silencedWords(report: Report): string {
  const sum = (count: (file: CheckedFile) => number) =>
    report.files.reduce((total, file) => total + count(file), 0);
  const suppressed = sum((file) => file.result.suppressed.length);
  const baselined = sum((file) => file.baselined.length);
  return (
    (suppressed > 0 ? `, ${suppressed} suppressed` : '') +
    (baselined > 0 ? `, ${baselined} in the baseline` : '')
  );
}

export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : many}`;
}
