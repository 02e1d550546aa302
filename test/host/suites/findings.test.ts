// Findings in a real VS Code: they appear as one types, with their link, and go again.
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { closeAll, cursorAt, eventually, open, plimsoll, reported } from '../editor.ts';
import { press, texts, type, waitFor } from '../ui.ts';

describe('findings', () => {
  before(plimsoll);
  afterEach(closeAll);

  it('appear as one types', async () => {
    const editor = await open('Dockerfile');
    await eventually('no findings at first', () => reported(editor.document).length === 0);
    cursorAt(editor, 'USER');
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    await press('End');
    await press('Enter');
    await type('RUN curl -k https://example.com/a.sh | sh');
    const found = await eventually('findings for what was typed', () => {
      const all = reported(editor.document);
      return all.includes('5 remote-script-executed') && all.includes('5 tls-verification-disabled') && all;
    });
    assert.ok(
      found.every((one) => one.startsWith('5 ')),
      found.join(', '),
    );
    await waitFor('.squiggly-warning, .squiggly-error');
  });

  it('go with their cause, and lead to the rule’s page', async () => {
    const editor = await open('Dockerfile.root');
    await eventually('the finding', () => reported(editor.document).includes('2 root-user'));
    const [diagnostic] = vscode.languages.getDiagnostics(editor.document.uri);
    const { code } = diagnostic ?? {};
    assert.ok(typeof code === 'object');
    assert.match(code.target.toString(), /docs\/rules\/root-user\.md$/);
    // What a click on the code does.
    await vscode.commands.executeCommand('vscode.open', code.target);
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /^# root-user$/m);
    const back = await vscode.window.showTextDocument(editor.document);
    await back.edit((edit) =>
      edit.insert(editor.document.positionAt(editor.document.getText().indexOf('CMD')), 'USER 65532\n'),
    );
    await eventually('no finding', () => reported(editor.document).length === 0);
  });

  it('are counted in the Problems panel, with our lenses above FROM', async () => {
    await open('Dockerfile.health');
    await waitFor({ selector: '.codelens-decoration a', hasText: 'Scan python:3.12-slim' });
    assert.deepEqual(
      (await texts('.codelens-decoration a')).map((one) => one.trim()),
      ['Scan this file', 'Scan python:3.12-slim', 'Scan image'],
    );
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    await waitFor({ selector: '.markers-panel .monaco-list-row', hasText: 'healthcheck-tool-missing' });
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('hold after the server was started again', async () => {
    const editor = await open('Dockerfile.root');
    await eventually('the finding', () => reported(editor.document).length > 0);
    await Promise.all([1, 2, 3].map(() => vscode.commands.executeCommand('plimsoll.restartServer')));
    await eventually('the finding again', () => reported(editor.document).includes('2 root-user'));
  });

  it('every command of package.json is there', async () => {
    const extension = vscode.extensions.getExtension('plimsoll.plimsoll');
    assert.ok(extension);
    const wanted = (extension.packageJSON.contributes.commands as { command: string }[]).map(
      ({ command }) => command,
    );
    const there = await vscode.commands.getCommands(true);
    assert.deepEqual(
      wanted.filter((command) => !there.includes(command)),
      [],
    );
  });
});
