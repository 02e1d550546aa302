// What is started and contacted, and when: nothing before the user's act, nothing in Restricted Mode, only what was pinned.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { canaries } from '../trivy/canaries.ts';
import { goBuildBlock, releaseText, writeFault, writeProgram } from '../trivy/programs.ts';
import { Editor, type EditorOptions } from './editor.ts';

const place = mkdtempSync(join(tmpdir(), 'plimsoll-test-trust-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
let count = 0;

async function start(trivy: object, options: EditorOptions = {}): Promise<Editor> {
  const editor = await Editor.start({
    ...options,
    settings: { trivy },
    env: {
      XDG_CACHE_HOME: join(place, `cache-${++count}`),
      DOCKER_HOST: 'unix:///nowhere.sock',
      ...options.env,
    },
  });
  onTestFinished(async () => {
    expect(await editor.stop()).toBe(0);
  });
  return editor;
}

const text = 'FROM python:3.12-slim\nRUN pip install flask\nCMD ["python3"]\n';
const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Executables of these names that leave a file when they are run, in a folder of their own. */
function tripwires(...names: string[]): { folder: string; tripped: () => string[] } {
  const folder = join(place, `bin-${++count}`);
  const fired = join(place, `fired-${count}`);
  for (const one of [folder, fired]) mkdirSync(one);
  for (const name of names) {
    writeProgram(join(folder, name), `touch '${join(fired, name)}'`, goBuildBlock(releaseText('0.73.0')));
  }
  return { folder, tripped: () => readdirSync(fired) };
}

/** A container engine that counts who comes and says nothing. */
async function listener(): Promise<{ host: string; visits: () => number }> {
  const socket = join(place, `engine-${++count}.sock`);
  let visits = 0;
  const server = createServer((connection) => {
    visits++;
    connection.destroy();
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  onTestFinished(() => void server.close());
  return { host: `unix://${socket}`, visits: () => visits };
}

/** What an editor asks of its own accord while somebody reads and types. */
async function readAndType(editor: Editor, uri: string): Promise<void> {
  const document = { textDocument: { uri } };
  await editor.pull(uri);
  for (const method of ['codeLens', 'documentSymbol', 'documentLink', 'foldingRange'])
    await editor.connection.sendRequest(`textDocument/${method}`, document);
  await editor.at('textDocument/hover', uri, 'FROM');
  await editor.actions(uri, 'FROM');
  await editor.edit(uri, 'flask', 'flask==3.0.0');
  await editor.pull(uri);
}

test('in Restricted Mode no program is started and no engine is contacted, whatever is asked for', async () => {
  const wires = tripwires('trivy', 'docker', 'podman', 'buildctl', 'nerdctl');
  const engine = await listener();
  const editor = await start(
    {},
    {
      initializationOptions: { trusted: false, plimsollClient: true },
      files: { 'compose.yaml': 'services:\n  app:\n    image: example/app:1\n    build: .\n' },
      env: { PATH: `${wires.folder}:/usr/bin:/bin`, DOCKER_HOST: engine.host },
    },
  );
  const uri = await editor.open(text);
  await readAndType(editor, uri);
  const commands = editor.initialized.capabilities.executeCommandProvider?.commands ?? [];
  expect(commands).toEqual(
    expect.arrayContaining(['plimsoll.server.scanFile', 'plimsoll.server.buildAndScan']),
  );
  for (const command of commands) {
    for (const args of [[uri, 0], ['example/app:1', 'example/app:2'], [{ uri, target: 'example/app:1' }]]) {
      await editor.command(command, ...args).catch(() => undefined);
    }
  }
  await editor.connection.sendRequest('plimsoll/localImages');
  expect(wires.tripped()).toEqual([]);
  expect(engine.visits()).toBe(0);
  // They do fire: the same, trusted.
  await editor.connection.sendNotification('plimsoll/trustGranted');
  await editor.command('plimsoll.server.scanFile', uri);
  await editor.command('plimsoll.server.scanBase', uri, 0);
  expect(wires.tripped()).toEqual(['trivy']);
  expect(engine.visits()).toBeGreaterThan(0);
});

test('in a trusted workspace too, nothing is started or contacted before the user asks for it', async () => {
  const wires = tripwires('trivy', 'docker', 'podman', 'buildctl', 'nerdctl');
  const engine = await listener();
  const editor = await start(
    {},
    { env: { PATH: `${wires.folder}:/usr/bin:/bin`, DOCKER_HOST: engine.host } },
  );
  const uri = await editor.open(text);
  await readAndType(editor, uri);
  expect(wires.tripped()).toEqual([]);
  expect(engine.visits()).toBe(0);
  await editor.command('plimsoll.server.scanBase', uri, 0);
  expect(wires.tripped()).toEqual(['trivy']);
  expect(engine.visits()).toBeGreaterThan(0);
});

test('a pinned SHA-256: other bytes are refused, also when they come between two scans', async () => {
  const { folder, tripped } = tripwires('trivy');
  const path = join(folder, 'trivy');
  const client = { initializationOptions: { plimsollClient: true } };
  const editor = await start({ path, sha256: 'a'.repeat(64) }, client);
  editor.answer = 'Open the Setting';
  const uri = await editor.open(text);
  const scan = () => editor.command('plimsoll.server.scanFile', uri);
  expect((await scan()).message).toMatch(
    new RegExp(
      `is not the Trivy that you pinned, so it was not run. Its SHA-256 is ${sha256(path)}, pinned is a{64}.*plimsoll.trivy.sha256`,
    ),
  );
  await editor.until(() => editor.notifications.has('plimsoll/openSetting'));
  expect(editor.notifications.get('plimsoll/openSetting')).toEqual([{ key: 'plimsoll.trivy.sha256' }]);
  editor.settings = { trivy: { path, sha256: 'not a sum' } };
  await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: {} });
  expect((await scan()).message).toMatch(/“not a sum” is not a SHA-256.*plimsoll\.trivy\.sha256/);
  expect(tripped()).toEqual([]);
  editor.settings = { trivy: { path, sha256: sha256(path) } };
  await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: {} });
  // The program is no scanner, but it was run.
  expect((await scan()).message).toMatch(/not a Trivy report/);
  expect(tripped()).toEqual(['trivy']);
  rmSync(join(place, `fired-${folder.split('-').at(-1)}`, 'trivy'));
  writeFileSync(path, `${readFileSync(path, 'latin1')}# changed\n`, 'latin1');
  expect((await scan()).message).toMatch(/is not the Trivy that you pinned/);
  expect(tripped()).toEqual([]);
});

