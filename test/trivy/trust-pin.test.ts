// A pinned SHA-256: these bytes are run and no others, and they are read before every start.
import { execFileSync } from 'node:child_process';
import { existsSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { expect, test } from 'vitest';
import { memoryInProcess, pinnedMemory, runTrivy } from '../../server/src/trivy/index.ts';
import { withPinnedProgram } from '../../server/src/trivy/pinned-program.ts';
import { runProcess } from '../../server/src/trivy/run-process.ts';
import { needPart } from './parts.ts';
import { goBuildBlock, releaseText, writeProgram } from './programs.ts';
import { fires, fresh, ran, root, scan, sha256, tripwire, trivy } from './tripwires.ts';

test.each([
  ['as sha256sum prints it', (sum: string) => sum],
  ['in capitals', (sum: string) => sum.toUpperCase()],
  ['with its name before it', (sum: string) => `sha256:${sum}`],
])('%s: these bytes are run', (_, write) => {
  const file = trivy('0.73.0');
  expect(scan(['--trivy', file, '--trivy-sha256', write(sha256(file))])).toMatchObject({
    code: 0,
    err: '',
  });
  expect(ran()).toBe(true);
  rmSync(tripwire);
  expect(scan(['--trivy', file], { PLIMSOLL_TRIVY_SHA256: write(sha256(file)) }).code).toBe(0);
  expect(ran()).toBe(true);
});

test('other bytes are not run: which they are, which were pinned, what to do', () => {
  const [file, other] = [trivy('0.73.0'), trivy('0.73.0', 'other')];
  const pinned = sha256(other);
  const runs = [
    scan(['--trivy', file, '--trivy-sha256', pinned]),
    scan(['--trivy', file], { PLIMSOLL_TRIVY_SHA256: pinned }),
    // Both count: neither takes back what the other says.
    scan(['--trivy', file, '--trivy-sha256', sha256(file)], { PLIMSOLL_TRIVY_SHA256: pinned }),
    scan(['--trivy', file, '--trivy-sha256', pinned], { PLIMSOLL_TRIVY_SHA256: sha256(file) }),
  ];
  for (const run of runs) {
    expect(run).toMatchObject({ code: 3, out: '' });
    expect(run.err).toContain(
      `${file} is not the Trivy that you pinned, so it was not run. Its SHA-256 is ${sha256(file)}, pinned is ${pinned}. If you updated Trivy yourself, correct --trivy-sha256 or the variable PLIMSOLL_TRIVY_SHA256;`,
    );
  }
  expect(ran()).toBe(false);
});

test.each(['0.73.0', 'abc', 'g'.repeat(64), `${'a'.repeat(64)} trivy`])(
  '%j is none: nothing is run',
  (pin) => {
    const file = trivy('0.73.0');
    const run = scan(['--trivy', file, '--trivy-sha256', pin]);
    expect(run.code).toBe(2);
    expect(run.err).toMatch(/is not a SHA-256: 64 hexadecimal digits are expected\. Correct --trivy-sha256/);
    expect(scan(['--trivy', file], { PLIMSOLL_TRIVY_SHA256: pin }).code).toBe(2);
    expect(ran()).toBe(false);
  },
);

test('answers the question about a Trivy whose version cannot be read, for these bytes', () => {
  const [file, other] = [trivy(undefined), trivy(undefined, 'other')];
  expect(scan(['--trivy', file]).err).toMatch(/can’t be read from the file.*--trust-trivy/);
  expect(scan(['--trivy', other, '--trivy-sha256', sha256(file)]).code).toBe(3);
  expect(ran()).toBe(false);
  expect(scan(['--trivy', file, '--trivy-sha256', sha256(file)])).toMatchObject({ code: 0 });
  expect(ran()).toBe(true);
});

test('a version that is too old stays too old', () => {
  const file = trivy('0.57.0');
  expect(scan(['--trivy', file, '--trivy-sha256', sha256(file)]).err).toMatch(/0\.57\.0.*0\.58\.0 or newer/);
  expect(ran()).toBe(false);
});

test('other bytes of the same size and time are seen, because they are read before every start', async () => {
  const file = trivy('0.73.0', 'one');
  const memory = pinnedMemory(memoryInProcess(), sha256(file));
  const request = {
    program: file,
    memory,
    target: { kind: 'config-text', fileName: 'Dockerfile', text: 'FROM scratch\n' },
    env: process.env,
    workspaceFolders: [],
  } as const;
  await runTrivy(request);
  expect(ran()).toBe(true);
  rmSync(tripwire);
  const { atime, mtime } = statSync(file);
  writeProgram(file, fires, goBuildBlock(releaseText('0.73.0')), Buffer.from('two'));
  utimesSync(file, atime, mtime);
  await expect(runTrivy(request)).rejects.toMatchObject({
    kind: 'pin-mismatch',
    message: expect.stringMatching(/is not the Trivy that you pinned/),
  });
  expect(ran()).toBe(false);
});

test.runIf(process.platform === 'linux')(
  'a file that takes its place after it was read is not run: what was read is',
  async () => {
    const file = trivy('0.73.0');
    const harmless = fresh('harmless');
    const good = writeProgram(fresh('good'), `touch '${harmless}'`, Buffer.from('good'));
    await withPinnedProgram(good, [sha256(good)], undefined, async (program) => {
      renameSync(file, good);
      const run = { args: [], directory: root, env: {}, timeoutMs: 10_000, maxOutputBytes: 1000 };
      expect(await runProcess({ ...run, program, name: good })).toMatchObject({ code: 0 });
    });
    expect(existsSync(harmless)).toBe(true);
    expect(ran()).toBe(false);
    // What lies there now is the other one.
    execFileSync(good);
    expect(ran()).toBe(true);
  },
);

test('the real Trivy under its pin', (context) => {
  const real = needPart(context, 'trivy');
  const args = ['--trivy', real, '--offline', '--fail-on', 'never'];
  const run = scan([...args, '--trivy-sha256', sha256(real)]);
  expect(run).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(run.out).tool.trivy).toBe('0.73.0');
  expect(scan([...args, '--trivy-sha256', 'a'.repeat(64)])).toMatchObject({ code: 3, out: '' });
});
