// Everything that a scan of an image found as one list, each with what names it and what tells where it came from.
import { type Found, traceOfFile, traceOfPackage } from '../attribution/index.ts';
import type { ScanSeverity } from '../settings.ts';
import type { TrivyReport, Vulnerability } from '../trivy/index.ts';

/** All texts are the scanner's: to be escaped where they are shown. */
export interface ReportFinding {
  readonly kind: 'vulnerability' | 'secret' | 'misconfiguration' | 'license';
  readonly id: string;
  readonly severity: ScanSeverity;
  readonly title: string;
  /** Of vulnerabilities and licences. */
  readonly package?: string;
  readonly installed?: string;
  /** As Vulnerability.fixed. */
  readonly fixed?: string;
  /** http or https only. */
  readonly url?: string;
  /** 0 to 10. */
  readonly score?: number;
  /** `debian 12`, or the file in the image. */
  readonly target: string;
  /** One-based, inclusive; within the file in the image. */
  readonly lines?: { readonly first: number; readonly last: number };
  /** For attribution. */
  readonly trace: Found;
  /** The entry of the report that it was made from. */
  readonly of: object;
  /** What stays the same when versions, layers and the image's name change: kind, id, package and place. */
  readonly name: string;
}

/** Worst first within each kind: vulnerabilities, secrets, misconfigurations, licences. */
export function findingsOf(report: TrivyReport): ReportFinding[] {
  const lines = ({ startLine, endLine }: { readonly startLine?: number; readonly endLine?: number }) =>
    startLine === undefined ? {} : { lines: { first: startLine, last: Math.max(startLine, endLine ?? 0) } };
  return [
    ...report.vulnerabilities.map(
      (one): ReportFinding => ({
        kind: 'vulnerability',
        id: one.id,
        severity: one.severity,
        title: one.title,
        package: one.package,
        installed: one.installed,
        ...(one.fixed === undefined ? {} : { fixed: one.fixed }),
        ...(one.url === undefined ? {} : { url: one.url }),
        ...(one.cvss === undefined ? {} : { score: one.cvss.score }),
        target: one.target,
        trace: traceOfPackage(one),
        of: one,
        name: nameOf('vulnerability', one.id, one.package, placeOf(one)),
      }),
    ),
    ...report.secrets.map(
      (one): ReportFinding => ({
        kind: 'secret',
        id: one.rule,
        severity: one.severity,
        title: one.title,
        target: one.target,
        ...lines(one),
        trace: traceOfFile(one),
        of: one,
        name: nameOf('secret', one.rule, '', withoutVersions(one.target)),
      }),
    ),
    ...report.misconfigurations.map(
      (one): ReportFinding => ({
        kind: 'misconfiguration',
        id: one.id,
        severity: one.severity,
        title: one.title === '' ? one.message : one.title,
        ...(one.url === undefined ? {} : { url: one.url }),
        target: one.target,
        ...lines(one),
        trace: traceOfFile(one),
        of: one,
        name: nameOf('misconfiguration', one.id, '', withoutVersions(one.target)),
      }),
    ),
    ...report.licenses.map(
      (one): ReportFinding => ({
        kind: 'license',
        id: one.name,
        severity: one.severity,
        title: one.category,
        package: one.package,
        target: one.target,
        trace: traceOfFile(one),
        of: one,
        name: nameOf('license', one.name, one.package, ''),
      }),
    ),
  ];
}

function nameOf(...parts: readonly string[]): string {
  return parts.map((part) => (part === '' ? '-' : part.replace(/\s+/g, '_'))).join(' ');
}

/** Of a package of the distribution its target is the image's own name, so it says nothing. */
function placeOf({ class: kind, target, installed }: Vulnerability): string {
  if (kind === 'os') return 'os';
  return withoutVersions(installed === '' ? target : target.replaceAll(installed, '*'));
}

/** `python3.12/site-packages/flask-2.0.0.dist-info` and the same of the next version are one place. */
function withoutVersions(target: string): string {
  return target.replace(/\d+(?:\.\d+)+/g, '*');
}
