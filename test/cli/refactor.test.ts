// `plimsoll refactor` as a user runs it: what is written, what is only shown, what is refused, and what is told of it.
import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cliFile, plimsoll, workspace } from './run-cli.ts';

/** Debian's images have no hardened twin for what is built here but the one for static programs. */
const service = `# syntax=docker/dockerfile:1
FROM golang:1.24 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /app .

# What is shipped.
FROM debian:bookworm-slim
COPY --from=build /app /app
EXPOSE 8080
ENTRYPOINT ["/app"]
`;

const read = (cwd: string, name = 'Dockerfile') => readFileSync(join(cwd, name), 'utf8');
const bases = (text: string) => [...text.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);

describe('a file', () => {
  test('is written in place, and what changed and why is told', () => {
    const cwd = workspace({ Dockerfile: service });
    const run = plimsoll(['refactor', 'harden', 'Dockerfile'], { cwd });
    expect(run.code, run.err).toBe(0);
    const after = read(cwd);
    expect(bases(after)[1]).toMatch(/^dhi\.io\/static:/);
    // Nothing but that line is another one.
    expect(after.replace(/^FROM dhi.*$/m, 'FROM debian:bookworm-slim')).toBe(service);
    expect(run.out).toMatch(/^Dockerfile: Move to hardened images/);
    expect(run.out).toMatch(/^What changed and why .*\n {2}changed +line 8 {2}\S/m);
    const [before = '', toCheck = ''] = run.out.split('\nTo check\n');
    expect(before).toContain('What changed and why');
    expect(toCheck).toMatch(/no shell/);
    expect(run.out.endsWith('\nDockerfile is written.\n')).toBe(true);
    expect(run.err).toBe('');
  });

  test('that was written is refused the second time, and stays as it is', () => {
    const cwd = workspace({ Dockerfile: service });
    plimsoll(['refactor', 'harden', 'Dockerfile'], { cwd });
    const after = read(cwd);
    const run = plimsoll(['refactor', 'harden', 'Dockerfile'], { cwd });
    expect(run.code).toBe(1);
    expect(run.err).toMatch(/^plimsoll: Dockerfile:8:1: .*hardened image already\.\n$/);
    expect(run.out).toBe('');
    expect(read(cwd)).toBe(after);
  });

  test('keeps line ends, the byte order mark, the mode and a link', () => {
    const cwd = workspace({ 'real/Dockerfile': `\ufeff${service.replaceAll('\n', '\r\n')}` });
    chmodSync(join(cwd, 'real/Dockerfile'), 0o640);
    symlinkSync('real/Dockerfile', join(cwd, 'Dockerfile'));
    expect(plimsoll(['refactor', 'harden', 'Dockerfile'], { cwd }).code).toBe(0);
    const text = read(cwd, 'real/Dockerfile');
    expect(text.startsWith('\ufeff# syntax')).toBe(true);
    expect(text).toMatch(/\r\nFROM dhi\.io\/[^\r\n]+\r\n/);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(statSync(join(cwd, 'real/Dockerfile')).mode & 0o777).toBe(0o640);
    expect(lstatSync(join(cwd, 'Dockerfile')).isSymbolicLink()).toBe(true);
    expect(readdirSync(join(cwd, 'real'))).toEqual(['Dockerfile']);
  });

  test('that cannot be written is left as it was', () => {
    // The new file stands beside it for a moment, and its name would be too long.
    const name = `Dockerfile.${'x'.repeat(240)}`;
    const cwd = workspace({ [name]: service });
    const run = plimsoll(['refactor', 'harden', name], { cwd });
    expect(run.code).toBe(2);
    expect(run.err).toContain('cannot be written: the name is too long');
    expect(run.out).toBe('');
    expect(read(cwd, name)).toBe(service);
    expect(readdirSync(cwd)).toEqual([name]);
  });

  test('that somebody changes meanwhile is not written over', async () => {
    const cwd = workspace({ Dockerfile: service });
    const file = join(cwd, 'Dockerfile');
    const child = spawn(process.execPath, [cliFile, 'refactor', 'harden', 'Dockerfile'], { cwd });
    let err = '';
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    let lines = 0;
    const typing = setInterval(() => appendFileSync(file, `# line ${++lines}\n`), 3);
    const code = await new Promise((resolve) => child.on('close', resolve));
    clearInterval(typing);
    expect(code).toBe(2);
    expect(err).toContain('Dockerfile was changed meanwhile: nothing was written.');
    const typed = Array.from({ length: lines }, (_, i) => `# line ${i + 1}\n`).join('');
    expect(read(cwd)).toBe(service + typed);
  });

  test('whose bytes could not all be read is not written', () => {
    const content = Buffer.from(`${service}# \xff\n`, 'latin1');
    const cwd = workspace({ Dockerfile: content });
    const run = plimsoll(['refactor', 'harden', 'Dockerfile'], { cwd });
    expect(run.code).toBe(2);
    expect(run.err).toContain('bytes of it could not be read');
    expect(readFileSync(join(cwd, 'Dockerfile')).equals(content)).toBe(true);
  });
});

