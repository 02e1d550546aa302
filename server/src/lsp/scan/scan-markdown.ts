// A scan's result as Markdown, with everything that the scanner says escaped.
import { code, link, plain, table } from '../markdown.ts';
import type { FoundItem, ImageScan } from './scan-store.ts';
import { age, allCounts } from './severity.ts';

/** Rows of a table in a hover. */
const hoverRows = 25;

const head = ['Severity', 'Package', 'Installed', 'Fixed in', 'Finding', 'Title'];

/** The hover's part for one scan; `now` in milliseconds since 1970. */
export function scanMarkdown(scan: ImageScan, stale: boolean, now: number): string {
  const shown = scan.found.slice(0, hoverRows);
  const rest = scan.found.length - shown.length;
  const when = stale ? 'scanned before this change' : `scanned ${age(scan.finished, now)}`;
  const lines = [`**${code(scan.target)}**: ${allCounts(scan.counts, scan.fixable)} (${when})`];
  for (const note of scan.notes) lines.push('', plain(note));
  if (shown.length > 0) lines.push('', table(head, shown.map(row)));
  if (rest > 0) lines.push('', `and ${rest} more`);
  return lines.join('\n');
}

/** The whole report, and the line (zero-based) on which each finding stands. */
export function scanReportMarkdown(scan: ImageScan): { markdown: string; lineOf: Map<FoundItem, number> } {
  const lines = [
    `# Scan of ${code(scan.target)}`,
    '',
    `${allCounts(scan.counts, scan.fixable)}, scanned ${new Date(scan.finished).toISOString()} with Trivy.`,
    ...scan.notes.flatMap((note) => ['', plain(note)]),
  ];
  const lineOf = new Map<FoundItem, number>();
  if (scan.found.length > 0) {
    lines.push('', ...table(head, []).split('\n'));
    for (const found of scan.found) {
      lineOf.set(found, lines.length);
      lines.push(`| ${row(found).join(' | ')} |`);
    }
  }
  return { markdown: `${lines.join('\n')}\n`, lineOf };
}

function row(found: FoundItem): string[] {
  return [
    found.severity,
    code(found.subject),
    found.installed ? code(found.installed) : '',
    found.fixed ? code(found.fixed) : '',
    link(found.id, found.href),
    plain(found.title),
  ];
}
