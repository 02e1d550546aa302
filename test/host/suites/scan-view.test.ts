// Results of scans in a real VS Code: the view, the status bar, the marks and the report; by the real Trivy, by hand.
import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { DockerEngine } from '../../../scripts/parts/docker.ts';
import { goBuildBlock, releaseText, writeProgram } from '../../trivy/programs.ts';
import { closeAll, eventually, open } from '../editor.ts';
import { startScanning } from '../scanning.ts';
import { loadShop } from '../shop-images.ts';
import { click, howMany, press, screenshot, texts, type, waitFor } from '../ui.ts';

const row = '.pane-body .monaco-list-row';
const gutter = '.glyph-margin-widgets [class*="TextEditorDecorationType"]';
/** The report's page lies in a frame of a frame. */
const frame =
  'iframe.webview.ready >> internal:control=enter-frame >> iframe#active-frame >> internal:control=enter-frame';
const inReport = (selector: string) => `${frame} >> ${selector}`;

async function until(what: string, look: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !(await look()); ) {
    assert.ok(Date.now() < end, what);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** From the menu of the first row with this text. VS Code lets no click through that follows too soon on the menu's own. */
async function chooseInMenu(text: string, choice: string): Promise<void> {
  const entry = { selector: '.context-view .action-label', hasText: choice };
  await click({ selector: row, hasText: text }, 'right');
  await waitFor(entry);
  await until('the menu is gone', async () => {
    if ((await howMany(entry.selector)) === 0) return true;
    await click({ ...entry, within: 500 }).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 300));
    return false;
  });
}

/** Ticks or unticks, in the picker that this command opens. */
async function toggleFixable(command: string): Promise<void> {
  const choice = {
    selector: '.quick-input-widget .monaco-list-row',
    hasText: 'Only what has a fixed version',
  };
  const chosen = vscode.commands.executeCommand(command);
  await waitFor(choice);
  await click(choice);
  await press('Enter');
  await chosen;
}

const configure = (key: string, value: unknown) =>
  vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Global);

