// What reaches users: the files of the .vsix and of the npm package, and what must never be in the bundles.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { restrictedSettings } from '../../scripts/generate/settings.ts';
import { packagedFiles, packVsix } from '../../scripts/package/vsix.ts';
import { root } from '../../scripts/root.ts';

const bundles = readdirSync(join(root, 'dist')).filter((name) => name.endsWith('.js'));

/** The list of a package, one file a line, committed beside this test. Rule pages follow from the rules. */
function expectedFiles(name: string): string[] {
  const listed = readFileSync(join(import.meta.dirname, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const pages = readdirSync(join(root, 'docs/rules')).map((page) => `docs/rules/${page}`);
  return listed.flatMap((line) => (line === 'docs/rules/*.md' ? pages : [line])).sort();
}

test('the .vsix holds exactly the files of vsix-files.txt', async () => {
  expect(await packagedFiles()).toEqual(expectedFiles('vsix-files.txt'));
});

test('the npm package holds exactly the files of npm-files.txt', () => {
  const out = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
  });
  const [pack] = JSON.parse(out) as { files: { path: string }[] }[];
  expect(pack!.files.map((file) => file.path).sort()).toEqual(expectedFiles('npm-files.txt'));
});

test('the same source gives the same .vsix, whatever the times and modes of the files', async () => {
  const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
  const first = digest(await packVsix());
  const license = join(root, 'LICENSE');
  const { mode, atime, mtime } = statSync(license);
  try {
    chmodSync(license, 0o600);
    utimesSync(license, new Date(0), new Date(0));
    expect(digest(await packVsix())).toBe(first);
  } finally {
    chmodSync(license, mode);
    utimesSync(license, atime, mtime);
  }
}, 60_000);

describe('the bundles', () => {
  test.each(bundles)('%s names no registry, carries no marks of examples, reads no source map', (name) => {
    const text = readFileSync(join(root, 'dist', name), 'utf8');
    // The bare host names are known as other names of one registry; addresses to ask are not.
    expect(
      /auth\.docker\.io|\/\/registry-1\.docker\.io|hub\.docker\.com\/v2/.exec(text)?.[0],
    ).toBeUndefined();
    expect(/[«»]|sourceMappingURL/.exec(text)?.[0]).toBeUndefined();
  });

  test('the command line holds no editor and no language service', () => {
    const text = readFileSync(join(root, 'dist/cli.js'), 'utf8');
    expect(text.startsWith('#!/usr/bin/env node\n')).toBe(true);
    expect(text).not.toMatch(/require\("vscode/);
    expect(text).not.toMatch(/textDocument\/|DockerAssist/);
    if (process.platform !== 'win32') expect(statSync(join(root, 'dist/cli.js')).mode & 0o111).toBe(0o111);
  });

  test('each has its packages’ licences told', () => {
    const notices = readFileSync(join(root, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['commander', 'picocolors', 'unbash', 'yaml']) expect(notices).toContain(`\n${name} `);
  });

  test('an untrusted workspace sets none of the settings that name a program or an address', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    expect([...restrictedConfigurations].sort()).toEqual([...restrictedSettings()].sort());
  });

  test('what the manifest names is there', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    for (const path of [manifest.main, manifest.bin.plimsoll])
      expect(existsSync(join(root, path))).toBe(true);
    expect(manifest.dependencies).toBeUndefined();
  });
});
