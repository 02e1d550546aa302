// An open ignore file: what is over, wrong or without a reason in it, with the fixes, in both formats.
import { expect, onTestFinished, test } from 'vitest';
import type { Hover, MarkupContent } from 'vscode-languageserver-protocol/node';
import { Editor, type EditorOptions, plain } from './editor.ts';

async function start(options: EditorOptions = {}): Promise<Editor> {
  const editor = await Editor.start(options);
  onTestFinished(async () => {
    expect(await editor.stop()).toBe(0);
  });
  return editor;
}

const yaml = `# ours
vulnerabilities:
  - id: CVE-2020-0001
    statement: waits for the vendor
    expired_at: 2021-01-01
  - id: CVE-2020-0002
    statment: mistyped
  - id: CVE-2020-0003
    statement: "TODO: say why this is accepted"
    expired_at: "2099-01-01"
  - id: cve-2020-0004
    statement: known
`;
const text = `# waits for the vendor
CVE-2020-0001 exp:2021-01-01

CVE-2020-0002 exp:soon
CVE-2020-0003 because

# known
cve-2020-0004
`;

const shown = async (editor: Editor, uri: string) =>
  (await editor.pull(uri))
    .map(({ code, severity, range }) => `${range.start.line} ${code} ${severity}`)
    .sort();

test.each([
  [
    '.trivyignore.yaml',
    yaml,
    [
      '10 ignore-file-syntax 2',
      '2 ignore-entry-expired 2',
      '5 suppression-without-reason 3',
      '6 ignore-file-syntax 2',
      '7 suppression-without-reason 3',
      '9 ignore-file-syntax 1',
    ],
  ],
  [
    'deep/.trivyignore',
    text,
    [
      '1 ignore-entry-expired 2',
      '3 ignore-file-syntax 2',
      '4 ignore-file-syntax 2',
      '4 suppression-without-reason 3',
      '7 ignore-file-syntax 2',
    ],
  ],
])('%s', async (name, content, expected) => {
  const editor = await start();
  const uri = await editor.open(content, name);
  expect(await shown(editor, uri)).toEqual(expected);
  const fix = async (at: string, title: string | RegExp) => {
    const actions = await editor.actions(uri, at);
    const action = actions.find((one) => one.title.match(title));
    if (!action) throw new Error(actions.map((one) => one.title).join(' | '));
    return editor.applied(uri, action);
  };
  const removed = await fix('CVE-2020-0001', 'Remove the entry of CVE-2020-0001');
  expect(removed).not.toContain('CVE-2020-0001');
  expect(removed).toContain('CVE-2020-0002');
  const prolonged = await fix('CVE-2020-0001', /^Ignore CVE-2020-0001 until \d{4}-\d\d-\d\d$/);
  await editor.change(uri, prolonged);
  expect((await shown(editor, uri)).join()).not.toContain('ignore-entry-expired');
  await editor.change(uri, await fix('cve-2020-0004', 'Write CVE-2020-0004'));
  expect(editor.text(uri)).toContain('CVE-2020-0004');
  if (!name.endsWith('.yaml')) return;
  await editor.change(uri, await fix('statment', 'Write statement'));
  await editor.change(uri, await fix('expired_at: "', 'Remove the quotes'));
  expect(await shown(editor, uri)).toEqual(['7 suppression-without-reason 3']);
});

test('how severe an entry without a reason is, is a setting; off is off', async () => {
  const content = 'vulnerabilities:\n  - id: CVE-1\n';
  for (const [level, expected] of [
    ['error', ['1 suppression-without-reason 1']],
    ['hint', ['1 suppression-without-reason 4']],
    ['off', []],
  ] as const) {
    const editor = await start({ settings: { rules: { 'suppression-without-reason': level } } });
    expect(await shown(editor, await editor.open(content, '.trivyignore.yaml'))).toEqual(expected);
  }
});

test('the hover tells until when and why, as text', async () => {
  const content =
    'vulnerabilities:\n  - id: CVE-1\n    statement: "[x](command:quit) <img>"\n    expired_at: 2099-01-01\n';
  const editor = await start();
  const uri = await editor.open(content, '.trivyignore.yaml');
  const { contents } = await editor.at<Hover>('textDocument/hover', uri, 'id: CVE-');
  const { value } = contents as MarkupContent;
  expect(value).toContain('**`CVE-1`** is ignored. Until 2099&#45;01&#45;01&#46;'.replace('&#46;', '.'));
  expect(value).not.toMatch(/\]\(command|<img/);
  expect(value).toContain('No scan is kept yet');
  expect(await editor.at('textDocument/hover', uri, 'vulnera')).toBeNull();
});

test('nothing of a Dockerfile is served in these files; an editor without pull gets them pushed', async () => {
  const editor = await start({ capabilities: plain });
  const uri = await editor.open('CVE-1 exp:2020-01-01\n', '.trivyignore');
  await editor.until(() => editor.published.some((one) => one.uri === uri && one.diagnostics.length > 0));
  const [first] = editor.published.filter((one) => one.uri === uri);
  expect(first?.diagnostics.map(({ code }) => code)).toEqual([
    'ignore-entry-expired',
    'suppression-without-reason',
  ]);
  expect(await editor.connection.sendRequest('textDocument/codeLens', { textDocument: { uri } })).toEqual([]);
  const vex = await editor.open('FROM x\nFROM\n', 'a.openvex.json');
  expect(await editor.actions(vex, 'FROM')).toEqual([]);
});
