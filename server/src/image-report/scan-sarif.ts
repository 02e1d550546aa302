// An image scan as SARIF 2.1.0 (OASIS standard): on the Dockerfile's lines where they are known, else on the image.
import { createHash } from 'node:crypto';
import { forMarkdown, toJson } from '../report/escape.ts';
import { regionOf } from '../report/report.ts';
import type { ScanSeverity } from '../settings.ts';
import type { TrivyReport } from '../trivy/index.ts';
import { findingsOf, type ReportFinding } from './findings.ts';
import { type DockerfileLines, placeWords, type ScanOutcome } from './scan-outcome.ts';

const levels: Readonly<Record<ScanSeverity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  unknown: 'note',
};

/** GitHub's ranges: critical from 9, high from 7, medium from 4. For what has no score of its own. */
const securitySeverity: Readonly<Record<ScanSeverity, number>> = {
  critical: 9.5,
  high: 8,
  medium: 5.5,
  low: 2,
  unknown: 0.1,
};
const most: Readonly<Record<ScanSeverity, number>> = {
  critical: 10,
  high: 8.9,
  medium: 6.9,
  low: 3.9,
  unknown: 10,
};
const least: Readonly<Record<ScanSeverity, number>> = {
  critical: 9,
  high: 7,
  medium: 4,
  low: 0.1,
  unknown: 0.1,
};

/**
 * The whole log, with one run. What an ignore file or a VEX statement took out is in it as suppressed, where the scan was
 * asked to tell. @param exitCode what the command ends with
 */
export function scanSarif(outcome: ScanOutcome, exitCode: number): string {
  const { parted, dockerfile, report, version } = outcome;
  const leftOut = leftOutOf(report);
  const findings = [...outcome.findings, ...leftOut.keys()];
  const known = new Set(parted?.known);
  const ids = [...new Set(findings.map(({ id }) => id))];
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  const byId = new Map([...findings].reverse().map((finding) => [finding.id, finding]));
  const seen = new Map<string, number>();
  const isFresh = (finding: ReportFinding) => !known.has(finding) && !leftOut.has(finding);
  const suppressionOf = (finding: ReportFinding) =>
    isFresh(finding)
      ? []
      : [{ kind: 'external', status: 'accepted', justification: leftOut.get(finding) ?? 'In the baseline.' }];
  const results = findings.map((finding) => {
    const words = placeWords(outcome, finding);
    return {
      ruleId: finding.id,
      ruleIndex: indexOf.get(finding.id),
      level: levels[finding.severity],
      message: { text: unlinked(`${sentence(finding)}${words === undefined ? '' : ` From: ${words}.`}`) },
      locations: [location(outcome, finding)],
      ...related(dockerfile, finding),
      partialFingerprints: { 'plimsoll/scan/v1': fingerprint(finding, seen) },
      ...(parted ? { baselineState: isFresh(finding) ? 'new' : 'unchanged' } : {}),
      suppressions: suppressionOf(finding),
    };
  });
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Plimsoll image scan',
            semanticVersion: version,
            rules: ids.map((id) => ruleOf(byId.get(id)!)),
          },
          ...(outcome.trivyVersion
            ? { extensions: [{ name: 'Trivy', semanticVersion: outcome.trivyVersion }] }
            : {}),
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          SRCROOT: { description: { text: 'The root of the project with the Dockerfile.' } },
          IMAGEROOT: { description: { text: 'The root of the image’s file system.' } },
        },
        ...(dockerfile
          ? { artifacts: [{ location: artifact(dockerfile), sourceLanguage: 'dockerfile' }] }
          : {}),
        results,
        properties: { image: report.image.name, ...(report.image.id ? { imageId: report.image.id } : {}) },
        invocations: [
          {
            executionSuccessful: true,
            exitCode,
            toolExecutionNotifications: (dockerfile?.notes ?? []).map((text) => ({
              level: 'note',
              message: { text: unlinked(text) },
            })),
          },
        ],
      },
    ],
  };
  return `${toJson(log)}\n`;
}

