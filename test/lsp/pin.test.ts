// Digests and newer tags in the editor: a registry is asked when an action is chosen, and not before.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  CancellationTokenSource,
  type CodeAction,
  type Hover,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { type Registry, startRegistry } from '../../scripts/parts/builder.ts';
import { indexType, pushOci } from '../cli/oci-images.ts';
import { hasParts, requirePart } from '../part.ts';
import { Editor, type EditorOptions } from './editor.ts';

const program = requirePart('docker-registry');
let registry: Registry | undefined;

beforeAll(async () => {
  // Images are put there by HTTP, so that no other program is needed.
  if (hasParts('docker-registry')) registry = await startRegistry(program, '');
}, 60_000);
afterAll(() => registry?.stop());

/** Puts an image there as tag 1 and under further tags; returns its digest. */
async function push(name: string, content: string, ...tags: readonly string[]): Promise<string> {
  const address = registry!.address;
  await pushOci(address, name, { layer: { hello: content } });
  const answer = await fetch(`http://${address}/v2/${name}/manifests/1`, { headers: { accept: indexType } });
  const body = await answer.text();
  for (const tag of tags)
    await fetch(`http://${address}/v2/${name}/manifests/${tag}`, {
      method: 'PUT',
      headers: { 'content-type': indexType },
      body,
    });
  return answer.headers.get('docker-content-digest') ?? '';
}

async function start(options: EditorOptions = {}): Promise<Editor> {
  const cache = mkdtempSync(join(tmpdir(), 'plimsoll-test-cache-'));
  const editor = await Editor.start({ ...options, env: { XDG_CACHE_HOME: cache, ...options.env } });
  onTestFinished(async () => {
    await editor.stop();
    rmSync(cache, { recursive: true, force: true });
  });
  return editor;
}

const asking = (actions: readonly CodeAction[]) =>
  actions.filter(({ command }) => command?.command === 'plimsoll.server.pinImage');
const run = (editor: Editor, action: CodeAction | undefined) =>
  editor.command(action?.command?.command ?? 'none', ...(action?.command?.arguments ?? []));

describe('actions on an image', () => {
  test('pin, refresh, newer tag: offered at its line, and the answer is written', async () => {
    const name = `${registry!.address}/acme/actions`;
    const before = await push('acme/actions', 'one', '1.2.3-slim');
    const editor = await start();
    const uri = await editor.open(`ARG BASE=${name}:1.2.3-slim\nFROM \${BASE}\nUSER 10001\n`);
    const offered = asking(await editor.actions(uri, '${BASE}'));
    expect(offered.map(({ title }) => title)).toEqual([
      `Pin ${name}:1.2.3-slim to its digest (asks ${registry!.address})`,
      `Look for a newer tag of ${name}:1.2.3-slim (asks ${registry!.address})`,
    ]);
    expect(asking(await editor.actions(uri, 'USER'))).toEqual([]);
    expect(await run(editor, offered[0])).toEqual({ done: true });
    await editor.until(() => editor.text(uri).includes('@'));
    expect(editor.text(uri)).toBe(`ARG BASE=${name}:1.2.3-slim@${before}\nFROM \${BASE}\nUSER 10001\n`);

    const after = await push('acme/actions', 'two', '1.2.3-slim', '1.2.4-slim', '1.3.0-slim');
    const [refresh, newer] = asking(await editor.actions(uri, '${BASE}'));
    expect(refresh?.title).toBe(`Refresh the digest of ${name}:1.2.3-slim (asks ${registry!.address})`);
    await run(editor, refresh);
    await editor.until(() => editor.text(uri).includes(after));
    // The version of the text has changed since the action was made.
    expect(await run(editor, newer)).toMatchObject({
      done: false,
      message: 'The file has changed meanwhile. Ask again.',
    });
    await run(editor, asking(await editor.actions(uri, '${BASE}'))[1]);
    await editor.until(() => editor.text(uri).includes('1.2.4-slim'));
    expect(editor.text(uri)).toContain(`ARG BASE=${name}:1.2.4-slim@${after}\n`);
    const none = await run(editor, asking(await editor.actions(uri, '${BASE}'))[1]);
    expect(none).toMatchObject({ done: true, message: expect.stringContaining('There is no newer tag') });
    const hover = await editor.at<Hover>('textDocument/hover', uri, '${BAS');
    expect(JSON.stringify(hover.contents)).toContain('The tag had this digest when');
  });

  test('an image that is not there: a sentence, nothing written', async () => {
    const editor = await start();
    const text = `FROM ${registry!.address}/acme/none:1.0.0\n`;
    const uri = await editor.open(text);
    const result = await run(editor, asking(await editor.actions(uri, 'acme'))[0]);
    expect(result).toMatchObject({
      done: false,
      message: expect.stringContaining('it does not have it. Check the name'),
    });
    expect(editor.text(uri)).toBe(text);
    expect(editor.messages.at(-1)?.message).toBe(result.message);
  });

  test('Restricted Mode: neither offered nor done', async () => {
    const editor = await start({ initializationOptions: { trusted: false } });
    const uri = await editor.open('FROM python:3.12.1-slim\n');
    expect(asking(await editor.actions(uri, 'python'))).toEqual([]);
    for (const [command, argument] of [
      ['pinImage', { uri, version: 1, start: 5, what: 'digest' }],
      ['updateDigests', uri],
      ['newerTags', undefined],
    ] as const) {
      const result = await editor.command(`plimsoll.server.${command}`, argument);
      expect(result).toMatchObject({ done: false, message: expect.stringContaining('Restricted Mode') });
    }
  });

  test.each([[undefined], [{}], [{ uri: 1 }], [{ uri: 'file:///x', version: 1, start: 0, what: 'all' }]])(
    'called with %j: refused',
    async (given) => {
      const editor = await start();
      expect(await editor.command('plimsoll.server.pinImage', given)).toMatchObject({ done: false });
    },
  );
});

