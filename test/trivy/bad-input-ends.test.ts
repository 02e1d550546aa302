// A scan that breaks off: the disk is full, Trivy is killed, its report is cut, too large, or comes with exit code 1.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { beforeAll, expect, type TestContext, test } from 'vitest';
import { cliFile, plimsoll, type Run } from '../cli/run-cli.ts';
import { debianLayer, flaskLayer, writeImage } from './docker-tar.ts';
import { needPart, temporaryDirectory } from './parts.ts';
import { writeFault } from './programs.ts';
import { until } from './until.ts';

const root = temporaryDirectory();
const at = (name: string) => path.join(root, name);
const image = at('app.tar');
/** An environment in which there is no engine and no login. */
const alone = { HOME: at('home'), XDG_CACHE_HOME: at('cache-of-ours'), DOCKER_HOST: 'unix:///nowhere.sock' };

beforeAll(() => {
  for (const folder of ['home', 'project']) mkdirSync(at(folder));
  writeImage(image, 'example/app:1', [debianLayer, flaskLayer], '2026-03-04T05:06:07Z');
});

function scan(context: TestContext, env: Readonly<Record<string, string>>): Run {
  const args = ['--trivy', needPart(context, 'trivy'), '--cache-dir', needPart(context, 'trivy-cache')];
  return plimsoll(['scan', 'image', image, ...args, '--offline'], {
    cwd: at('project'),
    env: { ...alone, ...env },
  });
}

test.runIf(process.getuid?.() === 0)('a disk that is full, before the scan and in its middle', (context) => {
  const disk = at('disk');
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'plimsoll-test', disk], { stdio: 'ignore' });
  } catch {
    context.skip('a disk cannot be mounted here');
  }
  const files = path.join(disk, 'files');
  try {
    // Room for the few files that a run needs, but not for the report.
    writeFileSync(files, Buffer.alloc(52 * 1024));
    const inside = scan(context, { TMPDIR: disk });
    expect(inside.err).toMatch(/The disk is full, so Trivy could not .*\. Make room/);
    expect(inside).toMatchObject({ code: 3, out: '' });
    fill(path.join(disk, 'more'));
    const before = scan(context, { TMPDIR: disk });
    expect(before.err).toMatch(/The disk is full, so the scan could not start\. Make room/);
    expect(before).toMatchObject({ code: 3, out: '' });
  } finally {
    execFileSync('umount', [disk]);
  }
});

function fill(file: string): void {
  try {
    for (;;) writeFileSync(file, Buffer.alloc(512), { flag: 'a' });
  } catch {
    // It is full now.
  }
}

test.runIf(process.platform === 'linux')(
  'a Trivy that is killed in the middle of its work',
  async (context) => {
    const [trivy, cache] = [needPart(context, 'trivy'), needPart(context, 'trivy-cache')];
    let asked = 0;
    // A registry that takes the question and never answers.
    const silent: Server = createServer(() => asked++);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const where = typeof address === 'object' && address ? address.port : 0;
    const reference = `127.0.0.1:${where}/team/app:1`;
    const args = ['scan', 'image', '--trivy', trivy, '--cache-dir', cache, reference];
    const child = spawn(process.execPath, [cliFile, ...args], {
      cwd: at('project'),
      env: { PATH: '/usr/bin:/bin', TMPDIR: at('home'), ...alone },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let err = '';
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    const code = new Promise((resolve) => child.once('close', resolve));
    await until(() => asked > 0, 30_000);
    for (const pid of childrenOf(child)) process.kill(pid, 'SIGKILL');
    expect(await code).toBe(3);
    silent.close();
    expect(err).toMatch(
      /Trivy was ended by SIGKILL before it had finished\. Often memory ran out: close other programs/,
    );
    expect(readdirSync(at('home')).filter((each) => each.startsWith('plimsoll-'))).toEqual([]);
  },
);

function childrenOf({ pid }: ChildProcess): number[] {
  return readdirSync('/proc').flatMap((each) => {
    try {
      const status = readFileSync(`/proc/${each}/status`, 'utf8');
      return new RegExp(`^PPid:\\s+${pid}$`, 'm').test(status) ? [Number(each)] : [];
    } catch {
      return [];
    }
  });
}

const broken = [
  { mode: 'found-and-1', code: 1, out: /CVE-2099-1/, err: /^$/ },
  { mode: 'cut-report', code: 3, out: /^$/, err: /ends in the middle, so nothing of it is shown.*make room/ },
  { mode: 'cut-and-1', code: 3, out: /^$/, err: /exit code 1/ },
  {
    mode: 'too-big-report',
    code: 3,
    out: /^$/,
    err: /may have 100 MiB\. Ask for less: fewer severities with --severity, only what has a fix with --ignore-unfixed/,
  },
];

test.each(broken)('a Trivy that does $mode', ({ mode, code, out, err }) => {
  const trivy = writeFault(root, mode, at('notes'));
  const run = plimsoll(['scan', 'image', image, '--trivy', trivy, '--fail-on', 'low'], {
    cwd: at('project'),
    env: alone,
  });
  expect(run.err).toMatch(err);
  expect(run.out).toMatch(out);
  expect(run.code).toBe(code);
});
