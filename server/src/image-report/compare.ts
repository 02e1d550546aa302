// Two images side by side: what goes away, what comes, and what they are. Pure.
import type { ImageFacts } from '../engine/index.ts';
import { type ScanSeverity, scanSeverities } from '../settings.ts';
import type { SeverityCounts, TrivyReport } from '../trivy/index.ts';
import { type ImageTraits, traitsOf } from './image-traits.ts';

/** One vulnerability of an image, with every package that has it. Texts are the scanner's. */
export interface ComparedVulnerability {
  readonly id: string;
  /** The worst that a package is given. */
  readonly severity: ScanSeverity;
  readonly packages: readonly string[];
  /** A package of it has a fixed version. */
  readonly fixable: boolean;
  readonly title: string;
  readonly url?: string;
}

export interface ComparedPackage {
  readonly name: string;
  /** Trivy's word for the kind: `debian`, `python-pkg`. */
  readonly type: string;
  /** Versions, joined with commas; empty where it is not there. */
  readonly before: string;
  readonly after: string;
}

export interface ComparedSide {
  readonly traits: ImageTraits;
  readonly counts: SeverityCounts;
}

export interface Comparison {
  readonly before: ComparedSide;
  readonly after: ComparedSide;
  /** Worst first, by id. */
  readonly removed: readonly ComparedVulnerability[];
  readonly added: readonly ComparedVulnerability[];
  /** How many ids both have. */
  readonly kept: number;
  readonly packages: {
    readonly removed: readonly ComparedPackage[];
    readonly added: readonly ComparedPackage[];
    readonly changed: readonly ComparedPackage[];
    readonly same: number;
  };
}

/** One image to compare: its scan with packages listed, and what is known of its name. */
export interface ImageToCompare {
  readonly report: TrivyReport;
  readonly facts?: ImageFacts | undefined;
}

/** A vulnerability is the same by its id: two distributions name its packages differently. */
export function compareImages(before: ImageToCompare, after: ImageToCompare): Comparison {
  const own = vulnerabilitiesOf(before.report);
  const other = vulnerabilitiesOf(after.report);
  return {
    before: { traits: traitsOf(before.report, before.facts), counts: before.report.counts },
    after: { traits: traitsOf(after.report, after.facts), counts: after.report.counts },
    removed: sorted([...own.values()].filter(({ id }) => !other.has(id))),
    added: sorted([...other.values()].filter(({ id }) => !own.has(id))),
    kept: [...own.keys()].filter((id) => other.has(id)).length,
    packages: comparePackages(before.report, after.report),
  };
}

/** How many of each severity; only those that occur. */
export function bySeverity(
  found: readonly ComparedVulnerability[],
): readonly (readonly [ScanSeverity, number])[] {
  return scanSeverities.flatMap((severity) => {
    const count = found.filter((one) => one.severity === severity).length;
    return count > 0 ? [[severity, count] as const] : [];
  });
}

function vulnerabilitiesOf({ vulnerabilities }: TrivyReport): Map<string, ComparedVulnerability> {
  const found = new Map<string, ComparedVulnerability>();
  for (const { id, severity, package: name, installed, fixed, title, url } of vulnerabilities) {
    const before = found.get(id);
    const subject = `${name} ${installed}`;
    // They come worst first.
    found.set(id, {
      ...(before ?? { id, severity, title, ...(url === undefined ? {} : { url }) }),
      packages: before?.packages.includes(subject) ? before.packages : [...(before?.packages ?? []), subject],
      fixable: (before?.fixable ?? false) || fixed !== undefined,
    });
  }
  return found;
}

function sorted(found: readonly ComparedVulnerability[]): ComparedVulnerability[] {
  const rank = ({ severity }: ComparedVulnerability) => scanSeverities.indexOf(severity);
  return [...found].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

function comparePackages(before: TrivyReport, after: TrivyReport): Comparison['packages'] {
  const own = packagesOf(before);
  const other = packagesOf(after);
  const rows = [...new Set([...own.keys(), ...other.keys()])].sort().map((key): ComparedPackage => {
    const [type = '', name = ''] = key.split('\0');
    return { type, name, before: versions(own.get(key)), after: versions(other.get(key)) };
  });
  return {
    removed: rows.filter((row) => row.after === '' && row.before !== ''),
    added: rows.filter((row) => row.before === '' && row.after !== ''),
    changed: rows.filter((row) => row.before !== '' && row.after !== '' && row.before !== row.after),
    same: rows.filter((row) => row.before === row.after).length,
  };
}

/** Versions by kind and name. */
function packagesOf({ packages }: TrivyReport): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { name, version, type = '' } of packages) {
    const key = `${type}\0${name}`;
    const versions = found.get(key) ?? new Set();
    versions.add(version === '' ? 'no version' : version);
    found.set(key, versions);
  }
  return found;
}

function versions(all: ReadonlySet<string> | undefined): string {
  return [...(all ?? [])].sort().join(', ');
}
