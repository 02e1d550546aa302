// The difference of two texts by whole lines.

/** A line of both texts (` `), only of the old one (`-`) or only of the new one (`+`), with its line break. */
export interface LineStep {
  readonly kind: ' ' | '-' | '+';
  readonly line: string;
}

/** Replace the half-open range [start, end) of the old text, UTF-16 offsets at line starts, by `text`. */
export interface LineHunk {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** More lines than this that differ are replaced as one: the shortest way costs the square of their number. */
const mostDifferences = 2000;
/** Comparisons of lines after which the middle is replaced as one: a text made to be slow costs no more than this. */
const mostComparisons = 10_000_000;

/** The hunks that turn `before` into `after`, in the order of the text, each as small as whole lines allow. */
export function lineHunks(before: string, after: string): LineHunk[] {
  const hunks: LineHunk[] = [];
  let at = 0;
  let open: { start: number; end: number; text: string } | undefined;
  for (const { kind, line } of lineSteps(before, after)) {
    if (kind === ' ') {
      if (open) hunks.push(open);
      open = undefined;
      at += line.length;
      continue;
    }
    open ??= { start: at, end: at, text: '' };
    if (kind === '+') open.text += line;
    else {
      at += line.length;
      open.end = at;
    }
  }
  if (open) hunks.push(open);
  return hunks;
}

/**
 * Every line of both texts in the order of a change from one to the other: the fewest lines that can be named
 * (Myers, An O(ND) Difference Algorithm, 1986) after the same lines at both ends were set aside; where very many lines
 * differ, the middle is replaced as a whole: right, but not shortest. A missing last line break makes another line.
 */
export function lineSteps(before: string, after: string): LineStep[] {
  const a = linesOf(before);
  const b = linesOf(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const steps: LineStep[] = [];
  const same = (from: number, to: number) => {
    for (let i = from; i < to; i++) steps.push({ kind: ' ', line: a[i]! });
  };
  same(0, head);
  for (const step of middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail))) steps.push(step);
  same(a.length - tail, a.length);
  return steps;
}

/** Lines with their line break, so that a change of line ends shows and a missing last one is seen. */
function linesOf(text: string): string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline + 1;
    lines.push(text.slice(at, end));
    at = end;
  }
  return lines;
}

function middle(a: readonly string[], b: readonly string[]): LineStep[] {
  const numbers = new Map<string, number>();
  const numbered = (lines: readonly string[]) =>
    Int32Array.from(lines, (line) => {
      const known = numbers.get(line) ?? numbers.size;
      numbers.set(line, known);
      return known;
    });
  const trace = shortest(numbered(a), numbered(b));
  if (trace) return backtrack(trace, a, b);
  return [
    ...a.map((line): LineStep => ({ kind: '-', line })),
    ...b.map((line): LineStep => ({ kind: '+', line })),
  ];
}

/**
 * The furthest line of `a` reached on each diagonal, for 0, 1, 2… differences: entry `d` holds diagonal -d + 2 i at i.
 * Undefined when that takes too long.
 */
function shortest(a: Int32Array, b: Int32Array): Int32Array[] | undefined {
  const trace: Int32Array[] = [];
  let comparisons = 0;
  for (let d = 0; d <= Math.min(a.length + b.length, mostDifferences); d++) {
    const reach = new Int32Array(d + 1);
    for (let i = 0; i <= d; i++) {
      let x = start(trace, d, i).x;
      let y = x + d - 2 * i;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++;
        y++;
        comparisons++;
      }
      reach[i] = x;
      if (x >= a.length && y >= b.length) return [...trace, reach];
    }
    comparisons += d;
    if (comparisons > mostComparisons) return undefined;
    trace.push(reach);
  }
  return undefined;
}

/** Where diagonal -d + 2 i begins after `d` differences: one line further than its better neighbour with one less. */
function start(trace: readonly Int32Array[], d: number, i: number): { x: number; down: boolean } {
  if (d === 0) return { x: 0, down: false };
  const before = trace[d - 1]!;
  const down = i === 0 || (i !== d && before[i - 1]! < before[i]!);
  return { x: down ? before[i]! : before[i - 1]! + 1, down };
}

function backtrack(trace: readonly Int32Array[], a: readonly string[], b: readonly string[]): LineStep[] {
  const steps: LineStep[] = [];
  let x = a.length;
  let y = b.length;
  for (let d = trace.length - 1; d >= 0; d--) {
    const from = start(trace, d, (x - y + d) / 2);
    while (x > from.x) {
      x--;
      y--;
      steps.push({ kind: ' ', line: a[x]! });
    }
    if (d === 0) break;
    if (from.down) steps.push({ kind: '+', line: b[--y]! });
    else steps.push({ kind: '-', line: a[--x]! });
  }
  return steps.reverse();
}
