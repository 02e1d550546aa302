// Scan results as diagnostics on the lines they belong to.
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver/node';
import type { LineIndex } from '../../engine/index.ts';
import { toRange } from '../convert.ts';
import { safeHref } from '../markdown.ts';
import type { Anchored, FileScan, FoundItem, ImageScan } from './scan-store.ts';
import { allCounts, editorSeverity, worstOf } from './severity.ts';

/** `source` of every diagnostic that comes from a scan. */
export const scanSource = 'plimsoll-trivy';

/** Critical and high findings of one image that get a diagnostic of their own; the rest is in the summary. */
export const itemLimit = 50;

/** Findings that the summary names. */
const namedInSummary = 5;

/** The diagnostics of a document's results, stale ones faded and said to be so. */
export function scanDiagnostics(results: readonly Anchored[], index: LineIndex): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const { scan, at, state } of results) {
    if (state === 'gone') continue;
    const range = toRange(index, at);
    const made = scan.kind === 'file' ? [ofFile(scan)] : ofImage(scan);
    for (const part of made)
      diagnostics.push({ range, source: scanSource, ...(state === 'stale' ? faded(part) : part) });
  }
  return diagnostics;
}

type Part = Omit<Diagnostic, 'range' | 'source'>;

function faded(part: Part): Part {
  return {
    ...part,
    severity: DiagnosticSeverity.Hint,
    tags: [DiagnosticTag.Unnecessary],
    message: `Scanned before this change: ${part.message}`,
  };
}

function ofFile({ misconfiguration: found }: FileScan): Part {
  return coded(found.id, found.href, {
    severity: editorSeverity[found.severity],
    message: found.message ? `${found.title}: ${found.message}` : found.title,
  });
}

function ofImage(scan: ImageScan): Part[] {
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
  const top = scan.found.slice(0, namedInSummary).map(({ id, subject }) => `${id} (${subject})`);
  const total = scan.found.length;
  const more = total > top.length ? ` and ${total - top.length} more` : '';
  const summary: Part = {
    severity: editorSeverity[worst],
    code: 'scan-summary',
    message: `${scan.target} has ${allCounts(scan.counts, scan.fixable)}: ${top.join(', ')}${more}.${notes}`,
  };
  const serious = scan.found.filter(({ severity }) => severity === 'critical' || severity === 'high');
  return [summary, ...serious.slice(0, itemLimit).map((found) => ofItem(found))];
}

function ofItem(found: FoundItem): Part {
  return coded(found.id, found.href, {
    severity: editorSeverity[found.severity],
    message: itemMessage(found),
  });
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
