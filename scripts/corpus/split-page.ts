// The figures of the split over real files: for the terminal, and between the marks of docs/split-on-real-files.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RefusedRefactoring } from '../../server/src/engine/refactor/refactoring.ts';
import { root } from '../root.ts';
import { type SplitProperty, splitProperties } from './split-faults.ts';
import { languageNames } from './split-language.ts';

/** A file, and what came of it. */
export interface MeasuredFile {
  readonly name: string;
  readonly language: string;
  /** The ids of what is offered. */
  readonly offers: string[];
  readonly refusals: RefusedRefactoring[];
  readonly faults: {
    readonly property: SplitProperty | 'throws';
    readonly offer: string;
    readonly what: string;
  }[];
}

/** Why nothing is offered: the cause of the first choice, which is the best one. */
function causeOf({ refusals, faults }: MeasuredFile): string {
  if (faults.some(({ property }) => property === 'throws')) return 'throws';
  return refusals[0]?.cause ?? 'no answer';
}

function counted(keys: readonly string[]): [key: string, count: number][] {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
}

function percent(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.floor((100 * part) / whole)} %`;
}

function rowsOf(files: readonly MeasuredFile[]): [name: string, own: readonly MeasuredFile[]][] {
  const rows: [string, readonly MeasuredFile[]][] = languageNames.map((name) => [
    name,
    files.filter(({ language }) => language === name),
  ]);
  rows.push(['Python, Node and Go', files.filter(({ language }) => /^(?:Python|Node|Go)$/.test(language))]);
  return rows.filter(([, own]) => own.length > 0);
}

/** Lines for the terminal. */
export function splitSummary(files: readonly MeasuredFile[]): string {
  const lines: string[] = [];
  for (const [name, own] of rowsOf(files)) {
    const converted = own.filter(({ offers }) => offers.length > 0);
    const refused = own.filter(({ offers }) => offers.length === 0);
    lines.push(
      `${name}: ${converted.length} of ${own.length} convert (${percent(converted.length, own.length)})`,
    );
    for (const [cause, count] of counted(refused.map(causeOf)))
      lines.push(`${String(count).padStart(7)} refused: ${cause}`);
    for (const [id, count] of counted(converted.flatMap(({ offers }) => offers)))
      lines.push(`${String(count).padStart(7)} ${id}`);
  }
  const faults = files.flatMap((file) => file.faults);
  lines.push(`${files.flatMap(({ offers }) => offers).length} offers, ${faults.length} faults`);
  for (const [property, count] of counted(faults.map((one) => one.property)))
    lines.push(`${String(count).padStart(7)} ${property}`);
  return lines.join('\n');
}

function figures(files: readonly MeasuredFile[]): string {
  const converted = files.filter(({ offers }) => offers.length > 0);
  const lines = ['| Language | Files | Converted | |', '|---|--:|--:|--:|'];
  for (const [name, own] of rowsOf(files)) {
    const done = own.filter(({ offers }) => offers.length > 0).length;
    lines.push(`| ${name} | ${own.length} | ${done} | ${percent(done, own.length)} |`);
  }
  lines.push(`| All | ${files.length} | ${converted.length} | ${percent(converted.length, files.length)} |`);
  lines.push('', 'The files that do not convert, by cause:', '');
  const shown = languageNames.filter((name) => files.some(({ language }) => language === name));
  lines.push(`| Cause | ${shown.join(' | ')} | All |`, `|---|${shown.map(() => '--:|').join('')}--:|`);
  const refused = files.filter(({ offers }) => offers.length === 0);
  for (const [cause, count] of counted(refused.map(causeOf))) {
    const cells = shown.map((name) => {
      const own = refused.filter((one) => one.language === name && causeOf(one) === cause).length;
      return own === 0 ? '' : String(own);
    });
    lines.push(`| ${cause} | ${cells.join(' | ')} | ${count} |`);
  }
  lines.push('', 'What is offered for the files that convert:', '', '| Runtime | Files |', '|---|--:|');
  for (const [id, count] of counted(converted.flatMap(({ offers }) => offers)))
    lines.push(`| \`${id}\` | ${count} |`);
  const offers = files.flatMap((file) => file.offers).length;
  const faults = files.flatMap((file) => file.faults);
  lines.push('', `Of ${offers} results, those in which a property does not hold:`, '');
  lines.push('| Property | Results |', '|---|--:|');
  for (const [property, sentence] of Object.entries(splitProperties)) {
    const wrong = files.flatMap((file) => {
      const ids = file.faults.filter((one) => one.property === property).map(({ offer }) => offer);
      return [...new Set(ids)];
    });
    lines.push(`| ${sentence} | ${wrong.length} |`);
  }
  const thrown = faults.filter(({ property }) => property === 'throws').length;
  if (thrown > 0) lines.push(`| Nothing throws | ${thrown} |`);
  return lines.join('\n');
}

const page = join(root, 'docs/split-on-real-files.md');
const [start, end] = [
  '<!-- figures: written by “npm run corpus -- FOLDER --split --markdown” -->',
  '<!-- end of figures -->',
];

/** Puts the figures between the marks of the page. @throws Error where the page has no marks */
export function writePage(files: readonly MeasuredFile[]): void {
  const text = readFileSync(page, 'utf8');
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no marks for the figures`);
  writeFileSync(page, `${text.slice(0, from + start.length)}\n${figures(files)}\n${text.slice(to)}`);
}
