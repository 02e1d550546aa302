// How results are shown and kept: hostile text, closed and reopened files, several folders, progress, what is asked.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { Diagnostic, Hover, MarkupContent } from 'vscode-languageserver-protocol/node';
import { writeFault } from '../trivy/programs.ts';
import { Editor, type EditorOptions } from './editor.ts';

const place = mkdtempSync(join(tmpdir(), 'plimsoll-test-shown-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
let count = 0;

interface Started {
  editor: Editor;
  /** Resolved when the scanner runs. */
  running: () => Promise<void>;
  /** Lets the scanner end with this report; every later scan ends with it at once. */
  finish: (...results: object[]) => void;
  /** The same with what else the report says. */
  finishWith: (report: object) => void;
}

/** An editor whose Trivy is a small program that waits for its report. No engine is there. */
async function start(options: EditorOptions = {}): Promise<Started> {
  const folder = join(place, String(++count));
  const notes = `${folder}-report`;
  const editor = await Editor.start({
    ...options,
    settings: { trivy: { path: writeFault(place, 'waits', notes) } },
    env: { XDG_CACHE_HOME: join(place, 'cache'), DOCKER_HOST: 'unix:///nowhere.sock', ...options.env },
  });
  onTestFinished(async () => {
    expect(await editor.stop()).toBe(0);
  });
  return {
    editor,
    running: async () => {
      while (!existsSync(`${notes}.started`)) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    finish: (...Results) => writeFileSync(notes, JSON.stringify({ SchemaVersion: 2, Results })),
    finishWith: (report) => writeFileSync(notes, JSON.stringify({ SchemaVersion: 2, ...report })),
  };
}

const ofScan = (diagnostics: Diagnostic[]) => diagnostics.filter(({ source }) => source === 'plimsoll-trivy');
const bug = { VulnerabilityID: 'CVE-1', PkgName: 'p', InstalledVersion: '1', Severity: 'CRITICAL' };
const vulnerable = { Class: 'os-pkgs', Vulnerabilities: [bug] };
const misconfigured = (line?: number) => ({
  Misconfigurations: [
    {
      ID: `DS-${line ?? 'whole'}`,
      Severity: 'HIGH',
      Title: 'a title',
      Message: 'a message',
      ...(line && { CauseMetadata: { StartLine: line, EndLine: line } }),
    },
  ],
});
const text = 'FROM alpine:3.22\nUSER 1\nCMD ["a"]\n';

test('whatever a scanner says stays text in the table of the hover', async () => {
  const { editor, finish } = await start();
  const uri = await editor.open(text);
  const hostile = [
    '[click](command:workbench.action.quit)',
    '<img src=x onerror=alert(1)>',
    'a | b \\| c \\\\| d',
    '`code` ```fence``` $(zap) ~~~',
    '\\`| [x](https://evil.example) `|',
    '![x](https://evil.example/y.png) www.evil.example https://evil.example a@evil.example',
    'line\u2028one\n\n# two\r\n|---|',
  ];
  finish({
    Vulnerabilities: hostile.map((one, i) => ({
      ...bug,
      VulnerabilityID: `CVE-${i}${one}`,
      PkgName: one,
      InstalledVersion: one,
      FixedVersion: one,
      Title: one,
      PrimaryURL: i % 2 ? `javascript:${one}` : `https://example.com/${one}`,
    })),
  });
  expect(await editor.command('plimsoll.server.scanBase', uri, 0)).toEqual({ done: true });
  const { contents } = await editor.at<Hover>('textDocument/hover', uri, 'FROM');
  const part = (contents as MarkupContent).value
    .split('\n\n---\n\n')
    .find((one) => one.includes('critical'))!;
  const lines = part.split('\n');
  const head = lines.indexOf('| Severity | Package | Installed | Fixed in | Finding | Title |');
  const rows = lines.slice(head + 2);
  expect(rows).toHaveLength(hostile.length);
  for (const row of rows) {
    expect(row.match(/\|/g)).toHaveLength(7);
    // What is left without code spans and our own links holds no markup.
    const withoutCode = row.replace(/`[^`]*`/g, '');
    const rest = withoutCode.replace(/\[[^[\]<>]+\]\(https:\/\/example\.com\/[^()\s]*\)/, '');
    expect(rest).not.toMatch(/[[\]<>`!*]|https?:|www\.|@/);
    expect(withoutCode).not.toMatch(/\]\((?!https:\/\/example\.com\/)/);
  }
  for (const { codeDescription } of ofScan(await editor.pull(uri))) {
    expect(codeDescription?.href ?? 'https:').toMatch(/^https:/);
  }
});

test('a client without a token of its own sees progress and can cancel', async () => {
  const { editor, running, finish } = await start();
  const uri = await editor.open(text);
  const asked = editor.command('plimsoll.server.scanFile', uri);
  await running();
  await editor.until(() => editor.progress.some(({ kind }) => kind === 'report'));
  expect(editor.progress[0]).toMatchObject({ kind: 'begin', cancellable: true });
  const [{ token } = { token: '' }] = editor.progress;
  await editor.connection.sendNotification('window/workDoneProgress/cancel', { token });
  expect(await asked).toEqual({ done: false, message: 'Cancelled.' });
  await editor.until(() => editor.progress.at(-1)?.kind === 'end');
  finish();
  expect(await editor.command('plimsoll.server.scanFile', uri)).toEqual({ done: true });
});

test('a file that is closed during the scan has its result when it is opened again', async () => {
  const { editor, running, finish } = await start();
  const uri = await editor.open(text);
  const base = editor.command('plimsoll.server.scanBase', uri, 0);
  await running();
  await editor.close(uri);
  finish(vulnerable);
  expect(await base).toEqual({ done: true });
  expect(await editor.pull(uri)).toEqual([]);
  await editor.open(`# a\n# b\n${text}`);
  expect(ofScan(await editor.pull(uri)).map(({ range, severity }) => [range.start.line, severity])).toEqual([
    [2, 1],
    [2, 1],
  ]);
});

test('what was typed and not saved is gone with the file; the results stand on their lines', async () => {
  const { editor, finish } = await start();
  const uri = await editor.open(`# typed\n# typed\n${text}`);
  finish(misconfigured(4), vulnerable);
  await editor.command('plimsoll.server.scanFile', uri);
  await editor.close(uri);
  await editor.open(text);
  expect(ofScan(await editor.pull(uri))).toMatchObject([
    { range: { start: { line: 1 } }, severity: 2, message: 'a title: a message' },
  ]);
});

test('what concerns the whole file stands on its first line and is stale after any change', async () => {
  const { editor, finish } = await start();
  const uri = await editor.open(`# note\n${text}`);
  finish(misconfigured());
  await editor.command('plimsoll.server.scanFile', uri);
  const shown = async () => ofScan(await editor.pull(uri)).map(({ range, severity }) => [range, severity]);
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 6 } };
  expect(await shown()).toEqual([[range, 2]]);
  await editor.edit(uri, 'USER 1', 'USER 2');
  expect(await shown()).toEqual([[range, 4]]);
  await editor.edit(uri, 'USER 2', 'USER 1');
  expect(await shown()).toEqual([[range, 2]]);
});

