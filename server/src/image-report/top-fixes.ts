// What to do first: the upgrades of packages that take away most. Pure.
import type { ScanSeverity } from '../settings.ts';
import type { ReportFinding } from './findings.ts';

/** One package that can be upgraded. */
export interface TopFix {
  readonly package: string;
  readonly installed: string;
  /** The fixed versions as the scanner gives them; more than one where findings are fixed in different ones. */
  readonly fixed: readonly string[];
  readonly worst: ScanSeverity;
  /** How many of its findings have a fixed version: those of all the versions together. */
  readonly count: number;
}

const ranks: Readonly<Record<ScanSeverity, number>> = { critical: 0, high: 1, medium: 2, low: 3, unknown: 4 };

/** The worst first, then those that fix most. */
export function topFixes(findings: readonly ReportFinding[], most: number): TopFix[] {
  const groups = new Map<string, { fixed: Set<string>; worst: ScanSeverity; all: ReportFinding[] }>();
  for (const finding of findings) {
    if (finding.kind !== 'vulnerability' || finding.fixed === undefined) continue;
    const key = `${finding.package} ${finding.installed}`;
    const group = groups.get(key) ?? { fixed: new Set(), worst: finding.severity, all: [] };
    groups.set(key, group);
    group.fixed.add(finding.fixed);
    if (ranks[finding.severity] < ranks[group.worst]) group.worst = finding.severity;
    group.all.push(finding);
  }
  return [...groups.values()]
    .map(({ fixed, worst, all }) => ({
      package: all[0]!.package ?? '',
      installed: all[0]!.installed ?? '',
      fixed: [...fixed],
      worst,
      count: all.length,
    }))
    .sort((one, other) => ranks[one.worst] - ranks[other.worst] || other.count - one.count)
    .slice(0, most);
}
