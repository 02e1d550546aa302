// Counts, order and the short text of a scan's findings.
import type { ScanSeverity } from '../settings.ts';
import type { SeverityCounts, TrivyReport, Vulnerability } from './report-types.ts';

const ranks: Readonly<Record<ScanSeverity, number>> = { critical: 0, high: 1, medium: 2, low: 3, unknown: 4 };
const names = ['critical', 'high', 'medium', 'low', 'unknown'] as const satisfies readonly ScanSeverity[];

/** Trivy's CRITICAL to LOW; anything else is unknown. */
export function severityOf(value: unknown): ScanSeverity {
  const lower = typeof value === 'string' ? value.toLowerCase() : '';
  return names.find((name) => name === lower) ?? 'unknown';
}

type Findings = Pick<TrivyReport, 'vulnerabilities' | 'misconfigurations' | 'secrets' | 'licenses'>;

export function countFindings(findings: Findings): SeverityCounts {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0, total: 0, fixable: 0 };
  const all = [findings.vulnerabilities, findings.misconfigurations, findings.secrets, findings.licenses];
  for (const each of all.flat()) {
    counts[each.severity]++;
    counts.total++;
  }
  for (const each of findings.vulnerabilities) if (each.fixed !== undefined) counts.fixable++;
  return counts;
}

/** `3 critical · 12 high · 9 fixable`: the two worst levels that occur, and how many have a fix. */
export function formatCounts(counts: SeverityCounts): string {
  if (counts.total === 0) return 'nothing found';
  const levels = names.filter((name) => counts[name] > 0).slice(0, 2);
  const parts = levels.map((name) => `${counts[name]} ${name}`);
  if (counts.fixable > 0) parts.push(`${counts.fixable} fixable`);
  return parts.join(' · ');
}

/** The worst severity that occurs. */
export function worstOf(counts: SeverityCounts): ScanSeverity | 'none' {
  return names.find((name) => counts[name] > 0) ?? 'none';
}

interface Sortable {
  readonly severity: ScanSeverity;
  readonly target: string;
  readonly id?: string;
  readonly rule?: string;
  readonly name?: string;
  readonly package?: string;
  readonly installed?: string;
  readonly fixed?: string;
  readonly startLine?: number;
  readonly cvss?: Vulnerability['cvss'];
}

/** Sorts in place, the same way on every machine: worst first, then fixable, score, id, package, place. */
export function sortFindings(findings: Sortable[]): void {
  findings.sort(
    (a, b) =>
      ranks[a.severity] - ranks[b.severity] ||
      Number(a.fixed === undefined) - Number(b.fixed === undefined) ||
      (b.cvss?.score ?? 0) - (a.cvss?.score ?? 0) ||
      compare(a.id ?? a.rule ?? a.name, b.id ?? b.rule ?? b.name) ||
      compare(a.package, b.package) ||
      compare(a.installed, b.installed) ||
      compare(a.target, b.target) ||
      (a.startLine ?? 0) - (b.startLine ?? 0),
  );
}

/** By code units: no locale decides. */
function compare(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
