// Lays the entries of an image's history onto what a Dockerfile is expected to make.
import { bringsFiles, type Expected } from './expectation.ts';
import type { MadeBy } from './history-entry.ts';
import { type Likeness, likeness } from './likeness.ts';

/** Index of an entry to the index of what made it. */
export interface Alignment {
  readonly table: ReadonlyMap<number, number>;
  /** The last entries are the expected ones, one by one. */
  readonly exact: boolean;
  /** How much speaks for it. */
  readonly score: number;
}

const worth: Readonly<Record<Likeness, number>> = { text: 4, part: 2, kind: 1, no: 0 };

/**
 * Undefined unless the last entries are the expected ones.
 * @param known where the file's entries begin, if that is sure
 */
export function alignExactly(
  expected: readonly Expected[],
  entries: readonly MadeBy[],
  known: number | undefined,
): Alignment | undefined {
  const begin = entries.length - expected.length;
  if (begin < 0 || (known !== undefined && known !== begin)) return undefined;
  const table = new Map<number, number>();
  let score = 0;
  // From the end: what does not fit differs there first.
  for (let index = expected.length - 1; index >= 0; index--) {
    const alike = likeness(expected[index]!, entries[begin + index]!);
    if (alike === 'no') return undefined;
    table.set(begin + index, index);
    score += worth[alike];
  }
  return { table, exact: true, score };
}

/** More than this many pairs are not compared: no image has so many layers. */
const mostPairs = 250_000;

/**
 * The best alignment with gaps, for a file that was changed since. Undefined unless at least half of the lines that bring
 * files say what an entry says: then the image was made from something else. What fits by its keyword alone is taken only
 * where nothing came or went between the lines around it.
 * @param known where the file's entries begin, if that is sure
 */
export function alignLoosely(
  expected: readonly Expected[],
  all: readonly MadeBy[],
  known: number | undefined,
): Alignment | undefined {
  const begin = known ?? 0;
  const entries = all.slice(begin);
  const rows = expected.length;
  const columns = entries.length;
  const bringing = expected.filter(({ keyword }) => bringsFiles.has(keyword)).length;
  if (rows * columns > mostPairs || rows === 0) return undefined;
  const alike = expected.map((one) => entries.map((entry) => likeness(one, entry)));
  const pairs = bestPairs(alike, rows, columns).filter(([row, column]) => {
    const kind = alike[row]![column]!;
    return kind === 'text' || kind === 'part';
  });
  // Sure by their text, and what stands between two such pairs with as many lines on both sides.
  const anchors = pairs.filter(
    ([row, column]) => alike[row]![column] === 'text' || !bringsFiles.has(expected[row]!.keyword),
  );
  const table = new Map<number, number>();
  let last: readonly [number, number] = [-1, -1];
  for (const [row, column] of [...anchors, [rows, columns] as const]) {
    const length = row - last[0] - 1;
    const isWhole = length === column - last[1] - 1 && (known !== undefined || last[0] >= 0);
    for (let step = 1; isWhole && step <= length; step++) {
      if (alike[last[0] + step]![last[1] + step] !== 'no') table.set(last[1] + step, last[0] + step);
    }
    if (row < rows) table.set(column, row);
    last = [row, column];
  }
  let score = 0;
  let same = 0;
  for (const [column, row] of table) {
    const kind = alike[row]![column]!;
    score += worth[kind];
    if (kind !== 'kind' && bringsFiles.has(expected[row]!.keyword)) same++;
  }
  const isLike = bringing === 0 ? table.size * 2 >= rows : same * 2 >= bringing && same > 0;
  if (!isLike || table.size === 0) return undefined;
  return { table: new Map([...table].map(([column, row]) => [begin + column, row])), exact: false, score };
}

/** The pairs (row, column) of the alignment that is worth most, in order. */
function bestPairs(
  alike: readonly (readonly Likeness[])[],
  rows: number,
  columns: number,
): (readonly [number, number])[] {
  const score = Array.from({ length: rows + 1 }, () => new Int32Array(columns + 1));
  for (let row = rows - 1; row >= 0; row--)
    for (let column = columns - 1; column >= 0; column--) {
      const points = worth[alike[row]![column]!];
      const paired = points === 0 ? -1 : points + score[row + 1]![column + 1]!;
      score[row]![column] = Math.max(paired, score[row + 1]![column]!, score[row]![column + 1]!);
    }
  const pairs: (readonly [number, number])[] = [];
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    const points = worth[alike[row]![column]!];
    if (points > 0 && score[row]![column] === points + score[row + 1]![column + 1]!) {
      pairs.push([row, column]);
      row++;
      column++;
    } else if (score[row]![column] === score[row + 1]![column]!) row++;
    else column++;
  }
  return pairs;
}
