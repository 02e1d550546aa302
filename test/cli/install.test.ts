// Installed from its tarball, as `npm install --global plimsoll` does, without any network.
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { broken, repository, workspace } from './run-cli.ts';

test('npm pack, npm install, run', () => {
  const folder = workspace({ 'package.json': '{ "private": true }', 'project/Dockerfile': broken });
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {
    cwd: repository,
    stdio: 'ignore',
  });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, tarball)], {
    cwd: folder,
    stdio: 'ignore',
  });
  const bin = join(folder, 'node_modules/.bin', process.platform === 'win32' ? 'plimsoll.cmd' : 'plimsoll');
  const run = (args: string[], cwd = folder) =>
    spawnSync(bin, args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
  const check = run(['check'], join(folder, 'project'));
  expect(check.status, check.stderr).toBe(1);
  expect(check.stdout).toContain('Dockerfile:2:1 error syntax-error');
  expect(run(['explain', 'root-user']).status).toBe(0);
  expect(run(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
}, 120_000);
