// A scan's result as Markdown, with everything that the scanner says escaped.
import { code, link, plain, table } from '../markdown.ts';
import type { Anchored, FoundItem, ImageScan, ItemOrigin } from './scan-results.ts';
import { age, allCounts } from './severity.ts';

/** Rows of a table in a hover. */
const hoverRows = 25;

const head = ['Severity', 'Package', 'Installed', 'Fixed in', 'Finding', 'Title'];

/** The hover's part for one result; `now` in milliseconds since 1970. `all`: the document's results. */
export function scanMarkdown(
  { scan, state }: Anchored<ImageScan>,
  all: readonly Anchored[],
  lineOf: (offset: number) => number,
  now: number,
): string {
  const found = scan.rest ?? scan.found;
  const shown = found.slice(0, hoverRows);
  const more = found.length - shown.length;
  const when = state === 'stale' ? 'scanned before this change' : `scanned ${age(scan.finished, now)}`;
  const lines = [`${titleOf(scan)}: ${allCounts(scan.counts, scan.fixable)} (${when})`];
  for (const note of scan.notes) lines.push('', plain(note));
  if (scan.rest) lines.push('', byLine(scan, all, lineOf));
  if (shown.length > 0)
    lines.push(
      '',
      table(
        head,
        shown.map((one) => row(one, scan.origins?.get(one))),
      ),
    );
  if (more > 0) lines.push('', `and ${more} more`);
  return lines.join('\n');
}

function titleOf({ kind, target, isBase }: ImageScan): string {
  if (kind !== 'part') return `**${code(target)}**`;
  return isBase ? `**Base image** in ${code(target)}` : `**This line** in ${code(target)}`;
}

/** How many findings each line brought. */
function byLine(
  { target, rest = [] }: ImageScan,
  all: readonly Anchored[],
  lineOf: (offset: number) => number,
): string {
  const parts = all.flatMap(({ scan, at, state }) => {
    if (scan.kind !== 'part' || scan.target !== target || state === 'gone') return [];
    const what = scan.isBase ? 'base image' : `line ${lineOf(at.start) + 1}`;
    return [`- ${what}: ${allCounts(scan.counts, scan.fixable)}`];
  });
  return [...parts, ...(rest.length > 0 ? ['- on no line:'] : [])].join('\n');
}

/** The whole report, for editors that have no view of their own for it. */
export function scanReportMarkdown(scan: ImageScan): string {
  const rows = scan.found.map((found) => row(found, scan.origins?.get(found)));
  const lines = [
    `# Scan of ${code(scan.target)}`,
    '',
    `${allCounts(scan.counts, scan.fixable)}, scanned ${new Date(scan.finished).toISOString()} with Trivy.`,
    ...scan.notes.flatMap((note) => ['', plain(note)]),
    ...(rows.length > 0 ? ['', table(head, rows)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function row(found: FoundItem, origin?: ItemOrigin): string[] {
  const places = [
    ...(origin?.says ? [`from: ${origin.says}`] : []),
    ...(origin?.manifest ? [`named in ${origin.manifest.shown}:${origin.manifest.line + 1}`] : []),
  ];
  return [
    found.severity,
    code(found.subject),
    found.installed ? code(found.installed) : '',
    found.fixed ? code(found.fixed) : '',
    link(found.id, found.href),
    plain(`${found.title}${places.length > 0 ? ` (${places.join(', ')})` : ''}`),
  ];
}
