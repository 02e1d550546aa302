// Scans by the real Trivy of images in a real Docker engine, from the command to the diagnostics on the line.
import { existsSync, mkdtempSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Diagnostic, Hover, MarkupContent } from 'vscode-languageserver-protocol/node';
import { type DockerEngine, startDockerEngine } from '../../scripts/parts/docker.ts';
import { type ScanReportData, scanReportData } from '../../server/src/scan-protocol.ts';
import { hasParts, requirePart } from '../part.ts';
import { debianLayer, flaskLayer, writeImage } from '../trivy/docker-tar.ts';
import { Editor, type EditorOptions } from './editor.ts';

const trivy = requirePart('trivy');
const cache = requirePart('trivy-cache');
const dockerd = requirePart('dockerd');
const docker = requirePart('docker');
const place = mkdtempSync(join(tmpdir(), 'plimsoll-test-scan-'));
const tar = join(place, 'app.tar');
let engine: DockerEngine | undefined;

beforeAll(async () => {
  if (!hasParts('trivy', 'trivy-cache', 'dockerd', 'docker')) return;
  symlinkSync(trivy, join(place, 'trivy'));
  writeImage(tar, 'example/base:1', [debianLayer, flaskLayer], '2026-03-04T05:06:07Z');
  engine = await startDockerEngine(dockerd, docker);
  await engine.load(tar);
}, 120_000);

afterAll(async () => {
  await engine?.stop();
  rmSync(place, { recursive: true, force: true });
});

async function start(options: EditorOptions = {}): Promise<Editor> {
  const editor = await Editor.start({
    initializationOptions: { plimsollClient: true },
    settings: { trivy: { offline: true } },
    ...options,
    env: {
      PATH: `${place}:${process.env['PATH']}`,
      DOCKER_HOST: engine?.host,
      TRIVY_CACHE_DIR: cache,
      XDG_CACHE_HOME: join(place, 'cache'),
      ...options.env,
    },
  });
  onTestFinished(async () => {
    expect(await editor.stop()).toBe(0);
  });
  return editor;
}

const text = '# note\nFROM example/base:1 AS app\nUSER 65532\nCMD ["bash"]\n';
const ofScan = (diagnostics: Diagnostic[]) => diagnostics.filter(({ source }) => source === 'plimsoll-trivy');
const lastLines = (editor: Editor) =>
  (editor.notifications.get('plimsoll/scanResults')?.at(-1) as { lines: object[] } | undefined)?.lines;

interface Lens {
  range: { start: { line: number } };
  command: { title: string; command: string; arguments: unknown[] };
}
const lenses = async (editor: Editor, uri: string) =>
  editor.connection.sendRequest<Lens[]>('textDocument/codeLens', { textDocument: { uri } });

test('a base image: on the line, in the lens, in the hover; moves, turns stale, comes back, is cleared', async () => {
  const editor = await start();
  const uri = await editor.open(text);
  const lens = (await lenses(editor, uri)).find(({ command }) => command.title === 'Scan example/base:1')!;
  expect(await editor.command(lens.command.command, ...lens.command.arguments)).toEqual({ done: true });

  const found = ofScan(await editor.pull(uri));
  expect(found.every(({ range }) => range.start.line === 1)).toBe(true);
  expect(found[0]).toMatchObject({
    code: 'scan-summary',
    message: expect.stringContaining('example/base:1 has 2 critical'),
  });
  const bash = found.find(({ code }) => code === 'CVE-2099-10001')!;
  expect(bash.message).toMatch(/^bash 5\.2\.15-2\+b2 has CVE-2099-10001 \(critical, fixed in 99\.0-1\)/);
  expect(bash.codeDescription?.href).toMatch(/^https:/);
  await editor.until(() => lastLines(editor) !== undefined);
  expect(lastLines(editor)).toMatchObject([
    {
      line: 1,
      stale: false,
      worst: 'critical',
      text: expect.stringMatching(/^2 critical · \d+ high · \d+ fixable$/),
    },
  ]);
  expect((await lenses(editor, uri)).map(({ command }) => command.title)).toContainEqual(
    expect.stringMatching(/^Scan example\/base:1: 2 critical · .* \(just now\)$/),
  );
  const { contents } = await editor.at<Hover>('textDocument/hover', uri, 'AS ap');
  for (const part of ['| Severity |', '`bash`', '[CVE&#45;2099&#45;10001](https://', '`99.0-1`']) {
    expect((contents as MarkupContent).value).toContain(part);
  }

  await editor.edit(uri, '# note', '# note\n# more\n\n');
  const moved = ofScan(await editor.pull(uri));
  expect(moved.map(({ range }) => range.start.line)).toEqual(found.map(() => 4));

  await editor.edit(uri, 'base:1', 'base:2');
  const stale = ofScan(await editor.pull(uri));
  expect(stale).toHaveLength(found.length);
  for (const one of stale) {
    expect(one).toMatchObject({
      severity: 4,
      tags: [1],
      message: expect.stringMatching(/^Scanned before this change: /),
    });
  }
  await editor.until(
    () => lastLines(editor)?.some((line) => 'stale' in line && line.stale === true) === true,
  );
  expect(lastLines(editor)).toMatchObject([
    { line: 4, text: expect.stringContaining('(scanned before this change)') },
  ]);

  await editor.edit(uri, 'base:2', 'base:1');
  expect(ofScan(await editor.pull(uri))[0]?.message).toContain('example/base:1 has 2 critical');

  expect(await editor.command('plimsoll.server.clearResults', uri)).toEqual({ done: true });
  expect(ofScan(await editor.pull(uri))).toEqual([]);
  await editor.until(() => lastLines(editor)?.length === 0);
});

