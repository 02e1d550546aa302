// How scans run in the language server: with phases, once for the same image, side by side, kept, from a server, on save.
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { CancellationTokenSource, Trace } from 'vscode-languageserver-protocol/node';
import type { Daemon } from '../../scripts/parts/daemon.ts';
import { type DockerEngine, startDockerEngine } from '../../scripts/parts/docker.ts';
import { vulnerabilities as vulnerabilityFile, writeTrivyDatabase } from '../../scripts/parts/trivy.ts';
import type { AskTrivyTokenParams } from '../../server/src/protocol.ts';
import { type ScanReportData, scanReportData } from '../../server/src/scan-protocol.ts';
import { sealText } from '../../server/src/sealed-text.ts';
import { hasParts, requirePart } from '../part.ts';
import { debianLayer, flaskLayer, writeImage } from '../trivy/docker-tar.ts';
import { writeFault } from '../trivy/programs.ts';
import { startTrivyServer } from '../trivy/scan-request.ts';
import { Editor, type EditorOptions } from './editor.ts';

const trivy = requirePart('trivy');
const cache = requirePart('trivy-cache');
const databaseWriter = requirePart('trivy-db');
const dockerd = requirePart('dockerd');
const docker = requirePart('docker');
const place = mkdtempSync(join(tmpdir(), 'plimsoll-test-run-'));
const tar = join(place, 'app.tar');
const token = 'the-token-of-the-company';
let engine: DockerEngine | undefined;
let server: { readonly url: string; readonly daemon: Daemon } | undefined;
let count = 0;

beforeAll(async () => {
  if (!hasParts('trivy', 'trivy-cache', 'trivy-db', 'dockerd', 'docker')) return;
  symlinkSync(trivy, join(place, 'trivy'));
  writeImage(tar, 'example/base:1', [debianLayer, flaskLayer], '2026-03-04T05:06:07Z');
  engine = await startDockerEngine(dockerd, docker);
  await engine.load(tar);
  server = await startTrivyServer(trivy, cache, { env: { TRIVY_TOKEN: token } });
}, 120_000);
afterAll(async () => {
  await engine?.stop();
  await server?.daemon.stop();
  rmSync(place, { recursive: true, force: true });
});

/** An editor whose server keeps what it scanned in `memory`. */
async function start(
  trivySettings: object = {},
  options: EditorOptions = {},
  memory = `memory-${++count}`,
): Promise<Editor> {
  const editor = await Editor.start({
    initializationOptions: { plimsollClient: true },
    ...options,
    settings: { trivy: { offline: true, ...trivySettings }, ...options.settings },
    env: {
      PATH: `${place}:${process.env['PATH']}`,
      DOCKER_HOST: engine?.host,
      TRIVY_CACHE_DIR: cache,
      XDG_CACHE_HOME: join(place, memory),
      ...options.env,
    },
  });
  editor.connection.onRequest('plimsoll/trivyToken', () => ({ sealed: null }));
  onTestFinished(async () => {
    expect(await editor.stop()).toBe(0);
  });
  return editor;
}

const text = 'FROM example/base:1\nUSER 65532\nCMD ["bash"]\n';
const summaries = async (editor: Editor, uri: string) =>
  (await editor.pull(uri)).filter(({ code }) => code === 'scan-summary').map(({ message }) => message);
const said = (editor: Editor) => editor.progress.flatMap(({ message }) => (message ? [message] : []));

test('the phases of the real Trivy', async () => {
  const editor = await start();
  const uri = await editor.open(text);
  await editor.command('plimsoll.server.scanBase', uri, 0);
  expect(said(editor)).toEqual([
    'example/base:1',
    'Checking Trivy',
    'Starting Trivy',
    'Analysing the layers',
    'Looking for weaknesses',
    'Reading the result',
  ]);
});

test('the same image asked for twice is scanned once; who cancels leaves the other one waiting', async () => {
  const notes = join(place, 'report-1.json');
  const editor = await start({ path: writeFault(place, 'waits', notes) });
  const uri = await editor.open(`${text}FROM example/base:1 AS other\n`);
  const cancel = new CancellationTokenSource();
  const asked = { command: 'plimsoll.server.scanBase', arguments: [uri, 0] };
  const first = editor.connection.sendRequest('workspace/executeCommand', asked, cancel.token);
  await editor.until(() => existsSync(`${notes}.started`) || said(editor).includes('Starting Trivy'));
  const second = editor.command('plimsoll.server.scanBase', uri, 0);
  // Another place that names the same image.
  const third = editor.command('plimsoll.server.scanBase', uri, 1);
  await editor.until(() => said(editor).filter((message) => message === 'Starting Trivy').length >= 3);
  cancel.cancel();
  expect(await first).toEqual({ done: false, message: 'Cancelled.' });
  writeFileSync(notes, JSON.stringify({ SchemaVersion: 2, ArtifactName: 'x', Results: [] }));
  expect([await second, await third]).toEqual([{ done: true }, { done: true }]);
  expect(readFileSync(`${notes}.started`, 'utf8')).toBe('.');
});

