// Line hunks make one text of the other, touch whole lines only, and stay cheap on texts made to be slow.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineHunks } from '../../server/src/engine/text/line-diff.ts';

function applied(before: string, hunks: ReturnType<typeof lineHunks>): string {
  let text = '';
  let at = 0;
  for (const hunk of hunks) {
    text += before.slice(at, hunk.start) + hunk.text;
    at = hunk.end;
  }
  return text + before.slice(at);
}

/** Lines that neither text can do without: counted by the table of longest common subsequences. */
function fewestChanges(before: string, after: string): number {
  const a = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const b = after.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  let row = new Array<number>(b.length + 1).fill(0);
  for (const line of a) {
    const next = [0];
    for (let j = 0; j < b.length; j++)
      next.push(line === b[j] ? row[j]! + 1 : Math.max(row[j + 1]!, next[j]!));
    row = next;
  }
  return a.length + b.length - 2 * row[b.length]!;
}

const lineCount = (text: string) => (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).length;

test.each([
  ['nothing for equal texts', 'a\nb\n', 'a\nb\n', []],
  ['a line changed', 'a\nb\nc\n', 'a\nB\nc\n', [{ start: 2, end: 4, text: 'B\n' }]],
  ['lines put in', 'a\nc\n', 'a\nb\nb\nc\n', [{ start: 2, end: 2, text: 'b\nb\n' }]],
  ['a line taken out', 'a\r\nb\r\nc', 'a\r\nc', [{ start: 3, end: 6, text: '' }]],
  ['the last line break', 'a\nb', 'a\nb\n', [{ start: 2, end: 3, text: 'b\n' }]],
  ['an empty text', '', 'a\n', [{ start: 0, end: 0, text: 'a\n' }]],
  [
    'two places',
    'a\nb\nc\nd\n',
    'A\nb\nc\n',
    [
      { start: 0, end: 2, text: 'A\n' },
      { start: 6, end: 8, text: '' },
    ],
  ],
])('%s', (_, before, after, hunks) => {
  expect(lineHunks(before, after)).toEqual(hunks);
});

test('any two texts: right, whole lines, apart from each other, and no line more than needed', () => {
  const line = fc.constantFrom('a', 'b', 'c', '', '\r', '😀');
  const text = fc
    .tuple(fc.array(line, { maxLength: 30 }), fc.boolean())
    .map(([lines, end]) => lines.join('\n') + (end ? '\n' : ''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const hunks = lineHunks(before, after);
      expect(applied(before, hunks)).toBe(after);
      let touched = 0;
      let last = -1;
      for (const hunk of hunks) {
        expect(hunk.start).toBeGreaterThan(last);
        expect(hunk.start === 0 || before[hunk.start - 1] === '\n').toBe(true);
        expect(hunk.end === before.length || hunk.end === hunk.start || before[hunk.end - 1] === '\n').toBe(
          true,
        );
        touched += lineCount(before.slice(hunk.start, hunk.end)) + lineCount(hunk.text);
        last = hunk.end;
      }
      expect(touched).toBe(fewestChanges(before, after));
    }),
    { numRuns: 500 },
  );
});

test('texts that share little cost no more than their length', () => {
  const lines = (count: number, make: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => `${make(i)}\n`).join('');
  const hostile: [string, string][] = [
    [lines(300_000, (i) => `a ${i}`), lines(300_000, (i) => `b ${i}`)],
    [lines(300_000, (i) => String(i % 2)), lines(300_000, (i) => String(i % 3))],
    [`x\n${lines(300_000, () => 'a')}y\n`, `${lines(299_000, () => 'a')}z\n`],
    ['\n'.repeat(1_000_000), 'a'.repeat(1_000_000)],
  ];
  for (const [before, after] of hostile) {
    const started = performance.now();
    expect(applied(before, lineHunks(before, after)) === after).toBe(true);
    expect(performance.now() - started).toBeLessThan(5000);
  }
});
