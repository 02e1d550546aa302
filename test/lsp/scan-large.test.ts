// 50,000 vulnerabilities: all of them in the list, the worst on the lines, no flood of diagnostics, and questions answered meanwhile.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Diagnostic, Hover, MarkupContent } from 'vscode-languageserver-protocol/node';
import { type ScanListResult, scanList } from '../../server/src/scan-protocol.ts';
import { writeFault } from '../trivy/programs.ts';
import { Editor } from './editor.ts';

const place = mkdtempSync(join(tmpdir(), 'plimsoll-test-large-'));
const socket = join(place, 'engine.sock');
const digest = (digit: string, length = 64) => `sha256:${digit.repeat(length)}`;
/** What the fault program's image is made of: see `madeOf` there. */
const image = {
  Id: digest('a'),
  RepoTags: ['example/app:1'],
  Created: '2026-01-02T03:04:05Z',
  RootFS: { Layers: ['0', '1', '2'].map((digit) => digest(digit)) },
};
const engine = createServer((request, response) => {
  if (request.url === '/version') response.end('{"Version": "28"}');
  else if (request.url?.includes('example/app')) response.end(JSON.stringify(image));
  else response.writeHead(404).end('{}');
});
beforeAll(() => new Promise<void>((resolve) => engine.listen(socket, resolve)));
afterAll(() => {
  engine.closeAllConnections();
  engine.close();
  rmSync(place, { recursive: true, force: true });
});

const text = 'FROM debian:12\nRUN apt-get install -y package-1\nCOPY app /app\n';
const count = 50_000;
const each = count / 5;

async function start(): Promise<Editor> {
  const editor = await Editor.start({
    files: {
      'compose.yaml': 'services:\n  app:\n    image: example/app:1\n    build: .\n',
      Dockerfile: text,
    },
    initializationOptions: { plimsollClient: true },
    settings: {
      trivy: { path: writeFault(place, 'many-findings', join(place, 'notes')) },
      // Whatever the severities are to be: no flood.
      scan: { diagnosticSeverity: { high: 'error', medium: 'error', low: 'error', unknown: 'error' } },
    },
    env: { XDG_CACHE_HOME: join(place, 'cache'), DOCKER_HOST: `unix://${socket}` },
  });
  onTestFinished(async () => {
    expect(await editor.stop()).toBe(0);
  });
  return editor;
}

const ofScan = (diagnostics: Diagnostic[]) => diagnostics.filter(({ source }) => source === 'plimsoll-trivy');
const isReading = (editor: Editor) =>
  editor.progress.some(({ message }) => message?.includes('Reading the result'));

/** The most memory that the server has had, in MB; 0 where the system does not say. */
function mostMemory({ process: { pid } }: Editor): number {
  if (process.platform !== 'linux') return 0;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}

for (const [what, command, args, most] of [
  ['a base image', 'plimsoll.server.scanBase', [0], 51],
  ['the image of the file, on three lines', 'plimsoll.server.scanImage', [], 160],
] as const) {
  test(`${what}: everything is listed, the worst stand on lines, and questions are answered meanwhile`, {
    timeout: 120_000,
  }, async () => {
    const editor = await start();
    const uri = await editor.open(text);
    let isDone = false;
    const scan = editor.command(command, uri, ...args).then((answer) => {
      isDone = true;
      return answer;
    });
    await editor.until(() => isReading(editor), 60_000);
    // Asked one after the other while the result is read: several have their answer before it is there.
    let answered = 0;
    while (!isDone) {
      await editor.at<Hover>('textDocument/hover', uri, 'FROM');
      if (!isDone) answered++;
    }
    expect(await scan).toEqual({ done: true });
    expect(answered).toBeGreaterThan(2);

    const shown = ofScan(await editor.pull(uri));
    expect(shown.length).toBeGreaterThan(50);
    expect(shown.length).toBeLessThanOrEqual(most);
    const summaries = shown.filter(({ code }) => code === 'scan-summary').map(({ message }) => message);
    expect(summaries.join('\n')).toContain(
      ` has ${each} critical, ${each} high, ${each} medium, ${each} low, ${each} unknown, 16667 fixable`,
    );
    expect(summaries.join('\n')).toContain('and 49995 more');
    const singles = shown.filter(({ code }) => code !== 'scan-summary');
    expect(singles.every(({ severity }) => severity === 1)).toBe(true);
    const { contents } = await editor.at<Hover>('textDocument/hover', uri, 'FROM');
    expect((contents as MarkupContent).value.length).toBeLessThan(40_000);
    expect((contents as MarkupContent).value).toMatch(/and \d+ more/);

    const { scans } = await editor.connection.sendRequest<ScanListResult>(scanList, { uri });
    expect(scans).toHaveLength(1);
    expect(scans[0]?.items).toHaveLength(count);
    expect(new Set(scans[0]?.items.map(({ id }) => id)).size).toBe(count);
    expect(scans[0]?.items[0]?.severity).toBe('critical');
    expect(scans[0]?.items.at(-1)?.severity).toBe('unknown');
    // With the list made and sent as well.
    expect(mostMemory(editor)).toBeLessThan(500);
  });
}