test('cancelled by everyone: the whole process tree is gone', { timeout: 60_000 }, async () => {
  const notes = join(place, 'notes-hang');
  const editor = await start({ path: writeFault(place, 'hang', notes) });
  const uri = await editor.open(text);
  const asked = { command: 'plimsoll.server.scanBase', arguments: [uri, 0] };
  const cancels = [new CancellationTokenSource(), new CancellationTokenSource()];
  const answers = cancels.map((cancel) =>
    editor.connection.sendRequest('workspace/executeCommand', asked, cancel.token),
  );
  while (!existsSync(notes) || !readFileSync(notes, 'utf8').endsWith(']'))
    await new Promise((resolve) => setTimeout(resolve, 20));
  const pids: number[] = JSON.parse(readFileSync(notes, 'utf8'));
  for (const cancel of cancels) cancel.cancel();
  for (const answer of answers) expect(await answer).toEqual({ done: false, message: 'Cancelled.' });
  expect(pids).toHaveLength(3);
  for (const pid of pids) await expect.poll(() => isRunning(pid)).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    // A zombie is gone for everyone but its parent.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

test('different images at the same time', async () => {
  const notes = join(place, 'report-2.json');
  const path = writeFault(place, 'waits', notes);
  const editor = await start({ path });
  const scans = ['example/base:1', `tar:${tar}`].map((target) =>
    editor.command('plimsoll.server.scanTarget', target),
  );
  // Both have started, and neither can end before the report is there.
  await editor.until(() => said(editor).filter((message) => message === 'Starting Trivy').length === 2);
  writeFileSync(notes, JSON.stringify({ SchemaVersion: 2, ArtifactName: 'x', Results: [] }));
  expect(await Promise.all(scans)).toEqual([{ done: true }, { done: true }]);
  expect(readFileSync(`${notes}.started`, 'utf8')).toBe('..');
});

test('the result is kept by image and database, across restarts, until Scan Again', {
  timeout: 90_000,
}, async () => {
  const own = join(place, 'own-database');
  const entries = readFileSync(vulnerabilityFile, 'utf8');
  await writeTrivyDatabase(databaseWriter, own, entries);
  const started = { env: { TRIVY_CACHE_DIR: own } };
  const scan = async (editor: Editor) => {
    const uri = await editor.open(text);
    expect(await editor.command('plimsoll.server.scanBase', uri, 0)).toEqual({ done: true });
    const ran = said(editor).includes('Starting Trivy');
    return { uri, ran, summary: (await summaries(editor, uri))[0] };
  };
  const first = await scan(await start({}, started, 'kept'));
  expect(first.ran).toBe(true);

  // Another session: the same image, the same database.
  const editor = await start({}, started, 'kept');
  const second = await scan(editor);
  expect(second).toMatchObject({ ran: false, summary: first.summary });
  await editor.until(() => editor.messages.length > 0);
  expect(editor.messages[0]).toMatchObject({
    message: expect.stringMatching(/^example\/base:1 was scanned just now; neither the image nor/),
    actions: [{ title: 'Scan Again' }],
  });
  // The button scans.
  editor.answer = 'Scan Again';
  await editor.command('plimsoll.server.scanBase', second.uri, 0);
  await editor.until(() => said(editor).includes('Reading the result'), 20_000);

  // Other options, and another database, are another result.
  expect((await scan(await start({ severity: ['critical'] }, started, 'kept'))).ran).toBe(true);
  rmSync(own, { recursive: true });
  await writeTrivyDatabase(databaseWriter, own, entries);
  expect((await scan(await start({}, started, 'kept'))).ran).toBe(true);
  expect((await scan(await start({}, started, 'kept'))).ran).toBe(false);

  // An image of the same name that was built anew.
  const other = join(place, 'rebuilt.tar');
  writeImage(other, 'example/base:1', [debianLayer], '2026-03-05T05:06:07Z');
  await engine?.load(other);
  const rebuilt = await scan(await start({}, started, 'kept'));
  await engine?.load(tar);
  expect(rebuilt.ran).toBe(true);
  expect(rebuilt.summary).not.toBe(first.summary);
});

test('a Trivy server, with the token that the editor keeps', async () => {
  const editor = await start({ server: server?.url });
  const questions: AskTrivyTokenParams[] = [];
  let kept: string | undefined = token;
  editor.connection.onRequest('plimsoll/trivyToken', (params: AskTrivyTokenParams) => {
    questions.push(params);
    return { sealed: kept === undefined ? null : sealText(kept, params.publicKey) };
  });
  // As VS Code does where `plimsoll.trace.server` is `verbose`.
  const traced: string[] = [];
  const log = (data: unknown, more?: unknown) => void traced.push(`${JSON.stringify(data)} ${more ?? ''}`);
  await editor.connection.trace(Trace.Verbose, { log });
  const uri = await editor.open(text);
  expect(await editor.command('plimsoll.server.scanBase', uri, 0)).toEqual({ done: true });
  expect(traced.join()).toContain('plimsoll/trivyToken');
  expect(traced.join()).not.toContain(token);
  expect(questions).toMatchObject([{ server: server?.url }]);
  expect(await summaries(editor, uri)).toHaveLength(1);
  for (const wrong of ['another-token', undefined]) {
    kept = wrong;
    const answer = await editor.command('plimsoll.server.scanBase', uri, 0, true);
    expect(answer).toMatchObject({
      done: false,
      message: expect.stringMatching(/refused the token.*“Plimsoll: Set Trivy Server Token”/),
    });
    expect(JSON.stringify([answer, editor.messages, editor.logged])).not.toContain('-token-');
  }
});

const targets = [
  { prefix: 'fs:', found: 'CVE-2099-20001' },
  { prefix: 'config:', found: 'DS-0002' },
  { prefix: 'sbom:', found: 'CVE-2099-20001' },
];

test.each(targets)('a target of $prefix', async ({ prefix, found }) => {
  const component = { type: 'library', name: 'flask', version: '2.0.0', purl: 'pkg:pypi/flask@2.0.0' };
  const bom = { bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, components: [component] };
  const editor = await start(
    {},
    {
      files: {
        'requirements.txt': 'flask==2.0.0\n',
        Dockerfile: 'FROM debian:12\nUSER root\n',
        'bom.json': JSON.stringify(bom),
      },
    },
  );
  const path = prefix === 'sbom:' ? join(editor.folder, 'bom.json') : editor.folder;
  expect(await editor.command('plimsoll.server.scanTarget', prefix + path)).toEqual({ done: true });
  await editor.until(() => editor.notifications.has('plimsoll/scanReport'));
  const [report] = editor.notifications.get('plimsoll/scanReport') as { id: string }[];
  const { scan } = await editor.connection.sendRequest<ScanReportData>(scanReportData, { id: report!.id });
  expect(scan.items.map(({ id }) => id)).toContain(found);
  expect(await editor.command('plimsoll.server.scanTarget', `${prefix}relative`)).toMatchObject({
    done: false,
    message: expect.stringContaining('absolute path'),
  });
});

test('saving runs nothing, until the user wants it to; what fails then is no message', {
  timeout: 60_000,
}, async () => {
  const own = 'FROM debian:12\nUSER root\n';
  const editor = await start({}, { files: { Dockerfile: own } });
  const uri = await editor.open(own);
  const save = () => editor.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
  const found = async () => (await editor.pull(uri)).some(({ code }) => code === 'DS-0002');
  await save();
  expect(await found()).toBe(false);
  const use = async (settings: object) => {
    editor.settings = settings;
    await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  };
  await use({ scanOnSave: true, trivy: { offline: true } });
  await editor.pull(uri);
  await save();
  await expect.poll(found, { timeout: 20_000 }).toBe(true);
  await use({ scanOnSave: true, trivy: { offline: true, path: join(place, 'not-there') } });
  await editor.pull(uri);
  const before = editor.progress.length;
  await save();
  await editor.until(() => editor.progress.slice(before).some(({ kind }) => kind === 'end'));
  expect(editor.messages).toEqual([]);
});

test('a scan right after the start waits for the settings: no default decides what is contacted', async () => {
  const notes = join(place, 'notes-start.json');
  const editor = await start({ path: writeFault(place, 'notes', notes), server: server?.url });
  expect(await editor.command('plimsoll.server.scanTarget', `tar:${tar}`)).toEqual({ done: true });
  const { args } = JSON.parse(readFileSync(notes, 'utf8')) as { args: string[] };
  expect(args).toEqual(expect.arrayContaining([`--server=${server?.url}`, '--offline-scan']));
});
