// What a scan of an image found, in one list.
import { traceOfFile, traceOfPackage } from '../../attribution/index.ts';
import type { TrivyReport } from '../../trivy/index.ts';
import type { FoundItem } from './scan-results.ts';

/** Vulnerabilities, secrets, misconfigurations and licences, in this order, each worst first. */
export function itemsOf(report: TrivyReport): FoundItem[] {
  const place = (target: string, line: number | undefined) =>
    line === undefined ? target : `${target}:${line}`;
  return [
    ...report.vulnerabilities.map(
      (found): FoundItem => ({
        kind: 'vulnerability',
        id: found.id,
        severity: found.severity,
        subject: found.package,
        installed: found.installed,
        title: found.title,
        ...(found.fixed ? { fixed: found.fixed } : {}),
        ...(found.url ? { href: found.url } : {}),
        ...(found.purl ? { purl: found.purl } : {}),
        ...(found.packageId ? { packageId: found.packageId } : {}),
        trace: traceOfPackage(found),
      }),
    ),
    ...report.secrets.map(
      (found): FoundItem => ({
        kind: 'secret',
        id: found.rule,
        severity: found.severity,
        subject: place(found.target, found.startLine),
        title: found.title,
        trace: traceOfFile(found),
      }),
    ),
    ...report.misconfigurations.map(
      (found): FoundItem => ({
        kind: 'misconfiguration',
        id: found.id,
        severity: found.severity,
        subject: place(found.target, found.startLine),
        title: found.title,
        ...(found.url ? { href: found.url } : {}),
        trace: traceOfFile(found),
      }),
    ),
    ...report.licenses.map(
      (found): FoundItem => ({
        kind: 'license',
        id: found.name,
        severity: found.severity,
        subject: found.package,
        title: found.category,
        trace: traceOfFile(found),
      }),
    ),
  ];
}