test('edits made during the scan move its result', async () => {
  const editor = await start();
  const uri = await editor.open(text);
  const scan = editor.command('plimsoll.server.scanBase', uri, 0);
  await editor.edit(uri, '# note', '# a\n# b\n# c');
  expect(await scan).toEqual({ done: true });
  expect(ofScan(await editor.pull(uri)).map(({ range }) => range.start.line)).toEqual(
    expect.arrayContaining([3]),
  );
});

test('the file itself, as it stands in the editor and not on disk', async () => {
  const editor = await start({ files: { Dockerfile: 'FROM scratch\n' } });
  const uri = await editor.open('FROM debian:12\nRUN apt-get update\nUSER root\nCMD ["bash"]\n');
  expect(await editor.command('plimsoll.server.scanFile', uri)).toEqual({ done: true });
  const found = ofScan(await editor.pull(uri));
  expect(found.map(({ range, code }) => `${range.start.line} ${code}`)).toEqual(
    expect.arrayContaining(['2 DS-0002']),
  );
  await editor.edit(uri, 'USER root', 'USER 65532');
  const after = ofScan(await editor.pull(uri)).find(({ code }) => code === 'DS-0002');
  expect(after).toMatchObject({
    severity: 4,
    message: expect.stringContaining('Scanned before this change'),
  });
  expect((await lenses(editor, uri))[0]?.command.title).toMatch(/^Scan this file \(\d+ found, just now\)$/);
});

test('each finding stands on the line that Trivy means, whatever the line ends are', async () => {
  const own = [
    '# a note',
    'FROM debian:12',
    'RUN apt-get update \\',
    '  # inside',
    '  && true',
    'MAINTAINER a',
    'COPY <<EOF /a',
    'USER root',
    'EOF',
    'ADD a.txt /b',
    'USER root',
    '',
  ];
  const places = async (lineBreak: string) => {
    const editor = await start({ files: { Dockerfile: 'FROM scratch\n' } });
    const uri = await editor.open(own.join(lineBreak));
    expect(await editor.command('plimsoll.server.scanFile', uri)).toEqual({ done: true });
    return ofScan(await editor.pull(uri)).map(
      ({ range: { start: from, end }, code }) => `${code} ${from.line}-${end.line}:${end.character}`,
    );
  };
  const found = await places('\n');
  expect(found).toEqual([
    // No HEALTHCHECK: it concerns the whole file.
    'DS-0026 0-0:8',
    'DS-0017 2-4:9',
    'DS-0022 5-5:12',
    'DS-0005 9-9:12',
    'DS-0002 10-10:9',
  ]);
  expect(await places('\r\n')).toEqual(found);
});

const compose = 'services:\n  web:\n    build: .\n    image: example/base:1\n';

test('the image that the Compose file names; older than the Dockerfile is said', async () => {
  const editor = await start({ files: { 'compose.yaml': compose, Dockerfile: text } });
  const uri = await editor.open(text);
  expect(await editor.command('plimsoll.server.scanImage', uri)).toEqual({ done: true });
  expect(ofScan(await editor.pull(uri))[0]?.message).toContain('The image is older than this Dockerfile.');
  expect((await lenses(editor, uri)).map(({ command }) => command.title)).toContainEqual(
    expect.stringMatching(/^Scan image example\/base:1: .*\(image is older than this Dockerfile\)$/),
  );
  const past = new Date('2020-01-01');
  utimesSync(join(editor.folder, 'Dockerfile'), past, past);
  await editor.command('plimsoll.server.scanImage', uri);
  expect(ofScan(await editor.pull(uri))[0]?.message).not.toContain('older');
  // A change that is not saved yet makes it older too, on whatever line it is.
  await editor.edit(uri, 'CMD ["bash"]', 'CMD ["sh"]');
  expect(ofScan(await editor.pull(uri))[0]?.message).toContain('The image is older than this Dockerfile.');
  expect((await lenses(editor, uri)).map(({ command }) => command.title)).toContain('Build and Scan');
  await editor.edit(uri, 'CMD ["sh"]', 'CMD ["bash"]');
  expect(ofScan(await editor.pull(uri))[0]?.message).not.toContain('older');
});