/** What was taken out, and why. */
function leftOutOf(report: TrivyReport): Map<ReportFinding, string> {
  const vulnerabilities = report.suppressed.map(({ vulnerability }) => vulnerability);
  const found = findingsOf({ ...report, vulnerabilities, misconfigurations: [], secrets: [], licenses: [] });
  return new Map(
    found.map((finding, index) => {
      const { status = '', statement = '', source = '' } = report.suppressed[index] ?? {};
      return [finding, [status, statement, source].filter((part) => part !== '').join(': ')];
    }),
  );
}

function artifact({ uri, inRoot }: DockerfileLines) {
  return inRoot ? { uri, uriBaseId: 'SRCROOT' } : { uri };
}

function location({ dockerfile, report }: ScanOutcome, finding: ReportFinding) {
  const logicalLocations = [
    {
      fullyQualifiedName:
        finding.package === undefined
          ? `${report.image.name}: ${finding.target}`
          : `${report.image.name}: ${finding.package}${finding.installed ? `@${finding.installed}` : ''}`,
    },
  ];
  const place = dockerfile?.places.get(finding);
  if (dockerfile && place) {
    const region = regionOf(dockerfile.lines, place.at);
    return { physicalLocation: { artifactLocation: artifact(dockerfile), region }, logicalLocations };
  }
  const isFile = finding.trace.class !== 'os' && finding.kind !== 'license';
  const path = (isFile ? finding.target : report.image.name).replace(/^\/+/, '');
  const uri = path.split('/').map(encodeURIComponent).join('/') || 'image';
  const { first, last } = (isFile && finding.lines) || { first: 1, last: 1 };
  return {
    physicalLocation: {
      artifactLocation: { uri, uriBaseId: 'IMAGEROOT' },
      region: { startLine: Math.max(1, first), endLine: Math.max(1, last) },
    },
    logicalLocations,
  };
}

/** The line of a manifest that names the package, where it lies below the Dockerfile's project. */
function related(dockerfile: DockerfileLines | undefined, finding: ReportFinding) {
  const manifest = dockerfile?.places.get(finding)?.manifest;
  if (!manifest) return {};
  const text = `Named in ${manifest.path}, line ${manifest.line + 1} (in the build context).`;
  return { relatedLocations: [{ id: 0, message: { text: unlinked(text) } }] };
}

function fingerprint({ name }: ReportFinding, seen: Map<string, number>): string {
  const count = seen.get(name) ?? 0;
  seen.set(name, count + 1);
  return createHash('sha256').update(`${name}#${count}`).digest('hex').slice(0, 32);
}

/** What was found, as one sentence of plain text. */
function sentence(finding: ReportFinding): string {
  const { kind, id, severity, title, target, lines } = finding;
  if (kind === 'vulnerability') {
    const fixed = finding.fixed === undefined ? 'no fix yet' : `fixed in ${finding.fixed}`;
    return `${finding.package} ${finding.installed} has ${id} (${severity}, ${fixed}): ${title || 'no title'}.`;
  }
  if (kind === 'license')
    return `${finding.package || target} has the licence ${id} (${severity}, ${title}).`;
  return `${target}${lines ? `:${lines.first}` : ''}: ${title} (${kind}, ${severity}).`;
}

/** The description of what a finding is an instance of. */
function ruleOf(finding: ReportFinding) {
  const { id, kind, severity, title, url, score } = finding;
  // A vendor's severity wins over a score that says otherwise, as it does in every other report.
  const number = Math.min(Math.max(score ?? securitySeverity[severity], least[severity]), most[severity]);
  const text = unlinked(title === '' ? id : title);
  return {
    id,
    shortDescription: { text },
    fullDescription: { text },
    help: {
      text: unlinked(url === undefined ? `${id}: ${title}` : `${id}: ${title}\n${url}`),
      // What the address holds is encoded; nothing in it ends the brackets.
      markdown: `**${forMarkdown(id)}**: ${forMarkdown(title)}${url === undefined ? '' : `\n\n<${url}>`}`,
    },
    ...(url === undefined ? {} : { helpUri: url }),
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: [kind, 'security', severity],
      'security-severity': number.toFixed(1),
      precision: 'very-high',
    },
  };
}

/** A text in which nothing is an embedded link (SARIF 2.1.0, section 3.11.6). */
function unlinked(text: string): string {
  return text.includes('](') ? text.replaceAll('[', '\\[') : text;
}
