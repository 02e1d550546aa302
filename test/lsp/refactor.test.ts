// Refactorings of a whole file over a real connection: where they are offered, what is refused, and the command.
import { expect, test } from 'vitest';
import type { ApplyWorkspaceEditParams, CodeAction } from 'vscode-languageserver-protocol/node';
import { CodeActionTriggerKind } from 'vscode-languageserver-protocol/node';
import { type Editor, plain } from './editor.ts';
import { annotating, client, harden, parts, rewrite, service, start } from './refactorings.ts';

const hardened = /^FROM dhi\.io\/static:\S+\nCOPY --from=build/m;

test.each([
  { name: 'a client that resolves', options: {} },
  { name: 'a plain one', options: { capabilities: plain } },
  { name: 'one with annotations', options: { capabilities: annotating } },
  { name: 'our own', options: { capabilities: annotating, initializationOptions: client } },
])('$name gets the edit, with the file’s own line ends', async ({ options }) => {
  const editor = await start(options);
  for (const lineBreak of ['\n', '\r\n']) {
    const uri = await editor.open(service.replaceAll('\n', lineBreak), `Dockerfile.${lineBreak.length}`);
    const action = harden(await editor.actions(uri, 'FROM debian', rewrite))!;
    expect(action.kind).toBe('refactor.rewrite');
    const after = await editor.applied(uri, action);
    expect(after.split(lineBreak).join('')).not.toMatch(/[\r\n]/);
    expect(after.replaceAll('\r\n', '\n')).toMatch(hardened);
    expect(after).toContain(`# What is shipped.${lineBreak}FROM dhi.io/`);
  }
});

test('it is offered on every FROM and nowhere else', async () => {
  const editor = await start();
  const uri = await editor.open(service);
  const at = async (text: string) => harden(await editor.actions(uri, text, rewrite)) !== undefined;
  expect(await at('FROM golang')).toBe(true);
  expect(await at('FROM debian')).toBe(true);
  expect(await at('WORKDIR')).toBe(false);
  expect(await at('ENTRYPOINT')).toBe(false);
  expect(harden(await editor.actions(uri, 'FROM debian', ['quickfix']))).toBeUndefined();
});

test('an action of an older text is not resolved', async () => {
  const editor = await start();
  const uri = await editor.open(service);
  const action = harden(await editor.actions(uri, 'FROM debian', rewrite))!;
  await editor.edit(uri, 'WORKDIR /src', 'WORKDIR /other');
  const resolved = await editor.connection.sendRequest<CodeAction>('codeAction/resolve', action);
  expect(resolved.edit).toBeUndefined();
});

test('applied twice it changes nothing: it is refused, with the reason', async () => {
  const editor = await start();
  const uri = await editor.open(service);
  await editor.change(
    uri,
    await editor.applied(uri, harden(await editor.actions(uri, 'FROM debian', rewrite))!),
  );
  const actions = await editor.actions(uri, 'FROM dhi.io', rewrite);
  expect(harden(actions)).toBeUndefined();
  expect(actions.map(({ disabled }) => disabled?.reason)).toContainEqual(
    expect.stringContaining('hardened image already'),
  );
  for (const action of actions) if (action.disabled) expect(action.edit ?? action.data).toBeUndefined();
});

test('a client that knows no disabled actions gets no refusals', async () => {
  const editor = await start({ capabilities: plain });
  const uri = await editor.open('FROM registry.example.com/ours:1\nCMD ["a"]\n');
  expect(await editor.actions(uri, 'FROM', rewrite)).toEqual([]);
});

const automatic = async (editor: Editor, uri: string, at: string) => {
  const document = editor.document(uri);
  const position = document.positionAt(document.getText().indexOf(at));
  return editor.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri },
    range: { start: position, end: position },
    context: { diagnostics: [], triggerKind: CodeActionTriggerKind.Automatic },
  });
};

