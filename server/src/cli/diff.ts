// A unified diff of two texts, by lines.

/** Lines with their line break, so that a change of line ends shows and a missing last one is seen. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

type Step = { kind: ' ' | '-' | '+'; line: string };

/**
 * The shortest way from `a` to `b` (Myers, An O(ND) Difference Algorithm, 1986), after the same lines at both ends
 * were set aside. When more than `most` lines differ, the middle is replaced as a whole: right, but not shortest.
 */
function steps(a: readonly string[], b: readonly string[], most = 2000): Step[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const same = (lines: readonly string[]): Step[] => lines.map((line) => ({ kind: ' ', line }));
  const middle = shortest(a.slice(head, a.length - tail), b.slice(head, b.length - tail), most);
  return [...same(a.slice(0, head)), ...middle, ...same(a.slice(a.length - tail))];
}

function shortest(a: readonly string[], b: readonly string[], most: number): Step[] {
  const trace: Map<number, number>[] = [];
  let reach = new Map<number, number>([[1, 0]]);
  const limit = Math.min(a.length + b.length, most);
  for (let d = 0; d <= limit; d++) {
    const next = new Map(reach);
    trace.push(reach);
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (next.get(k - 1) ?? -1) < (next.get(k + 1) ?? -1));
      let x = down ? (next.get(k + 1) ?? 0) : (next.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      next.set(k, x);
      if (x >= a.length && x - k >= b.length) return backtrack(trace, a, b);
    }
    reach = next;
  }
  return [...a.map((line): Step => ({ kind: '-', line })), ...b.map((line): Step => ({ kind: '+', line }))];
}

function backtrack(
  trace: readonly Map<number, number>[],
  a: readonly string[],
  b: readonly string[],
): Step[] {
  const out: Step[] = [];
  let x = a.length;
  let y = b.length;
  for (let d = trace.length - 1; d >= 0; d--) {
    const reach = trace[d]!;
    const k = x - y;
    const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
    const from = down ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : (reach.get(from) ?? 0);
    const fromY = d === 0 ? 0 : fromX - from;
    while (x > fromX && y > fromY) {
      x--;
      y--;
      out.push({ kind: ' ', line: a[x]! });
    }
    if (d === 0) break;
    if (down) out.push({ kind: '+', line: b[--y]! });
    else out.push({ kind: '-', line: a[--x]! });
  }
  return out.reverse();
}

/** `a/PATH` to `b/PATH` as `git apply` and `patch -p1` take it; empty when the texts are the same. */
export function unifiedDiff(path: string, before: string, after: string, context = 3): string {
  if (before === after) return '';
  const all = steps(linesOf(before), linesOf(after));
  const out: string[] = [`--- a/${path}\n`, `+++ b/${path}\n`];
  let oldLine = 1;
  let newLine = 1;
  for (let i = 0; i < all.length; ) {
    if (all[i]!.kind === ' ') {
      i++;
      oldLine++;
      newLine++;
      continue;
    }
    let end = i;
    for (let j = i; j < all.length && j <= end + 2 * context; j++) if (all[j]!.kind !== ' ') end = j;
    const from = Math.max(0, i - context);
    const to = Math.min(all.length, end + context + 1);
    const hunk = all.slice(from, to);
    const oldCount = hunk.filter((step) => step.kind !== '+').length;
    const newCount = hunk.filter((step) => step.kind !== '-').length;
    const oldStart = oldLine - (i - from);
    const newStart = newLine - (i - from);
    out.push(`@@ -${range(oldStart, oldCount)} +${range(newStart, newCount)} @@\n`);
    for (const step of hunk) {
      out.push(`${step.kind}${step.line}`);
      if (!step.line.endsWith('\n')) out.push('\n\\ No newline at end of file\n');
    }
    for (; i < to; i++) {
      if (all[i]!.kind !== '+') oldLine++;
      if (all[i]!.kind !== '-') newLine++;
    }
  }
  return out.join('');
}

function range(start: number, count: number): string {
  if (count === 1) return String(start);
  return `${count === 0 ? start - 1 : start},${count}`;
}
