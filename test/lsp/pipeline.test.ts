// The command that makes a CI pipeline, over a real connection: one new file, nothing over what is there.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { ClientCapabilities, WorkspaceEdit } from 'vscode-languageserver-protocol/node';
import { Editor, modern } from './editor.ts';

const dockerfile = 'FROM debian:12.5\nUSER 65532\n';
const github = '.github/workflows/plimsoll.yml';

/** An editor that can make files for a server. */
const creating: ClientCapabilities = {
  ...modern,
  workspace: {
    ...modern.workspace,
    workspaceEdit: { documentChanges: true, resourceOperations: ['create'] },
  },
};

async function start(files: Readonly<Record<string, string>>, capabilities = creating) {
  const editor = await Editor.start({ files, capabilities });
  onTestFinished(async () => {
    expect(await editor.stop()).toBe(0);
  });
  const edits: WorkspaceEdit[] = [];
  editor.connection.onRequest('workspace/applyEdit', ({ edit }: { edit: WorkspaceEdit }) => {
    edits.push(edit);
    return { applied: true };
  });
  const run = (given: unknown) =>
    editor.connection.sendRequest<{ done: boolean; message?: string; uri?: string }>(
      'workspace/executeCommand',
      { command: 'plimsoll.server.createPipeline', arguments: [given] },
    );
  return { editor, edits, run, uri: pathToFileURL(join(editor.folder, github)).href };
}

test('makes a new file with every Dockerfile of the folder, and tells what is left out', async () => {
  const { editor, edits, run, uri } = await start({
    'a b/Dockerfile': dockerfile,
    'Dockerfile.${{ x }}': dockerfile,
    'vendored/Dockerfile': dockerfile,
    '.plimsoll.json': '{ "exclude": ["vendored/"] }\n',
  });
  const folder = pathToFileURL(editor.folder).href;
  const answer = await run({ platform: 'github', phases: ['inform', 'sign'], folder });
  expect(answer).toEqual({ done: true, uri, message: expect.stringContaining('`${{`') });
  const [create, insert] = edits[0]!.documentChanges!;
  expect(create).toEqual({ kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false } });
  const { newText } = (insert as { edits: { newText: string }[] }).edits[0]!;
  expect(newText).toContain("dockerfile: 'a b/Dockerfile'");
  expect(newText).toContain('cosign sign');
  expect(newText).not.toMatch(/vendored|\{\{ x/);
});

test('leaves a file that is there, and says where it is', async () => {
  const { edits, run, uri } = await start({ Dockerfile: dockerfile, [github]: 'name: mine\n' });
  expect(await run({ platform: 'github', phases: [] })).toEqual({
    done: false,
    uri,
    message: `${github} is there already and was left as it is.`,
  });
  expect(edits).toEqual([]);
});

test('makes nothing where a link leads out of the folder', async () => {
  const { editor, edits, run } = await start({ Dockerfile: dockerfile });
  const outside = mkdtempSync(join(tmpdir(), 'plimsoll-outside-'));
  onTestFinished(() => rmSync(outside, { recursive: true, force: true }));
  mkdirSync(join(outside, 'workflows'));
  symlinkSync(outside, join(editor.folder, '.github'));
  const { done, message } = await run({ platform: 'github', phases: [] });
  expect([done, message]).toEqual([false, expect.stringContaining('leads out')]);
  expect(edits).toEqual([]);
});

test.each([
  undefined,
  {},
  { platform: 'jenkins', phases: [] },
  { platform: 'github', phases: ['deploy'] },
  { platform: 'github', phases: 'sign' },
  { platform: 'github', phases: [], folder: 'file:///etc' },
])('%j makes nothing', async (given) => {
  const { edits, run } = await start({ Dockerfile: dockerfile });
  expect((await run(given)).done).toBe(false);
  expect(edits).toEqual([]);
});

test('an editor that makes no files is told of the command line', async () => {
  const { run } = await start({ Dockerfile: dockerfile }, modern);
  const { done, message } = await run({ platform: 'gitlab', phases: [] });
  expect([done, message]).toEqual([false, expect.stringContaining('plimsoll ci init')]);
});
