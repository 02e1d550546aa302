// The report as SARIF 2.1.0 (OASIS standard): for code scanning and other tools.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Fingerprints } from '../baseline/fingerprint.ts';
import { type Edit, type Finding, fixesFor, type SuppressedFinding } from '../engine/index.ts';
import type { RuleDocs } from '../workspace/assets.ts';
import { toJson } from './escape.ts';
import { type RelatedPlace, relatedPlaces } from './related.ts';
import { type CheckedFile, type Report, regionOf, shownBeside } from './report.ts';
import { sarifLevels, sarifRule } from './sarif-rules.ts';

/** A message of ours, in which nothing is an embedded link (SARIF 2.1.0, section 3.11.6). */
function message(text: string) {
  return { text: text.includes('](') ? text.replaceAll('[', '\\[') : text };
}

function artifact(file: CheckedFile) {
  return file.inRoot ? { uri: file.uri, uriBaseId: 'SRCROOT' } : { uri: file.uri };
}

function location(file: CheckedFile, at: { start: number; end: number }) {
  return { physicalLocation: { artifactLocation: artifact(file), region: regionOf(file.lines, at) } };
}

/** @param related of a finding of the file; it can lie in another file of its project */
function relatedLocation(file: CheckedFile, { at, lines, file: other }: RelatedPlace) {
  if (other === undefined) return location(file, at);
  const uri = other.split('/').map(encodeURIComponent).join('/');
  // A file that was read from outside the root is named by its whole address, and so is what lies beside it.
  const artifactLocation = file.inRoot
    ? { uri, uriBaseId: 'SRCROOT' }
    : { uri: pathToFileURL(resolve(shownBeside(file, other))).href };
  return { physicalLocation: { artifactLocation, region: regionOf(lines, at) } };
}

function replacement(file: CheckedFile, edit: Edit) {
  return { deletedRegion: regionOf(file.lines, edit), insertedContent: { text: edit.text } };
}

function fixesOf(file: CheckedFile, finding: Finding) {
  if (!finding.fixable) return {};
  const fixes = fixesFor(file.result, finding).fixes.filter((fix) => fix.edits.length > 0);
  if (fixes.length === 0) return {};
  return {
    fixes: fixes.map((fix) => ({
      description: message(fix.title),
      artifactChanges: [
        { artifactLocation: artifact(file), replacements: fix.edits.map((edit) => replacement(file, edit)) },
      ],
      properties: { safety: fix.safety },
    })),
  };
}

function relatedOf(file: CheckedFile, finding: Finding) {
  const related = relatedPlaces(file.result, finding, file.lines);
  if (related.length === 0) return {};
  return {
    relatedLocations: related.map((one, id) => ({
      id,
      message: message(one.message),
      ...relatedLocation(file, one),
    })),
  };
}

function suppressionOf(file: CheckedFile, finding: Finding | SuppressedFinding) {
  if (!('commentAt' in finding)) return [];
  return [
    {
      kind: 'inSource',
      status: 'accepted',
      ...(finding.reason === '' ? {} : { justification: finding.reason }),
      location: location(file, finding.commentAt),
    },
  ];
}

/** By SARIF 2.1.0, appendix E, where it names one. */
const sourceLanguages = { dockerfile: 'dockerfile', compose: 'yaml', daemon: 'json' } as const;

/** The report as one SARIF log with one run. `docs` is the documentation of the rules (dist/rules.json). */
export function sarifReport(report: Report, docs: readonly RuleDocs[], exitCode: number): string {
  const docsById = new Map(docs.map((rule) => [rule.id, rule]));
  const ruleIds: string[] = [];
  const results = report.files.flatMap((file) => {
    const names = new Fingerprints(file.uri);
    const baselined = new Set(file.baselined);
    // In the order of the text, so that a name does not depend on what the baseline holds.
    return [...file.result.findings, ...file.result.suppressed].map((finding) => {
      if (!ruleIds.includes(finding.ruleId)) ruleIds.push(finding.ruleId);
      return {
        ruleId: finding.ruleId,
        ruleIndex: ruleIds.indexOf(finding.ruleId),
        level: sarifLevels[finding.severity],
        message: message(finding.message),
        locations: [location(file, finding.at)],
        partialFingerprints: { 'plimsoll/v1': names.of(finding, file.lines.text) },
        ...relatedOf(file, finding),
        ...fixesOf(file, finding),
        suppressions: baselined.has(finding)
          ? [{ kind: 'external', status: 'accepted', justification: 'In the baseline.' }]
          : suppressionOf(file, finding),
      };
    });
  });
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Plimsoll',
            semanticVersion: report.version,
            rules: ruleIds.map((id) => sarifRule(id, docsById.get(id))),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { description: { text: 'The root of the checked project.' } } },
        artifacts: report.files.map((file) => ({
          location: artifact(file),
          sourceLanguage: sourceLanguages[file.result.language],
        })),
        results,
        invocations: [
          {
            executionSuccessful: !report.problems.some((problem) => problem.kind === 'failed'),
            exitCode,
            toolExecutionNotifications: report.problems.map((problem) => ({
              level: problem.kind === 'failed' ? 'error' : 'note',
              message: message(`${problem.path} ${problem.message}`),
            })),
          },
        ],
      },
    ],
  };
  return `${toJson(log)}\n`;
}
