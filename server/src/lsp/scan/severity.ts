// The scanner's scale: its order, its words, and what an editor makes of it.
import { DiagnosticSeverity } from 'vscode-languageserver/node';
import type { ScanSeverity, Settings } from '../../settings.ts';
import type { Counts } from './scan-results.ts';

/** Worst first. */
export const scale = [
  'critical',
  'high',
  'medium',
  'low',
  'unknown',
] as const satisfies readonly ScanSeverity[];

/** The user's choice: what each severity of the scanner is in the editor. */
export type SeverityMap = Settings['scan.diagnosticSeverity'];

const levels: Record<SeverityMap[ScanSeverity], DiagnosticSeverity | undefined> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
  off: undefined,
};

/** The editor's severity; undefined: it is not to be shown. */
export function editorSeverity(severity: ScanSeverity, map: SeverityMap): DiagnosticSeverity | undefined {
  return levels[map[severity]];
}

/** The most severe of what occurs, in the editor's scale; undefined: nothing of it is to be shown. */
export function worstLevel(counts: Counts, map: SeverityMap): DiagnosticSeverity | undefined {
  const shown = scale.flatMap((severity) =>
    counts[severity] > 0 ? (editorSeverity(severity, map) ?? []) : [],
  );
  return shown.length === 0 ? undefined : (Math.min(...shown) as DiagnosticSeverity);
}

/** Whether a finding of this severity is listed on its own: errors and warnings are. */
export function isListed(severity: ScanSeverity, map: SeverityMap): boolean {
  return map[severity] === 'error' || map[severity] === 'warning';
}

/** The worst severity that occurs; undefined when nothing was found. */
export function worstOf(counts: Counts): ScanSeverity | undefined {
  return scale.find((severity) => counts[severity] > 0);
}

/** Every severity that occurs: `3 critical, 12 high, 40 low, 9 fixable`; says so when there is nothing. */
export function allCounts(counts: Counts, fixable: number): string {
  return counted(counts, fixable, scale.length, ', ');
}

/** The two worst severities that occur: `3 critical · 12 high · 9 fixable`. */
export function shortCounts(counts: Counts, fixable: number): string {
  return counted(counts, fixable, 2, ' · ');
}

function counted(counts: Counts, fixable: number, most: number, separator: string): string {
  const parts = scale
    .filter((severity) => counts[severity] > 0)
    .slice(0, most)
    .map((severity) => `${counts[severity]} ${severity}`);
  if (parts.length === 0) return 'nothing found';
  if (fixable > 0) parts.push(`${fixable} fixable`);
  return parts.join(separator);
}

/** Counts over a list of things that have a severity. */
export function count(items: readonly { readonly severity: ScanSeverity }[]): Counts {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };
  for (const { severity } of items) counts[severity]++;
  return counts;
}

/** How long ago, in the largest whole unit: `just now`, `5 minutes ago`. Times in milliseconds since 1970. */
export function age(then: number, now: number): string {
  const minutes = Math.floor((now - then) / 60_000);
  if (minutes < 1) return 'just now';
  const [amount, unit] =
    minutes < 60
      ? [minutes, 'minute']
      : minutes < 1440
        ? [Math.floor(minutes / 60), 'hour']
        : [Math.floor(minutes / 1440), 'day'];
  return `${amount} ${unit}${amount === 1 ? '' : 's'} ago`;
}
