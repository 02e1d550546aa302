// The lens that says which stage is checked, and the command that changes it.
import { expect, onTestFinished, test } from 'vitest';
import type { CodeLens } from 'vscode-languageserver-protocol/node';
import { Editor, type EditorOptions } from './editor.ts';

const text = 'FROM debian:12.5 AS api\nCMD ["api"]\nFROM debian:12.5 AS web\nUSER 65532\nCMD ["web"]\n';

async function start(options: EditorOptions = {}) {
  const editor = await Editor.start(options);
  onTestFinished(async () => {
    expect(await editor.stop()).toBe(0);
  });
  const uri = await editor.open(text);
  const run = (command: string, ...args: unknown[]) =>
    editor.connection.sendRequest('workspace/executeCommand', { command, arguments: args });
  const lens = async () => {
    const all = await editor.connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
      textDocument: { uri },
    });
    return all.find(({ command }) => command?.title.startsWith('Checked as shipped'));
  };
  const codes = async () => (await editor.pull(uri)).map(({ code }) => code);
  return { editor, uri, run, lens, codes };
}

test('the last stage is checked, until another is chosen', async () => {
  const { uri, run, lens, codes } = await start();
  expect((await lens())?.command).toEqual({
    title: 'Checked as shipped: web (the last stage)',
    command: 'plimsoll.server.chooseTarget',
    arguments: [uri],
  });
  expect(await codes()).toEqual([]);
  expect(await run('plimsoll.server.chooseTarget', uri, 'api')).toEqual({ done: true });
  expect((await lens())?.command?.title).toBe('Checked as shipped: api (chosen)');
  expect(await codes()).toContain('root-user');
  expect(await run('plimsoll.server.chooseTarget', uri, 'nothing')).toMatchObject({ done: false });
});

test('without a stage the user is asked by a message', async () => {
  const { editor, uri, run, codes } = await start();
  editor.answer = 'api';
  expect(await run('plimsoll.server.chooseTarget', uri)).toEqual({ done: true });
  expect(editor.messages[0]?.actions?.map(({ title }) => title)).toEqual(['api', 'web']);
  expect(await codes()).toContain('root-user');
});

test('what Compose builds is checked, and the lens says so; our own client is handed the choice', async () => {
  const files = { 'compose.yaml': 'services:\n  backend:\n    build: { context: ., target: api }\n' };
  const { uri, lens, codes } = await start({ files, initializationOptions: { plimsollClient: true } });
  expect((await lens())?.command).toEqual({
    title: 'Checked as shipped: api (compose.yaml, service backend)',
    command: 'plimsoll.chooseTarget',
    arguments: [
      {
        uri,
        current: 'api',
        stages: [
          { target: 'api', line: 0, builds: ['compose.yaml, service backend'] },
          { target: 'web', line: 2, builds: [] },
        ],
      },
    ],
  });
  expect(await codes()).toContain('root-user');
});

test('a file of one stage has nothing to choose', async () => {
  const { editor, uri, lens } = await start();
  await editor.change(uri, 'FROM debian:12.5\nUSER 1\n');
  expect(await lens()).toBeUndefined();
});
