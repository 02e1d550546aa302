// Comments of other tools, comments that do nothing, and the baseline, in a real VS Code.
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { closeAll, cursorAt, eventually, open, plimsoll, reported, workspace } from '../editor.ts';
import { chooseAction } from '../light-bulb.ts';
import { howMany } from '../ui.ts';

const settings = join(workspace, '.plimsoll.json');

async function write(editor: vscode.TextEditor, text: string): Promise<void> {
  const end = editor.document.positionAt(editor.document.getText().length);
  assert.ok(
    await editor.edit((edit) => edit.replace(new vscode.Range(new vscode.Position(0, 0), end), text)),
  );
}

describe('what the user accepted', () => {
  before(plimsoll);
  afterEach(closeAll);

  for (const [tool, comment] of [
    ['hadolint', '# hadolint ignore=DL3002\n'],
    ['hadolint, whole file', '# hadolint global ignore=DL3002\n'],
    ['tally', '# tally ignore=hadolint/DL3002;reason=CI only\n'],
    ['Trivy', '#trivy:ignore:AVD-DS-0002\n'],
    ['Plimsoll', '# plimsoll ignore=root-user reason="CI only"\n'],
  ] as const) {
    it(`a comment for ${tool} is heeded`, async () => {
      const editor = await open('api/Dockerfile');
      const text = editor.document.getText();
      await eventually('the finding', () => reported(editor.document).includes('1 root-user'));
      await write(editor, comment + text);
      await eventually('silence', () => reported(editor.document).length === 0);
      await write(editor, text);
      await eventually('the finding again', () => reported(editor.document).includes('1 root-user'));
    });
  }

  it('a comment of ours that does nothing goes by the light bulb; one for another tool is left alone', async () => {
    const editor = await open('api/Dockerfile');
    const text = editor.document.getText();
    await write(editor, `# hadolint ignore=DL3008\n# plimsoll ignore=sudo reason="old"\n${text}`);
    await eventually('unused', () => reported(editor.document).includes('2 unused-suppression'));
    assert.deepEqual(reported(editor.document), ['2 unused-suppression', '3 root-user']);
    cursorAt(editor, 'sudo');
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    await chooseAction('Remove the comment');
    await eventually('the comment gone', () => !editor.document.getText().includes('sudo'));
    assert.equal(editor.document.getText(), `# hadolint ignore=DL3008\n${text}`);
    await eventually('no finding', () => !reported(editor.document).join().includes('unused-suppression'));
  });

  it('what the baseline holds is a hint that does not fade; what is new is as it is', async () => {
    const extension = vscode.extensions.getExtension('plimsoll.plimsoll');
    assert.ok(extension);
    const baseline = join(workspace, 'plimsoll-baseline.json');
    const original = readFileSync(settings, 'utf8');
    const editor = await open('web/Dockerfile');
    await eventually('the finding', () => reported(editor.document).includes('1 root-user'));
    try {
      const cli = join(extension.extensionPath, 'dist', 'cli.js');
      const args = ['check', '--baseline', 'plimsoll-baseline.json', '--update-baseline'];
      execFileSync(process.execPath, [cli, ...args], { cwd: workspace, stdio: 'ignore' });
      writeFileSync(settings, '{ "baseline": "plimsoll-baseline.json" }');
      const accepted = await eventually('a hint', () =>
        vscode.languages
          .getDiagnostics(editor.document.uri)
          .find(({ severity }) => severity === vscode.DiagnosticSeverity.Hint),
      );
      assert.match(accepted.message, /\(In the baseline\.\)$/);
      assert.deepEqual(accepted.tags ?? [], []);
      assert.equal(await howMany('.squiggly-inline-unnecessary'), 0);
      // Moved by other lines it stays accepted; a new finding is not.
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# moved\n\n'));
      await editor.edit((edit) =>
        edit.insert(
          editor.document.lineAt(5).range.end,
          '\nRUN wget --no-check-certificate https://example.com/',
        ),
      );
      const fresh = await eventually('what is new', () =>
        vscode.languages
          .getDiagnostics(editor.document.uri)
          .find(({ code }) => (code as { value?: unknown }).value === 'tls-verification-disabled'),
      );
      assert.equal(fresh.severity, vscode.DiagnosticSeverity.Warning);
      const root = vscode.languages
        .getDiagnostics(editor.document.uri)
        .find(({ code }) => (code as { value?: unknown }).value === 'root-user');
      assert.equal(root?.severity, vscode.DiagnosticSeverity.Hint);
      assert.equal(root?.range.start.line, 2);
    } finally {
      rmSync(baseline, { force: true });
      writeFileSync(settings, original);
    }
    await eventually('no hint without a baseline', () =>
      vscode.languages
        .getDiagnostics(editor.document.uri)
        .every(({ severity }) => severity !== vscode.DiagnosticSeverity.Hint),
    );
  });
});
