// A Trivy that is broken, missing, old, malicious or unknown, and a workspace that is not trusted: said, and outlived.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { goBuildBlock, releaseText, writeFault, writeProgram } from '../trivy/programs.ts';
import { Editor, type EditorOptions } from './editor.ts';

const place = mkdtempSync(join(tmpdir(), 'plimsoll-test-lsp-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
let count = 0;

async function start(trivy: object, options: EditorOptions = {}): Promise<Editor> {
  const editor = await Editor.start({
    ...options,
    settings: { trivy },
    env: { XDG_CACHE_HOME: join(place, `cache-${++count}`), ...options.env },
  });
  onTestFinished(async () => {
    expect(await editor.stop()).toBe(0);
  });
  return editor;
}

const text = 'FROM python:3.12-slim\nCMD ["python3"]\n';

/** Most memory that the server has had, in MB, where the system says so. */
function mostMemory({ process: { pid } }: Editor): number {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return 0;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) / 1024;
}

/** A program of this version, or of none, that leaves a file when it is run. */
function tripwire(version?: string): { path: string; tripped: string } {
  const tripped = join(place, `tripped-${++count}`);
  const blocks = version === undefined ? [] : [goBuildBlock(releaseText(version))];
  return {
    path: writeProgram(join(place, `program-${count}`), `echo "$*" >> '${tripped}'`, ...blocks),
    tripped,
  };
}

const faults = [
  { mode: 'garbage', trivy: {}, message: /not a Trivy report/ },
  { mode: 'nothing', trivy: {}, message: /not a Trivy report/ },
  { mode: 'killed', trivy: {}, message: /SIGKILL/ },
  { mode: 'crashes', trivy: {}, message: /something odd/ },
  { mode: 'cut-report', trivy: {}, message: /ends in the middle.*make room/ },
  { mode: 'loud-stdout', trivy: {}, message: /100 MiB/ },
  { mode: 'loud-report', trivy: {}, message: /100 MiB/ },
  { mode: 'too-big-report', trivy: {}, message: /100 MiB.*plimsoll\.trivy\.severity/ },
  { mode: 'hang', trivy: { timeout: 5 }, message: /5 s/ },
];

test.each(faults)('a Trivy that does $mode', { timeout: 90_000 }, async ({ mode, trivy, message }) => {
  const path = writeFault(place, mode, join(place, `notes-${mode}`));
  const editor = await start({ ...trivy, path });
  const uri = await editor.open(text);
  const answer = await editor.command('plimsoll.server.scanFile', uri);
  expect(answer).toEqual({ done: false, message: expect.stringMatching(message) });
  await editor.until(() => editor.messages.length > 0);
  expect(editor.messages).toMatchObject([{ type: 1, message: answer.message }]);
  expect(answer.message).not.toContain('hunter2');
  expect((await editor.pull(uri)).map(({ code }) => code)).toEqual(['root-user']);
  expect(mostMemory(editor)).toBeLessThan(300);
});

test('a scan is cancelled by the client, and the server goes on', { timeout: 60_000 }, async () => {
  const notes = join(place, 'notes-cancel');
  const editor = await start({ path: writeFault(place, 'hang', notes) });
  const uri = await editor.open(text);
  const { CancellationTokenSource } = await import('vscode-languageserver-protocol/node');
  const cancel = new CancellationTokenSource();
  const asked = editor.connection.sendRequest(
    'workspace/executeCommand',
    { command: 'plimsoll.server.scanFile', arguments: [uri] },
    cancel.token,
  );
  while (!existsSync(notes)) await new Promise((resolve) => setTimeout(resolve, 20));
  cancel.cancel();
  expect(await asked).toEqual({ done: false, message: 'Cancelled.' });
  expect(editor.messages).toEqual([]);
  expect(await editor.pull(uri)).toHaveLength(1);
});

test('exit code 1 with a sound report is a result', async () => {
  const editor = await start({ path: writeFault(place, 'found-and-1', join(place, 'notes-1')) });
  const uri = await editor.open(text);
  expect(await editor.command('plimsoll.server.scanBase', uri, 0)).toEqual({ done: true });
  expect(editor.messages).toEqual([]);
});

test('offline, the result says when its database is out of date', async () => {
  const cache = join(place, 'old-database');
  mkdirSync(join(cache, 'db'), { recursive: true });
  const then = { Version: 2, NextUpdate: '2020-01-02T00:00:00Z', UpdatedAt: '2020-01-01T00:00:00Z' };
  writeFileSync(join(cache, 'db', 'metadata.json'), JSON.stringify(then));
  const path = writeFault(place, 'found-and-1', join(place, 'notes-old'));
  const editor = await start({ path, offline: true }, { env: { TRIVY_CACHE_DIR: cache } });
  const uri = await editor.open(text);
  expect(await editor.command('plimsoll.server.scanBase', uri, 0)).toEqual({ done: true });
  const summary = (await editor.pull(uri)).find(({ code }) => code === 'scan-summary');
  expect(summary?.message).toMatch(/database on this machine is of 2020-01-01.*plimsoll\.trivy\.offline off/);
});

test.each(['--help', '-o/tmp/x', '--output=/tmp/x'])('an image of the name %s is none', async (name) => {
  const notes = join(place, 'notes-dash');
  const editor = await start({ path: writeFault(place, 'ends-on-term', notes) });
  expect(await editor.command('plimsoll.server.scanTarget', name)).toEqual({
    done: false,
    message: expect.stringMatching(/is not an image reference: it starts with “-”/),
  });
  expect(existsSync(notes)).toBe(false);
});

test('the same scan asked for again takes the place of the first', { timeout: 60_000 }, async () => {
  const editor = await start({
    path: writeFault(place, 'ends-on-term', join(place, 'notes-again')),
    timeout: 10,
  });
  const uri = await editor.open(text);
  const first = editor.command('plimsoll.server.scanFile', uri);
  const second = editor.command('plimsoll.server.scanFile', uri);
  expect(await first).toEqual({ done: false, message: 'Cancelled.' });
  expect((await second).message).toMatch(/10 s/);
});

const refused = [
  { name: 'missing', trivy: () => ({ path: join(place, 'no-such-file') }), message: /plimsoll\.trivy\.path/ },
  { name: 'not an absolute path', trivy: () => ({ path: 'trivy' }), message: /absolute/ },
  { name: 'malicious', version: '0.69.4', message: /0\.69\.4.*GHSA-69fq-xp46-6x23.*not run/ },
  { name: 'too old', version: '0.50.1', message: /0\.50\.1.*0\.58/s },
];

test.each(refused)('$name: said once, and nothing is run', async ({ trivy, version, message }) => {
  const wire = version === undefined ? undefined : tripwire(version);
  const editor = await start(trivy?.() ?? { path: wire?.path });
  const uri = await editor.open(text);
  expect(await editor.command('plimsoll.server.scanFile', uri)).toEqual({
    done: false,
    message: expect.stringMatching(message),
  });
  await editor.until(() => editor.messages.length > 0);
  expect(editor.messages).toHaveLength(1);
  if (wire) expect(existsSync(wire.tripped)).toBe(false);
});

test('our own client gets a button that leads to the setting', async () => {
  const editor = await start(
    { path: join(place, 'no-such-file') },
    { initializationOptions: { plimsollClient: true } },
  );
  editor.answer = 'Open the Setting';
  const uri = await editor.open(text);
  await editor.command('plimsoll.server.scanFile', uri);
  await editor.until(() => editor.notifications.has('plimsoll/openSetting'));
  expect(editor.notifications.get('plimsoll/openSetting')).toEqual([{ key: 'plimsoll.trivy.path' }]);
});

test('an executable of unknown version is asked for once, with path and SHA-256', {
  timeout: 60_000,
}, async () => {
  const wire = tripwire();
  const cache = { env: { XDG_CACHE_HOME: join(place, 'cache-confirm') } };
  const editor = await start({ path: wire.path }, cache);
  const uri = await editor.open(text);
  editor.answer = 'Do Not Run';
  await editor.command('plimsoll.server.scanFile', uri);
  expect(existsSync(wire.tripped)).toBe(false);
  expect(editor.messages[0]?.message).toContain(wire.path);
  expect(editor.messages[0]?.message).toMatch(/\b[0-9a-f]{64}\b/);
  editor.answer = 'Run It';
  await editor.command('plimsoll.server.scanFile', uri);
  expect(existsSync(wire.tripped)).toBe(true);
  const questions = () =>
    editor.messages.filter(({ actions }) => actions?.some(({ title }) => title === 'Run It')).length;
  const asked = questions();
  await editor.command('plimsoll.server.scanFile', uri);
  expect(questions()).toBe(asked);
  // Another session remembers it; a changed file is asked for again.
  const later = await start({ path: wire.path }, cache);
  const again = await later.open(text);
  await later.command('plimsoll.server.scanFile', again);
  expect(later.messages.some(({ actions }) => actions?.length)).toBe(false);
  writeFileSync(wire.path, `${readFileSync(wire.path, 'utf8')}# changed\n`);
  await later.command('plimsoll.server.scanFile', again);
  expect(later.messages.some(({ actions }) => actions?.some(({ title }) => title === 'Run It'))).toBe(true);
});

test('an executable in the workspace is not run', async () => {
  const editor = await start({});
  const tripped = join(place, 'tripped-workspace');
  const path = writeProgram(
    join(editor.folder, 'trivy'),
    `echo x > '${tripped}'`,
    goBuildBlock(releaseText('0.73.0')),
  );
  editor.settings = { trivy: { path } };
  const uri = await editor.open(text);
  expect(await editor.command('plimsoll.server.scanFile', uri)).toMatchObject({
    done: false,
    message: expect.stringMatching(/workspace/),
  });
  expect(existsSync(tripped)).toBe(false);
});

test('in Restricted Mode nothing is run, and once trusted it is', { timeout: 60_000 }, async () => {
  const wire = tripwire('0.73.0');
  const editor = await start(
    { path: wire.path },
    { initializationOptions: { trusted: false, plimsollClient: true } },
  );
  const uri = await editor.open(text);
  expect(await editor.pull(uri)).toHaveLength(1);
  const scans = ['scanFile', 'scanImage', 'buildAndScan'].map(
    (name) => () => editor.command(`plimsoll.server.${name}`, uri),
  );
  scans.push(() => editor.command('plimsoll.server.scanBase', uri, 0));
  scans.push(() => editor.command('plimsoll.server.scanTarget', 'python:3.12'));
  for (const scan of scans) {
    expect(await scan()).toMatchObject({ done: false, message: expect.stringContaining('Restricted Mode') });
  }
  expect(await editor.connection.sendRequest('plimsoll/localImages')).toEqual({ images: [], tried: [] });
  expect(existsSync(wire.tripped)).toBe(false);
  await editor.connection.sendNotification('plimsoll/trustGranted');
  await editor.command('plimsoll.server.scanFile', uri);
  expect(existsSync(wire.tripped)).toBe(true);
});
