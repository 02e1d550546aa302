// Comparing, judging and exporting images in a real VS Code: the lens, the pickers, the pages, the saved file.
import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { DockerEngine } from '../../../scripts/parts/docker.ts';
import { debianLayer, flaskLayer, writeImage } from '../../trivy/docker-tar.ts';
import { closeAll, eventually, open, workspace } from '../editor.ts';
import { startScanning } from '../scanning.ts';
import { click, press, type, waitFor } from '../ui.ts';

const row = '.quick-input-list .monaco-list-row';

/** The text of a page that the extension keeps, once its tab is there. */
async function page(name: string): Promise<string> {
  // No slash can be part of a document's name.
  const shown = name.replaceAll('/', '∕');
  const tabs = () => vscode.window.tabGroups.all.flatMap(({ tabs: all }) => all.map(({ label }) => label));
  await eventually(`the page ${shown}`, () => tabs().some((label) => label.includes(shown)), 60_000);
  const uri = vscode.Uri.from({ scheme: 'plimsoll-report', path: `/${shown}.md` });
  return (await vscode.workspace.openTextDocument(uri)).getText();
}

/** Types a name, looks that it is chosen, and presses Enter: with the pause that a person makes, for VS Code takes each new list in two steps. */
async function chooseTyped(name: string): Promise<void> {
  await waitFor({ selector: row, hasText: name });
  await type(name);
  await waitFor({ selector: `${row}.focused`, hasText: name });
  await new Promise((resolve) => setTimeout(resolve, 700));
  await waitFor({ selector: `${row}.focused`, hasText: name });
  await press('Enter');
}

describe('images', function () {
  this.timeout(120_000);
  const place = mkdtempSync(join(tmpdir(), 'plimsoll-host-images-'));
  let engine: DockerEngine | undefined;

  before(async function () {
    engine = await startScanning(this, place, async (started) => {
      const load = async (name: string, file: string, layers: Parameters<typeof writeImage>[2]) => {
        writeImage(join(place, file), name, layers, '2026-03-04T05:06:07Z');
        await started.load(join(place, file));
      };
      await load('python:3.12-slim', 'base.tar', [debianLayer, flaskLayer]);
      await load('example/small:1', 'small.tar', [debianLayer]);
    });
  });

  after(async () => {
    await closeAll();
    await engine?.stop();
    rmSync(place, { recursive: true, force: true });
  });

  it('“Compare with…” on a scan result offers a hardened image and shows both columns', async () => {
    await open('Dockerfile');
    await click({ selector: '.codelens-decoration a', hasText: 'Scan python:3.12-slim' });
    await click({ selector: '.codelens-decoration a', hasText: 'Compare with…' });
    await waitFor({ selector: row, hasText: 'dhi.io/python:3.12' });
    await chooseTyped('example/small:1');
    const text = await page('python:3.12-slim and example/small:1');
    assert.match(text, /\| Packages \| 6 \| 5 🟢 \|/);
    assert.match(text, /Vulnerabilities removed: \*\*1 \(1 high\)\*\*/);
  });

  it('“Check Policies of an Image…” shows the judgement', async () => {
    await open('Dockerfile');
    const done = vscode.commands.executeCommand('plimsoll.checkPolicies');
    await waitFor({ selector: row, hasText: 'what this Dockerfile is built on' });
    await chooseTyped('example/small:1');
    assert.match(
      await page('Policies for example/small:1'),
      /`non-root-user`\) \| ❌ fail \| No user is set/,
    );
    await waitFor({ selector: '.notification-toast', hasText: 'example/small:1 is refused' });
    await vscode.commands.executeCommand('notifications.clearAll');
    await done;
  });

  it('“Export SBOM…” writes the file that the dialog suggests', async () => {
    await open('Dockerfile');
    const file = join(workspace, 'example-small-1.cdx.json');
    void vscode.commands.executeCommand('plimsoll.exportSbom');
    await waitFor({ selector: row, hasText: 'CycloneDX' });
    await press('Enter');
    await waitFor({ selector: row, hasText: 'what this Dockerfile is built on' });
    await chooseTyped('example/small:1');
    await waitFor({ selector: '.quick-input-title', hasText: 'Export CycloneDX of example/small:1' });
    await press('Enter');
    await eventually('the file', () => existsSync(file), 60_000);
    assert.equal(JSON.parse(readFileSync(file, 'utf8')).bomFormat, 'CycloneDX');
    await vscode.commands.executeCommand('notifications.clearAll');
  });
});
