// What a scan of an image found, in one list.
import type { TrivyReport } from '../../trivy/index.ts';
import type { FoundItem } from './scan-results.ts';

/** Vulnerabilities, secrets, misconfigurations and licences, in this order, each worst first. */
export function itemsOf(report: TrivyReport): FoundItem[] {
  const place = (target: string, line: number | undefined) =>
    line === undefined ? target : `${target}:${line}`;
  const layer = ({ layerDiffId }: { readonly layerDiffId?: string }) => (layerDiffId ? { layerDiffId } : {});
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
        trace: {
          class: found.class,
          package: found.package,
          version: found.installed,
          ...(found.type ? { type: found.type } : {}),
          path: found.target,
          ...layer(found),
        },
      }),
    ),
    ...report.secrets.map(
      (found): FoundItem => ({
        kind: 'secret',
        id: found.rule,
        severity: found.severity,
        subject: place(found.target, found.startLine),
        title: found.title,
        trace: { class: 'other', path: found.target, ...layer(found) },
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
        trace: { class: 'other', path: found.target, ...layer(found) },
      }),
    ),
    ...report.licenses.map(
      (found): FoundItem => ({
        kind: 'license',
        id: found.name,
        severity: found.severity,
        subject: found.package,
        title: found.category,
        // Trivy does not say in which layer the package is.
        trace: { class: 'other', path: found.target },
      }),
    ),
  ];
}
