// Beside another extension that serves Dockerfiles: its completion and hover stay alone, our findings stay.
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { closeAll, eventually, open, plimsoll, reported } from '../editor.ts';

const labels = async ({ document }: vscode.TextEditor, line: number) => {
  const at = new vscode.Position(line, 0);
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    at,
  );
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
};

const hovers = async ({ document }: vscode.TextEditor, at: vscode.Position) => {
  const all = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    at,
  );
  return all.flatMap(({ contents }) => contents.map((one) => (typeof one === 'string' ? one : one.value)));
};

describe('a second provider', () => {
  before(plimsoll);
  after(async () => {
    await vscode.workspace
      .getConfiguration('plimsoll')
      .update('editingFeatures', undefined, vscode.ConfigurationTarget.Global);
    await closeAll();
  });

  it('keeps completion and hover to itself; findings and image hovers are ours', async () => {
    const editor = await open('Dockerfile.root');
    await eventually('the finding', () => reported(editor.document).includes('2 root-user'));
    const found = await labels(editor, 4);
    assert.ok(found.includes('FROM-SECOND-PROVIDER'), found.join(', '));
    assert.ok(!found.includes('HEALTHCHECK NONE'), found.join(', '));
    assert.deepEqual(await hovers(editor, new vscode.Position(2, 2)), ['hover of the second provider']);
    assert.ok((await hovers(editor, new vscode.Position(1, 8))).some((one) => one.includes('Starts as')));
  });

  it('is joined by ours when the user says “on”', async () => {
    const editor = await open('Dockerfile.root');
    await vscode.workspace
      .getConfiguration('plimsoll')
      .update('editingFeatures', 'on', vscode.ConfigurationTarget.Global);
    for (const end = Date.now() + 10_000; ; ) {
      const found = await labels(editor, 4);
      if (found.includes('FROM-SECOND-PROVIDER') && found.includes('HEALTHCHECK NONE')) break;
      assert.ok(Date.now() < end, found.join(', '));
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });
});
