// `plimsoll refactor harden-service` and `secrets-to-files`: what is written, what is asked, what is never overwritten.
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plimsoll, workspace } from './run-cli.ts';

const compose = `services:
  # The proxy.
  web:
    image: nginx:1.27.3
  db:
    image: postgres:17.2
    environment:
      POSTGRES_PASSWORD: Tr4nsit-Orders-2025 # changes each year
`;

const read = (cwd: string, name: string) => readFileSync(join(cwd, name), 'utf8');

test('one service is hardened; which one has to be said where there are several', () => {
  const cwd = workspace({ 'compose.yaml': compose });
  const harden = (...args: string[]) =>
    plimsoll(['refactor', 'harden-service', 'compose.yaml', ...args], { cwd });
  const asked = harden();
  expect(asked.code).toBe(2);
  expect(asked.err).toBe('plimsoll: Say which service: --service web, --service db.\n');
  expect(harden('--service', 'api')).toMatchObject({ code: 1, out: '' });
  expect(harden('--list').out).toContain('Harden this service: web');
  const listed = JSON.parse(harden('--list', '--format', 'json').out);
  expect(listed.refactorings.map((one: { service: string }) => one.service)).toEqual(['web', 'db']);
  expect(read(cwd, 'compose.yaml')).toBe(compose);
  const done = harden('--service', 'db');
  expect(done).toMatchObject({ code: 0, err: '' });
  const after = read(cwd, 'compose.yaml');
  expect(after).toContain('  # The proxy.\n  web:\n    image: nginx:1.27.3\n');
  expect(after).toContain('# changes each year');
  expect(after).toMatch(/^ {4}cap_drop:\n {6}- ALL$/m);
});

test('a password goes into a file that only its owner can read', () => {
  const cwd = workspace({ 'a/compose.yaml': compose });
  const { code, err } = plimsoll(['refactor', 'secrets-to-files', 'a/compose.yaml'], { cwd });
  expect([code, err]).toEqual([
    0,
    'plimsoll: secrets/db_password.txt is written.\nplimsoll: secrets/.gitignore is written.\n',
  ]);
  expect(read(cwd, 'a/secrets/db_password.txt')).toBe('Tr4nsit-Orders-2025');
  if (process.platform !== 'win32') {
    expect(statSync(join(cwd, 'a/secrets/db_password.txt')).mode & 0o777).toBe(0o600);
    expect(statSync(join(cwd, 'a/secrets')).mode & 0o777).toBe(0o700);
  }
  expect(read(cwd, 'a/compose.yaml')).not.toContain('Tr4nsit');
});

test('a dry run and standard input write no file', () => {
  const cwd = workspace({ 'compose.yaml': compose });
  const dry = plimsoll(['refactor', 'secrets-to-files', 'compose.yaml', '--dry-run'], { cwd });
  expect(dry.out).toContain('+      POSTGRES_PASSWORD_FILE: /run/secrets/db_password');
  expect(dry.err).toContain('secrets/db_password.txt has to be made with it.');
  const piped = plimsoll(['refactor', 'secrets-to-files', '-'], { cwd, input: compose });
  expect(piped.out).toContain('POSTGRES_PASSWORD_FILE');
  expect(read(cwd, 'compose.yaml')).toBe(compose);
  expect(() => read(cwd, 'secrets/db_password.txt')).toThrow();
});

test('a file that is there already stays as it is, also a link', () => {
  const cwd = workspace({ 'compose.yaml': compose, elsewhere: 'keep' });
  mkdirSync(join(cwd, 'secrets'));
  symlinkSync(join(cwd, 'elsewhere'), join(cwd, 'secrets/db_password.txt'));
  const { code, err } = plimsoll(['refactor', 'secrets-to-files', 'compose.yaml'], { cwd });
  expect(code).toBe(0);
  expect(err).toContain('secrets/db_password.txt is there already and was left as it is');
  expect(read(cwd, 'elsewhere')).toBe('keep');
});

test('nothing is written through a folder that leads out, and the Compose file stays', () => {
  const root = workspace({ 'inner/compose.yaml': compose, 'outer/readme': '' });
  const cwd = join(root, 'inner');
  symlinkSync(join(root, 'outer'), join(cwd, 'secrets'));
  const { code, err } = plimsoll(['refactor', 'secrets-to-files', 'compose.yaml'], { cwd });
  expect([code, err]).toEqual([
    2,
    'plimsoll: secrets/db_password.txt cannot be written: its folder is a link that leads out.\n',
  ]);
  expect(read(cwd, 'compose.yaml')).toBe(compose);
});

test('other files are refused with the reason', () => {
  const cwd = workspace({ Dockerfile: 'FROM debian:12.5\n', 'compose.yaml': 'services: [\n' });
  writeFileSync(join(cwd, 'plain.yml'), 'services:\n  a:\n    image: nginx:1.27.3\n');
  const run = (file: string) => plimsoll(['refactor', 'secrets-to-files', file], { cwd });
  expect(run('Dockerfile')).toMatchObject({ code: 2, err: 'plimsoll: Dockerfile is no Compose file.\n' });
  expect(run('compose.yaml').code).toBe(1);
  expect(run('compose.yaml').err).toMatch(/^plimsoll: compose\.yaml:\d+:\d+: /);
  expect(run('plain.yml')).toMatchObject({
    code: 1,
    err: 'plimsoll: plain.yml has nothing to move to files.\n',
  });
});
