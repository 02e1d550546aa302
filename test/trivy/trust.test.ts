// Which Trivy is run and which is never: by its version and by where it lies. Every program here leaves a file when started.
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findTrivy } from '../../server/src/trivy/index.ts';
import { plimsoll, type Run } from '../cli/run-cli.ts';
import { canaries } from './canaries.ts';
import { goBuildBlock, releaseText, writeFault, writeProgram } from './programs.ts';
import { fires, home, linkTo, project, ran, root, scan, sha256, trivy } from './tripwires.ts';

test('the tripwire fires when it is run', () => {
  expect(scan(['--trivy', trivy('0.73.0')])).toMatchObject({ code: 0, err: '' });
  expect(ran()).toBe(true);
});

describe('the releases that steal credentials', () => {
  const ways: readonly (readonly [string, (file: string) => Run])[] = [
    ['first on PATH', (file) => scan([], { PATH: `${path.dirname(file)}:/usr/bin:/bin` })],
    ['by its path', (file) => scan(['--trivy', file])],
    ['by a link', (file) => scan(['--trivy', linkTo(file)])],
    ['trusted by its SHA-256', (file) => scan(['--trivy', file, '--trust-trivy', sha256(file)])],
    ['pinned by its SHA-256', (file) => scan(['--trivy', file, '--trivy-sha256', sha256(file)])],
    ['pinned in the environment', (file) => scan(['--trivy', file], { PLIMSOLL_TRIVY_SHA256: sha256(file) })],
  ];
  for (const version of ['0.69.4', '0.69.5', '0.69.6']) {
    test.for(ways)(`${version} %s is never run, and the advisory is named`, ([, start]) => {
      const run = start(trivy(version));
      expect(run).toMatchObject({ code: 3, out: '' });
      expect(run.err).toMatch(
        new RegExp(
          `trivy is Trivy ${version.replaceAll('.', '\\.')}, .*GHSA-69fq-xp46-6x23\\)\\. It was not run\\. Remove it, change the secrets`,
        ),
      );
      expect(ran()).toBe(false);
    });
  }
});

describe('where it lies', () => {
  const inside = () => {
    const folder = path.join(project, 'tools');
    mkdirSync(folder, { recursive: true });
    return writeProgram(path.join(folder, 'trivy'), fires, goBuildBlock(releaseText('0.73.0')));
  };
  const linkInside = () => {
    const link = path.join(project, 'trivy');
    rmSync(link, { force: true });
    symlinkSync(trivy('0.73.0'), link);
    return link;
  };

  test.each([
    ['in the project', inside],
    ['by a link that leads into the project', () => linkTo(inside())],
    ['by a link that lies in the project', linkInside],
  ])('%s: it is not run, from PATH or by its path', (_, make) => {
    const file = make();
    const named = scan(['--trivy', file, '--trivy-sha256', sha256(file)]);
    expect(named.code).toBe(3);
    expect(named.err).toMatch(
      /lies in a folder of the workspace, from where nothing is run\. Correct --trivy/,
    );
    const found = scan([], { PATH: `${path.dirname(file)}:/usr/bin:/bin` });
    expect(found.err).not.toMatch(/0\.73\.0/);
    expect(ran()).toBe(false);
  });

  test('by a link outside of the project: what it leads to is judged and run', () => {
    expect(scan(['--trivy', linkTo(trivy('0.73.0'))])).toMatchObject({ code: 0, err: '' });
    expect(ran()).toBe(true);
  });
});

test.each([
  [
    'linux',
    {},
    ['/home/linuxbrew/.linuxbrew/bin', '/usr/local/bin', '/home/me/.local/bin', '/home/me/go/bin'],
  ],
  ['darwin', {}, ['/opt/homebrew/bin', '/opt/local/bin', '/home/me/.local/bin']],
  [
    'win32',
    { LOCALAPPDATA: 'C:\\Users\\me\\Local' },
    [
      'C:\\Users\\me\\scoop\\apps\\trivy\\current',
      'C:\\ProgramData\\chocolatey\\lib\\trivy\\tools',
      'C:\\Users\\me\\Local\\Microsoft\\WinGet\\Links',
      'C:\\Users\\me\\.local\\bin',
    ],
  ],
] as const)(
  'the usual places of package managers on %s are searched after PATH',
  async (platform, more, places) => {
    const env = {
      HOME: '/home/me',
      USERPROFILE: 'C:\\Users\\me',
      ProgramData: 'C:\\ProgramData',
      PATH: '',
      ...more,
    };
    const found = await findTrivy({ env, workspaceFolders: ['/'], platform });
    expect(found).toMatchObject({ triedDirectories: expect.arrayContaining([...places]) });
  },
);

test('the settings that name an executable, its sum or a server belong to the machine', () => {
  const manifest = JSON.parse(readFileSync(path.resolve('package.json'), 'utf8'));
  const { properties } = manifest.contributes.configuration;
  const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
  for (const key of ['plimsoll.trivy.path', 'plimsoll.trivy.sha256', 'plimsoll.trivy.server']) {
    expect(properties[key], key).toMatchObject({ scope: 'machine' });
    expect(restricted).toContain(key);
  }
});

test('what a Trivy is given to log in with reaches nobody else, not even when it prints it all', () => {
  const notes = path.join(root, 'notes-canary');
  const file = writeFault(root, 'tells-all', notes);
  const { env, values } = canaries(path.join(root, 'docker'));
  const cache = path.join(root, 'cache-canary');
  const run = plimsoll(['scan', 'image', 'registry.example.com/app:1', '--trivy', file], {
    cwd: project,
    env: { ...env, HOME: home, XDG_CACHE_HOME: cache, DOCKER_HOST: 'unix:///nowhere.sock' },
  });
  expect(run.code).toBe(3);
  const given = JSON.parse(readFileSync(notes, 'utf8'));
  for (const value of values) {
    // It has them by its environment and by Docker's configuration, not by its arguments.
    expect(JSON.stringify([given.env, given.docker])).toContain(value);
    expect(JSON.stringify(given.args)).not.toContain(value);
    expect(run.out + run.err).not.toContain(value);
    expect(readFileSync(path.join(cache, 'plimsoll', 'programs.json'), 'utf8')).not.toContain(value);
  }
});
