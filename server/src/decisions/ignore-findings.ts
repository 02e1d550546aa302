// What is to be said of an ignore file: wrong syntax, entries that are over or not needed any more, missing reasons.
import type { Edit, LintSettings, Severity, Span } from '../engine/index.ts';
import { daysLater } from './days.ts';
import {
  hasStatement,
  type IgnoreEntry,
  type IgnoreFile,
  type IgnoreFormat,
  isExpired,
} from './ignore-file.ts';
import { readPlainIgnore } from './plain-ignore.ts';
import { readYamlIgnore } from './yaml-ignore.ts';

/** Days by which an entry is prolonged. */
const prolongedDays = 90;
const mostEntries = 500;

export interface IgnoreFinding {
  readonly id:
    | 'ignore-file-syntax'
    | 'ignore-entry-expired'
    | 'ignore-entry-stale'
    | 'suppression-without-reason';
  readonly severity: Severity;
  readonly message: string;
  readonly at: Span;
  readonly fixes: readonly { readonly title: string; readonly edits: readonly Edit[] }[];
  /** Shown faded. */
  readonly isUnneeded: boolean;
}

/** Reads the text of an ignore file. Never throws. */
export function readIgnoreFile(text: string, format: IgnoreFormat): IgnoreFile {
  return format === 'yaml' ? readYamlIgnore(text) : readPlainIgnore(text);
}

/** How severe an entry without a reason is: as the settings say of comments that silence findings. */
export function reasonLevel({ rules, requireReasons }: LintSettings): Severity | 'off' {
  return rules?.['suppression-without-reason'] ?? (requireReasons ? 'warning' : 'information');
}

/**
 * In the order of the text.
 * @param today YYYY-MM-DD
 * @param unreasoned see `reasonLevel`
 * @param known ids of advisories that the scans of everything reported or left out; absent: not all is known
 */
export function ignoreFindings(
  file: IgnoreFile,
  today: string,
  unreasoned: Severity | 'off',
  known?: ReadonlySet<string>,
): IgnoreFinding[] {
  const syntax = file.problems.map(
    ({ of, at, message, fix }): IgnoreFinding => ({
      id: 'ignore-file-syntax',
      severity: of === 'file' ? 'error' : 'warning',
      message,
      at,
      fixes: fix ? [fix] : [],
      isUnneeded: false,
    }),
  );
  const entries = file.entries.slice(0, mostEntries).flatMap((entry) => {
    const state = expired(entry, today) ?? stale(entry, known);
    const reason = unreasoned === 'off' || hasStatement(entry) ? undefined : silent(entry, file, unreasoned);
    return [...(state ? [state] : []), ...(reason ? [reason] : [])];
  });
  return [...syntax, ...entries].sort((a, b) => a.at.start - b.at.start);
}

function removal({ id, whole }: IgnoreEntry): IgnoreFinding['fixes'] {
  return whole ? [{ title: `Remove the entry of ${id}`, edits: [{ ...whole, text: '' }] }] : [];
}

function expired(entry: IgnoreEntry, today: string): IgnoreFinding | undefined {
  const { id, at, expires } = entry;
  if (!expires || !isExpired(entry, today)) return undefined;
  const day = daysLater(today, prolongedDays);
  const prolonging = { title: `Ignore ${id} until ${day}`, edits: [{ ...expires.at, text: day }] };
  return {
    id: 'ignore-entry-expired',
    severity: 'warning',
    message: `The entry of ${id} ended on ${expires.day}, so Trivy reports it again. Remove it, or look at it again and give it a new day.`,
    at,
    fixes: [...removal(entry), prolonging],
    isUnneeded: false,
  };
}

/** Only of advisories: of other scanners' ids the scans may not tell. */
function stale(entry: IgnoreEntry, known: ReadonlySet<string> | undefined): IgnoreFinding | undefined {
  const { id, at, section = 'vulnerabilities' } = entry;
  if (!known || known.has(id) || section !== 'vulnerabilities' || !/^(?:CVE|GHSA)-/.test(id))
    return undefined;
  return {
    id: 'ignore-entry-stale',
    severity: 'information',
    message: `The last scans of all images of this project do not have ${id}: the entry can go.`,
    at,
    fixes: removal(entry),
    isUnneeded: true,
  };
}

function silent({ id, at }: IgnoreEntry, { format }: IgnoreFile, severity: Severity): IgnoreFinding {
  const where = format === 'yaml' ? 'as statement:' : 'in a comment above';
  return {
    id: 'suppression-without-reason',
    severity,
    message: `The entry of ${id} does not say why it is ignored: write it ${where}.`,
    at,
    fixes: [],
    isUnneeded: false,
  };
}