/** A registry that only counts who comes. */
async function counting(): Promise<{ address: string; came: string[] }> {
  const came: string[] = [];
  const server = http.createServer((request, response) => {
    came.push(request.url ?? '');
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `127.0.0.1:${(server.address() as { port: number }).port}`, came };
}

test('opening, hovering, listing actions, saving and checking contact nobody', async () => {
  const { address, came } = await counting();
  const digest = `sha256:${'a'.repeat(64)}`;
  const text = `FROM ${address}/acme/app:1.2.3@${digest}\n`;
  const editor = await start({ files: { Dockerfile: text } });
  const uri = await editor.open(text);
  await editor.pull(uri);
  expect(asking(await editor.actions(uri, 'acme')).length).toBe(2);
  await editor.at('textDocument/hover', uri, 'acm');
  await editor.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
  await editor.command('plimsoll.server.checkWorkspace');
  await editor.pull(uri);
  expect(came).toEqual([]);
});

describe('every image', () => {
  test('of a file: one edit', async () => {
    const name = `${registry!.address}/acme/file`;
    const digest = await push('acme/file', 'file', '1.2.3', '1.2.4');
    const editor = await start();
    const uri = await editor.open(
      `FROM ${name}:1.2.3 AS a\nFROM ${name}:1.2.3\nCOPY --from=${name}:none /a /b\n`,
    );
    const result = await editor.command('plimsoll.server.updateDigests', uri);
    expect(result).toMatchObject({
      done: true,
      message: expect.stringMatching(/^2 images pinned\. .* could not be asked for/),
    });
    await editor.until(() => editor.text(uri).includes('@'));
    expect(editor.text(uri)).toBe(
      `FROM ${name}:1.2.3@${digest} AS a\nFROM ${name}:1.2.3@${digest}\nCOPY --from=${name}:none /a /b\n`,
    );
    await editor.command('plimsoll.server.newerTags', uri);
    await editor.until(() => editor.text(uri).includes('1.2.4@'));
  });

  test('of the workspace: open and closed files, Compose too, shown first; nothing is written by the server', async () => {
    const name = `${registry!.address}/acme/workspace`;
    const digest = await push('acme/workspace', 'workspace', '7.1');
    const files = {
      'a/Dockerfile': `FROM ${name}:7.1\n`,
      'compose.yaml': `services:\n  web:\n    image: ${name}:7.1\n`,
      'node_modules/x/Dockerfile': `FROM ${name}:7.1\n`,
    };
    const capabilities = {
      workspace: {
        applyEdit: true,
        configuration: true,
        workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
      },
    };
    const editor = await start({ files, capabilities });
    const edits: WorkspaceEdit[] = [];
    editor.connection.onRequest('workspace/applyEdit', ({ edit }: { edit: WorkspaceEdit }) => {
      edits.push(edit);
      return { applied: true };
    });
    const result = await editor.command('plimsoll.server.updateDigests');
    expect(result).toEqual({ done: true, message: '2 images pinned.' });
    const [edit] = edits;
    expect(Object.values(edit?.changeAnnotations ?? {})).toEqual([
      {
        label: 'Update base image digests',
        description: 'As the registry answered now',
        needsConfirmation: true,
      },
    ]);
    const changes = edit?.documentChanges as {
      textDocument: { uri: string; version: null };
      edits: { newText: string }[];
    }[];
    expect(
      changes.map(({ textDocument }) => [textDocument.uri.split('/').at(-1), textDocument.version]),
    ).toEqual([
      ['compose.yaml', null],
      ['Dockerfile', null],
    ]);
    expect(changes.flatMap(({ edits: all }) => all.map(({ newText }) => newText))).toEqual(
      Array.from({ length: 2 }, () => `${name}:7.1@${digest}`),
    );
    expect(readFileSync(join(editor.folder, 'a/Dockerfile'), 'utf8')).toBe(files['a/Dockerfile']);
  });

  test('without a folder or an image: said', async () => {
    const editor = await start();
    const uri = await editor.open('FROM scratch\n');
    const result = await editor.command('plimsoll.server.updateDigests', uri);
    expect(result).toMatchObject({
      done: false,
      message: 'No image is named whose registry could be asked.',
    });
  });
});

test('a command that is cancelled: nothing is changed', async () => {
  const came: string[] = [];
  let asked = () => {};
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const server = http.createServer((request) => {
    came.push(request.url ?? '');
    asked();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const editor = await start();
  const text = `FROM 127.0.0.1:${(server.address() as { port: number }).port}/acme/app:1.2.3\n`;
  const uri = await editor.open(text);
  const cancel = new CancellationTokenSource();
  const params = { command: 'plimsoll.server.updateDigests', arguments: [uri] };
  const result = editor.connection.sendRequest('workspace/executeCommand', params, cancel.token);
  await isAsked;
  cancel.cancel();
  expect(await result).toEqual({ done: false, message: 'Cancelled: nothing was changed.' });
  expect(editor.progress.map(({ kind }) => kind)).toContain('end');
  expect(editor.text(uri)).toBe(text);
});

describe('plimsoll.registry.checkDigests', () => {
  const old = `sha256:${'a'.repeat(64)}`;

  test('on: a pinned image whose tag has moved is a finding that says when the registry was asked', async () => {
    const digest = await push('acme/stale', 'stale', '3.4');
    const editor = await start({ settings: { registry: { checkDigests: true } } });
    const name = `${registry!.address}/acme/stale:3.4`;
    const uri = await editor.open(`FROM ${name}@${old}\nUSER 10001\n`);
    await editor.until(() => editor.refreshes > 0, 15_000);
    const stale = (await editor.pull(uri)).find(({ code }) => code === 'stale-base-digest');
    expect(stale?.message).toMatch(
      /is pinned to another build than its tag names\. .* was asked on \d{4}-\d\d-\d\d/,
    );
    const fix = (await editor.actions(uri, 'acme')).find(({ title }) =>
      /^Refresh .* gave on \d{4}-\d\d-\d\d$/.test(title),
    );
    expect(await editor.applied(uri, fix!)).toBe(`FROM ${name}@${digest}\nUSER 10001\n`);
  });

  test('off, or in Restricted Mode: nobody is contacted', async () => {
    const { address, came } = await counting();
    for (const options of [
      {},
      { settings: { registry: { checkDigests: true } }, initializationOptions: { trusted: false } },
    ]) {
      const editor = await start(options);
      const uri = await editor.open(`FROM ${address}/acme/app:1@${old}\n`);
      await editor.pull(uri);
      await editor.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
      await editor.pull(uri);
      await editor.actions(uri, 'acme');
    }
    expect(came).toEqual([]);
  });
});
