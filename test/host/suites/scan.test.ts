// Scans in a real VS Code by the real Trivy of images in a real Docker engine; and the picture for the README.
import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { DockerEngine } from '../../../scripts/parts/docker.ts';
import { debianLayer, flaskLayer, writeImage } from '../../trivy/docker-tar.ts';
import { closeAll, cursorAt, eventually, open, reported } from '../editor.ts';
import { startScanning } from '../scanning.ts';
import { click, howMany, press, screenshot, type, waitFor } from '../ui.ts';

/** The counts at the end of a line are drawn as the content of a style. */
const atLineEnd = '.view-line [class*="ced-"][class*="TextEditorDecorationType"]';

/** The report's page lies in a frame of a frame. */
const reportFrame =
  'iframe.webview.ready >> internal:control=enter-frame >> #active-frame >> internal:control=enter-frame >>';

async function drawnAtLineEnd(wanted: boolean): Promise<void> {
  for (const end = Date.now() + 15_000; (await howMany(atLineEnd)) > 0 !== wanted; ) {
    assert.ok(
      Date.now() < end,
      wanted ? 'no text at the end of the line' : 'the text stays at the end of the line',
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('scans', function () {
  this.timeout(120_000);
  const place = mkdtempSync(join(tmpdir(), 'plimsoll-host-scan-'));
  let engine: DockerEngine | undefined;

  before(async function () {
    engine = await startScanning(this, place, async (started) => {
      const tar = join(place, 'base.tar');
      // A stand-in under a well-known name: Debian 12 with five packages and Flask, known to the test's own database.
      writeImage(tar, 'python:3.12-slim', [debianLayer, flaskLayer], '2026-03-04T05:06:07Z');
      await started.load(tar);
    });
  });

  after(async () => {
    await closeAll();
    await engine?.stop();
    rmSync(place, { recursive: true, force: true });
  });

  it('the lens above FROM scans the image, and the CVE shows on the line', async () => {
    const editor = await open('Dockerfile');
    await click({ selector: '.codelens-decoration a', hasText: 'Scan python:3.12-slim' });
    const found = await eventually(
      'the vulnerability',
      () => {
        const all = reported(editor.document, 'plimsoll-trivy');
        return all.includes('1 CVE-2099-10001') && all;
      },
      60_000,
    );
    assert.ok(found.includes('1 scan-summary'));
    await waitFor({ selector: '.codelens-decoration a', hasText: 'Scan python:3.12-slim: 2 critical' });
    await drawnAtLineEnd(true);
  });

  it('the result moves with its line and turns stale with it', async () => {
    const editor = await open('Dockerfile');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# a\n# b\n'));
    await eventually('moved', () => reported(editor.document, 'plimsoll-trivy').includes('3 CVE-2099-10001'));
    await editor.edit((edit) =>
      edit.replace(new vscode.Range(2, 'FROM python:3.1'.length, 2, 'FROM python:3.12'.length), '3'),
    );
    await eventually('stale', () => {
      const all = vscode.languages
        .getDiagnostics(editor.document.uri)
        .filter(({ source }) => source === 'plimsoll-trivy');
      return all.length > 0 && all.every(({ message }) => message.startsWith('Scanned before this change: '));
    });
    await vscode.commands.executeCommand('plimsoll.clearResults');
    await eventually('cleared', () => reported(editor.document, 'plimsoll-trivy').length === 0);
    await drawnAtLineEnd(false);
  });

  it('a server that is started again leaves no result of the one before', async () => {
    await closeAll();
    const editor = await open('Dockerfile');
    await vscode.commands.executeCommand('plimsoll.server.scanBase', editor.document.uri.toString(), 0);
    await drawnAtLineEnd(true);
    await vscode.commands.executeCommand('plimsoll.restartServer');
    await drawnAtLineEnd(false);
    await eventually('cleared', () => reported(editor.document, 'plimsoll-trivy').length === 0);
    await waitFor({ selector: '.codelens-decoration a', hasText: 'Scan python:3.12-slim' });
  });

  it('“Scan Image…” of the palette lists local images and keeps the result', async () => {
    await closeAll();
    await press('F1');
    await waitFor('.quick-input-widget input');
    await type('Plimsoll: Scan Image');
    await waitFor({ selector: '.quick-input-widget .monaco-list-row', hasText: 'Plimsoll: Scan Image' });
    await press('Enter');
    await waitFor({ selector: '.quick-input-widget .monaco-list-row', hasText: 'python:3.12-slim' });
    await click({ selector: '.quick-input-widget .monaco-list-row', hasText: 'python:3.12-slim' });
    await waitFor({ selector: '.tab', hasText: 'Scan of python:3.12-slim', within: 55_000 });
    await waitFor({ selector: `${reportFrame} #vulnerability td`, hasText: 'bash' });
    const editor = await open('Dockerfile');
    await eventually('the result on the line too', () =>
      reported(editor.document, 'plimsoll-trivy').includes('1 CVE-2099-10001'),
    );
  });

  it('an image that is not built: the message offers to build it', async () => {
    await open('Dockerfile');
    await click({ selector: '.codelens-decoration a', hasText: 'Scan image' });
    await waitFor('.quick-input-widget input');
    await press('Control+a');
    await type('Not A Name');
    await waitFor({ selector: '.quick-input-message', hasText: 'is not an image reference' });
    await press('Control+a');
    await type('example/not-built:1');
    await press('Enter');
    await waitFor({ selector: '.notification-toast', hasText: 'example/not-built:1 is not built yet.' });
    await waitFor({ selector: '.notification-toast a.monaco-button', hasText: 'Build and Scan' });
    await vscode.commands.executeCommand('notifications.clearAll');
    await waitFor({
      selector: '.codelens-decoration a',
      hasText: 'example/not-built:1 is not built yet: Build and Scan',
    });
  });

  it('the picture', async () => {
    await closeAll();
    const editor = await open('Dockerfile');
    await eventually('results', () => reported(editor.document, 'plimsoll-trivy').length > 0);
    cursorAt(editor, 'curl');
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    await vscode.commands.executeCommand('notifications.clearAll');
    await waitFor({ selector: '.codelens-decoration a', hasText: 'Scan python:3.12-slim: 2 critical' });
    await waitFor('.squiggly-error');
    await press('Control+.');
    await waitFor({ selector: '.action-widget .monaco-list-row.action', hasText: 'Probe with Python' });
    await screenshot('editor');
    await press('Escape');
  });
});
