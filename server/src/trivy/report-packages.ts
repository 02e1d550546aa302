// Reads what Trivy lists of installed packages, and of findings that an ignore file or a VEX statement took out.
import { digest, type Fields, fields, name, optional, text, texts } from './report-fields.ts';
import type { InstalledPackage, SuppressedVulnerability, Vulnerability } from './report-types.ts';

/** @param target, kind, type those of the result that lists the package */
export function installedPackage(
  each: Fields,
  target: string,
  kind: Vulnerability['class'],
  type: string,
): InstalledPackage {
  const relationship = each['Relationship'];
  return {
    ...optional('id', name(each['ID']) || undefined),
    name: name(each['Name']),
    version: versionOf(each),
    ...optional('purl', purlOf(each['Identifier'])),
    class: kind,
    ...(type === '' ? {} : { type }),
    target: name(each['FilePath']) || target,
    licenses: texts(each['Licenses']),
    dependsOn: texts(each['DependsOn']),
    ...(relationship === 'direct' || relationship === 'root' || relationship === 'workspace'
      ? { direct: true }
      : {}),
    ...optional('layerDiffId', digest(fields(each['Layer'])['DiffID'])),
  };
}

/** As in a vulnerability's InstalledVersion: `1:2.38-1`. Source: Trivy, pkg/fanal/utils, FormatVersion. */
function versionOf(each: Fields): string {
  const version = name(each['Version']);
  const release = name(each['Release']);
  const full = release === '' ? version : `${version}-${release}`;
  const epoch = each['Epoch'];
  return typeof epoch === 'number' && epoch > 0 ? `${epoch}:${full}` : full;
}

/** The package URL of an identifier; undefined where there is none. */
export function purlOf(identifier: unknown): string | undefined {
  const purl = name(fields(identifier)['PURL']);
  return purl.startsWith('pkg:') ? purl : undefined;
}

export function suppressedVulnerability(each: Fields, vulnerability: Vulnerability): SuppressedVulnerability {
  return {
    vulnerability,
    status: name(each['Status']),
    statement: text(each['Statement']),
    source: name(each['Source']),
  };
}
