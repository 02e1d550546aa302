// Whatever texts a scanner's report holds, they stay text: in a terminal, in Markdown, in SARIF and JSON, and in what the editor gets.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Hover, MarkupContent } from 'vscode-languageserver-protocol/node';
import { type ScanListResult, scanList, scanReportData } from '../../server/src/scan-protocol.ts';
import { plimsoll, type Run, workspace } from '../cli/run-cli.ts';
import { Editor } from '../lsp/editor.ts';
import { hostileReport } from './hostile-report.ts';
import { temporaryDirectory } from './parts.ts';
import { writeFault } from './programs.ts';

const root = temporaryDirectory();
const notes = path.join(root, 'report');
const trivy = writeFault(root, 'waits', notes);
writeFileSync(notes, JSON.stringify(hostileReport()));
const dockerHost = { DOCKER_HOST: 'unix:///nowhere.sock' };

/** What could steer a terminal, reorder a line or hide in it. */
const steering = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const plainLink = /^https:\/\/example\.com\//;

function scan(format: string): Run {
  const cwd = workspace({ Dockerfile: 'FROM scratch\n' });
  const env = { HOME: root, XDG_CACHE_HOME: path.join(root, 'cache'), ...dockerHost };
  const args = ['scan', 'image', 'example/app:1', '--trivy', trivy, '--format', format];
  return plimsoll([...args, '--fail-on', 'never'], { cwd, env });
}

/** Every text in a value, keys of objects too. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, each]) => [key, ...texts(each)]);
}

test('in a terminal: one line for each finding, and nothing that steers it', () => {
  const run = scan('text');
  expect(run).toMatchObject({ code: 0, err: '' });
  expect(run.out).not.toMatch(steering);
  expect(run.out).toContain('[click](command:workbench.action.quit)');
  for (const line of run.out.split('\n')) expect(line).not.toMatch(/^(?:::|##)/);
  expect(run.out).not.toContain('canary-of-a-secret');
});

test('in Markdown: no HTML, no image, no link but to an address of the web, no line of its own', () => {
  const run = scan('markdown');
  expect(run).toMatchObject({ code: 0, err: '' });
  expect(run.out).not.toMatch(steering);
  for (const line of run.out.split('\n')) {
    // Code spans show what is in them; our own links are to what the report links to.
    const rest = line
      .replace(/`[^`]*`/g, '')
      .replace(/\[[^[\]<>]*\]\(https:\/\/example\.com\/[^()\s]*\)/g, '');
    expect(rest).not.toMatch(
      /(?<!\\)\]\(|(?<!\\)!\[|<(?!\/?(?:details|summary|br|b|sub)\b)|https?:|www\.|@everyone/,
    );
    expect(line).not.toMatch(/^(?:::|## heading)/);
  }
  expect(run.out).not.toContain('canary-of-a-secret');
});

test('in SARIF and JSON: whole documents, links to addresses of the web only', () => {
  for (const format of ['sarif', 'json']) {
    const run = scan(format);
    expect(run).toMatchObject({ code: 0, err: '' });
    const value: unknown = JSON.parse(run.out);
    const all = texts(value);
    expect(all.some((text) => text.includes('onerror'))).toBe(true);
    for (const text of all) {
      expect(text).not.toMatch(steering);
      if (/^(?:command|javascript|file):/.test(text)) expect(text).toBe('');
      if (/^https:\/\/[^/]*evil/.test(text)) expect(text).not.toMatch(/secret@/);
    }
    expect(run.out).not.toContain('canary-of-a-secret');
  }
});

test('in the editor: lists, messages and diagnostics hold plain text, hovers escape it', async () => {
  const editor = await Editor.start({
    initializationOptions: { plimsollClient: true },
    settings: { trivy: { path: trivy } },
    env: { XDG_CACHE_HOME: path.join(root, 'cache'), ...dockerHost },
  });
  onTestFinished(async () => {
    expect(await editor.stop()).toBe(0);
  });
  const logged: unknown[] = [];
  editor.connection.onNotification('window/logMessage', (params: unknown) => void logged.push(params));
  const uri = await editor.open('FROM example/app:1\nCMD ["a"]\n');
  expect(await editor.command('plimsoll.server.scanBase', uri, 0)).toEqual({ done: true });
  expect(await editor.command('plimsoll.server.scanFile', uri)).toEqual({ done: true });
  const list = await editor.connection.sendRequest<ScanListResult>(scanList, {});
  const ask = ({ id }: { id: string }) => editor.connection.sendRequest<unknown>(scanReportData, { id });
  const reports = await Promise.all(list.scans.map(ask));
  expect(texts(reports).some((text) => text.includes('onerror'))).toBe(true);
  const diagnostics = await editor.pull(uri);
  expect(texts(list).some((text) => text.includes('onerror'))).toBe(true);
  expect(texts(diagnostics).some((text) => text.includes('onerror'))).toBe(true);
  for (const text of texts([
    list,
    reports,
    diagnostics,
    editor.messages,
    [...editor.notifications],
    editor.progress,
  ])) {
    expect(text).not.toMatch(steering);
    expect(text).not.toMatch(/^(?:command|javascript|file:\/\/\/etc)/);
    expect(text).not.toContain('canary-of-a-secret');
  }
  expect(JSON.stringify(logged)).not.toMatch(/\\u001b|\\u202e|canary-of-a-secret/);
  for (const { codeDescription } of diagnostics) {
    if (codeDescription?.href.startsWith('http')) expect(codeDescription.href).toMatch(plainLink);
  }
  const { contents } = await editor.at<Hover>('textDocument/hover', uri, 'FROM');
  const { value } = contents as MarkupContent;
  expect(value).not.toMatch(steering);
  expect(value.replace(/`[^`]*`/g, '')).not.toMatch(/<img|<script|\]\((?!https:\/\/)|!\[|command:workbench/);
});

test('in the log of another editor, which has the whole report there', async () => {
  const editor = await Editor.start({
    settings: { trivy: { path: trivy } },
    env: { XDG_CACHE_HOME: path.join(root, 'cache'), ...dockerHost },
  });
  onTestFinished(async () => {
    expect(await editor.stop()).toBe(0);
  });
  const logged: { message: string }[] = [];
  editor.connection.onNotification('window/logMessage', (one: { message: string }) => void logged.push(one));
  expect(await editor.command('plimsoll.server.scanTarget', 'example/app:1')).toEqual({ done: true });
  await editor.until(() => editor.messages.length > 0);
  const all = [...logged, ...editor.messages].map(({ message }) => message).join('\n');
  expect(all).toContain('onerror');
  expect(all).not.toMatch(steering);
  expect(all).not.toContain('canary-of-a-secret');
  expect(all.replace(/`[^`]*`/g, '')).not.toMatch(/<img|<script|\]\((?!https:\/\/)|!\[/);
});
