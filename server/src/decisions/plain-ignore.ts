// A plain `.trivyignore`: an id on each line, with `exp:` and a day if it ends. Source: Trivy, pkg/result/ignore.go.
import { isDay } from '../engine/index.ts';
import { lineBreakOf } from '../engine/text/lines.ts';
import {
  type IgnoreChange,
  type IgnoreDecision,
  type IgnoreEntry,
  type IgnoreFile,
  type IgnoreProblem,
  oneLine,
  rightCase,
} from './ignore-file.ts';

/** Reads the text of a plain ignore file. The comment lines right above an entry are its statement. */
export function readPlainIgnore(text: string): IgnoreFile {
  const entries: IgnoreEntry[] = [];
  const problems: IgnoreProblem[] = [];
  let comment: string[] = [];
  let underEntry = false;
  for (const { start, end, next } of linesOf(text)) {
    const line = text.slice(start, end);
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) {
      // A comment below an entry begins a new group.
      if (trimmed === '' || underEntry) comment = [];
      if (trimmed.startsWith('#')) comment.push(trimmed.replace(/^#+\s*/, ''));
      underEntry = false;
      continue;
    }
    underEntry = true;
    const words = [...line.matchAll(/\S+/g)].map((match) => ({ word: match[0], at: start + match.index }));
    const [first, ...rest] = words;
    const id = first!.word;
    const at = { start: first!.at, end: first!.at + id.length };
    // Trivy looks for it in every word of the line, those of a comment too.
    const expiry = rest.find(({ word }) => word.startsWith('exp:'));
    const dayAt = expiry && { start: expiry.at + 'exp:'.length, end: expiry.at + expiry.word.length };
    const day = expiry?.word.slice('exp:'.length) ?? '';
    if (dayAt && !isDay(day)) {
      const message = `“${day}” is no day, so Trivy passes over this line: write exp:YYYY-MM-DD.`;
      problems.push({ of: 'entry', at: dayAt, message });
      continue;
    }
    const remark = rest.findIndex(({ word }) => word.startsWith('#'));
    for (const { word, at: from } of remark < 0 ? rest : rest.slice(0, remark)) {
      if (word.startsWith('exp:')) continue;
      const message = `Trivy reads only the id and exp:YYYY-MM-DD of a line: “${word}” does nothing here.`;
      problems.push({ of: 'key', at: { start: from, end: from + word.length }, message });
    }
    const right = rightCase(id);
    if (right) problems.push(caseProblem(id, right, at));
    const beside = remark < 0 ? '' : text.slice(rest[remark]!.at, end).replace(/^#+\s*/, '');
    entries.push({
      id,
      at,
      whole: { start, end: next },
      paths: [],
      purls: [],
      statement: oneLine(beside || comment.join(' ')),
      ...(dayAt ? { expires: { day, at: dayAt } } : {}),
    });
  }
  return { format: 'plain', entries, problems };
}

/** An id that does nothing because of its case. */
export function caseProblem(id: string, right: string, at: IgnoreEntry['at']): IgnoreProblem {
  return {
    of: 'entry',
    at,
    message: `Trivy compares ids with their case, so “${id}” does nothing: write ${right}.`,
    fix: { title: `Write ${right}`, edits: [{ ...at, text: right }] },
  };
}

/**
 * Adds an id with its reason as a comment, or gives the entry that is there another day and reason. The format knows
 * neither paths nor packages: it is ignored wherever it is found.
 */
export function addToPlainIgnore(text: string, decision: IgnoreDecision): IgnoreChange {
  const { id, expires } = decision;
  if (!/^[^\s#]+$/.test(id)) return { refused: `${id} cannot stand in a .trivyignore.` };
  const lineBreak = lineBreakOf(text);
  // In a comment of its own line it cannot be taken for the day.
  const reason = oneLine(decision.statement);
  const lines = [
    ...(reason === '' ? [] : [`# ${reason}`]),
    expires === undefined ? id : `${id} exp:${expires}`,
  ].map((line) => line + lineBreak);
  const known = readPlainIgnore(text).entries.find((entry) => entry.id === id);
  if (known?.whole) {
    const { whole } = known;
    const ends = /\n$/.test(text.slice(whole.start, whole.end));
    return {
      did: 'updated',
      edits: [{ ...whole, text: ends ? lines.join('') : lines.join('').slice(0, -lineBreak.length) }],
    };
  }
  const start = text.length;
  const above = text === '' || text.endsWith('\n') ? '' : lineBreak;
  // A blank line keeps the reason from standing for what is above.
  const apart = text.trim() === '' || reason === '' ? '' : lineBreak;
  return { did: 'added', edits: [{ start, end: start, text: above + apart + lines.join('') }] };
}

function* linesOf(text: string): Generator<{ start: number; end: number; next: number }> {
  for (let start = text.startsWith('\ufeff') ? 1 : 0; start < text.length; ) {
    const found = text.indexOf('\n', start);
    const next = found < 0 ? text.length : found + 1;
    yield { start, end: found < 0 ? text.length : found, next };
    start = next;
  }
}
