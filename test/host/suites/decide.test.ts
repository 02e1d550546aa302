// What a user decides on a finding in a real VS Code: ignored with a reason and a last day, and a VEX statement; the real Trivy heeds both.
import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { DockerEngine } from '../../../scripts/parts/docker.ts';
import { closeAll, cursorAt, eventually, open, reported, workspace } from '../editor.ts';
import { chooseAction } from '../light-bulb.ts';
import { startScanning } from '../scanning.ts';
import { loadShop } from '../shop-images.ts';
import { answer, click, press, screenshot, type, waitFor } from '../ui.ts';

const input = '.quick-input-widget input';
const entry = '.quick-input-widget .monaco-list-row';

/** Answers an input box whose prompt holds `prompt`; with what stands in it where there is nothing to type. */
async function say(prompt: string, text = ''): Promise<void> {
  await waitFor({ selector: '.quick-input-message', hasText: prompt });
  await waitFor(input);
  if (text !== '') await type(text);
  await press('Enter');
}

async function pick(text: string): Promise<void> {
  await waitFor({ selector: entry, hasText: text });
  await click({ selector: entry, hasText: text });
}

async function scanned(document: vscode.TextDocument, id: string, isThere: boolean): Promise<void> {
  await eventually(
    isThere ? `${id} is reported` : `${id} is left out`,
    () => reported(document, 'plimsoll-trivy').some((one) => one.includes(id)) === isThere || undefined,
  );
}

describe('decisions', function () {
  this.timeout(180_000);
  const place = mkdtempSync(join(tmpdir(), 'plimsoll-host-decide-'));
  let engine: DockerEngine | undefined;
  let editor: vscode.TextEditor;

  before(async function () {
    engine = await startScanning(this, place, loadShop);
    editor = await open('Dockerfile');
    await click({ selector: '.statusbar-item', hasText: 'Not scanned' });
    await pick('Scan image');
    await waitFor({ selector: '.statusbar-item', hasText: '3 critical', within: 90_000 });
  });

  after(async () => {
    await closeAll();
    await engine?.stop();
    rmSync(place, { recursive: true, force: true });
  });

  it('ignored with a reason: the next scan leaves it out', async () => {
    await scanned(editor.document, 'CVE-2023-31484', true);
    cursorAt(editor, 'perl-base');
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    await chooseAction('Ignore CVE-2023-31484');
    await pick('Only in perl-base');
    await say('Why?', 'CPAN is never called');
    await screenshot('decide-expiry');
    await say('On which day does this end?');
    await answer('Scan Again');
    await scanned(editor.document, 'CVE-2023-31484', false);
    const written = readFileSync(join(workspace, '.trivyignore.yaml'), 'utf8');
    assert.match(written, /id: CVE-2023-31484/);
    assert.match(written, /statement: CPAN is never called/);
    assert.match(written, /expired_at: \d{4}-\d\d-\d\d/);
  });

  it('a statement in OpenVEX: the next scan leaves it out, and the document is beside the Dockerfile', async () => {
    await scanned(editor.document, 'CVE-2099-20001', true);
    await vscode.window.showTextDocument(editor.document);
    cursorAt(editor, 'pip install');
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    await chooseAction('Write an OpenVEX statement on CVE-2099-20001');
    await pick('Not affected');
    await pick('The vulnerable code is never run');
    await say('Anything to add?');
    await say('Who says so?', 'Shop Security');
    await answer('Scan Again');
    await scanned(editor.document, 'CVE-2099-20001', false);
    const files = await vscode.workspace.findFiles('**/*vex*.json');
    const [file] = files;
    assert.ok(file, 'a document was written');
    const document = JSON.parse(readFileSync(file.fsPath, 'utf8'));
    assert.equal(document.author, 'Shop Security');
    assert.equal(document.statements[0].justification, 'vulnerable_code_not_in_execute_path');
  });
});
