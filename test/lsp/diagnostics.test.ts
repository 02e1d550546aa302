// Diagnostics over a real connection: pulled or pushed, never both, for the text as it is now.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { DocumentDiagnosticReport } from 'vscode-languageserver-protocol/node';
import { Editor, type EditorOptions, plain } from './editor.ts';

async function start(options: EditorOptions = {}): Promise<Editor> {
  const editor = await Editor.start(options);
  onTestFinished(async () => {
    expect(await editor.stop()).toBe(0);
  });
  return editor;
}

const asRoot = 'FROM python:3.12-slim\nCMD ["python3", "app.py"]\n';
const asUser = 'FROM python:3.12-slim\nUSER 65532\nCMD ["python3", "app.py"]\n';

test('a client that pulls gets code, link, source and data, and nothing is pushed to it', async () => {
  const editor = await start();
  expect(editor.initialized.capabilities.diagnosticProvider).toMatchObject({ identifier: 'plimsoll' });
  const uri = await editor.open(asRoot);
  const [found, ...others] = await editor.pull(uri);
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    severity: 2,
    source: 'plimsoll',
    code: 'root-user',
    range: { start: { line: 0, character: 5 }, end: { line: 0, character: 21 } },
    data: { ruleId: 'root-user', version: 1 },
  });
  expect(found?.message).toContain('python:3.12-slim');
  expect(found?.codeDescription?.href).toMatch(/^(?:file|https):.*\/docs\/rules\/root-user\.md$/);
  await editor.change(uri, asUser);
  expect(await editor.pull(uri)).toEqual([]);
  expect(editor.published).toEqual([]);
});

test('a second pull of the same text is answered as unchanged', async () => {
  const editor = await start();
  const uri = await editor.open(asRoot);
  const ask = (previousResultId?: string) =>
    editor.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri },
      previousResultId,
    });
  const first = await ask();
  expect((await ask(first.resultId)).kind).toBe('unchanged');
  await editor.edit(uri, 'CMD', 'USER 65532\nCMD');
  expect((await ask(first.resultId)).kind).toBe('full');
});

test('a client that cannot pull is sent them as the text changes, for its version, and none after closing', async () => {
  const editor = await start({ capabilities: plain });
  expect(editor.initialized.capabilities.diagnosticProvider).toBeUndefined();
  const uri = await editor.open(asRoot);
  await editor.until(() => editor.published.length === 1);
  expect(editor.published[0]).toMatchObject({ uri, version: 1, diagnostics: [{ code: 'root-user' }] });
  await editor.edit(uri, 'CMD', 'USER 65532\nCMD');
  await editor.until(() => editor.published.some(({ version }) => version === 2));
  expect(editor.published.at(-1)).toMatchObject({ uri, version: 2, diagnostics: [] });
  await editor.edit(uri, 'USER 65532\n', '');
  await editor.until(() => editor.published.some(({ version }) => version === 3));
  await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  await editor.until(() => editor.published.at(-1)?.version === undefined);
  expect(editor.published.at(-1)?.diagnostics).toEqual([]);
});

test('edits that arrive together are answered for the last of them', async () => {
  const editor = await start({ capabilities: plain });
  const uri = await editor.open(asRoot);
  for (let i = 0; i < 50; i++) await editor.edit(uri, 'CMD', `ENV A${i}=1\nCMD`);
  await editor.until(() => editor.published.at(-1)?.version === 51);
  expect(editor.published.at(-1)?.diagnostics).toMatchObject([{ code: 'root-user' }]);
});

test('at most 1,000 diagnostics a file', async () => {
  const editor = await start();
  const uri = await editor.open(`FROM python:3.12-slim\n${'RUNN x\n'.repeat(3000)}`);
  expect(await editor.pull(uri)).toHaveLength(1000);
});

