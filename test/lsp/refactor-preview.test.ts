// What the edit of a refactoring says of itself: in the preview, and in the summary that follows.
import { expect, test } from 'vitest';
import type { CodeAction } from 'vscode-languageserver-protocol/node';
import { annotating, client, harden, parts, rewrite, service, start } from './refactorings.ts';

test('each hunk says where it is and why, and is ticked in our client’s preview', async () => {
  const editor = await start({ capabilities: annotating, initializationOptions: client });
  const uri = await editor.open(service);
  const action = harden(await editor.actions(uri, 'FROM debian', rewrite))!;
  expect(action.edit).toBeUndefined();
  const resolved = await editor.connection.sendRequest<CodeAction>('codeAction/resolve', action);
  const { edits, notes } = parts(resolved.edit!);
  expect(notes.map((note) => note?.needsConfirmation)).toEqual([...edits.slice(1).map(() => false), true]);
  const [first] = notes;
  expect(first?.label).toMatch(/^1 · lines 7 to 8$/);
  expect(first?.description).toMatch(/hardened image with the same program/);
  // What makes VS Code show the preview is not ticked: comments that say what is to be checked.
  expect(notes.at(-1)?.label).toBe('To check');
  expect(notes.at(-1)?.description).toContain('no shell');
  const { newText, range } = edits.at(-1)!;
  expect(range.start).toEqual(editor.document(uri).positionAt(service.length));
  expect(newText).toMatch(/^(# To check: .+\n)+$/);
  // Afterwards our client tells of it.
  expect(resolved.command?.command).toBe('plimsoll.refactored');
  const [summary] = resolved.command?.arguments ?? [];
  expect(summary).toMatchObject({ file: 'Dockerfile', toCheck: expect.any(Number) });
  expect(summary.markdown).toMatch(/^# Move to hardened images.*\n\n## To check\n\n- /);
  expect(summary.markdown).toMatch(/\n- changed, line 7: /);
});

test('where there is nothing to check, the preview is opened by an edit that it does not list', async () => {
  const text =
    'FROM python:3.12-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nUSER 65532\nCMD ["python", "app.py"]\n';
  const files = { 'requirements.txt': 'fastapi\n', 'app.py': '', Dockerfile: text };
  const editor = await start({ capabilities: annotating, initializationOptions: client, files });
  for (const onDisk of [true, false]) {
    const uri = await editor.open(text, onDisk ? 'Dockerfile' : 'Dockerfile.new');
    const action = (await editor.actions(uri, 'FROM', rewrite)).find(({ title }) =>
      title.startsWith('Split into builder and runtime on `python:3.12-slim`'),
    );
    const { edit } = await editor.connection.sendRequest<CodeAction>('codeAction/resolve', action);
    const { notes } = parts(edit!);
    const look = edit?.documentChanges?.slice(1);
    if (onDisk) expect(look).toMatchObject([{ kind: 'create', uri, options: { ignoreIfExists: true } }]);
    else expect(look).toEqual([]);
    expect(notes.filter((note) => note?.needsConfirmation)).toHaveLength(onDisk ? 0 : 1);
    expect(
      Object.values(edit?.changeAnnotations ?? {}).filter((note) => note.needsConfirmation),
    ).toHaveLength(1);
  }
});

test('another client with a preview has every hunk confirmed, and no edit without effect', async () => {
  const editor = await start({ capabilities: annotating });
  const uri = await editor.open(service);
  const action = harden(await editor.actions(uri, 'FROM debian', rewrite))!;
  const resolved = await editor.connection.sendRequest<CodeAction>('codeAction/resolve', action);
  const { edits, notes } = parts(resolved.edit!);
  expect(edits.every(({ newText, range }) => newText !== '' || range.start !== range.end)).toBe(true);
  expect(notes.every((note) => note?.needsConfirmation && note.description)).toBe(true);
  expect(resolved.command).toBeUndefined();
});

test('a client without annotations gets plain edits', async () => {
  const editor = await start();
  const uri = await editor.open(service);
  const action = harden(await editor.actions(uri, 'FROM debian', rewrite))!;
  const { edit } = await editor.connection.sendRequest<CodeAction>('codeAction/resolve', action);
  expect(edit?.changeAnnotations).toBeUndefined();
  for (const one of parts(edit!).edits) expect(one.annotationId).toBeUndefined();
});

test.each([
  "'[a](command:b) <img src=x>'",
  "'`[a](command:b)` <img src=x>'",
  "'`[a](command:b) <img src=x>'",
])('what a file holds is no markup in the summary: %s', async (hostile) => {
  const text = `FROM python:3.12-slim
RUN echo ${hostile} && apt-get update && apt-get install -y gcc
COPY requirements.txt .
RUN pip install -r requirements.txt
USER 65532
CMD ["python", "app.py"]
`;
  const files = { 'requirements.txt': 'fastapi\n' };
  const editor = await start({ capabilities: annotating, initializationOptions: client, files });
  const uri = await editor.open(text, 'Dockerfile.[a](b)');
  const action = (await editor.actions(uri, 'FROM', rewrite)).find(({ disabled }) => !disabled);
  const { command } = await editor.connection.sendRequest<CodeAction>('codeAction/resolve', action);
  const [{ markdown }] = command?.arguments ?? [];
  expect(markdown).toContain('command:b');
  const outside = markdown.replace(/`[^`\n]*`/g, '').replace(/\\./g, '');
  expect(outside).not.toMatch(/\]\(|<img/);
});
