// `.plimsoll.json` in a real VS Code: completion, hover, problems at their place, and its effect on an open Dockerfile.
import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { closeAll, cursorAt, eventually, open, plimsoll, reported, workspace } from '../editor.ts';
import { press, screenshot, type, waitFor } from '../ui.ts';

const path = join(workspace, '.plimsoll.json');

const openSettings = async () =>
  vscode.window.showTextDocument(await vscode.workspace.openTextDocument(path), { preview: false });

async function replaceAll(editor: vscode.TextEditor, text: string): Promise<void> {
  const end = editor.document.positionAt(editor.document.getText().length);
  assert.ok(
    await editor.edit((edit) => edit.replace(new vscode.Range(new vscode.Position(0, 0), end), text)),
  );
}

/** The labels that are proposed where `|` stands in the text. */
async function proposed(editor: vscode.TextEditor, text: string): Promise<string[]> {
  await replaceAll(editor, text.replace('|', ''));
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    editor.document.uri,
    editor.document.positionAt(text.indexOf('|')),
  );
  return items.map(({ label }) => (typeof label === 'string' ? label : label.label).replace(/^"|"$/g, ''));
}

async function hovered(editor: vscode.TextEditor, text: string): Promise<string> {
  const at = editor.document.positionAt(editor.document.getText().indexOf(text) + 1);
  const all = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    editor.document.uri,
    at,
  );
  return all
    .flatMap(({ contents }) => contents.map((one) => (typeof one === 'string' ? one : one.value)))
    .join('\n');
}

/** `severity text` of every problem that Plimsoll sees in the file. VS Code adds what its JSON service sees. */
const problems = ({ document }: vscode.TextEditor) =>
  vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ source }) => source === 'plimsoll')
    .map(({ severity, range }) => `${vscode.DiagnosticSeverity[severity]} ${document.getText(range)}`);

const severityOf = ({ document }: vscode.TextEditor, rule: string) =>
  vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ code }) => (typeof code === 'object' ? code.value : code) === rule)
    .map(({ severity }) => severity)[0];

describe('the settings file', () => {
  const original = readFileSync(path, 'utf8');
  before(plimsoll);
  afterEach(async () => {
    await closeAll();
    writeFileSync(path, original);
  });

  it('is JSON with comments, and nothing is wrong in it', async () => {
    const editor = await openSettings();
    assert.equal(editor.document.languageId, 'jsonc');
    await replaceAll(editor, '{ "rules": { "none": "off" } }');
    await eventually('the first problem', () => problems(editor).length > 0);
    await replaceAll(editor, original);
    await eventually('no problem', () => problems(editor).length === 0);
  });

  it('completes keys, rules, severities and options', async () => {
    const editor = await openSettings();
    // The schema is loaded with the first question.
    for (const end = Date.now() + 20_000; !(await proposed(editor, '{ "|" }')).includes('profile'); )
      assert.ok(Date.now() < end, 'no key is proposed');
    const rules = await proposed(editor, '{ "rules": { "|" } }');
    for (const rule of ['root-user', 'secret-in-env', 'healthcheck-tool-missing'])
      assert.ok(rules.includes(rule), rules.join(', '));
    const values = await proposed(editor, '{ "rules": { "root-user": | } }');
    for (const value of ['error', 'warning', 'information', 'hint', 'off'])
      assert.ok(values.includes(value), values.join(', '));
    const options = await proposed(editor, '{ "rules": { "unapproved-registry": { "|" } } }');
    assert.ok(options.includes('severity') && options.includes('allow'), options.join(', '));
    const profiles = await proposed(editor, '{ "profile": | }');
    assert.ok(profiles.includes('hardened-images'), profiles.join(', '));
  });

  it('says what a rule is about under the mouse', async () => {
    const editor = await openSettings();
    await replaceAll(editor, '{ "rules": { "root-user": "error" }, "requireReasons": true }');
    for (const [key, said] of [
      ['root-user', 'The final stage runs as root'],
      ['requireReasons', 'without a reason'],
    ] as const) {
      for (const end = Date.now() + 20_000; !(await hovered(editor, key)).includes(said); ) {
        assert.ok(Date.now() < end, await hovered(editor, key));
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  });

  it('shows what is wrong at its place, and takes the rest', async () => {
    const dockerfile = await open('api/Dockerfile');
    await eventually('root-user', () => reported(dockerfile.document).includes('1 root-user'));
    const editor = await openSettings();
    await replaceAll(
      editor,
      '{ "profil": "strict", "rules": { "root-usr": "off", "root-user": "error", "sudo": "of" } }',
    );
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    await press('Control+s');
    await eventually('the problems', () => problems(editor).length > 1);
    assert.deepEqual(problems(editor), ['Error "profil"', 'Warning "root-usr"', 'Error "of"']);
    await eventually(
      'the rest',
      () => severityOf(dockerfile, 'root-user') === vscode.DiagnosticSeverity.Error,
    );
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    await waitFor({ selector: '.markers-panel .monaco-list-row', hasText: '"profil" is no key' });
    await screenshot('settings-file');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('takes effect on an open Dockerfile when it is saved, and when another program writes it', async () => {
    const dockerfile = await open('api/Dockerfile');
    const is = (severity: vscode.DiagnosticSeverity | undefined) => () =>
      severityOf(dockerfile, 'root-user') === severity;
    await eventually('a warning at first', is(vscode.DiagnosticSeverity.Warning));
    const editor = await openSettings();
    await replaceAll(editor, '{ "rules": { "root-user": "error" } }');
    await editor.document.save();
    await eventually('an error', is(vscode.DiagnosticSeverity.Error));
    writeFileSync(
      path,
      '{ "overrides": [{ "files": ["api/Dockerfile"], "rules": { "root-user": "off" } }] }',
    );
    await eventually('silence', is(undefined));
    writeFileSync(path, 'no settings at all');
    await eventually('the default again', is(vscode.DiagnosticSeverity.Warning));
  });

  it('has a folder that it leaves out left alone when a file of it is opened', async () => {
    const { document } = await open('vendor/tool/Dockerfile');
    writeFileSync(path, '{}');
    await eventually('the finding', () => reported(document).includes('2 tls-verification-disabled'));
    writeFileSync(path, original);
    await eventually('silence', () => reported(document).length === 0);
  });

  it('proposes a key as one types it', async () => {
    const editor = await openSettings();
    await replaceAll(editor, '{\n  // why\n  \n}\n');
    cursorAt(editor, '\n}');
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    await type('"prof');
    await waitFor({ selector: '.suggest-widget .monaco-list-row', hasText: 'profile' });
    await press('Enter');
    await eventually('the key', () => editor.document.getText().includes('"profile"'));
  });
});