test('the environment pins too, whatever the setting says', async () => {
  const { folder, tripped } = tripwires('trivy');
  const path = join(folder, 'trivy');
  const editor = await start(
    { path, sha256: sha256(path) },
    { env: { PLIMSOLL_TRIVY_SHA256: 'b'.repeat(64) } },
  );
  const uri = await editor.open(text);
  const { message } = await editor.command('plimsoll.server.scanFile', uri);
  expect(message).toMatch(/pinned is b{64}.*PLIMSOLL_TRIVY_SHA256/);
  expect(tripped()).toEqual([]);
});

test('credentials reach Trivy and nobody else: no log, no trace, no message, no file', async () => {
  const notes = join(place, 'notes-canary');
  const { env, values } = canaries(join(place, 'docker-config'));
  const cache = join(place, 'cache-canary');
  const editor = await start(
    { path: writeFault(place, 'tells-all', notes) },
    { initializationOptions: { plimsollClient: true }, env: { ...env, XDG_CACHE_HOME: cache } },
  );
  const heard: unknown[] = [];
  const methods = ['window/logMessage', 'telemetry/event', '$/logTrace'];
  for (const method of methods) {
    editor.connection.onNotification(method, (params: unknown) => void heard.push(params));
  }
  await editor.connection.sendNotification('$/setTrace', { value: 'verbose' });
  const uri = await editor.open(text);
  heard.push(await editor.command('plimsoll.server.scanBase', uri, 0));
  heard.push(await editor.command('plimsoll.server.scanTarget', 'registry.example.com/app:1'));
  heard.push(await editor.command('plimsoll.server.scanFile', uri));
  heard.push(await editor.pull(uri), editor.messages, editor.progress, [...editor.notifications]);
  const said = JSON.stringify(heard);
  const given = JSON.parse(readFileSync(notes, 'utf8'));
  // What Trivy printed is in the log: it is the canaries that are not.
  expect(said).toContain('TRIVY_USERNAME=alice');
  const written = existsSync(cache)
    ? readdirSync(cache, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    : [];
  for (const value of values) {
    expect(JSON.stringify([given.env, given.docker])).toContain(value);
    expect(JSON.stringify(given.args)).not.toContain(value);
    expect(said).not.toContain(value);
    expect(written.join('\n')).not.toContain(value);
  }
});
