// A window in which no Dockerfile was opened: the settings file's problems are shown all the same.
import { join } from 'node:path';
import * as vscode from 'vscode';
import { closeAll, eventually, workspace } from '../editor.ts';

describe('a project with a settings file', () => {
  after(closeAll);

  it('has the problems of that file shown before any Dockerfile is opened', async () => {
    const document = await vscode.workspace.openTextDocument(join(workspace, '.plimsoll.json'));
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) =>
      edit.insert(document.positionAt(document.getText().indexOf('"rules"')), '"profil": 1, '),
    );
    await eventually('the problem', () =>
      vscode.languages.getDiagnostics(document.uri).some(({ source }) => source === 'plimsoll'),
    );
  });
});
