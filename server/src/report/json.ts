// The report for programs: one JSON object, its shape fixed by `version`.
import { type Finding, fixesFor, type SuppressedFinding } from '../engine/index.ts';
import { controlsOf } from './cis.ts';
import { toJson } from './escape.ts';
import { relatedPlaces } from './related.ts';
import {
  allFindings,
  type CheckedFile,
  countFindings,
  type Report,
  regionOf,
  shownBeside,
} from './report.ts';

function findingJson(file: CheckedFile, finding: Finding) {
  const place = (at: { start: number; end: number }, lines = file.lines) => ({
    ...regionOf(lines, at),
    startOffset: at.start,
    endOffset: at.end,
  });
  const offer = finding.fixable ? fixesFor(file.result, finding) : { fixes: [], refusals: [] };
  return {
    rule: finding.ruleId,
    severity: finding.severity,
    message: finding.message,
    at: place(finding.at),
    ...(finding.tags.length > 0 ? { tags: finding.tags } : {}),
    related: relatedPlaces(file.result, finding, file.lines).map((related) => ({
      message: related.message,
      ...(related.file === undefined ? {} : { path: shownBeside(file, related.file) }),
      at: place(related.at, related.lines),
    })),
    fixes: offer.fixes.map((fix) => ({
      title: fix.title,
      safety: fix.safety,
      preferred: fix.preferred ?? false,
      edits: fix.edits.map((edit) => ({ at: place(edit), text: edit.text })),
    })),
    refusedFixes: offer.refusals.map((refusal) => ({ title: refusal.title, reason: refusal.reason })),
  };
}

function suppressedJson(file: CheckedFile, finding: SuppressedFinding) {
  return {
    ...findingJson(file, finding),
    reason: finding.reason,
    comment: regionOf(file.lines, finding.commentAt),
  };
}

function controlsJson(file: CheckedFile) {
  const controls = controlsOf(file);
  return controls ? { controls } : {};
}

/**
 * The report as JSON. Lines and columns are one-based UTF-16 code units with an exclusive end; offsets are zero-based
 * UTF-16 code units of the text without its byte order mark.
 */
export function jsonReport(report: Report): string {
  const value = {
    version: 1,
    tool: { name: 'plimsoll', version: report.version },
    files: report.files.map((file) => ({
      path: file.path,
      findings: file.findings.map((finding) => findingJson(file, finding)),
      baselined: file.baselined.map((finding) => findingJson(file, finding)),
      suppressed: file.result.suppressed.map((finding) => suppressedJson(file, finding)),
      ...controlsJson(file),
    })),
    problems: report.problems,
    counts: countFindings(allFindings(report)),
  };
  return `${toJson(value)}\n`;
}
