// A Compose file and the Dockerfile behind it in a real VS Code: findings, a quick fix, lenses both ways, a hardened service.
import { strict as assert } from 'node:assert';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  closeAll,
  cursorAt,
  eventually,
  open as openDockerfile,
  plimsoll,
  reported,
  workspace,
} from '../editor.ts';
import { chooseAction, runFromPalette } from '../light-bulb.ts';
import { click, press, screenshot, texts, waitFor } from '../ui.ts';

const lens = '.codelens-decoration a';
const pick = '.quick-input-widget .monaco-list-row';
const rows = '.bulk-edit-panel .monaco-list-row';

/** Opens the file in whatever language VS Code takes it for. */
async function open(name: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(join(workspace, name));
  return vscode.window.showTextDocument(document, { preview: false });
}

async function focusAt(editor: vscode.TextEditor, text: string): Promise<void> {
  cursorAt(editor, text);
  await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
}

describe('a Compose file', () => {
  before(plimsoll);
  after(closeAll);

  it('has findings, once each, with what the Dockerfile says', async () => {
    const { document } = await open('compose.yaml');
    await eventually('the finding', () => reported(document).includes('6 compose-user-unknown'));
    const found = reported(document);
    assert.ok(found.includes('15 port-on-all-interfaces'), found.join());
    assert.equal(new Set(found).size, found.length, found.join());
  });

  it('leads to the Dockerfile by a lens, and back', async () => {
    await open('compose.yaml');
    await waitFor({ selector: lens, hasText: 'Built from api/Dockerfile, stage run' });
    await waitFor({ selector: lens, hasText: 'Scan postgres:17.2' });
    await click({ selector: lens, hasText: 'Built from api/Dockerfile' });
    const active = () => vscode.window.activeTextEditor?.document;
    const dockerfile = await eventually('the Dockerfile', () =>
      active()?.fileName.endsWith('Dockerfile') ? active() : undefined,
    );
    await vscode.languages.setTextDocumentLanguage(dockerfile, 'dockerfile');
    await click({ selector: lens, hasText: 'Used by service api (compose.yaml)' });
    await eventually('the Compose file', () => active()?.fileName.endsWith('compose.yaml'));
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, 1);
  });

  it('is checked again while the Dockerfile is typed', async () => {
    const compose = await open('compose.yaml');
    const { document } = await openDockerfile('api/Dockerfile');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(1, 0), 'RUN useradd shop\n');
    await vscode.workspace.applyEdit(edit);
    await eventually('silence', () => !reported(compose.document).includes('6 compose-user-unknown'));
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await eventually('the finding', () => reported(compose.document).includes('6 compose-user-unknown'));
  });

  it('is mended by a quick fix', async () => {
    const editor = await open('compose.yaml');
    await eventually('the finding', () => reported(editor.document).includes('15 port-on-all-interfaces'));
    await focusAt(editor, '"5432:5432"');
    await screenshot('compose');
    await chooseAction('Publish it on 127.0.0.1');
    await eventually('the fix', () => editor.document.getText().includes('- "127.0.0.1:5432:5432"\n'));
    await eventually('silence', () => !reported(editor.document).includes('15 port-on-all-interfaces'));
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('has a service hardened from the palette, after a preview', async () => {
    const editor = await open('compose.yaml');
    const before = readFileSync(join(workspace, 'compose.yaml'), 'utf8');
    await focusAt(editor, 'db:');
    await runFromPalette('Plimsoll: Harden Service');
    await waitFor({ selector: pick, hasText: 'Harden this service: db' });
    assert.equal((await texts(pick)).length, 2);
    await press('ArrowDown');
    await press('Enter');
    await waitFor({ selector: rows, hasText: 'no-new-privileges' });
    assert.equal(editor.document.getText(), before, 'nothing is changed before the user says so');
    await screenshot('compose-harden-preview');
    await vscode.commands.executeCommand('refactorPreview.apply');
    await eventually('the edit', () => /^ {4}cap_drop:\n {6}- ALL$/m.test(editor.document.getText()));
    assert.ok(editor.document.getText().includes('POSTGRES_PASSWORD: Tr4nsit-Orders-2025'));
    await eventually(
      'what is mended',
      () => !reported(editor.document).some((one) => one.includes('port-on-all-interfaces')),
    );
    await screenshot('compose-hardened');
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('has its passwords moved to files, after a preview', async () => {
    const editor = await open('compose.yaml');
    await focusAt(editor, 'POSTGRES_PASSWORD');
    await runFromPalette('Plimsoll: Move Secrets to Files');
    await waitFor({ selector: pick, hasText: 'Move secrets of `db` to files' });
    await press('Enter');
    await waitFor({ selector: rows, hasText: 'POSTGRES_PASSWORD_FILE' });
    await screenshot('compose-secrets-preview');
    await vscode.commands.executeCommand('refactorPreview.apply');
    await eventually('the edit', () => editor.document.getText().includes('POSTGRES_PASSWORD_FILE'));
    const secret = join(workspace, 'secrets', 'db_password.txt');
    // VS Code saves the files, after the command has ended.
    const saved = () => existsSync(secret) && readFileSync(secret, 'utf8') === 'Tr4nsit-Orders-2025';
    await eventually('the file of the password', saved);
    const mode = () => (statSync(secret).mode & 0o777).toString(8);
    await eventually(`mode 600 instead of ${mode()}`, () => mode() === '600');
    await eventually('the saved Compose file', () => !editor.document.isDirty);
  });
});
