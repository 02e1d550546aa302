// A unified diff of two texts, by lines.
import { lineSteps } from '../engine/text/line-diff.ts';

/** `a/PATH` to `b/PATH` as `git apply` and `patch -p1` take it; empty when the texts are the same. */
export function unifiedDiff(path: string, before: string, after: string, context = 3): string {
  if (before === after) return '';
  const all = lineSteps(before, after);
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
