// What an ignore file of Trivy holds, whichever of its two formats it has.
import type { Edit, Span } from '../engine/index.ts';

export type IgnoreFormat = 'plain' | 'yaml';

/** The lists of a `.trivyignore.yaml`. */
export const ignoreSections = ['vulnerabilities', 'misconfigurations', 'secrets', 'licenses'] as const;
export type IgnoreSection = (typeof ignoreSections)[number];

export interface IgnoreEntry {
  readonly id: string;
  /** The id's own place. */
  readonly at: Span;
  /** What goes when the entry is removed, its line break included; absent where that is not simple. */
  readonly whole?: Span;
  /** Absent in a plain file, where an id is one of any scanner. */
  readonly section?: IgnoreSection;
  /** Globs of files in the image or project; empty: all. */
  readonly paths: readonly string[];
  /** Package URLs; empty: all packages. */
  readonly purls: readonly string[];
  /** Empty: none was given. In a plain file the comment above. */
  readonly statement: string;
  readonly expires?: {
    /** YYYY-MM-DD: the first day on which the entry no longer holds. */
    readonly day: string;
    /** The day's own place, for another one to be written there. */
    readonly at: Span;
  };
}

export interface IgnoreProblem {
  /** `file`: Trivy stops at it. `entry`: Trivy passes over the entry. `key`: Trivy passes over the word or key. */
  readonly of: 'file' | 'entry' | 'key';
  readonly at: Span;
  /** A sentence for the user. */
  readonly message: string;
  readonly fix?: { readonly title: string; readonly edits: readonly Edit[] };
}

export interface IgnoreFile {
  readonly format: IgnoreFormat;
  readonly entries: readonly IgnoreEntry[];
  readonly problems: readonly IgnoreProblem[];
}

/** A finding that is accepted, and why. */
export interface IgnoreDecision {
  readonly id: string;
  /** Globs of files in the image; empty: all. */
  readonly paths: readonly string[];
  /** Package URLs; empty: all. */
  readonly purls: readonly string[];
  /** One line. */
  readonly statement: string;
  /** YYYY-MM-DD: the first day on which it no longer holds. */
  readonly expires?: string;
}

/** Edits of the file's text, or why there are none. */
export type IgnoreChange =
  | { readonly edits: readonly Edit[]; readonly did: 'added' | 'updated' }
  | { readonly refused: string };

/** Stands for a reason that was not given yet; entries that have it are told of. */
export const statementPlaceholder = 'TODO: say why this is accepted';

/** Whether an entry says why. */
export function hasStatement({ statement }: IgnoreEntry): boolean {
  return statement.trim() !== '' && !statement.startsWith('TODO');
}

/**
 * Trivy takes midnight UTC of the day, and what lies before now is over.
 * @param today YYYY-MM-DD
 */
export function isExpired({ expires }: IgnoreEntry, today: string): boolean {
  return expires !== undefined && expires.day <= today;
}

/** Text on one line, without what editors hide. */
export function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 500);
}

/** Advisory ids are compared with their case: how this one is written; undefined where it is right or unknown. */
export function rightCase(id: string): string | undefined {
  const right = /^cve-\d{4}-\d{4,}$/i.test(id)
    ? id.toUpperCase()
    : /^ghsa(?:-[a-z0-9]{4}){3}$/i.test(id)
      ? `GHSA${id.slice(4).toLowerCase()}`
      : id;
  return right === id ? undefined : right;
}

/** The format of an ignore file by its name; undefined for any other file. */
export function ignoreFormat(fileName: string): IgnoreFormat | undefined {
  if (fileName === '.trivyignore') return 'plain';
  return /^\.trivyignore\.ya?ml$/.test(fileName) ? 'yaml' : undefined;
}