describe('what scans found', function () {
  this.timeout(120_000);
  const place = mkdtempSync(join(tmpdir(), 'plimsoll-host-view-'));
  let engine: DockerEngine | undefined;

  before(async function () {
    engine = await startScanning(this, place, loadShop);
  });

  after(async () => {
    await closeAll();
    await engine?.stop();
    rmSync(place, { recursive: true, force: true });
  });

  it('an empty view says what to do; the status bar offers what the lenses do', async () => {
    await open('Dockerfile');
    await vscode.commands.executeCommand('plimsoll.scans.focus');
    await waitFor({ selector: '.welcome-view-content .monaco-button', hasText: 'Scan Image' });
    await click({ selector: '.statusbar-item', hasText: 'Not scanned' });
    await waitFor({ selector: '.quick-input-widget .monaco-list-row', hasText: 'Scan python:3.12-slim' });
    await waitFor({ selector: '.quick-input-widget .monaco-list-row', hasText: 'Another image…' });
    await click({ selector: '.quick-input-widget .monaco-list-row', hasText: 'Scan image' });
    await waitFor({ selector: '.statusbar-item', hasText: '3 critical', within: 55_000 });
    await waitFor({ selector: row, hasText: 'shop/web:1' });
    await waitFor({ selector: row, hasText: 'bash 5.2.15-2+b2 → 99.0-1' });
  });

  it('by instruction: each finding below the line that brought it, and Enter goes there', async () => {
    const editor = await open('Dockerfile');
    await vscode.commands.executeCommand('plimsoll.scans.groupByInstruction');
    await waitFor({ selector: row, hasText: 'Line 3: RUN apt-get update' });
    await vscode.commands.executeCommand('plimsoll.scans.focus');
    await click({ selector: row, hasText: 'CVE-2023-31484' });
    await eventually('the line', () => editor.selection.active.line === 3);
    assert.equal(
      editor.document.getText(editor.document.getWordRangeAtPosition(editor.selection.active)),
      'perl',
    );
    // With keys alone: the finding below is the next one, and the arrow and Enter go to its line.
    await vscode.commands.executeCommand('plimsoll.scans.focus');
    await press('End');
    await press('Enter');
    await eventually('another line', () => editor.selection.active.line !== 3);
    await waitFor(`${row}[aria-label*="critical vulnerability CVE-2099-10001 in bash"]`);
  });

  it('by package, and only what can be fixed', async () => {
    await vscode.commands.executeCommand('plimsoll.scans.groupByPackage');
    const perl = `${row}[aria-label^="perl-base 5.36.0-7, 1 finding: 1 high"]`;
    await waitFor(perl);
    await toggleFixable('plimsoll.scans.filter');
    await waitFor({ selector: '.pane-body .message', hasText: 'The filter hides' });
    await waitFor(perl, 'hidden');
    await waitFor(`${row}[aria-label^="bash 5.2.15-2+b2, 1 finding: 1 critical"]`);
    await toggleFixable('plimsoll.scans.changeFilter');
    await waitFor(perl);
  });

  it('an identifier is copied from the menu; VS Code asks before it opens an advisory', async () => {
    await vscode.commands.executeCommand('plimsoll.scans.groupBySeverity');
    await chooseInMenu('CVE-2099-10001', 'Copy Identifier');
    await until('copied', async () => (await vscode.env.clipboard.readText()) === 'CVE-2099-10001');
    await chooseInMenu('CVE-2099-10001', 'Open Advisory');
    // A VS Code that runs tests refuses to show its question, and says so.
    await waitFor({ selector: '.notification-toast', hasText: 'refused to show dialog' });
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('lines are marked by what is worst there, until that is switched off', async () => {
    await open('Dockerfile');
    await until('marks', async () => (await howMany(gutter)) >= 4);
    await configure('plimsoll.gutterMarks.enable', false);
    await until('no marks', async () => (await howMany(gutter)) === 0);
    await configure('plimsoll.gutterMarks.enable', undefined);
    await until('marks again', async () => (await howMany(gutter)) >= 4);
  });

  it('the picture of the view', async () => {
    await closeAll();
    const editor = await open('Dockerfile');
    await vscode.commands.executeCommand('plimsoll.scans.groupByInstruction');
    await vscode.commands.executeCommand('plimsoll.scans.focus');
    await waitFor({ selector: row, hasText: 'Line 3: RUN apt-get update' });
    for (let step = 0; step < 3; step++)
      await vscode.commands.executeCommand('workbench.action.increaseViewSize');
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('notifications.clearAll');
    await until('marks', async () => (await howMany(gutter)) >= 4);
    await screenshot('scan-view');
    await configure('workbench.colorTheme', 'Default Light Modern');
    await waitFor('.monaco-workbench.vs');
    await screenshot('scan-view-light');
    await configure('workbench.colorTheme', 'Default Dark Modern');
    await waitFor('.monaco-workbench.vs-dark');
  });

  it('the report: the image, the counts, what fixes most; also what another tag would', async () => {
    await vscode.commands.executeCommand('plimsoll.server.scanTarget', 'python:3.12.8-slim');
    await closeAll();
    await open('Dockerfile');
    await click({ selector: '.statusbar-item', hasText: '3 critical' });
    await waitFor({ selector: inReport('h1'), hasText: 'shop/web:1' });
    assert.equal(
      await howMany(inReport(`meta[http-equiv][content^="default-src 'none'; script-src 'nonce-"]`)),
      1,
    );
    await waitFor({ selector: inReport('#about dd'), hasText: 'debian 12.5' });
    await waitFor(inReport('#severity svg[role=img][aria-label*="3 critical"]'));
    await waitFor({ selector: inReport('#fixes li'), hasText: 'Rebuild on python:3.12.8-slim fixes' });
    await waitFor({ selector: inReport('#fixes li'), hasText: 'bash 5.2.15-2+b2 → 99.0-1 fixes 1' });
    await waitFor({ selector: inReport('#secret td'), hasText: 'deploy.env' });
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await vscode.commands.executeCommand('notifications.clearAll');
    await screenshot('scan-report');
    await configure('workbench.colorTheme', 'Default Light Modern');
    await waitFor('.monaco-workbench.vs');
    await waitFor(inReport('body.vscode-light'));
    await screenshot('scan-report-light');
    await configure('workbench.colorTheme', 'Default High Contrast');
    await waitFor(inReport('body.vscode-high-contrast'));
    await screenshot('scan-report-high-contrast');
    await configure('workbench.colorTheme', 'Default Dark Modern');
    await waitFor(inReport('body.vscode-dark'));
  });

  it('the report filters and sorts by keys, and its lines lead to the Dockerfile', async () => {
    await click(inReport('#vulnerability input[type=search]'));
    await type('perl');
    await waitFor({ selector: inReport('#vulnerability [role=status]'), hasText: 'that fit the filter' });
    const ids = await texts(inReport('#vulnerability tbody th'));
    assert.deepEqual(ids, ['CVE-2023-31484']);
    await press('Control+a');
    await press('Delete');
    await until('all rows', async () => (await howMany(inReport('#vulnerability tbody tr'))) > 1);
    // Over the severity and the box to the table and the first heading.
    for (const _ of ['severity', 'box', 'table', 'heading']) await press('Tab');
    await press('Enter');
    await waitFor(inReport('#vulnerability th[aria-sort=descending]'));
    assert.equal((await texts(inReport('#vulnerability tbody td:first-child'))).at(-1), 'critical');
    await click({ selector: inReport('#vulnerability button.go'), hasText: '4' });
    await eventually('the line', () => vscode.window.activeTextEditor?.selection.active.line === 3);
  });

  it('thousands of hostile findings: pages in the view and in the report, and all is text', async () => {
    const notes = join(place, 'hostile.json');
    const title = '<img src=x onerror=alert(1)> [x](command:workbench.action.quit) $(zap) \u202e';
    const Vulnerabilities = Array.from({ length: 50_000 }, (_, index) => ({
      VulnerabilityID: `CVE-1-${index}<b>`,
      PkgName: `<script>${index % 7}</script>`,
      InstalledVersion: '1',
      FixedVersion: index % 2 ? '2' : '',
      Severity: 'CRITICAL',
      Title: title,
      PrimaryURL: 'javascript:alert(1)',
    }));
    const [ID, Severity] = ['<b>id</b>', 'LOW'];
    const others = [
      { Target: title, Secrets: [{ RuleID: ID, Severity, Title: title }] },
      { Target: title, Misconfigurations: [{ ID, Severity, Title: title, Message: title }] },
      { Target: title, Licenses: [{ Name: ID, Severity, Category: title, PkgName: title }] },
    ];
    writeFileSync(
      notes,
      JSON.stringify({ SchemaVersion: 2, Results: [{ Class: 'os-pkgs', Vulnerabilities }, ...others] }),
    );
    // A small program that gives this report wherever Trivy would write its own.
    const script = `for word; do case "$word" in --output=*) cp '${notes}' "\${word#--output=}";; esac; done`;
    const block = goBuildBlock(releaseText('0.73.0'));
    await configure('plimsoll.trivy.path', writeProgram(join(place, 'trivy-hostile'), script, block));
    await closeAll();
    await vscode.commands.executeCommand('plimsoll.server.scanTarget', 'hostile/image:1');
    await waitFor({ selector: inReport('h1'), hasText: 'hostile/image:1' });
    await waitFor({ selector: inReport('#vulnerability [role=status]'), hasText: '1 to 100 of 50000' });
    assert.equal(await howMany(inReport('#report img, #report script, #report b')), 0);
    for (const kind of ['secret', 'misconfiguration', 'license'])
      await waitFor({ selector: inReport(`#${kind} tbody th`), hasText: '<b>id</b>' });
    assert.equal(await howMany(inReport('#report a')), 0);
    assert.ok((await texts(inReport('#vulnerability tbody td:last-child')))[0]!.startsWith('<img src=x'));
    await click({ selector: inReport('#vulnerability button'), hasText: 'Next page' });
    await waitFor({ selector: inReport('#vulnerability [role=status]'), hasText: '101 to 200 of 50000' });
    await vscode.commands.executeCommand('plimsoll.scans.groupBySeverity');
    await vscode.commands.executeCommand('plimsoll.scans.focus');
    await waitFor({ selector: row, hasText: '50000 critical, 3 low' });
    await click({ selector: row, hasText: 'Critical50000' });
    await waitFor({ selector: row, hasText: 'CVE-1-10001<b>' });
    await waitFor({ selector: row, hasText: '[x](command:workbench.action.quit)' });
    await press('End');
    await waitFor({ selector: row, hasText: 'Show 500 of 49500 more' });
    // The group of the low ones stands below.
    await press('ArrowUp');
    await press('Enter');
    await waitFor({ selector: row, hasText: 'Show 500 of 49500 more' }, 'hidden');
    await press('End');
    await waitFor({ selector: row, hasText: 'Show 500 of 49000 more' });
    assert.equal(await howMany(`${row} .label-description .codicon, ${row} img`), 0);
    await vscode.commands.executeCommand('plimsoll.clearResults');
    await waitFor({ selector: '.welcome-view-content .monaco-button', hasText: 'Scan Image' });
    await configure('plimsoll.trivy.path', undefined);
  });
});