test('--dry-run prints a diff that git applies, and writes nothing', () => {
  const cwd = workspace({ 'a b/Dockerfile': service.replaceAll('\n', '\r\n') });
  const before = read(cwd, 'a b/Dockerfile');
  const run = plimsoll(['refactor', 'harden', 'a b/Dockerfile', '--dry-run'], { cwd });
  expect(run.code).toBe(0);
  expect(read(cwd, 'a b/Dockerfile')).toBe(before);
  expect(run.out).toMatch(/^--- a\/a b\/Dockerfile\n\+\+\+ b\/a b\/Dockerfile\n@@ /);
  expect(run.err).toContain('What changed and why');
  expect(run.err).toContain('No file was written.');
  execFileSync('git', ['apply', '--whitespace=nowarn', '-'], {
    cwd,
    input: run.out,
    env: { ...process.env, GIT_CEILING_DIRECTORIES: join(cwd, '..') },
  });
  const applied = read(cwd, 'a b/Dockerfile');
  writeFileSync(join(cwd, 'a b/Dockerfile'), before);
  plimsoll(['refactor', 'harden', 'a b/Dockerfile', '--quiet'], { cwd });
  expect(read(cwd, 'a b/Dockerfile')).toBe(applied);
});

test('“-” reads standard input and writes standard output; what is told stands beside it', () => {
  const cwd = workspace({});
  const run = plimsoll(['refactor', 'harden', '-'], { cwd, input: `\ufeff${service}` });
  expect(run.code).toBe(0);
  expect(run.out.startsWith('\ufeff# syntax')).toBe(true);
  expect(bases(run.out)[1]).toMatch(/^dhi\.io\//);
  expect(run.err).toContain('What changed and why');
  expect(readdirSync(cwd)).toEqual([]);
  const quiet = plimsoll(['refactor', 'harden', '-', '--quiet'], { cwd, input: `\ufeff${service}` });
  expect(quiet).toEqual({ code: 0, out: run.out, err: '' });
});

describe('--format json', () => {
  interface Done {
    readonly refactoring: string;
    readonly written: boolean;
    readonly diff?: string;
    readonly text?: string;
    readonly changes: readonly { kind: string; what: string; at?: { startLine: number } }[];
  }
  const json = (args: string[], input?: string) => {
    const cwd = workspace({ Dockerfile: service });
    const run = plimsoll(['refactor', 'harden', '--format', 'json', ...args], {
      cwd,
      ...(input && { input }),
    });
    return { ...run, cwd, value: JSON.parse(run.out) as Done };
  };

  test('tells what was done', () => {
    const { value, cwd, err } = json(['Dockerfile']);
    expect(err).toBe('');
    expect(value).toMatchObject({
      version: 1,
      path: 'Dockerfile',
      refactoring: 'harden:hardened',
      written: true,
    });
    expect(value.changes.find(({ kind }) => kind === 'changed')?.at?.startLine).toBe(8);
    expect(value.changes.map(({ kind }) => kind)).toContain('check');
    expect(value.diff ?? value.text).toBeUndefined();
    expect(read(cwd)).not.toBe(service);
  });

  test('holds the diff, or the text, so that nothing else stands on standard output', () => {
    const dry = json(['Dockerfile', '--dry-run']);
    expect(dry.value.written).toBe(false);
    expect(dry.value.diff).toMatch(/^--- a\/Dockerfile/);
    expect(read(dry.cwd)).toBe(service);
    const piped = json(['-'], service);
    expect(piped.value.written).toBe(false);
    expect(bases(piped.value.text ?? '')[1]).toMatch(/^dhi\.io\//);
  });

  test('tells of a refusal', () => {
    const cwd = workspace({ Dockerfile: 'FROM registry.example.com/ours:1\nCMD ["a"]\n' });
    const run = plimsoll(['refactor', 'harden', 'Dockerfile', '--format', 'json'], { cwd });
    expect(run.code).toBe(1);
    const { refactorings, refusals } = JSON.parse(run.out);
    expect(refactorings).toEqual([]);
    expect(refusals).toMatchObject([
      {
        cause: expect.any(String),
        reason: expect.stringContaining('registry.example.com/ours:1'),
        at: { startLine: 1 },
      },
    ]);
  });
});

describe('--list', () => {
  test('names what can be chosen, and writes nothing', () => {
    const cwd = workspace({ Dockerfile: service });
    const run = plimsoll(['refactor', 'harden', 'Dockerfile', '--list'], { cwd });
    expect(run.code).toBe(0);
    expect(run.out).toMatch(/^hardened {2}Move to hardened images .*\(\d+ changes?, \d+ to check\)\n$/);
    expect(read(cwd)).toBe(service);
    const { refactorings } = JSON.parse(
      plimsoll(['refactor', 'harden', 'Dockerfile', '--list', '--format', 'json'], { cwd }).out,
    );
    expect(refactorings).toMatchObject([
      { id: 'harden:hardened', runtime: 'hardened', at: { startLine: 8 } },
    ]);
  });

  test('names what is not possible, with the place and the reason', () => {
    const cwd = workspace({ Dockerfile: service });
    const run = plimsoll(['refactor', 'split', 'Dockerfile', '--list'], { cwd });
    expect(run.code).toBe(0);
    expect(run.out).toMatch(/^Not possible\nSplit .*\nDockerfile:8:1: .+\.\n$/);
  });
});

describe('exit codes', () => {
  test.each([
    { name: 'not possible', args: ['split', 'Dockerfile'], code: 1, err: /^plimsoll: Dockerfile:8:1: \S/ },
    {
      name: 'no such choice for this file',
      args: ['harden', 'Dockerfile', '--runtime', 'slim'],
      code: 1,
      err: /cannot have --runtime slim; there is --runtime hardened\./,
    },
    { name: 'a syntax error', args: ['harden', 'broken'], code: 1, err: /^plimsoll: broken:2:1: .*RUNN/ },
    { name: 'an unknown runtime', args: ['harden', 'Dockerfile', '--runtime', 'tiny'], code: 2, err: /tiny/ },
    { name: 'no file', args: ['harden'], code: 2, err: /file/ },
    { name: 'two files', args: ['harden', 'Dockerfile', 'broken'], code: 2, err: /argument/ },
    {
      name: 'a missing file',
      args: ['harden', 'nowhere'],
      code: 2,
      err: /nowhere cannot be read: there is no/,
    },
    { name: 'a folder', args: ['harden', 'folder'], code: 2, err: /folder cannot be read: is a folder/ },
    { name: 'an unknown refactoring', args: ['shrink', 'Dockerfile'], code: 2, err: /shrink/ },
    { name: 'none', args: [], code: 2, err: /Usage/ },
    { name: 'a wrong settings file', args: ['harden', 'wrong/Dockerfile'], code: 2, err: /nonsense/ },
  ])('$name: $code', ({ args, code, err }) => {
    const files = { Dockerfile: service, broken: 'FROM alpine:3.22\nRUNN a\n', 'wrong/Dockerfile': service };
    const cwd = workspace({ ...files, 'wrong/.plimsoll.json': '{ "nonsense": 1 }' });
    mkdirSync(join(cwd, 'folder'));
    const run = plimsoll(['refactor', ...args], { cwd });
    expect(run.code, run.err).toBe(code);
    expect(run.err).toMatch(err);
    expect(run.out).toBe('');
    for (const [name, text] of Object.entries(files)) expect(read(cwd, name)).toBe(text);
  });

  test('are told by --help', () => {
    for (const args of [
      ['refactor', '--help'],
      ['refactor', 'split', '--help'],
    ]) {
      const run = plimsoll(args);
      expect(run.code).toBe(0);
      expect(run.out).toMatch(/Exit codes: 0 done or listed, 1 not possible/);
    }
    expect(plimsoll(['--help']).out).toMatch(
      /1 a finding reached --fail-on, a policy refuses, or a refactoring is not possible/,
    );
  });
});

test('a file that names things to fool a terminal is told harmlessly', () => {
  const cwd = workspace({
    Dockerfile: `FROM debian:bookworm-slim\nRUN echo \u001b[31m\u202e && ./x\nCMD ["/a"]\n`,
  });
  const run = plimsoll(['refactor', 'split', 'Dockerfile', '--list'], { cwd });
  expect(run.out + run.err).not.toMatch(/[\u001b\u202e]/);
});
