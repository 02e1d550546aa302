// "Harden this service" and "Move secrets to files" over a real connection: where they are offered, and the edits they make.
import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import {
  CodeActionTriggerKind,
  type CreateFile,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { annotating, client, rewrite, start } from './refactorings.ts';

const compose = `services:
  web:
    image: nginx:1.27.3
  db:
    image: postgres:17.2
    environment:
      POSTGRES_PASSWORD: Tr4nsit-Orders-2025
`;

const creating = {
  ...annotating,
  workspace: {
    ...annotating.workspace,
    workspaceEdit: { ...annotating.workspace?.workspaceEdit, resourceOperations: ['create' as const] },
  },
};

test('a service is hardened from its name and from its own findings, not from those of another', async () => {
  const editor = await start({ capabilities: creating });
  const uri = await editor.open(compose, 'compose.yaml', 'dockercompose');
  const titles = async (at: string) =>
    (await editor.actions(uri, at, rewrite)).filter(({ disabled }) => !disabled).map(({ title }) => title);
  expect(await titles('web:')).toEqual(['Harden this service: web']);
  expect(await titles('db:')).toContain('Harden this service: db');
  expect(await titles('db:')).not.toContain('Harden this service: web');
  const secrets = await titles('Tr4nsit');
  expect(secrets).toContain('Move secrets of `db` to files');
  expect(secrets).not.toContain('Harden this service: web');
  const [harden] = await editor.actions(uri, 'web:', rewrite);
  const after = await editor.applied(uri, harden!);
  expect(after).toMatch(/^ {4}cap_drop:\n {6}- ALL$/m);
  expect(after.endsWith(compose.slice(compose.indexOf('  db:')))).toBe(true);
});

test('the list of choices names each service', async () => {
  const editor = await start();
  const uri = await editor.open(compose, 'compose.yaml', 'dockercompose');
  const list = await editor.connection.sendRequest<{ choices: { id: string; traits: string[] }[] }>(
    'plimsoll/refactorings',
    { uri, name: 'harden-service' },
  );
  expect(list.choices.map(({ id }) => id)).toEqual(['harden-service:web', 'harden-service:db']);
});

async function secretsEdit(files: Record<string, string> = {}, capabilities = creating) {
  const editor = await start({ capabilities, initializationOptions: client });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(editor.folder, 'secrets'), { recursive: true });
    writeFileSync(join(editor.folder, name), text);
  }
  const uri = await editor.open(compose, 'compose.yaml', 'dockercompose');
  const edits: WorkspaceEdit[] = [];
  editor.connection.onRequest('workspace/applyEdit', ({ edit }: { edit: WorkspaceEdit }) => {
    edits.push(edit);
    for (const one of edit.documentChanges ?? []) {
      if (!('kind' in one) || one.kind !== 'create') continue;
      const path = fileURLToPath(one.uri);
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, '', { flag: 'a' });
    }
    return { applied: true };
  });
  const actions = await editor.actions(uri, 'Tr4nsit', rewrite);
  const { command, arguments: asked = [] } =
    actions.find(({ title }) => title.startsWith('Move'))?.command ?? {};
  const done = await editor.command(command ?? '', ...asked);
  expect(done.done).toBe(true);
  const changes = edits[0]?.documentChanges ?? [];
  const created = changes.filter(
    (one): one is CreateFile => 'kind' in one && one.kind === 'create' && one.uri !== uri,
  );
  const written = changes.filter((one): one is TextDocumentEdit => 'textDocument' in one);
  return { editor, uri, created, written };
}

test('moving secrets makes their files, which only their owner can read', async () => {
  const { editor, uri, created, written } = await secretsEdit();
  expect(created.map((one) => one.uri.split('/').slice(-2).join('/'))).toEqual([
    'secrets/db_password.txt',
    'secrets/.gitignore',
  ]);
  expect(created.every(({ options }) => options?.overwrite === false)).toBe(true);
  const texts = written.map(({ textDocument, edits }) => [
    textDocument.uri === uri,
    (edits as TextEdit[])[0]?.newText,
  ]);
  expect(texts[0]).toEqual([false, 'Tr4nsit-Orders-2025']);
  if (process.platform !== 'win32') {
    expect(statSync(join(editor.folder, 'secrets/db_password.txt')).mode & 0o777).toBe(0o600);
    expect(statSync(join(editor.folder, 'secrets')).mode & 0o777).toBe(0o700);
  }
});

test('a file that holds the secret already is not touched', async () => {
  const { created, written, uri } = await secretsEdit({ 'secrets/db_password.txt': 'Tr4nsit-Orders-2025' });
  expect(created.map((one) => one.uri.split('/').at(-1))).toEqual(['.gitignore']);
  expect(written.filter(({ textDocument }) => textDocument.uri !== uri)).toHaveLength(1);
});

test.each<{ name: string; before: (folder: string) => void; says: string }>([
  {
    name: 'other content',
    before: (folder) => {
      mkdirSync(join(folder, 'secrets'));
      writeFileSync(join(folder, 'secrets/db_password.txt'), 'keep');
    },
    says: 'holds something else',
  },
  {
    name: 'a file for a folder',
    before: (folder) => writeFileSync(join(folder, 'secrets'), ''),
    says: 'is a file',
  },
  {
    name: 'a folder that leads out',
    before: (folder) => symlinkSync(tmpdir(), join(folder, 'secrets')),
    says: 'leads out',
  },
  {
    name: 'a link to nothing',
    before: (folder) => {
      mkdirSync(join(folder, 'secrets'));
      symlinkSync(join(tmpdir(), 'none-of-ours'), join(folder, 'secrets/db_password.txt'));
    },
    says: 'cannot be written',
  },
])('$name: the secret stays, in the list and when it is asked for', async ({ before, says }) => {
  const editor = await start({
    capabilities: creating,
    initializationOptions: client,
  });
  const uri = await editor.open(compose, 'compose.yaml', 'dockercompose');
  const move = async () =>
    (await editor.actions(uri, 'Tr4nsit', rewrite)).find(({ title }) => title.startsWith('Move secrets'));
  const offered = await move();
  expect(offered?.disabled).toBeUndefined();
  // It comes there after the offer was made.
  before(editor.folder);
  expect((await move())?.disabled?.reason).toContain(says);
  const { command = '', arguments: asked = [] } = offered?.command ?? {};
  const done = await editor.command(command, ...asked);
  expect(done).toMatchObject({ done: false, message: expect.stringContaining(says) });
  expect(editor.text(uri)).toBe(compose);
});

test('while the cursor moves, only the service under it is looked at', async () => {
  const editor = await start({ capabilities: creating });
  const uri = await editor.open(compose, 'compose.yaml', 'dockercompose');
  const titles = async (line: number) => {
    const position = { line, character: 2 };
    const actions = await editor.connection.sendRequest<{ title: string }[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: position, end: position },
      context: { diagnostics: [], only: rewrite, triggerKind: CodeActionTriggerKind.Automatic },
    });
    return actions.map(({ title }) => title);
  };
  expect(await titles(0)).toEqual([]);
  expect(await titles(1)).toEqual(['Harden this service: web']);
  expect(await titles(4)).toEqual([]);
  expect(await titles(6)).toEqual(['Move secrets of `db` to files']);
});

test('a client that cannot make files is told why no password is moved', async () => {
  const editor = await start();
  const uri = await editor.open(compose, 'compose.yaml', 'dockercompose');
  const actions = await editor.actions(uri, 'Tr4nsit', rewrite);
  const action = actions.find(({ title }) => title.startsWith('Move secrets'));
  expect(action?.disabled?.reason).toContain('makes files beside this one');
});
