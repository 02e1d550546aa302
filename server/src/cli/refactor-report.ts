// What a refactoring did and why, and what can be chosen: as text for people, as JSON for programs.
import pc from 'picocolors';
import type {
  Change,
  LineIndex,
  Refactoring,
  RefactoringName,
  RefactoringOffers,
  Span,
} from '../engine/index.ts';
import { forTerminal, toJson } from '../report/escape.ts';
import { plural, regionOf } from '../report/report.ts';

/** What was asked for. */
export interface Asked {
  /** As shown to people. */
  readonly path: string;
  readonly name: RefactoringName;
  /** The lines of the file as it was. */
  readonly lines: LineIndex;
  readonly version: string;
}

/** What a file without an offer has not: `to split`. */
export const nothingWords: Readonly<Record<RefactoringName, string>> = {
  split: 'to split',
  harden: 'to harden',
  'harden-service': 'to harden',
  'secrets-to-files': 'to move to files',
};

/** The runtime or service of an offer: `slim` of `split:slim`. */
export const kindOf = (id: string) => id.slice(id.indexOf(':') + 1);

/** `path:line:column`, one-based. */
export function placed({ path, lines }: Asked, at: Span): string {
  const { startLine, startColumn } = regionOf(lines, at);
  return `${path}:${startLine}:${startColumn}`;
}

/** What changed and why; what the user has to look at comes last. Ends in a line break. */
export function summaryText(asked: Asked, chosen: Refactoring, color: boolean, written: boolean): string {
  const colors = pc.createColors(color);
  const toCheck = chosen.changes.filter(({ kind }) => kind === 'check');
  const done = chosen.changes.filter(({ kind }) => kind !== 'check');
  const where = ({ at }: Change) => (at ? `line ${asked.lines.position(at.start).line + 1}` : '');
  const list = (changes: readonly Change[], word: (change: Change) => string) => {
    const widest = Math.max(0, ...changes.map((change) => where(change).length));
    return changes.map(
      (change) =>
        `  ${word(change)}${widest > 0 ? `${colors.dim(where(change).padEnd(widest))}  ` : ''}${forTerminal(change.what)}`,
    );
  };
  const out = [`${colors.bold(forTerminal(asked.path))}: ${forTerminal(chosen.title)}`];
  if (done.length > 0)
    out.push(
      '',
      colors.bold('What changed and why (lines as they were)'),
      ...list(done, ({ kind }) => `${colors.green(kind.padEnd(8))}  `),
    );
  if (toCheck.length > 0) out.push('', colors.bold(colors.yellow('To check')), ...list(toCheck, () => ''));
  out.push('', written ? `${forTerminal(asked.path)} is written.` : 'No file was written.');
  return `${out.join('\n')}\n`;
}

/** What can be chosen with `--runtime`, and what cannot and why. Ends in a line break. */
export function listText(
  asked: Asked,
  { refactorings, refusals }: RefactoringOffers,
  color: boolean,
): string {
  const colors = pc.createColors(color);
  const kinds = [...refactorings, ...refusals].map(({ id }) => (id.includes(':') ? kindOf(id) : ''));
  const widest = Math.max(0, ...kinds.map((kind) => kind.length));
  const out: string[] = [];
  for (const { id, title, changes } of refactorings) {
    const toCheck = changes.filter(({ kind }) => kind === 'check').length;
    const counts = `${plural(changes.length - toCheck, 'change')}${toCheck > 0 ? `, ${toCheck} to check` : ''}`;
    out.push(
      `${colors.green(kindOf(id).padEnd(widest))}  ${forTerminal(title)} ${colors.dim(`(${counts})`)}`,
    );
  }
  if (refusals.length > 0) {
    if (out.length > 0) out.push('');
    out.push(colors.bold('Not possible'));
  }
  for (const { id, title, at, reason } of refusals) {
    const kind = id.includes(':') ? kindOf(id) : '';
    out.push(
      `${kind.padEnd(widest)}${widest > 0 ? '  ' : ''}${forTerminal(title)}`,
      `${' '.repeat(widest > 0 ? widest + 2 : 0)}${colors.dim(`${forTerminal(placed(asked, at))}:`)} ${forTerminal(reason)}`,
    );
  }
  if (out.length === 0) out.push(`${forTerminal(asked.path)} has nothing ${nothingWords[asked.name]}.`);
  return `${out.join('\n')}\n`;
}

function changesJson({ lines }: Asked, changes: readonly Change[]) {
  return changes.map(({ kind, what, at }) => ({ kind, what, ...(at ? { at: regionOf(lines, at) } : {}) }));
}

function head({ path, version }: Asked) {
  return { version: 1, tool: { name: 'plimsoll', version }, path };
}

/**
 * What was done. `at` are places in the file as it was: one-based UTF-16 lines and columns with an exclusive end.
 * `diff` is there for --dry-run, `text` for standard input.
 */
export function doneJson(
  asked: Asked,
  { id, title, changes }: Refactoring,
  outcome: {
    readonly written: boolean;
    readonly diff: string | undefined;
    readonly text: string | undefined;
    /** Files that were made beside it. */
    readonly files: readonly string[];
  },
): string {
  return `${toJson({ ...head(asked), refactoring: id, title, changes: changesJson(asked, changes), ...outcome })}\n`;
}

/** What can be chosen, and what cannot and why. */
export function listJson(asked: Asked, { refactorings, refusals }: RefactoringOffers): string {
  const value = {
    ...head(asked),
    refactorings: refactorings.map(({ id, title, at, changes }) => ({
      id,
      ...(id.startsWith('split') || id.startsWith('harden:')
        ? { runtime: kindOf(id) }
        : { service: kindOf(id) }),
      title,
      at: regionOf(asked.lines, at),
      changes: changesJson(asked, changes),
    })),
    refusals: refusals.map(({ id, title, cause, reason, at }) => ({
      id,
      title,
      cause,
      reason,
      at: regionOf(asked.lines, at),
    })),
  };
  return `${toJson(value)}\n`;
}
