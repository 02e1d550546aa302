// Ignore patterns mean what git takes them to mean: the same questions to both.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readIgnoreRules, verdict } from '../../server/src/workspace/ignore.ts';

const patterns = [
  'build',
  'build/',
  '/build',
  'a/build',
  '*.dockerfile',
  '**/b/Dockerfile',
  'a/**/Dockerfile',
  'a/**',
  'a/*/Dockerfile',
  'Docker?ile',
  'Dockerfile.[a-d]ev',
  'Dockerfile.[!a-c]ev',
  '*\n!Dockerfile',
  '# comment\n\\#file',
  '\\!file',
  'trailing\\ ',
  'trailing   ',
  '*a*a*b',
  'a/b/',
  '**/c',
  '**',
  'x\\*y',
  '[]]file',
  '[a-',
];
const paths = [
  'Dockerfile',
  'Dockerfile.dev',
  'Dockerfile.xev',
  'x.dockerfile',
  'build',
  'a/build',
  'a/Dockerfile',
  'a/b/Dockerfile',
  'a/b/c/Dockerfile',
  'b/Dockerfile',
  '#file',
  '!file',
  'trailing ',
  'trailing',
  'aaaab',
  'aaaac',
  'x*y',
  'xzy',
  ']file',
  'c',
];

describe('ignore patterns against git check-ignore', () => {
  test.each(patterns)('%j', (pattern) => {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-test-ignore-'));
    try {
      execFileSync('git', ['init', '-q', folder]);
      writeFileSync(join(folder, '.gitignore'), pattern);
      const disagreed: string[] = [];
      for (const path of paths) {
        rmSync(join(folder, path.split('/')[0]!), { recursive: true, force: true });
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), '');
        const asked = spawnSync('git', ['check-ignore', '-q', '--no-index', '--', path], { cwd: folder });
        const rules = readIgnoreRules(pattern);
        // Git looks at each folder on the way; so does the walk.
        const steps = path.split('/').map((_, i, all) => all.slice(0, i + 1).join('/'));
        const ours = steps.some((step, i) => verdict(rules, step, i < steps.length - 1) === 'ignored');
        if (ours !== (asked.status === 0)) disagreed.push(`${path}: git ${asked.status === 0}, ours ${ours}`);
      }
      expect(disagreed).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('a pattern made to backtrack takes no time', () => {
    const rules = readIgnoreRules(`${'*a'.repeat(60)}b\n${'**/a/'.repeat(60)}b`);
    const started = performance.now();
    verdict(rules, 'a'.repeat(250), false);
    verdict(rules, `${'a/'.repeat(250)}c`, false);
    // Exponential matching would not end in our lifetime, so the margin can be wide.
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
