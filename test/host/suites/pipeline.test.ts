// “Create CI Workflow…” in a real VS Code: asked for platform and phases, the file is made, opened and saved, and never written over.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { closeAll, eventually, plimsoll, workspace } from '../editor.ts';
import { runFromPalette } from '../light-bulb.ts';
import { click, press, screenshot, waitFor } from '../ui.ts';

const row = '.quick-input-widget .monaco-list-row';
const toast = '.notification-toast';
const file = join(workspace, '.github', 'workflows', 'plimsoll.yml');

describe('the pipeline', () => {
  before(() => plimsoll());
  afterEach(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeAll();
  });

  /** Goes through the picks as a user does. */
  async function create(): Promise<void> {
    await runFromPalette('Plimsoll: Create CI Workflow');
    await click({ selector: row, hasText: 'GitHub Actions' });
    await waitFor({ selector: row, hasText: 'Inform' });
    await click({ selector: row, hasText: 'Release and sign' });
    await screenshot('pipeline-phases');
    await press('Enter');
  }

  it('makes the file with the Dockerfile of the folder, saved and open', async () => {
    await create();
    await waitFor({ selector: toast, hasText: 'plimsoll.yml is made' });
    const editor = await eventually('the file in an editor', () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.fsPath === file),
    );
    await eventually('the file on the disk', () => !editor.document.isDirty);
    const text = readFileSync(file, 'utf8');
    assert.equal(editor.document.getText(), text);
    assert.match(text, /dockerfile: 'Dockerfile'/);
    assert.match(text, /cosign sign/);
  });

  it('leaves the file that is there, and shows it', async () => {
    const before = readFileSync(file, 'utf8');
    await create();
    await waitFor({ selector: toast, hasText: 'is there already' });
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, file);
    assert.equal(readFileSync(file, 'utf8'), before);
  });
});