test('the base and the image that is built at once: both on the line of the FROM', async () => {
  const editor = await start({ files: { 'compose.yaml': compose, Dockerfile: text } });
  const uri = await editor.open(text);
  const scans = [
    editor.command('plimsoll.server.scanBase', uri, 0),
    editor.command('plimsoll.server.scanImage', uri),
  ];
  expect(await Promise.all(scans)).toEqual([{ done: true }, { done: true }]);
  const summaries = ofScan(await editor.pull(uri)).filter(({ code }) => code === 'scan-summary');
  expect(summaries.map(({ range }) => range.start.line)).toEqual([1, 1]);
  await editor.until(() => / {2}\| {2}/.test(JSON.stringify(lastLines(editor))));
  expect(lastLines(editor)).toMatchObject([{ line: 1, worst: 'critical', stale: false }]);
});

test('an image that is not built: said, and built and scanned on request', { timeout: 120_000 }, async () => {
  const named = compose.replace('example/base:1', 'example/built:1');
  const own = 'FROM example/base:1\nENV A=1\nUSER 65532\nCMD ["bash"]\n';
  const editor = await start({ files: { 'compose.yaml': named, Dockerfile: own } });
  const uri = await editor.open(own);
  await editor.command('plimsoll.server.scanImage', uri);
  await editor.until(() => editor.messages.length > 0);
  expect(editor.messages[0]).toMatchObject({
    message: 'example/built:1 is not built yet.',
    actions: [{ title: 'Build and Scan' }, {}],
  });
  expect((await lenses(editor, uri)).map(({ command }) => command.title)).toContain(
    'example/built:1 is not built yet: Build and Scan',
  );
  // From the message, whose request is long answered: with progress of its own.
  editor.answer = 'Build and Scan';
  await editor.command('plimsoll.server.scanImage', uri);
  await editor.until(() => editor.progress.some(({ message }) => message?.includes('Building') === true));
  const [{ token } = { token: '' }] = editor.progress.filter(({ message }) => message?.includes('Building'));
  await editor.until(() => editor.progress.some((one) => one.token === token && one.kind === 'end'), 60_000);
  expect(ofScan(await editor.pull(uri))[0]?.message).toContain('example/built:1 has 2 critical');
});

test('local images are listed, and any target is scanned and kept', async () => {
  const editor = await start();
  const { images } = await editor.connection.sendRequest<{ images: { name: string; engine: string }[] }>(
    'plimsoll/localImages',
  );
  expect(images).toContainEqual(expect.objectContaining({ name: 'example/base:1', engine: 'docker' }));
  expect(await editor.command('plimsoll.server.scanTarget', `tar:${tar}`)).toEqual({ done: true });
  await editor.until(() => editor.notifications.has('plimsoll/scanReport'));
  const report = editor.notifications.get('plimsoll/scanReport')?.[0] as { id: string; show: boolean };
  expect(report.show).toBe(true);
  const { scan } = await editor.connection.sendRequest<ScanReportData>(scanReportData, { id: report.id });
  expect(scan.items.find(({ id }) => id === 'CVE-2099-10001')?.subject).toBe('bash');
  expect(await editor.command('plimsoll.server.scanTarget', 'example/base:1')).toEqual({ done: true });
  // A document that is opened later and names the image has the result on its line.
  const uri = await editor.open(text);
  expect(ofScan(await editor.pull(uri))[0]?.message).toContain('example/base:1 has 2 critical');
});

test('an image that is nowhere, and no engine: what was tried is listed', async () => {
  const editor = await start({ env: { DOCKER_HOST: 'unix:///nowhere.sock' } });
  const uri = await editor.open('FROM example/nowhere:9\n');
  expect(await editor.command('plimsoll.server.scanBase', uri, 0)).toMatchObject({
    done: false,
    message: expect.stringMatching(
      /example\/nowhere:9.*Engines tried: DOCKER_HOST: \/nowhere\.sock is not there/,
    ),
  });
});

test('an image that nobody has: one message', async () => {
  const editor = await start();
  const uri = await editor.open('FROM example/nowhere:9\n');
  const answer = await editor.command('plimsoll.server.scanBase', uri, 0);
  expect(answer).toMatchObject({ done: false, message: expect.stringContaining('example/nowhere:9') });
  expect(existsSync(place)).toBe(true);
});
