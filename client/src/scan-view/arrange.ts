// How the findings of a scan are filtered and grouped in the tree. Pure: the editor is not known here.
import {
  type ListedItem,
  type ListedPlace,
  type ListedScan,
  type ListedSeverity,
  listedSeverities,
} from '../../../server/src/scan-protocol.ts';

export const groupings = ['severity', 'instruction', 'package'] as const;
export type Grouping = (typeof groupings)[number];

export interface Filter {
  readonly fixableOnly: boolean;
  /** The severities that are shown. */
  readonly severities: readonly ListedSeverity[];
}

export const everything: Filter = { fixableOnly: false, severities: listedSeverities };

/** Findings that have something in common. */
export interface Group {
  /** The same for a later result. */
  readonly key: string;
  readonly label: string;
  readonly worst: ListedSeverity;
  /** Worst first. */
  readonly items: readonly ListedItem[];
  /** Of an instruction: where it stands. */
  readonly place?: ListedPlace;
}

/** Whether the filter hides anything. */
export function isFiltering({ fixableOnly, severities }: Filter): boolean {
  return fixableOnly || listedSeverities.some((severity) => !severities.includes(severity));
}

export function filtered(items: readonly ListedItem[], filter: Filter): readonly ListedItem[] {
  if (!isFiltering(filter)) return items;
  return items.filter(
    ({ severity, fixed }) =>
      filter.severities.includes(severity) && (!filter.fixableOnly || fixed !== undefined),
  );
}

/** The groups in the order in which they matter: by severity, by place in the file, or by what is worst in them. */
export function grouped(items: readonly ListedItem[], grouping: Grouping): Group[] {
  const groups = new Map<string, { label: string; items: ListedItem[]; place?: ListedPlace }>();
  for (const item of items) {
    const { key, label, place } = groupOf(item, grouping);
    const group = groups.get(key);
    if (group) group.items.push(item);
    else groups.set(key, { label, items: [item], ...(place ? { place } : {}) });
  }
  const all = [...groups].map(([key, group]): Group => ({ key, worst: worstOf(group.items), ...group }));
  const rank = ({ worst }: Group) => listedSeverities.indexOf(worst);
  if (grouping === 'severity') return all.sort((a, b) => rank(a) - rank(b));
  if (grouping === 'instruction')
    return all.sort(
      (a, b) => (a.place?.start ?? Number.MAX_SAFE_INTEGER) - (b.place?.start ?? Number.MAX_SAFE_INTEGER),
    );
  return all.sort(
    (a, b) => rank(a) - rank(b) || b.items.length - a.items.length || compare(a.label, b.label),
  );
}

function groupOf(
  { kind, severity, subject, installed, place }: ListedItem,
  grouping: Grouping,
): { key: string; label: string; place?: ListedPlace } {
  if (grouping === 'severity') return { key: severity, label: capital(severity) };
  if (grouping === 'package') {
    const label = installed === undefined ? subject : `${subject} ${installed}`;
    return { key: JSON.stringify([kind, subject, installed]), label };
  }
  if (!place) return { key: 'none', label: 'On no line' };
  return {
    key: `${place.start}`,
    label: `Line ${place.start + 1}: ${place.instruction}`,
    place: { ...place, line: place.start, character: 0 },
  };
}

/** `2 critical, 5 high`; `nothing` when there are none. */
export function countsOf(items: readonly ListedItem[]): string {
  const counts = countBySeverity(items);
  const parts = listedSeverities.flatMap((severity) =>
    counts[severity] > 0 ? `${counts[severity]} ${severity}` : [],
  );
  return parts.join(', ') || 'nothing';
}

export function countBySeverity(items: readonly ListedItem[]): Record<ListedSeverity, number> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };
  for (const { severity } of items) counts[severity]++;
  return counts;
}

export function worstOf(items: readonly ListedItem[]): ListedSeverity {
  const worst = items.reduce(
    (least, { severity }) => Math.min(least, listedSeverities.indexOf(severity)),
    listedSeverities.length - 1,
  );
  return listedSeverities[worst]!;
}

const kinds: Record<ListedItem['kind'], string> = {
  vulnerability: 'vulnerability',
  secret: 'secret',
  misconfiguration: 'misconfiguration',
  license: 'licence',
};

/** What stands beside the identifier: `bash 5.2 → 5.3 · a title`. What the group says already is left out. */
export function describe(item: ListedItem, grouping: Grouping): string {
  const { kind, subject, installed, fixed, severity, title } = item;
  const versions = kind === 'vulnerability' ? `${installed ?? ''} → ${fixed ?? 'no fix yet'}`.trim() : '';
  const thing = kind === 'vulnerability' ? `${subject} ${versions}` : `${kinds[kind]} in ${subject}`;
  const parts = grouping === 'package' ? [severity, fixed ? `→ ${fixed}` : '', title] : [thing, title];
  return parts.filter(Boolean).join(' · ');
}

/** One finding in a sentence, for a screen reader. */
export function speak({ kind, id, severity, subject, installed, fixed, title, place }: ListedItem): string {
  const where = kind === 'vulnerability' ? `${subject} ${installed ?? ''}`.trim() : subject;
  const remedy = kind !== 'vulnerability' ? '' : fixed ? `, fixed in ${fixed}` : ', no fixed version yet';
  const line = place ? `, line ${place.line + 1}` : '';
  return `${severity} ${kinds[kind]} ${id} in ${where}${remedy}${line}${title ? `: ${title}` : ''}`;
}

/** What is said of a whole scan beside its name. */
export function describeScan(scan: ListedScan, shown: readonly ListedItem[]): string {
  const kind = { base: 'base image', image: 'built image', file: 'the file itself', other: '' }[scan.kind];
  const hidden = scan.items.length - shown.length;
  return [
    countsOf(shown),
    hidden > 0 ? `${hidden} hidden by the filter` : '',
    kind,
    scan.stale ? 'scanned before this change' : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

export function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
