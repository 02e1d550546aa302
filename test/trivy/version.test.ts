// The version is read from the file, never by running it: every program here leaves a file when it is started.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  checkTrivy,
  confirmTrivy,
  memoryInFile,
  memoryInProcess,
  runTrivy,
} from '../../server/src/trivy/index.ts';
import { needPart, temporaryDirectory } from './parts.ts';
import { goBuildBlock, releaseText, writeProgram } from './programs.ts';

const root = temporaryDirectory();
const tripwire = path.join(root, 'tripwire');
const fires = `touch '${tripwire}'`;
let count = 0;

function program(...blocks: readonly Buffer[]): string {
  return writeProgram(path.join(root, `trivy-${count++}`), fires, ...blocks);
}

afterAll(() => {
  expect(existsSync(tripwire)).toBe(false);
  // The tripwire is a real one.
  execFileSync(program(goBuildBlock(releaseText('0.69.4'))));
  expect(existsSync(tripwire)).toBe(true);
});

const main = 'path\tgithub.com/aquasecurity/trivy/cmd/trivy\n';
const module = (version: string) => `${main}mod\tgithub.com/aquasecurity/trivy\t${version}\th1:x=\n`;
const release = (version: string) => goBuildBlock(releaseText(version));

const verdicts: readonly (readonly [string, readonly Buffer[], string, string?])[] = [
  ['a release', [release('0.73.0')], 'ok', '0.73.0'],
  ['the oldest', [release('0.58.0')], 'ok', '0.58.0'],
  ['a module version', [goBuildBlock(module('v0.70.1'))], 'ok', '0.70.1'],
  ['a version with additions', [goBuildBlock(module('v0.70.1+dirty'))], 'ok', '0.70.1+dirty'],
  [
    'a tool module',
    [
      goBuildBlock(
        `${main}mod\texample.com/tools\t(devel)\t\ndep\tgithub.com/aquasecurity/trivy\tv0.72.0\th1:x=\n`,
      ),
    ],
    'ok',
    '0.72.0',
  ],
  ['a universal binary', [release('0.73.0'), Buffer.alloc(70_000), release('0.73.0')], 'ok', '0.73.0'],
  ['far into the file', [Buffer.alloc(3 * 1024 * 1024 - 40), release('0.73.0')], 'ok', '0.73.0'],
  ['a lone magic before it', [Buffer.from('\xff Go buildinf:', 'latin1'), release('0.73.0')], 'ok', '0.73.0'],
  ['too old', [release('0.57.1')], 'too-old', '0.57.1'],
  ['much too old', [release('0.9.2')], 'too-old', '0.9.2'],
  ['malicious', [release('0.69.4')], 'malicious', '0.69.4'],
  ['malicious with a v', [release('v0.69.5')], 'malicious', '0.69.5'],
  ['malicious with additions', [release('0.69.6-rc1')], 'malicious', '0.69.6-rc1'],
  ['a malicious module', [goBuildBlock(module('v0.69.4'))], 'malicious', '0.69.4'],
  ['malicious behind another', [release('0.73.0'), release('0.69.4')], 'malicious', '0.69.4'],
  ['not malicious: before', [release('0.69.3')], 'ok', '0.69.3'],
  ['not malicious: after', [release('0.69.40')], 'ok', '0.69.40'],
  [
    '-trimpath',
    [goBuildBlock(`${main}mod\tgithub.com/aquasecurity/trivy\t(devel)\t\nbuild\t-trimpath=true\n`)],
    'needs-confirmation',
  ],
  ['a commit', [goBuildBlock(module('v0.0.0-20260101000000-abcdefabcdef'))], 'needs-confirmation'],
  [
    'a replaced module',
    [
      goBuildBlock(
        `${main}dep\tgithub.com/aquasecurity/trivy\tv0.72.0\n=>\texample.com/fork\tv0.72.0\th1:x=\n`,
      ),
    ],
    'needs-confirmation',
  ],
  ['two that differ', [release('0.73.0'), release('0.72.0')], 'needs-confirmation'],
  [
    'another Go program',
    [goBuildBlock('path\texample.com/evil\nmod\texample.com/evil\tv1.0.0\t\n')],
    'needs-confirmation',
  ],
  [
    'another that contains Trivy',
    [goBuildBlock('path\texample.com/evil\ndep\tgithub.com/aquasecurity/trivy\tv0.73.0\t\n')],
    'needs-confirmation',
  ],
  ['no Go program', [Buffer.from('hello')], 'needs-confirmation'],
  [
    'pointers, as before Go 1.18',
    [Buffer.concat([Buffer.from('\xff Go buildinf:\x08\x00', 'latin1'), Buffer.alloc(64)])],
    'needs-confirmation',
  ],
  [
    'a length beyond the file',
    [Buffer.concat([release('0.73.0').subarray(0, 41), Buffer.from([0xff, 0xff, 0xff, 0x7f])])],
    'needs-confirmation',
  ],
  [
    'a length without end',
    [Buffer.concat([release('0.73.0').subarray(0, 32), Buffer.alloc(64, 0xff)])],
    'needs-confirmation',
  ],
];

