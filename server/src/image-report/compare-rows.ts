// The before-and-after table of a comparison, as plain texts; the forms of report draw it each in its way. Pure.
import { scanSeverities } from '../settings.ts';
import type { ComparedSide, Comparison } from './compare.ts';

export interface CompareRow {
  readonly what: string;
  readonly before: string;
  readonly after: string;
  /** What the change is worth: `better`, `worse`; absent: neither, or not known. */
  readonly change?: 'better' | 'worse';
}

const unknown = 'not known';

/** Vulnerabilities by severity, fixable ones, secrets and all, then what the images are. */
export function compareRows({ before, after }: Comparison): CompareRow[] {
  const counts = (what: string, count: (side: ComparedSide) => number): CompareRow =>
    numbers(what, count(before), count(after), String);
  const text = (what: string, of: (side: ComparedSide) => string | undefined): CompareRow => ({
    what,
    before: of(before) ?? unknown,
    after: of(after) ?? unknown,
  });
  const user = text('Default user', ({ traits }) => traits.user);
  return [
    ...scanSeverities.map((severity) => counts(capital(severity), (side) => side.counts[severity])),
    counts('All findings', (side) => side.counts.total),
    counts('Fixable', (side) => side.counts.fixable),
    numbers('Packages', before.traits.packages, after.traits.packages, String),
    numbers('Size', before.traits.size, after.traits.size, sizeWords),
    { ...user, ...rated(isRoot(user.before), isRoot(user.after)) },
    withNone(text('Shell', ({ traits }) => traits.shell)),
    withNone(text('Package manager', ({ traits }) => traits.packageManager)),
    text('Distribution', ({ traits }) => traits.os),
    numbers('Layers', before.traits.layers, after.traits.layers, String, false),
  ];
}

/** Bytes as people write them: `12.3 MB`. */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return bytes < 1_000_000_000
    ? `${(bytes / 1_000_000).toFixed(1)} MB`
    : `${(bytes / 1_000_000_000).toFixed(2)} GB`;
}

function numbers(
  what: string,
  before: number | undefined,
  after: number | undefined,
  words: (value: number) => string,
  isRated = true,
): CompareRow {
  return {
    what,
    before: before === undefined ? unknown : words(before),
    after: after === undefined ? unknown : words(after),
    ...(isRated && before !== undefined && after !== undefined && before !== after
      ? { change: after < before ? ('better' as const) : ('worse' as const) }
      : {}),
  };
}

function isRoot(user: string): boolean | undefined {
  return user === unknown ? undefined : user.startsWith('root');
}

/** What is bad in the one and not in the other. */
function rated(before: boolean | undefined, after: boolean | undefined): Pick<CompareRow, 'change'> {
  if (before === undefined || after === undefined || before === after) return {};
  return { change: after ? 'worse' : 'better' };
}

function withNone(row: CompareRow): CompareRow {
  const has = (text: string) => (text === unknown ? undefined : !text.startsWith('none'));
  return { ...row, ...rated(has(row.before), has(row.after)) };
}

function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
