// `plimsoll refactor harden-service` and `secrets-to-files`: what is written, what is asked, what is never overwritten.
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
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

const value = 'Tr4nsit-Orders-2025';

test('a secret file with the same content, and the ignore file, stay as they are', () => {
  const cwd = workspace({
    'compose.yaml': compose,
    'secrets/db_password.txt': value,
    'secrets/.gitignore': 'mine\n',
  });
  const { code, err } = plimsoll(['refactor', 'secrets-to-files', 'compose.yaml'], { cwd });
  expect(code).toBe(0);
  expect(err).toContain('secrets/db_password.txt is there already with the same content');
  expect(err).toContain('secrets/.gitignore is there already and was left as it is: look whether');
  expect(read(cwd, 'secrets/.gitignore')).toBe('mine\n');
  expect(read(cwd, 'compose.yaml')).not.toContain(value);
});

/** Where the secret would get lost, or leave the folder: nothing is changed at all. */
test.each<{ name: string; before: (cwd: string, outer: string) => void; says: string }>([
  {
    name: 'a file with other content',
    before: (cwd) => {
      mkdirSync(join(cwd, 'secrets'));
      writeFileSync(join(cwd, 'secrets/db_password.txt'), 'keep');
    },
    says: 'it is there already and holds something else, so the secret would get lost',
  },
  {
    name: 'a folder that is a file',
    before: (cwd) => writeFileSync(join(cwd, 'secrets'), 'keep'),
    says: 'what should be its folder is a file',
  },
  {
    name: 'a folder in the file’s place',
    before: (cwd) => mkdirSync(join(cwd, 'secrets/db_password.txt'), { recursive: true }),
    says: 'holds something else',
  },
  {
    name: 'a link to the same content elsewhere',
    before: (cwd, outer) => {
      mkdirSync(join(cwd, 'secrets'));
      symlinkSync(join(outer, 'same'), join(cwd, 'secrets/db_password.txt'));
    },
    says: 'holds something else',
  },
  {
    name: 'a link to nothing',
    before: (cwd, outer) => {
      mkdirSync(join(cwd, 'secrets'));
      symlinkSync(join(outer, 'none'), join(cwd, 'secrets/db_password.txt'));
    },
    says: 'cannot be written',
  },
  {
    name: 'a folder that leads out',
    before: (cwd, outer) => symlinkSync(outer, join(cwd, 'secrets')),
    says: 'its folder is a link that leads out',
  },
  {
    name: 'a folder that leads to nothing',
    before: (cwd, outer) => symlinkSync(join(outer, 'none'), join(cwd, 'secrets')),
    says: 'cannot be written',
  },
])('no secret is moved where there is $name', ({ before, says }) => {
  const root = workspace({ 'inner/compose.yaml': compose, 'outer/same': value });
  const cwd = join(root, 'inner');
  before(cwd, join(root, 'outer'));
  const left = () => readdirSync(root, { recursive: true }).sort();
  const all = left();
  for (const more of [[], ['--dry-run']]) {
    const { code, out, err } = plimsoll(['refactor', 'secrets-to-files', 'compose.yaml', ...more], { cwd });
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^plimsoll: compose\.yaml:5:3: `secrets\/db_password\.txt` cannot be written: /);
    expect(err).toContain(says);
  }
  expect(read(cwd, 'compose.yaml')).toBe(compose);
  expect(left()).toEqual(all);
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
