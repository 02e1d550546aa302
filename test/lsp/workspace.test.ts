// Check Workspace and the safe fixes of a whole workspace, over a real connection.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type {
  ApplyWorkspaceEditParams,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver-protocol/node';
import { Editor, type EditorOptions, modern, plain } from './editor.ts';

const asRoot = 'FROM python:3.12-slim\nCMD ["python3", "app.py"]\n';
const asUser = 'FROM python:3.12-slim\nUSER 65532\nCMD ["python3", "app.py"]\n';
const files = {
  'a/Dockerfile': asRoot,
  'b/Dockerfile': asUser,
  'b/Dockerfile.j2': asRoot,
  '.gitignore': 'c/\n',
  'c/Dockerfile': asRoot,
};

async function start(options: EditorOptions = {}) {
  const editor = await Editor.start({ files, ...options });
  onTestFinished(async () => {
    expect(await editor.stop()).toBe(0);
  });
  const uri = (name: string) => pathToFileURL(join(editor.folder, name)).href;
  const run = (command: string) =>
    editor.connection.sendRequest<{ done: boolean; message?: string }>('workspace/executeCommand', {
      command,
      arguments: [],
    });
  const previous = new Map<string, string>();
  const pull = async () => {
    const { items } = await editor.connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', {
      previousResultIds: [...previous].map(([one, value]) => ({ uri: one, value })),
    });
    for (const item of items) previous.set(item.uri, item.resultId ?? '');
    return Object.fromEntries(items.map((item) => [item.uri, codes(item)]));
  };
  return { editor, uri, run, pull };
}

const codes = (report: WorkspaceDocumentDiagnosticReport) =>
  report.kind === 'full' ? report.items.map(({ code }) => code) : [];

test('closed files are reported after the command, and again when they change or go', async () => {
  const { editor, uri, run, pull } = await start();
  const first = pull();
  expect(await run('plimsoll.server.checkWorkspace')).toEqual({
    done: true,
    message: '2 Dockerfiles checked: 0 errors, 1 warning, 0 information, 0 hints.',
  });
  expect(await first).toEqual({ [uri('a/Dockerfile')]: ['root-user'], [uri('b/Dockerfile')]: [] });
  const changed = (name: string, type: number) =>
    editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uri(name), type }],
    });
  writeFileSync(join(editor.folder, 'b/Dockerfile'), asRoot);
  const second = pull();
  await changed('b/Dockerfile', 2);
  expect(await second).toEqual({ [uri('b/Dockerfile')]: ['root-user'] });
  rmSync(join(editor.folder, 'a/Dockerfile'));
  const third = pull();
  await changed('a/Dockerfile', 3);
  expect(await third).toEqual({ [uri('a/Dockerfile')]: [] });
});

test('a client that is pushed to gets the findings of closed files, and of open ones once', async () => {
  const { editor, uri, run } = await start({ capabilities: plain });
  const open = await editor.open(asRoot, 'a/Dockerfile');
  await editor.until(() => editor.published.some((one) => one.uri === open));
  const before = editor.published.length;
  await run('plimsoll.server.checkWorkspace');
  await editor.until(() => editor.published.some((one) => one.uri === uri('b/Dockerfile')));
  expect(editor.published.slice(before).map((one) => one.uri)).toEqual([uri('b/Dockerfile')]);
});

test('what is open counts as it is typed', async () => {
  const { editor, run } = await start();
  await editor.open(asUser, 'a/Dockerfile');
  expect((await run('plimsoll.server.checkWorkspace')).message).toContain('0 errors, 0 warnings');
});

test('a check that is cancelled keeps what it found, and says so', async () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`d${i}/Dockerfile`, asRoot]));
  const { editor, run } = await start({ files: many });
  const asked = run('plimsoll.server.checkWorkspace');
  await editor.until(() => editor.progress.some(({ message }) => /of 300/.test(message ?? '')));
  const { token } = editor.progress[0]!;
  await editor.connection.sendNotification('window/workDoneProgress/cancel', { token });
  const { done, message } = await asked;
  expect(done).toBe(false);
  expect(message).toMatch(/^Cancelled: \d+ Dockerfiles? checked/);
  expect((await run('plimsoll.server.checkWorkspace')).message).toMatch(/^300 Dockerfiles checked/);
});

const broken = 'FROM gcr.io/distroless/static-debian12:nonroot\nCOPY app /app\nCMD /app\n';

test.each([
  ['with a preview', modern, true],
  ['without one', plain, false],
])('safe fixes of the whole workspace, %s', async (_name, capabilities, preview) => {
  const previewing = {
    ...capabilities,
    workspace: {
      ...capabilities.workspace,
      ...(preview && {
        workspaceEdit: { documentChanges: true, changeAnnotationSupport: { groupsOnLabel: true } },
      }),
    },
  };
  const { editor, uri, run } = await start({
    capabilities: previewing,
    files: { 'a/Dockerfile': broken, 'b/Dockerfile': asUser },
  });
  const asked: ApplyWorkspaceEditParams[] = [];
  editor.connection.onRequest('workspace/applyEdit', (params: ApplyWorkspaceEditParams) => {
    asked.push(params);
    return { applied: true };
  });
  expect(await run('plimsoll.server.fixWorkspace')).toEqual({
    done: true,
    message: 'Safe fixes were applied to 1 file.',
  });
  const [{ edit }] = asked as [ApplyWorkspaceEditParams];
  if (preview) {
    expect(edit.changeAnnotations?.['safe']).toMatchObject({ needsConfirmation: true });
    expect(edit.documentChanges).toMatchObject([
      { textDocument: { uri: uri('a/Dockerfile'), version: null }, edits: [{ annotationId: 'safe' }] },
    ]);
  } else expect(Object.keys(edit.changes ?? {})).toEqual([uri('a/Dockerfile')]);
  expect(readFileSync(join(editor.folder, 'a/Dockerfile'), 'utf8')).toBe(broken);
});

test('without a folder there is nothing to check', async () => {
  const { run } = await start({ folders: [] });
  expect(await run('plimsoll.server.checkWorkspace')).toMatchObject({ done: false });
});