test('while the cursor moves, our client gets one action that asks, and only where something is reported', async () => {
  const settings = { profile: 'strict' };
  const editor = await start({ capabilities: annotating, initializationOptions: client, settings });
  const uri = await editor.open('FROM node:22-bookworm-slim\nCOPY . .\nUSER node\nCMD ["node", "a.js"]\n');
  const asking = async (at: string) =>
    (await automatic(editor, uri, at)).filter(({ kind }) => kind === 'refactor.rewrite');
  expect((await editor.pull(uri)).map(({ code }) => code)).toContain('hardened-base-available');
  const [action, ...others] = await asking('FROM');
  expect(others).toEqual([]);
  expect(action).toMatchObject({
    title: 'Move to a hardened image…',
    command: { command: 'plimsoll.harden', arguments: [uri] },
    diagnostics: [{ code: 'hardened-base-available' }],
  });
  expect(await asking('COPY')).toEqual([]);
  editor.settings = { profile: 'recommended' };
  const { refreshes } = editor;
  await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await editor.until(() => editor.refreshes > refreshes);
  expect(await asking('FROM')).toEqual([]);
});

test('the list for a client that lets the user choose', async () => {
  const editor = await start({ initializationOptions: client });
  const uri = await editor.open(service);
  const list = (name: string) =>
    editor.connection.sendRequest<{ choices: object[]; refusals: object[] }>('plimsoll/refactorings', {
      uri,
      name,
    });
  expect(await list('harden')).toMatchObject({
    choices: [
      {
        id: 'harden:hardened',
        title: expect.any(String),
        toCheck: 4,
        traits: ['no shell', 'no package manager', 'runs as nonroot'],
      },
    ],
    refusals: [],
  });
  const { choices, refusals } = await list('split');
  expect(choices).toEqual([]);
  expect(refusals).toMatchObject([{ reason: expect.stringMatching(/^.{15,}$/), line: 6, character: 0 }]);
  const closed = { uri: `${uri}.closed`, name: 'split' };
  expect(await editor.connection.sendRequest('plimsoll/refactorings', closed)).toEqual({
    choices: [],
    refusals: [],
  });
});

test('the command applies an edit that can be looked at, in any editor', async () => {
  for (const initializationOptions of [{}, client]) {
    const editor = await start({ capabilities: annotating, initializationOptions });
    const asked: ApplyWorkspaceEditParams[] = [];
    editor.connection.onRequest('workspace/applyEdit', (params: ApplyWorkspaceEditParams) => {
      asked.push(params);
      return { applied: asked.length > 1 };
    });
    const uri = await editor.open(service);
    const run = (id: string) => editor.command('plimsoll.server.refactor', uri, id);
    expect(await run('harden')).toEqual({ done: false, message: 'Nothing was changed.' });
    const result = await run('harden:hardened');
    expect(result).toMatchObject(
      initializationOptions === client
        ? { done: true, summary: { file: 'Dockerfile' } }
        : {
            done: true,
            message: expect.stringMatching(/^Move to hardened images .*: \d+ changes, \d+ to check\.$/),
          },
    );
    expect(asked).toHaveLength(2);
    expect(asked[0]?.label).toMatch(/^Move to hardened images/);
    expect(parts(asked[0]!.edit).notes.every((note) => note?.description)).toBe(true);
    expect(await run('split')).toMatchObject({ done: false, message: expect.stringMatching(/^Line 7: .+/) });
    expect(await run('split:slim')).toMatchObject({
      done: false,
      message: expect.stringMatching(/^Line 7: .+/),
    });
    expect(await run('nonsense')).toMatchObject({ done: false });
    expect(asked).toHaveLength(2);
  }
});

test('the organisation’s mirror comes from the settings file', async () => {
  const editor = await start({ files: { '.plimsoll.json': '{ "hardenedMirror": "docker.io/acme" }' } });
  const uri = await editor.open(service);
  const action = harden(await editor.actions(uri, 'FROM debian', rewrite))!;
  const after = await editor.applied(uri, action);
  expect(after).toMatch(/^FROM acme\/dhi-static:/m);
  await editor.change(uri, after);
  expect(harden(await editor.actions(uri, 'FROM acme', rewrite))).toBeUndefined();
});