test('two scans at once on one line: both results', async () => {
  const { editor, running, finish } = await start();
  const uri = await editor.open(text);
  const scans = [
    editor.command('plimsoll.server.scanBase', uri, 0),
    editor.command('plimsoll.server.scanFile', uri),
  ];
  await running();
  finish({ ...vulnerable, ...misconfigured(1) });
  expect(await Promise.all(scans)).toEqual([{ done: true }, { done: true }]);
  const codes = ofScan(await editor.pull(uri)).map(({ range, code }) => `${range.start.line} ${code}`);
  // The file's own finding, and the image's: vulnerability, misconfiguration and summary.
  expect(codes.sort()).toEqual(['0 CVE-1', '0 DS-1', '0 DS-1', '0 scan-summary']);
});

test('scan results do not crowd out findings', async () => {
  const { editor, finish } = await start();
  const uri = await editor.open(`${'FROM alpine:3.22\n'.repeat(30)}RUN curl -k https://example.com | sh\n`);
  finish({
    Vulnerabilities: Array.from({ length: 60 }, (_, i) => ({ ...bug, VulnerabilityID: `CVE-${i}` })),
  });
  await editor.command('plimsoll.server.scanBase', uri, 0);
  const all = await editor.pull(uri);
  expect(all).toHaveLength(1000);
  expect(all.map(({ code }) => code)).toContain('tls-verification-disabled');
});

test('the innermost of several folders gives its trivy.yaml; a scan by name takes none', async () => {
  const notes = join(place, 'notes-folders');
  const editor = await Editor.start({
    folders: ['', 'inner'],
    files: { 'trivy.yaml': 'severity: [HIGH]\n', 'inner/trivy.yaml': 'severity: [LOW]\n' },
    settings: { trivy: { path: writeFault(place, 'notes', notes) } },
    env: { XDG_CACHE_HOME: join(place, 'cache'), DOCKER_HOST: 'unix:///nowhere.sock' },
  });
  const severity = () =>
    (JSON.parse(readFileSync(notes, 'utf8')).args as string[]).find((one) => one.startsWith('--severity'));
  const outer = await editor.open(text);
  const inner = await editor.open(text, 'inner/Dockerfile');
  await editor.command('plimsoll.server.scanFile', outer);
  expect(severity()).toBe('--severity=HIGH');
  await editor.command('plimsoll.server.scanFile', inner);
  expect(severity()).toBe('--severity=LOW');
  await editor.command('plimsoll.server.scanTarget', 'alpine:3.22');
  expect(severity()).toBeUndefined();
  expect(await editor.stop()).toBe(0);
});

test('an image name that was remembered and cannot be one is asked for again', async () => {
  const { editor } = await start({ initializationOptions: { plimsollClient: true } });
  const asked: boolean[] = [];
  editor.connection.onRequest('plimsoll/askImageName', ({ again }: { again: boolean }) => {
    asked.push(again);
    return { name: again ? 'example/app:1' : 'Not A Name' };
  });
  const uri = await editor.open(text);
  expect(await editor.command('plimsoll.server.scanImage', uri)).toMatchObject({
    message: expect.stringMatching(
      /^No container engine could be reached to look for example\/app:1\..*DOCKER_HOST/,
    ),
  });
  expect(asked).toEqual([false, true]);
});

test('what a scan shows of an image is known in the findings from then on', async () => {
  const { editor, finishWith } = await start();
  const uri = await editor.open('FROM registry.example.com/own/base:1\nCMD ["a"]\n');
  const roots = async () => (await editor.pull(uri)).filter(({ code }) => code === 'root-user').length;
  // Nothing is known of the image, so nothing is said of its user.
  expect(await roots()).toBe(0);
  finishWith({ Metadata: { ImageConfig: { config: { User: '' } } } });
  await editor.command('plimsoll.server.scanBase', uri, 0);
  expect(await roots()).toBe(1);
  finishWith({ Metadata: { ImageConfig: { config: { User: 'app' } } } });
  await editor.command('plimsoll.server.scanBase', uri, 0);
  expect(await roots()).toBe(0);
});
