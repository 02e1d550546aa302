// The unified diff is one that git applies, whatever the two texts are.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unifiedDiff } from '../../server/src/cli/diff.ts';

function applied(before: string, diff: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-test-diff-'));
  try {
    writeFileSync(join(folder, 'Dockerfile'), before);
    const result = spawnSync('git', ['apply', '--unsafe-paths', '--whitespace=nowarn', '-'], {
      cwd: folder,
      input: diff,
      encoding: 'utf8',
      env: { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir(), GIT_CONFIG_GLOBAL: '/dev/null' },
    });
    if (result.status !== 0) throw new Error(result.stderr);
    return readFileSync(join(folder, 'Dockerfile'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.each([
  ['one line changed', 'a\nb\nc\n', 'a\nB\nc\n'],
  ['no line break at the end', 'a\nb', 'a\nb\n'],
  ['a line break lost', 'a\nb\n', 'a\nb'],
  ['CRLF kept', 'a\r\nb\r\nc\r\n', 'a\r\nx\r\nc\r\n'],
  ['two places far apart', `${'x\n'.repeat(20)}b\n`, `y\n${'x\n'.repeat(20)}c\n`],
  ['two places close together', 'a\n1\n2\n3\n4\n5\nb\n', 'A\n1\n2\n3\n4\n5\nB\n'],
  ['all new', 'a\n', 'b\nc\nd\n'],
])('%s', (_, before, after) => {
  const diff = unifiedDiff('Dockerfile', before, after);
  expect(applied(before, diff)).toBe(after);
});

test('nothing for equal texts', () => {
  expect(unifiedDiff('Dockerfile', 'a\n', 'a\n')).toBe('');
});

test('any two texts', () => {
  const line = fc.constantFrom('a', 'b', 'c', 'FROM x', '', '-', '+');
  const text = fc.tuple(fc.array(line, { minLength: 1, maxLength: 25 }), fc.boolean()).map(([lines, end]) => {
    const joined = lines.join('\n');
    return end ? `${joined}\n` : joined;
  });
  fc.assert(
    fc.property(text, text, (before, after) => {
      fc.pre(before !== after && before !== '' && after !== '');
      expect(applied(before, unifiedDiff('Dockerfile', before, after))).toBe(after);
    }),
    { numRuns: 60 },
  );
});
