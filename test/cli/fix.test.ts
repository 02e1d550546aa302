// --fix and --diff: what is written, what is kept, what is only shown.
import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { plimsoll, workspace } from './run-cli.ts';

// Its fix may change behaviour (another user), so that --fix alone must leave it.
const review = '# kept\nFROM node:22.11.0-bookworm-slim\nCMD ["node", "app.js"]\n';

function read(cwd: string, name = 'Dockerfile'): string {
  return readFileSync(join(cwd, name), 'utf8');
}

describe('--fix', () => {
  test('alone writes no fix that may change behaviour; =review does, and then nothing is left to write', () => {
    const cwd = workspace({ Dockerfile: review });
    plimsoll(['check', '--fix', 'Dockerfile'], { cwd });
    expect(read(cwd)).toBe(review);
    const run = plimsoll(['check', '--fix=review', 'Dockerfile'], { cwd });
    const fixed = read(cwd);
    expect(fixed).toContain('USER node\n');
    expect(fixed.startsWith('# kept\n')).toBe(true);
    expect(run.err).toContain('written.');
    plimsoll(['check', '--fix=review'], { cwd });
    expect(read(cwd)).toBe(fixed);
  });

  test('keeps line ends, the byte order mark, the mode and a link', () => {
    const cwd = workspace({ 'real/Dockerfile': `\ufeff${review.replaceAll('\n', '\r\n')}` });
    chmodSync(join(cwd, 'real/Dockerfile'), 0o640);
    symlinkSync('real/Dockerfile', join(cwd, 'Dockerfile'));
    plimsoll(['check', '--fix=review', 'Dockerfile'], { cwd });
    const bytes = readFileSync(join(cwd, 'real/Dockerfile'));
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const text = bytes.toString('utf8');
    expect(text).toContain('USER node\r\n');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(statSync(join(cwd, 'real/Dockerfile')).mode & 0o777).toBe(0o640);
    expect(lstatSync(join(cwd, 'Dockerfile')).isSymbolicLink()).toBe(true);
    expect(readdirSync(join(cwd, 'real'))).toEqual(['Dockerfile']);
  });

  test('leaves a file alone whose bytes could not be read', () => {
    const content = Buffer.from(`${review}# \xff\n`, 'latin1');
    const cwd = workspace({ Dockerfile: content });
    const run = plimsoll(['check', '--fix=review'], { cwd });
    expect(readFileSync(join(cwd, 'Dockerfile')).equals(content)).toBe(true);
    expect(run.err).toContain('was not fixed');
  });

  test('of standard input: the text to standard output, the report beside it', () => {
    const run = plimsoll(['check', '-', '--fix=review'], { cwd: workspace({}), input: `\ufeff${review}` });
    expect(run.out.startsWith('\ufeff# kept\nFROM')).toBe(true);
    expect(run.out).toContain('USER node\n');
    expect(run.err).toContain('file checked');
  });
});

describe('--diff', () => {
  test('prints a diff that git applies, and writes nothing', () => {
    const cwd = workspace({ 'a b/Dockerfile': review.replaceAll('\n', '\r\n') });
    const before = read(cwd, 'a b/Dockerfile');
    const run = plimsoll(['check', '--fix=review', '--diff'], { cwd });
    expect(read(cwd, 'a b/Dockerfile')).toBe(before);
    expect(run.out).toMatch(/^--- a\/a b\/Dockerfile\n\+\+\+ b\/a b\/Dockerfile\n@@ /);
    execFileSync('git', ['apply', '--whitespace=nowarn', '-'], {
      cwd,
      input: run.out,
      env: { ...process.env, GIT_CEILING_DIRECTORIES: join(cwd, '..') },
    });
    plimsoll(['check', '--fix=review'], { cwd });
    expect(plimsoll(['check', '--fix=review', '--diff'], { cwd }).out).toBe('');
    expect(read(cwd, 'a b/Dockerfile')).toContain('USER node\r\n');
  });
});
