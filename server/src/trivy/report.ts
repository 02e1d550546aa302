// Reads Trivy's JSON report into a narrow, bounded shape; whatever is odd in it is left out.
import {
  digest,
  type Fields,
  fields,
  isFields,
  list,
  listLimit,
  name,
  optional,
  text,
  textLimit,
  texts,
  webAddress,
} from './report-fields.ts';
import { installedPackage, purlOf, suppressedVulnerability } from './report-packages.ts';
import { countFindings, severityOf, sortFindings } from './report-summary.ts';
import type {
  FoundLicense,
  FoundSecret,
  HistoryEntry,
  ImageConfig,
  ImageFactsOfReport,
  InstalledPackage,
  Misconfiguration,
  SuppressedVulnerability,
  TrivyReport,
  Vulnerability,
} from './report-types.ts';

/** Findings of one kind that are kept: the worst ones. */
const findingsLimit = 100_000;
/** Findings of one kind that are looked at: more than a report within its size can tell anything of. */
const readLimit = 300_000;
/** Findings that are read in one go, between two of which other work of this process goes on. */
const turn = 1000;
/** Packages that are kept: images of whole desktops have fewer. */
const packagesLimit = 50_000;
/** UTF-16 units of one entry of the history, and of all. */
const historyLimit = 16_384;
const allHistoryLimit = 2 * 1024 * 1024;

/**
 * @param json the text of a report (`--format json`, SchemaVersion 2)
 * @returns undefined when the text is not such a report
 */
export function parseTrivyReport(json: string): TrivyReport | undefined {
  const data = reportFields(json);
  if (data === undefined) return undefined;
  const steps = narrowed(data);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * The same in turns, so that a report of many findings does not keep this process from its other work.
 * @throws the signal's reason
 */
export async function parseTrivyReportInTurns(
  json: string,
  signal?: AbortSignal,
): Promise<TrivyReport | undefined> {
  const data = reportFields(json);
  if (data === undefined) return undefined;
  const steps = narrowed(data);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
  }
}

function reportFields(json: string): Fields | undefined {
  try {
    const data: unknown = JSON.parse(json);
    return isFields(data) && data['SchemaVersion'] === 2 ? data : undefined;
  } catch {
    return undefined;
  }
}

/** Stops after every turn of findings. */
function* narrowed(data: Fields): Generator<void, TrivyReport> {
  let read = 0;
  const vulnerabilities: Vulnerability[] = [];
  const misconfigurations: Misconfiguration[] = [];
  const secrets: FoundSecret[] = [];
  const licenses: FoundLicense[] = [];
  const packages: InstalledPackage[] = [];
  const suppressed: SuppressedVulnerability[] = [];
  for (const result of list(data['Results'])) {
    const target = name(result['Target']);
    const type = name(result['Type']);
    const kind = result['Class'] === 'os-pkgs' ? 'os' : result['Class'] === 'lang-pkgs' ? 'library' : 'other';
    for (const each of list(result['Vulnerabilities']).slice(0, readLimit - vulnerabilities.length)) {
      vulnerabilities.push(vulnerability(each, target, kind, type));
      if (++read % turn === 0) yield;
    }
    for (const each of list(result['Misconfigurations']).slice(0, readLimit - misconfigurations.length)) {
      if (each['Status'] === undefined || each['Status'] === 'FAIL')
        misconfigurations.push(misconfiguration(each, target));
    }
    for (const each of list(result['Secrets']).slice(0, readLimit - secrets.length))
      secrets.push(secret(each, target));
    for (const each of list(result['Licenses']).slice(0, readLimit - licenses.length))
      licenses.push(license(each, target));
    for (const each of list(result['Packages'])) {
      if (packages.length < packagesLimit) packages.push(installedPackage(each, target, kind, type));
      if (++read % turn === 0) yield;
    }
    for (const each of list(result['ExperimentalModifiedFindings'])) {
      if (each['Type'] !== 'vulnerability' || suppressed.length >= findingsLimit) continue;
      suppressed.push(
        suppressedVulnerability(each, vulnerability(fields(each['Finding']), target, kind, type)),
      );
    }
  }
  const all = [vulnerabilities, misconfigurations, secrets, licenses];
  for (const findings of all) sortFindings(findings);
  return {
    image: imageFacts(data),
    vulnerabilities: vulnerabilities.slice(0, findingsLimit),
    misconfigurations: misconfigurations.slice(0, findingsLimit),
    secrets: secrets.slice(0, findingsLimit),
    licenses: licenses.slice(0, findingsLimit),
    counts: countFindings({ vulnerabilities, misconfigurations, secrets, licenses }),
    omitted: all.reduce((sum, findings) => sum + Math.max(0, findings.length - findingsLimit), 0),
    packages,
    suppressed,
  };
}

