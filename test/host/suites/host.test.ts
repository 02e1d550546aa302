// The host itself: every other suite relies on its trust, its PATH and its window being what the run asked for.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { press, screenshot, texts, waitFor } from '../ui.ts';

const restricted = process.env.PLIMSOLL_HOST_TRUST === 'restricted';

describe(`the ${restricted ? 'restricted' : 'trusted'} host`, () => {
  it('opens the copy of the workspace with the trust that was asked for', () => {
    assert.equal(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath, process.env.PLIMSOLL_WORKSPACE);
    assert.equal(vscode.workspace.isTrusted, !restricted);
  });

  it('knows the extension under test', () => {
    assert.ok(vscode.extensions.getExtension('plimsoll.plimsoll'));
  });

  it('obeys real keys and takes a picture', async () => {
    const file = vscode.Uri.file(join(process.env.PLIMSOLL_WORKSPACE ?? '', 'Dockerfile'));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
    await waitFor('.monaco-editor .view-line');
    await press('F1');
    await waitFor('.quick-input-widget .quick-input-filter input');
    await press('Escape');
    await waitFor('.quick-input-widget', 'hidden');
    assert.ok((await texts('.monaco-editor .view-line')).some((line) => line.includes('python:3.12-slim')));
    const picture = await screenshot(`host-${restricted ? 'restricted' : 'trusted'}`);
    assert.ok(statSync(picture).size > 10_000);
  });

  it('has tripwires first on PATH, and they fire', () => {
    const tripped = process.env.PLIMSOLL_TRIPPED ?? '';
    if (!restricted) {
      assert.ok(!existsSync(tripped));
      return;
    }
    assert.ok(!existsSync(tripped), 'something was started before any test did');
    assert.throws(() => execFileSync('trivy', ['--version'], { stdio: 'ignore' }));
    assert.match(readFileSync(tripped, 'utf8'), /^trivy --version/);
    rmSync(tripped);
  });
});
