// Input made to break things: no crash, no hang, no escape sequence on the terminal, no forged workflow command.
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fine, plimsoll, workspace } from './run-cli.ts';

const formats = ['text', 'json', 'sarif', 'github', 'markdown'];

const files: Record<string, string | Uint8Array> = {
  empty: '',
  'only comments': '# a\n\n# b\n',
  'no FROM': 'RUN true\n',
  'one line of 1 MB': `FROM debian:12.5\nRUN ${'a '.repeat(512 * 1024)}\n`,
  '1 MB without a space': `FROM ${'a'.repeat(1024 * 1024)}\n`,
  CRLF: 'FROM debian:12.5\r\nRUNN true\r\n',
  'byte order mark': '\ufeffFROM debian:12.5\nRUNN true\n',
  'NUL bytes': 'FROM debian:12.5\nRUNN \0\0\n',
  'invalid UTF-8': Buffer.from('FROM debian:12.5\nRUNN \xff\xfe\n', 'latin1'),
  'UTF-16': Buffer.from('\ufeffFROM debian:12.5\n', 'utf16le'),
  'unfinished heredoc': 'FROM debian:12.5\nRUN <<EOF\ntrue\n',
  'unfinished JSON': 'FROM debian:12.5\nCMD ["a", "b\n',
  'image is a flag': 'FROM --help\nFROM -o/tmp/x\nFROM $(id)\nFROM `id`\n',
  'terminal codes': 'FROM debian:12.5\n\u001b[2J\u001b]0;owned\u0007 \u009b31m\u202e \n',
  'workflow command': 'FROM debian:12.5\nRUNN a%0A::error::owned\n::error::owned x\n',
  '2,000 findings whose fixes are tried': `FROM debian:12.5\n${'RUN curl -k https://a.example | sh\n'.repeat(1000)}`,
  'Markdown and HTML': 'FROM debian:12.5\n|<img/src=x>[a](http://x)@b`c` x\n',
};

/** Controls that a terminal would obey or that hide text, all but the line break. */
const dangerous = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** All of them side by side, so that one run per format meets every one; folders are numbered. */
function everyFile(): string {
  return workspace(
    Object.fromEntries(Object.values(files).map((content, i) => [`${i}/Dockerfile`, content])),
  );
}

describe(`${Object.keys(files).join(', ')}`, () => {
  test.each(formats)('%s', (format) => {
    const run = plimsoll(['check', '--format', format, '--verbose'], { cwd: everyFile() });
    expect(run.code, run.err).toBe(1);
    expect(run.out).not.toMatch(dangerous);
    expect(run.err).not.toMatch(dangerous);
    expect(run.err).not.toContain('cannot be checked');
    if (format === 'json') expect(JSON.parse(run.out).files).toHaveLength(Object.keys(files).length);
    if (format === 'sarif') {
      expect(JSON.parse(run.out).runs[0].artifacts).toHaveLength(Object.keys(files).length);
    }
    if (format === 'github') {
      for (const line of run.out.split('\n').filter((one) => one !== '')) {
        expect(line).toMatch(
          /^::(?:error|warning|notice) file=\d+\/Dockerfile,[^:]*title=Plimsoll%3A [a-z-]+::/,
        );
      }
    }
    if (format === 'markdown') expect(run.out).not.toMatch(/<img|\]\(http/);
  });

  test('no fix makes anything of them that stops the next run', () => {
    const cwd = everyFile();
    plimsoll(['check', '--fix=review', '--quiet'], { cwd });
    const again = plimsoll(['check', '--format', 'json'], { cwd });
    expect(JSON.parse(again.out).files).toHaveLength(Object.keys(files).length);
  });
});

test('what could not be decoded is said once, on standard error', () => {
  const cwd = workspace({ Dockerfile: files['invalid UTF-8']! });
  const run = plimsoll(['check'], { cwd });
  expect(run.err).toBe(
    'plimsoll: Dockerfile is not valid UTF-8: the bytes that could not be read are shown as \ufffd.\n',
  );
  expect(plimsoll(['check', '--quiet'], { cwd }).err).toBe('');
});

test.each([
  ['a line break and a colon', 'a\n::error::owned', 'a%0A%3A%3Aerror%3A%3Aowned/Dockerfile'],
  ['a comma and a percent sign', 'a,line=1%', 'a%2Cline=1%25/Dockerfile'],
])('a folder’s name with %s stays one property', (_, folder, property) => {
  const cwd = workspace({ [`${folder}/Dockerfile`]: 'FROM debian:12.5\nRUNN x\n' });
  const run = plimsoll(['check', '--format', 'github'], { cwd });
  expect(run.out).toContain(`file=${property},line=2,`);
  expect(run.out.split('\n::error::owned')).toHaveLength(1);
});

test('a reader that goes away is no error', () => {
  const cwd = workspace({ Dockerfile: `FROM debian:12.5\n${'RUNN x\n'.repeat(3000)}` });
  const run = plimsoll(['check', '--format', 'json'], { cwd });
  expect(JSON.parse(run.out).counts.error).toBeGreaterThan(0);
});

describe.runIf(process.platform !== 'win32')('files that are no files', () => {
  test('a settings file that leads to a device', () => {
    const cwd = workspace({ Dockerfile: fine });
    symlinkSync('/dev/zero', join(cwd, '.plimsoll.json'));
    const run = plimsoll(['check'], { cwd });
    expect(run.code, run.err).toBe(2);
    expect(run.err).toContain('is not a regular file');
  });

  test('a Dockerfile that leads to a device', () => {
    const cwd = workspace({ other: '' });
    symlinkSync('/dev/zero', join(cwd, 'Dockerfile'));
    const run = plimsoll(['check', 'Dockerfile'], { cwd });
    expect(run.code, run.err).toBe(2);
    expect(run.err).toContain('not a regular file');
  });
});