function imageFacts(data: Fields): ImageFactsOfReport {
  const metadata = fields(data['Metadata']);
  const config = fields(metadata['ImageConfig']);
  const os = fields(metadata['OS']);
  const created = Date.parse(String(config['created'] ?? ''));
  // Of what is no image older versions write a configuration without any value: it says nothing of a user.
  const isNoImage = config['architecture'] === '' && config['os'] === '';
  const diffIds = metadata['DiffIDs'] ?? fields(config['rootfs'])['diff_ids'];
  return {
    name: name(data['ArtifactName']),
    ...optional('id', digest(metadata['ImageID'])),
    // Reproducible builds say 1970 or the year 1: no date at all.
    ...(created > 86_400_000 ? { created } : {}),
    ...(Number.isSafeInteger(metadata['Size']) && Number(metadata['Size']) > 0
      ? { size: Number(metadata['Size']) }
      : {}),
    ...(typeof os['Family'] === 'string'
      ? { os: { family: name(os['Family']), name: name(os['Name']), endOfLife: os['EOSL'] === true } }
      : {}),
    ...optional('config', isNoImage ? undefined : imageConfig(config['config'])),
    tags: texts(metadata['RepoTags']),
    digests: texts(metadata['RepoDigests']),
    diffIds: texts(diffIds).filter((each) => digest(each) !== undefined),
    history: historyOf(config['history']),
  };
}

function imageConfig(value: unknown): ImageConfig | undefined {
  if (!isFields(value)) return undefined;
  const [probe] = texts(fields(value['Healthcheck'])['Test']);
  return {
    user: name(value['User']),
    env: texts(value['Env']),
    entrypoint: texts(value['Entrypoint']),
    cmd: texts(value['Cmd']),
    workdir: name(value['WorkingDir']),
    ports: Object.keys(fields(value['ExposedPorts'])).slice(0, listLimit),
    healthcheck: probe !== undefined && probe !== 'NONE',
    ...optional('baseName', name(fields(value['Labels'])['org.opencontainers.image.base.name']) || undefined),
  };
}

function historyOf(value: unknown): readonly HistoryEntry[] {
  let left = allHistoryLimit;
  return list(value)
    .slice(0, listLimit)
    .map((entry) => {
      const whole = typeof entry['created_by'] === 'string' ? entry['created_by'] : '';
      const createdBy = whole.slice(0, Math.min(historyLimit, left));
      left -= createdBy.length;
      return {
        createdBy,
        comment: typeof entry['comment'] === 'string' ? entry['comment'].slice(0, textLimit) : '',
        empty: entry['empty_layer'] === true,
        ...(createdBy.length < whole.length ? { cut: true } : {}),
      };
    });
}

function vulnerability(
  each: Fields,
  target: string,
  kind: Vulnerability['class'],
  type: string,
): Vulnerability {
  const fixed = name(each['FixedVersion']);
  return {
    id: name(each['VulnerabilityID']),
    severity: severityOf(each['Severity']),
    package: name(each['PkgName']),
    installed: name(each['InstalledVersion']),
    ...(fixed === '' ? {} : { fixed }),
    title: text(each['Title']),
    ...optional('url', webAddress(each['PrimaryURL'])),
    ...optional('layerDiffId', digest(fields(each['Layer'])['DiffID'])),
    // For a package of a language, the file it is in says more than "Python".
    target: name(each['PkgPath']) || target,
    class: kind,
    ...(type === '' ? {} : { type }),
    ...optional('cvss', score(fields(each['CVSS']), each['SeveritySource'])),
    ...optional('purl', purlOf(each['PkgIdentifier'])),
    ...optional('packageId', name(each['PkgID']) || undefined),
    ...optional('status', name(each['Status']) || undefined),
  };
}

function misconfiguration(each: Fields, target: string): Misconfiguration {
  const cause = fields(each['CauseMetadata']);
  return {
    id: name(each['ID']),
    severity: severityOf(each['Severity']),
    title: text(each['Title']),
    message: text(each['Message']),
    resolution: text(each['Resolution']),
    ...optional('url', webAddress(each['PrimaryURL'])),
    target,
    ...lines(cause),
    ...optional('layerDiffId', digest(fields(each['Layer'])['DiffID'])),
  };
}

function secret(each: Fields, target: string): FoundSecret {
  return {
    rule: name(each['RuleID']),
    category: name(each['Category']),
    severity: severityOf(each['Severity']),
    title: text(each['Title']),
    target,
    ...lines(each),
    ...optional('layerDiffId', digest(fields(each['Layer'])['DiffID'])),
  };
}

function license(each: Fields, target: string): FoundLicense {
  return {
    name: name(each['Name']),
    severity: severityOf(each['Severity']),
    category: name(each['Category']),
    package: name(each['PkgName']),
    target: name(each['FilePath']) || target,
  };
}

function lines(from: Fields): { startLine?: number; endLine?: number } {
  const start = from['StartLine'];
  if (!isLine(start)) return {};
  const end = from['EndLine'];
  return { startLine: start, endLine: isLine(end) && end >= start ? end : start };
}

function isLine(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 10_000_000;
}

/** The score of the source that gave the severity, else of the NVD, else the first one. */
function score(sources: Fields, chosen: unknown): Vulnerability['cvss'] {
  const order = [String(chosen), 'nvd', ...Object.keys(sources).slice(0, 20)];
  for (const source of order) {
    const values = Object.hasOwn(sources, source) ? fields(sources[source]) : {};
    for (const version of ['V40', 'V3', 'V2']) {
      const number = values[`${version}Score`];
      if (typeof number === 'number' && number >= 0 && number <= 10) {
        const vector = name(values[`${version}Vector`]);
        return { score: number, ...(vector === '' ? {} : { vector }) };
      }
    }
  }
  return undefined;
}
