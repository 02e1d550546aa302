// What a server keeps of scans is bounded: the oldest go first, the newest never.
import { expect, test } from 'vitest';
import { KnownScans } from '../../server/src/lsp/scan/kept-scans.ts';
import type { FoundItem, ImageScan } from '../../server/src/lsp/scan/scan-results.ts';

const item: FoundItem = {
  kind: 'vulnerability',
  id: 'CVE-1',
  severity: 'low',
  subject: 'a',
  title: '',
  trace: { class: 'os', package: 'a' },
};
const record = { diffIds: [], history: [] };

function scanOf(target: string, findings: number): ImageScan {
  const counts = { critical: 0, high: 0, medium: 0, low: findings, unknown: 0 };
  const found = Array.from({ length: findings }, () => item);
  return { kind: 'base', target, finished: 0, counts, fixable: 0, found, facts: {}, notes: [], record };
}

const cases = [
  { name: 'many small ones', scans: 80, findings: 1, kept: 50 },
  { name: 'few with many findings', scans: 10, findings: 20_000, kept: 2 },
  { name: 'one that is larger than all may be', scans: 3, findings: 60_000, kept: 1 },
];

test.each(cases)('$name', ({ scans, findings, kept }) => {
  const known = new KnownScans();
  for (let i = 0; i < scans; i++) known.set(`image:${i}`, scanOf(`image:${i}`, findings));
  expect(known.size).toBe(kept);
  expect(known.get(`image:${scans - 1}`)).toBeDefined();
  expect(known.get('image:0')).toBeUndefined();
});

test('the same image again takes no more room', () => {
  const known = new KnownScans();
  for (let i = 0; i < 5; i++) known.set('image:1', scanOf('image:1', 20_000));
  known.set('image:2', scanOf('image:2', 20_000));
  expect(known.size).toBe(2);
});
