// How Trivy is found: PATH rules, tripwires in the workspace, and links that lead there.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { scannerEnvironment } from '../../server/src/trivy/child-environment.ts';
import { findTrivy } from '../../server/src/trivy/index.ts';
import { temporaryDirectory } from './parts.ts';
import { writeProgram } from './programs.ts';

const root = temporaryDirectory();
const home = path.join(root, 'home');
const workspace = path.join(root, 'workspace');
const safe = path.join(root, 'safe');
const tripwire = path.join(root, 'tripwire');
let count = 0;

beforeEach(() => {
  for (const each of [home, safe, path.join(workspace, 'bin')]) mkdirSync(each, { recursive: true });
});

function directory(): string {
  const made = path.join(root, `directory-${count++}`);
  mkdirSync(made);
  return made;
}

function trivyIn(where: string): string {
  return writeProgram(path.join(where, 'trivy'), `touch '${tripwire}'`);
}

const find = (PATH: string, more: { configuredPath?: string } = {}) =>
  findTrivy({ env: { PATH, HOME: home }, workspaceFolders: [workspace], platform: 'linux', ...more });

test('the tripwire fires when it is run', () => {
  const program = trivyIn(directory());
  execFileSync(program);
  expect(existsSync(tripwire)).toBe(true);
  execFileSync('/bin/rm', [tripwire]);
});

test('finds the first on PATH, with links resolved', async () => {
  const [link, real] = [directory(), directory()];
  const program = trivyIn(real);
  symlinkSync(program, path.join(link, 'trivy'));
  expect(await find(`${link}:${safe}`)).toEqual({ path: program });
});

test('keeps the name of a link to a program that chooses by name', async () => {
  const [link, real] = [directory(), directory()];
  const shim = writeProgram(path.join(real, 'version-manager'), 'true');
  symlinkSync(shim, path.join(link, 'trivy'));
  expect(await find(link)).toEqual({ path: path.join(link, 'trivy') });
});

test('finds ~/.local/bin without PATH', async () => {
  const local = path.join(home, '.local', 'bin');
  mkdirSync(local, { recursive: true });
  const program = trivyIn(local);
  expect(await find('')).toEqual({ path: program });
  execFileSync('/bin/rm', [program]);
});

test('skips relative and empty entries and whatever lies in the workspace', async () => {
  trivyIn(path.join(workspace, 'bin'));
  const toWorkspace = path.join(root, 'to-workspace');
  symlinkSync(path.join(workspace, 'bin'), toWorkspace);
  const linkInside = directory();
  symlinkSync(path.join(workspace, 'bin', 'trivy'), path.join(linkInside, 'trivy'));
  const before = process.cwd();
  process.chdir(path.join(workspace, 'bin'));
  try {
    const entries = [
      '',
      '.',
      'bin',
      './bin',
      '../workspace/bin',
      `${workspace}/bin`,
      toWorkspace,
      linkInside,
    ];
    const found = await find(entries.join(':'));
    expect(found.path).toBeUndefined();
    expect(found.notFound).toMatch(/not found.*plimsoll\.trivy\.path/);
    expect(found).toHaveProperty('triedDirectories', expect.arrayContaining([linkInside, '/usr/local/bin']));
    if (found.path !== undefined) throw new Error('found');
    expect(found.triedDirectories).not.toContain(toWorkspace);
    expect(found.triedDirectories.every((each) => path.isAbsolute(each))).toBe(true);
    // A good one further back is still found.
    const good = directory();
    trivyIn(good);
    expect(await find([...entries, good].join(':'))).toEqual({ path: path.join(good, 'trivy') });
  } finally {
    process.chdir(before);
  }
  expect(existsSync(tripwire)).toBe(false);
});

test('a workspace that is itself reached by a link counts with its real place', async () => {
  const link = path.join(root, 'workspace-link');
  symlinkSync(workspace, link);
  trivyIn(path.join(workspace, 'bin'));
  const search = {
    env: { PATH: `${workspace}/bin`, HOME: home },
    workspaceFolders: [link],
    platform: 'linux' as const,
  };
  expect((await findTrivy(search)).path).toBeUndefined();
});

test('skips directories and files that can’t be executed', async () => {
  const [one, two] = [directory(), directory()];
  mkdirSync(path.join(one, 'trivy'));
  writeFileSync(path.join(two, 'trivy'), 'text');
  chmodSync(path.join(two, 'trivy'), 0o644);
  expect((await find(`${one}:${two}`)).path).toBeUndefined();
});

test.each([
  ['bin/trivy', /not an absolute path/],
  ['./trivy', /not an absolute path/],
  ['/nowhere/trivy', /does not exist/],
  [path.join(workspace, 'bin', 'trivy'), /lies in a folder of the workspace/],
  [path.join(workspace, 'bin', '..', 'bin', 'trivy'), /lies in a folder of the workspace/],
  ['/tmp\0/trivy', /not an absolute path/],
])('a configured path %j is refused', async (configuredPath, reason) => {
  trivyIn(path.join(workspace, 'bin'));
  const good = directory();
  trivyIn(good);
  const found = await find(good, { configuredPath });
  expect(found.path).toBeUndefined();
  expect(found.notFound).toMatch(reason);
});

test('a configured path is taken before PATH', async () => {
  const [one, two] = [directory(), directory()];
  const chosen = trivyIn(two);
  trivyIn(one);
  expect(await find(one, { configuredPath: chosen })).toEqual({ path: chosen });
});

test('the scanner’s own PATH has no place in the workspace, and its environment is an allow-list', async () => {
  const env = {
    PATH: `.:${workspace}/bin:/usr/bin:`,
    HOME: home,
    TRIVY_OUTPUT: '/tmp/out',
    TRIVY_CONFIG: 'x.yaml',
    TRIVY_IGNORE_POLICY: 'x.rego',
    TRIVY_MODULE_DIR: 'x',
    TRIVY_TOKEN: 'token-of-mine',
    NODE_OPTIONS: '--require x',
    LD_PRELOAD: 'x.so',
  };
  const child = await scannerEnvironment(
    { env, workspaceFolders: [workspace], platform: 'linux' },
    '/private',
  );
  expect(child.env).toEqual({
    PATH: '/usr/bin',
    HOME: home,
    TMPDIR: '/private',
    TRIVY_TOKEN: 'token-of-mine',
    TRIVY_SKIP_VERSION_CHECK: 'true',
    TRIVY_DISABLE_TELEMETRY: 'true',
  });
  expect(child.secrets).toEqual(['token-of-mine']);
});
