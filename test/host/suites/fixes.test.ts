// The fixes the product is known by, applied from the light bulb as a user does, down to the saved file.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { closeAll, cursorAt, eventually, open, plimsoll, reported, workspace } from '../editor.ts';
import { chooseAction } from '../light-bulb.ts';
import { press, type, waitFor } from '../ui.ts';

const cases = [
  {
    file: 'Dockerfile.health',
    rule: '5 healthcheck-tool-missing',
    at: 'curl',
    title: 'Probe with Python instead of curl',
    change: (text: string) =>
      text.replace(
        'CMD curl -f http://127.0.0.1:8000/health || exit 1',
        `CMD ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health',timeout=3)"]`,
      ),
  },
  {
    file: 'Dockerfile.root',
    rule: '2 root-user',
    at: 'python:3.12',
    title: 'Create a user',
    change: (text: string) =>
      text.replace(
        'CMD',
        'RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot\nUSER nonroot\nCMD',
      ),
  },
];

describe('fixes from the light bulb', () => {
  before(plimsoll);
  afterEach(closeAll);

  for (const { file, rule, at, title, change } of cases) {
    it(file, async () => {
      const path = join(workspace, file);
      const expected = change(readFileSync(path, 'utf8'));
      const editor = await open(file);
      await eventually(rule, () => reported(editor.document).includes(rule));
      cursorAt(editor, at);
      await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
      await chooseAction(title);
      await eventually('the edit', () => editor.document.isDirty);
      await editor.document.save();
      assert.equal(readFileSync(path, 'utf8'), expected);
      await eventually(
        'the finding gone',
        () => !reported(editor.document).some((one) => one.endsWith(rule.split(' ')[1]!)),
      );
    });
  }

  it('a finding is ignored with the reason that the user types', async () => {
    const editor = await open('Dockerfile.root');
    // The file was fixed above; make the finding again.
    await editor.edit((edit) => {
      const text = editor.document.getText();
      const end = editor.document.positionAt(text.length);
      edit.replace(
        new vscode.Range(new vscode.Position(0, 0), end),
        'FROM python:3.12-slim\nCMD ["python"]\n',
      );
    });
    await eventually('root-user', () => reported(editor.document).includes('1 root-user'));
    cursorAt(editor, 'python:3.12');
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    await chooseAction('Ignore root-user for this instruction');
    await waitFor('.quick-input-widget input');
    await type('only used in CI');
    await press('Enter');
    await eventually(
      'the comment',
      () => editor.document.lineAt(0).text === '# plimsoll ignore=root-user reason="only used in CI"',
    );
    await eventually('silence', () => reported(editor.document).length === 0);
  });
});
