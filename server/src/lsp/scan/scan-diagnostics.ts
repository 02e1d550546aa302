// Scan results as diagnostics on the lines they belong to.
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
} from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import type { LineIndex } from '../../engine/index.ts';
import { toRange } from '../convert.ts';
import { safeHref } from '../markdown.ts';
import type { Anchored, FileScan, FoundItem, ImageScan, ItemOrigin } from './scan-results.ts';
import { allCounts, editorSeverity, isListed, type SeverityMap, worstLevel, worstOf } from './severity.ts';

/** `source` of every diagnostic that comes from a scan. */
export const scanSource = 'plimsoll-trivy';

/** Errors and warnings of one image that get a diagnostic of their own; the rest is in the summary. */
export const itemLimit = 50;

/** Findings that the summary names. */
const namedInSummary = 5;

/**
 * The diagnostics of a document's results, stale ones faded and said to be so. `uri`: the document's.
 * @param map what the user has each severity be
 */
export function scanDiagnostics(
  results: readonly Anchored[],
  index: LineIndex,
  uri: string,
  map: SeverityMap,
): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const result of results) {
    const { scan, at, state } = result;
    if (state === 'gone') continue;
    const range = toRange(index, at);
    const made = scan.kind === 'file' ? ofFile(scan, map) : ofImage(scan, result, index, uri, map);
    for (const part of made)
      diagnostics.push({ range, source: scanSource, ...(state === 'stale' ? faded(part) : part) });
  }
  return diagnostics;
}

/** `range`: inside of the instruction, where that is known. */
type Part = Omit<Diagnostic, 'range' | 'source'> & { readonly range?: Diagnostic['range'] };

/** What has changed is not where it was. */
function faded({ range: _, relatedInformation: __, ...part }: Part): Part {
  return {
    ...part,
    severity: DiagnosticSeverity.Hint,
    tags: [DiagnosticTag.Unnecessary],
    message: `Scanned before this change: ${part.message}`,
  };
}

function ofFile({ misconfiguration: found }: FileScan, map: SeverityMap): Part[] {
  const severity = editorSeverity(found.severity, map);
  if (severity === undefined) return [];
  const message = found.message ? `${found.title}: ${found.message}` : found.title;
  return [coded(found.id, found.href, { severity, message })];
}

function ofImage(scan: ImageScan, result: Anchored, index: LineIndex, uri: string, map: SeverityMap): Part[] {
  const worst = worstOf(scan.counts);
  const notes = scan.notes.map((note) => ` ${note}`).join('');
  if (!worst) {
    if (scan.notes.length === 0) return [];
    return [
      {
        severity: DiagnosticSeverity.Information,
        code: 'scan-summary',
        message: `${scan.target}: nothing found.${notes}`,
      },
    ];
  }
  const level = worstLevel(scan.counts, map);
  if (level === undefined) return [];
  const top = scan.found.slice(0, namedInSummary).map(({ id, subject }) => `${id} (${subject})`);
  const total = scan.found.length;
  const more = total > top.length ? ` and ${total - top.length} more` : '';
  const counts = allCounts(scan.counts, scan.fixable);
  const summary: Part = {
    // What the lines below say themselves is only summed up here.
    severity: scan.rest ? (Math.max(level, DiagnosticSeverity.Information) as DiagnosticSeverity) : level,
    code: 'scan-summary',
    message: `${subjectOf(scan)} ${counts}: ${top.join(', ')}${more}.${notes}`,
  };
  const listed = (scan.rest ?? scan.found).filter(({ severity }) => isListed(severity, map));
  return [
    summary,
    ...listed.slice(0, itemLimit).map((found) => ofItem(found, scan, result, index, uri, map)),
  ];
}

/** What has the findings, to begin a sentence with. */
function subjectOf({ kind, target, isBase }: ImageScan): string {
  if (kind !== 'part') return `${target} has`;
  return isBase ? `From its base image ${target} has` : `From this line ${target} has`;
}

function ofItem(
  found: FoundItem,
  scan: ImageScan,
  result: Anchored,
  index: LineIndex,
  uri: string,
  map: SeverityMap,
): Part {
  const origin = scan.origins?.get(found);
  const { start } = result.at;
  const within = origin?.within;
  const related = origin ? relatedTo(found, origin, result, index, uri) : [];
  return {
    ...coded(found.id, found.href, {
      severity: editorSeverity(found.severity, map),
      message: `${itemMessage(found)}${origin?.says ? ` (From: ${origin.says}.)` : ''}`,
    }),
    ...(within ? { range: toRange(index, { start: start + within.start, end: start + within.end }) } : {}),
    ...(related.length > 0 ? { relatedInformation: related } : {}),
  };
}

function relatedTo(
  { subject }: FoundItem,
  { manifest, installed }: ItemOrigin,
  { others }: Anchored,
  index: LineIndex,
  uri: string,
): DiagnosticRelatedInformation[] {
  const related: DiagnosticRelatedInformation[] = [];
  const place = installed === undefined ? undefined : others[installed];
  // Gone or changed since: then it is not said.
  if (place && index.text.slice(place.start, place.end) === place.text) {
    const range = toRange(index, place);
    related.push({ location: { uri, range }, message: `${subject} is installed here` });
  }
  if (manifest) {
    const start = { line: manifest.line, character: 0 };
    const location = { uri: URI.file(manifest.file).toString(), range: { start, end: start } };
    related.push({ location, message: `${subject} is named in ${manifest.shown}` });
  }
  return related;
}

/** One finding in a sentence, for lists that show plain text. */
export function itemMessage({ kind, id, severity, subject, installed, fixed, title }: FoundItem): string {
  const end = title ? `: ${title}` : '';
  if (kind !== 'vulnerability') return `${subject} (${kind} ${id}, ${severity})${end}`;
  const remedy = fixed ? `fixed in ${fixed}` : 'no fixed version yet';
  return `${subject} ${installed ?? ''} has ${id} (${severity}, ${remedy})${end}`;
}

function coded(code: string, address: string | undefined, part: Part): Part {
  const href = safeHref(address);
  return { ...part, code, ...(href ? { codeDescription: { href } } : {}) };
}