const settingsCases: readonly (readonly [string, EditorOptions, string, readonly string[]])[] = [
  ['a rule that is off', { settings: { rules: { 'root-user': 'off' } } }, 'Dockerfile', []],
  [
    'a severity of one’s own',
    { settings: { rules: { 'root-user': 'error' } } },
    'Dockerfile',
    ['1 root-user'],
  ],
  ['everything off', { settings: { enable: false } }, 'Dockerfile', []],
  ['a value that does not fit is not taken', { settings: { profile: 7 } }, 'Dockerfile', ['2 root-user']],
  [
    'the project’s file wins over the editor',
    {
      settings: { rules: { 'root-user': 'off' } },
      files: { '.plimsoll.json': '{"rules":{"root-user":"hint"}}' },
    },
    'Dockerfile',
    ['4 root-user'],
  ],
  ['an excluded file', { files: { '.plimsoll.json': '{"exclude":["Dockerfile"]}' } }, 'Dockerfile', []],
  ['a template is not a Dockerfile', {}, 'Dockerfile.j2', []],
  ['a development file', {}, 'Dockerfile.dev', []],
];

test.each(settingsCases)('%s', async (_, options, name, expected) => {
  const editor = await start(options);
  const uri = await editor.open(asRoot, name);
  expect((await editor.pull(uri)).map(({ severity, code }) => `${severity} ${code}`)).toEqual(expected);
});

test('changed settings have the findings asked for again', async () => {
  const editor = await start();
  const uri = await editor.open(asRoot);
  expect(await editor.pull(uri)).toHaveLength(1);
  editor.settings = { rules: { 'root-user': 'off' } };
  const before = editor.refreshes;
  await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await editor.until(() => editor.refreshes > before);
  expect(await editor.pull(uri)).toEqual([]);
});

test('related places are given, in the same document', async () => {
  const editor = await start();
  const uri = await editor.open(
    'FROM python:3.12-slim AS app\nUSER web\nRUN useradd web\nCMD ["python3", "app.py"]\n',
  );
  const found = (await editor.pull(uri)).find(({ code }) => code === 'user-unknown');
  expect(found?.relatedInformation?.length).toBeGreaterThan(0);
  for (const { location, message } of found?.relatedInformation ?? []) {
    expect(location.uri).toBe(uri);
    expect(message).not.toBe('');
  }
});

test('what is unnecessary is tagged so', async () => {
  const editor = await start();
  const uri = await editor.open(`# plimsoll ignore=root-user reason="x"\n${asUser}`);
  expect(await editor.pull(uri)).toMatchObject([{ code: 'unused-suppression', tags: [1] }]);
});

test('the link of a finding is the page that explains it', async () => {
  const editor = await start();
  const [found] = await editor.pull(await editor.open(asRoot));
  const href = found?.codeDescription?.href ?? '';
  expect(readFileSync(fileURLToPath(href), 'utf8')).toMatch(/^# root-user$/m);
});

const settingsText =
  '{\n  // ours\n  "profile": "mine",\n  "rules": { "root-user": "off", "no-such": "off" },\n}\n';

test.each([undefined, plain])(
  'a settings file shows what is wrong in it, at its place, as it is typed',
  async (capabilities) => {
    const editor = await start({
      ...(capabilities ? { capabilities } : {}),
      files: { '.plimsoll.json': settingsText, Dockerfile: asRoot },
    });
    const uri = await editor.open(settingsText, '.plimsoll.json');
    const shown = async () =>
      capabilities
        ? (editor.published.filter((one) => one.uri === uri).at(-1)?.diagnostics ?? [])
        : await editor.pull(uri);
    await editor.until(() => !capabilities || editor.published.length > 0);
    expect(await shown()).toMatchObject(
      [
        { severity: 1, message: /^profile must be one of/, range: { start: { line: 2, character: 13 } } },
        { severity: 2, message: 'There is no rule "no-such".', range: { start: { line: 3, character: 33 } } },
      ].map((one) => ({ ...one, message: expect.stringMatching(one.message) })),
    );
    // What is right in the file is in force all the same.
    const dockerfile = await editor.open(asRoot, 'Dockerfile');
    if (!capabilities) expect(await editor.pull(dockerfile)).toEqual([]);
    await editor.change(uri, '{}');
    await editor.until(
      () => !capabilities || editor.published.some((one) => one.uri === uri && one.version === 2),
    );
    expect(await shown()).toEqual([]);
  },
);