test.for(verdicts)('%s', async ([, blocks, state, version]) => {
  const file = program(...blocks);
  const verdict = await checkTrivy(file);
  expect(verdict).toMatchObject({ state, path: file });
  if (version !== undefined) expect(verdict).toMatchObject({ version });
  if (verdict.state === 'needs-confirmation') {
    const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
    expect(verdict.sha256).toBe(sha256);
    expect(verdict.message).toContain(sha256);
    expect(verdict.message).toContain(file);
  }
  // And a scan does not run what was not found good.
  if (state !== 'ok') {
    const request = {
      program: file,
      memory: memoryInProcess(),
      target: { kind: 'config-text', fileName: 'Dockerfile', text: 'FROM scratch\n' },
      env: process.env,
      workspaceFolders: [],
    } as const;
    const kind = state === 'needs-confirmation' ? 'unconfirmed' : state;
    await expect(runTrivy(request)).rejects.toMatchObject({ name: 'ScanError', kind });
  }
});

test('a block that a chunk’s border cuts is found at every place around it', async () => {
  const block = release('0.69.4');
  const start = Buffer.from('#!/bin/sh\nexit 0\n');
  for (let shift = -20; shift <= 20; shift += 1) {
    const file = path.join(root, 'border');
    const before = Buffer.alloc(1024 * 1024 - start.length + shift);
    writeFileSync(file, Buffer.concat([start, before, block]));
    expect((await checkTrivy(file)).state, `shift ${shift}`).toBe('malicious');
  }
});

test('where a package manager put it may refuse, but not allow', async () => {
  for (const [version, state] of [
    ['0.69.5', 'malicious'],
    ['0.73.0', 'needs-confirmation'],
  ] as const) {
    const directory = path.join(root, 'Cellar', 'trivy', version, 'bin');
    mkdirSync(directory, { recursive: true });
    const file = writeProgram(path.join(directory, 'trivy'), fires, Buffer.from('stripped'));
    expect((await checkTrivy(file)).state).toBe(state);
  }
});

test('a confirmation holds for these bytes, across processes, and no longer', async () => {
  const file = program(Buffer.from('own build'));
  const store = path.join(root, 'storage', 'programs.json');
  const verdict = await checkTrivy(file, memoryInFile(store));
  if (verdict.state !== 'needs-confirmation') throw new Error(verdict.state);
  await confirmTrivy(verdict, memoryInFile(store));
  expect(statSync(store).mode & 0o777).toBe(0o600);
  expect(await checkTrivy(file, memoryInFile(store))).toEqual({ state: 'ok', path: file });
  // The same bytes with another time: still confirmed.
  utimesSync(file, new Date(), new Date(1_700_000_000_000));
  expect((await checkTrivy(file, memoryInFile(store))).state).toBe('ok');
  appendFileSync(file, 'changed');
  expect((await checkTrivy(file, memoryInFile(store))).state).toBe('needs-confirmation');
  await expect(confirmTrivy(verdict, memoryInFile(store))).rejects.toMatchObject({ kind: 'unconfirmed' });
  writeFileSync(store, '{"broken');
  expect((await checkTrivy(file, memoryInFile(store))).state).toBe('needs-confirmation');
});

test('a malicious version can’t be confirmed, nor a remembered good one stay when the file changes', async () => {
  const file = program(release('0.73.0'));
  const memory = memoryInProcess();
  expect((await checkTrivy(file, memory)).state).toBe('ok');
  writeProgram(file, fires, release('0.69.4'), Buffer.from('another size'));
  const verdict = await checkTrivy(file, memory);
  expect(verdict).toMatchObject({
    state: 'malicious',
    message: expect.stringMatching(/0\.69\.4.*not run.*Remove it/),
  });
  const stored = (await memory.get(file))!;
  await memory.set(file, { ...stored, confirmed: true });
  expect((await checkTrivy(file, memory)).state).toBe('malicious');
});

test('a file that can’t be read is not run', async () => {
  expect(await checkTrivy(path.join(root, 'nothing'))).toMatchObject({ state: 'unreadable' });
});

test('the real Trivy says its version', async (context) => {
  const real = needPart(context, 'trivy');
  expect(await checkTrivy(real)).toEqual({ state: 'ok', path: real, version: '0.73.0' });
});
