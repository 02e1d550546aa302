// What stands above the findings: the image, the counts as a drawing and as a table, and what fixes most.
import {
  type ImageAbout,
  type ListedScan,
  listedSeverities,
  type ScanReportData,
} from '../../../../server/src/scan-protocol.ts';
import { capital } from '../arrange.ts';
import { drawn, element, section } from './elements.ts';

/** The heading with what was scanned and when. */
export function heading({ scan, about }: ScanReportData): Node[] {
  const { target, kind, finished, stale, notes, items: _, ...counted } = scan;
  const what = { base: 'Base image', image: 'Image', file: 'Dockerfile', other: 'Image' }[kind];
  const total = listedSeverities.reduce((sum, severity) => sum + counted.counts[severity], 0);
  const fixable = counted.fixable > 0 ? `, ${counted.fixable} with a fixed version` : '';
  const found = total === 0 ? 'Nothing found' : `${amount(total, 'finding')}${fixable}`;
  const remarks = [
    ...(stale ? ['The line was changed after this scan.'] : []),
    ...(about.endOfLife
      ? [`The distribution ${about.system ?? ''} has reached its end of life: it gets no more fixes.`]
      : []),
    ...(about.omitted ? [`${about.omitted} more findings were left out because there are so many.`] : []),
    ...notes,
  ];
  return [
    element('h1', {}, `${what} `, element('code', {}, target)),
    element('p', { class: 'lead' }, `${found}. Scanned ${new Date(finished).toLocaleString()} with Trivy.`),
    ...remarks.map((remark) => element('p', { class: 'note' }, remark)),
  ];
}

export function aboutSection(about: ImageAbout): HTMLElement | undefined {
  const { digests = [], imageId, system, endOfLife, user, size, created } = about;
  const rows: [string, string | undefined][] = [
    ['Digest', digests.join(' ') || undefined],
    ['Image id', imageId],
    ['System', system && `${system}${endOfLife ? ' (end of life)' : ''}`],
    ['Runs as', user],
    ['Size', size === undefined ? undefined : `${bytes(size)}, not compressed`],
    ['Created', created === undefined ? undefined : new Date(created).toLocaleString()],
  ];
  const known = rows.filter((row): row is [string, string] => row[1] !== undefined);
  if (known.length === 0) return undefined;
  const list = element('dl', {});
  for (const [name, value] of known) list.append(element('dt', {}, name), element('dd', {}, value));
  return section('about', 'The image', list);
}

const bar = { height: 18, gap: 8, left: 72, width: 300, right: 60 };

/** The counts, drawn; the table below says the same to who cannot see it. */
export function severitySection({ counts }: ListedScan): HTMLElement {
  const most = Math.max(1, ...listedSeverities.map((severity) => counts[severity]));
  const height = listedSeverities.length * (bar.height + bar.gap);
  const said = listedSeverities.map((severity) => `${counts[severity]} ${severity}`).join(', ');
  const svg = drawn('svg', {
    viewBox: `0 0 ${bar.left + bar.width + bar.right} ${height}`,
    role: 'img',
    'aria-label': `Findings by severity: ${said}`,
  });
  for (const [index, severity] of listedSeverities.entries()) {
    const y = index * (bar.height + bar.gap);
    const middle = y + bar.height / 2;
    const amount = counts[severity];
    // Small counts beside large ones are still to be seen.
    const width = amount === 0 ? 0 : Math.max(3, (amount / most) * bar.width);
    const text = { y: middle, 'dominant-baseline': 'central' };
    svg.append(
      drawn('text', { x: 0, ...text }, capital(severity)),
      drawn('rect', { class: 'track', x: bar.left, y, width: bar.width, height: bar.height, rx: 2 }),
      drawn('rect', { class: `fill-${severity}`, x: bar.left, y, width, height: bar.height, rx: 2 }),
      drawn('text', { x: bar.left + bar.width + 10, ...text }, String(amount)),
    );
  }
  const table = element('table', { class: 'counts' }, element('caption', {}, 'Findings by severity'));
  const head = element('tr', {});
  const row = element('tr', {});
  for (const severity of listedSeverities) {
    head.append(element('th', { scope: 'col' }, capital(severity)));
    row.append(element('td', { class: 'number' }, String(counts[severity])));
  }
  table.append(element('thead', {}, head), element('tbody', {}, row));
  const details = element('details', {}, element('summary', {}, 'As a table'), table);
  return section('severity', 'By severity', svg, details);
}

/** What rids the image of most vulnerabilities; undefined when nothing certain is known. */
export function fixesSection({ upgrades, rebuilds }: ScanReportData): HTMLElement | undefined {
  if (upgrades.length + rebuilds.length === 0) return undefined;
  const list = element('ol', {});
  for (const { image, fixes, brings } of rebuilds) {
    const more = brings > 0 ? `, and brings ${amount(brings, 'other')}` : '';
    const code = element('code', {}, image);
    list.append(element('li', {}, 'Rebuild on ', code, ` fixes ${fixes}${more} (by its own scan)`));
  }
  for (const { name, installed, to, fixes, worst } of upgrades) {
    const code = element('code', {}, name);
    const worse = element('span', { class: `is-${worst}` }, worst);
    const what = fixes === 1 ? ['(', worse, ')'] : ['(the worst is ', worse, ')'];
    list.append(element('li', {}, 'Upgrade ', code, ` ${installed} → ${to} fixes ${fixes} `, ...what));
  }
  return section('fixes', 'What fixes most', list);
}

function amount(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}

function bytes(size: number): string {
  return size < 1_000_000 ? `${Math.ceil(size / 1000)} kB` : `${Math.round(size / 1_000_000)} MB`;
}
