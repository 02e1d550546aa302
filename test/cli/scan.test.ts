// `plimsoll scan`: which Trivy is run and which is not, what its end means, and the real one on an image made here.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { debianLayer, writeImage } from '../trivy/docker-tar.ts';
import { needPart } from '../trivy/parts.ts';
import { cliFile, plimsoll, workspace } from './run-cli.ts';

/** Puts an executable of the name `trivy` into a folder; the script's own lines come after `#!/bin/sh`. */
function putTrivy(folder: string, script: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'trivy');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** An environment in which nothing is found but what the test puts on PATH. HOME is empty and holds the cache. */
function environment(home: string, path: string): Record<string, string> {
  return { HOME: home, XDG_CACHE_HOME: join(home, 'cache'), PATH: path };
}

describe('wrong use', () => {
  test.each([
    ['no target', ['scan', 'image']],
    ['no kind', ['scan']],
    ['an unknown severity', ['scan', 'image', 'x', '--severity', 'bad']],
    ['no time', ['scan', 'image', 'x', '--timeout', '0']],
    ['an address that is none', ['scan', 'image', 'x', '--server', 'file:///etc']],
    ['an unknown format', ['scan', 'config', '.', '--format', 'sarif']],
  ])('%s', (_, args) => {
    expect(plimsoll(args).code).toBe(2);
  });
});

// /bin/sh plays the program: these are about which file is run, and need no Windows.
describe.runIf(process.platform !== 'win32')('which Trivy', () => {
  test('none: exit 3, and how to get one', () => {
    const cwd = workspace({});
    const run = plimsoll(['scan', 'image', 'debian:12', '--trivy', join(cwd, '../no-such-trivy')], { cwd });
    expect(run).toMatchObject({ code: 3, out: '' });
    expect(run.err).toContain('--trivy');
  });

  test('one inside the project is never run, from PATH or by name', () => {
    const cwd = workspace({ '.git/HEAD': '' });
    const home = workspace({});
    const file = putTrivy(join(cwd, 'bin'), `touch ${join(cwd, 'ran')}`);
    const env = environment(home, `${join(cwd, 'bin')}:bin:.`);
    plimsoll(['scan', 'config', '.'], { cwd, env });
    const named = plimsoll(['scan', 'config', '.', '--trivy', file], { cwd, env });
    expect(named.code).toBe(3);
    expect(existsSync(join(cwd, 'ran'))).toBe(false);
  });

  test('one whose version cannot be read is run only when its bytes are named, and remembered then', () => {
    const cwd = workspace({});
    const home = workspace({});
    const file = putTrivy(join(home, 'bin'), `touch ${join(home, 'ran')}\necho no report`);
    const env = environment(home, '/usr/bin:/bin');
    const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
    const args = ['scan', 'config', '.', '--trivy', file];
    const asked = plimsoll(args, { cwd, env });
    expect(asked.code).toBe(3);
    expect(asked.err).toContain(`--trust-trivy ${sha256}`);
    expect(plimsoll([...args, '--trust-trivy', '0'.repeat(64)], { cwd, env }).code).toBe(3);
    expect(existsSync(join(home, 'ran'))).toBe(false);
    const trusted = plimsoll([...args, '--trust-trivy', sha256], { cwd, env });
    expect(existsSync(join(home, 'ran'))).toBe(true);
    expect(trusted.code).toBe(3);
    expect(trusted.err).toContain('not a Trivy report');
    expect(plimsoll(args, { cwd, env }).err).toContain('not a Trivy report');
  });

  test('an image that would be an option is no image', () => {
    const cwd = workspace({});
    const home = workspace({});
    const file = putTrivy(join(home, 'bin'), `touch ${join(home, 'ran')}`);
    const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
    const env = environment(home, '/usr/bin:/bin');
    for (const image of ['--help', '-o/tmp/x', '$(id)', 'a b', '']) {
      const run = plimsoll(['scan', 'image', '--trivy', file, '--trust-trivy', sha256, '--', image], {
        cwd,
        env,
      });
      expect(run.code, image).toBe(2);
    }
    expect(existsSync(join(home, 'ran'))).toBe(false);
  });

  test('an interrupt stops the scan and what it started: exit 130', async () => {
    const cwd = workspace({});
    const home = workspace({});
    const file = putTrivy(join(home, 'bin'), `echo $$ > ${join(home, 'pid')}\nexec sleep 300`);
    const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
    const args = [cliFile, 'scan', 'config', '.', '--trivy', file, '--trust-trivy', sha256];
    const child = spawn(process.execPath, args, {
      cwd,
      env: environment(home, '/usr/bin:/bin'),
      stdio: 'ignore',
    });
    const code = new Promise((resolve) => child.on('exit', resolve));
    const started = () =>
      existsSync(join(home, 'pid')) && readFileSync(join(home, 'pid'), 'utf8').endsWith('\n');
    await expect.poll(started, { timeout: 20_000 }).toBe(true);
    child.kill('SIGINT');
    expect(await code).toBe(130);
    const pid = Number(readFileSync(join(home, 'pid'), 'utf8'));
    expect(() => process.kill(pid, 0)).toThrow();
  });
});

describe('the real Trivy', () => {
  test('an image file: text, JSON, thresholds', (context) => {
    const trivy = needPart(context, 'trivy');
    const cwd = workspace({});
    writeImage(join(cwd, 'app.tar'), 'example/app:1', [debianLayer], '2026-03-04T05:06:07Z');
    const cache = needPart(context, 'trivy-cache');
    const args = ['scan', 'image', 'app.tar', '--trivy', trivy, '--offline', '--cache-dir', cache];
    const run = plimsoll([...args, '--format', 'json'], { cwd });
    const value = JSON.parse(run.out);
    expect(value).toMatchObject({ version: 1, tool: { name: 'plimsoll', trivy: '0.73.0' } });
    expect(value.counts.total).toBeGreaterThan(0);
    expect(value.vulnerabilities.length).toBe(value.counts.total);
    expect(run.code).toBe(value.counts.critical > 0 ? 1 : 0);
    const text = plimsoll([...args, '--fail-on', 'unknown'], { cwd });
    expect(text.code).toBe(1);
    expect(text.out).toContain(value.vulnerabilities[0].id);
    expect(plimsoll([...args, '--fail-on', 'never'], { cwd }).code).toBe(0);
    const few = plimsoll([...args, '--severity', 'low', '--format', 'json'], { cwd });
    expect(JSON.parse(few.out).counts.total).toBe(value.counts.low);
  });

  test('configuration files', (context) => {
    const trivy = needPart(context, 'trivy');
    const cwd = workspace({ Dockerfile: 'FROM debian:latest\nRUN sudo true\n' });
    const run = plimsoll(['scan', 'config', '.', '--trivy', trivy, '--offline', '--format', 'json'], { cwd });
    expect(run.err).toBe('');
    expect(JSON.parse(run.out).misconfigurations.length).toBeGreaterThan(0);
  });

  test('an image that is nowhere: exit 3', (context) => {
    const trivy = needPart(context, 'trivy');
    const cwd = workspace({});
    const args = ['scan', 'image', 'localhost:1/none:1', '--trivy', trivy, '--offline'];
    const run = plimsoll([...args, '--cache-dir', needPart(context, 'trivy-cache')], { cwd });
    expect(run).toMatchObject({ code: 3, out: '' });
    expect(run.err).toContain('localhost:1/none:1');
  });
});
