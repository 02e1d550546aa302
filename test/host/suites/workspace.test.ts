// “Check Workspace” and “Apply Every Safe Fix in the Workspace…” in a real VS Code, trusted and in Restricted Mode.
import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { closeAll, cursorAt, eventually, open, plimsoll, reported, workspace } from '../editor.ts';
import { runFromPalette } from '../light-bulb.ts';
import { click, howMany, screenshot, waitFor } from '../ui.ts';

const tripped = process.env['PLIMSOLL_TRIPPED'] ?? '';
const restricted = process.env['PLIMSOLL_HOST_TRUST'] === 'restricted';
const toast = '.notification-toast';

/** What is reported for a file of the workspace, open or closed: `line code`. */
const found = (name: string) => reported({ uri: vscode.Uri.file(join(workspace, name)) });

describe('the whole workspace', () => {
  before(async () => {
    assert.equal(vscode.workspace.isTrusted, !restricted);
    await plimsoll();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeAll();
  });
  after(() => {
    if (restricted) assert.equal(existsSync(tripped), false, 'something was started');
  });

  it('“Check Workspace” fills the Problems panel for closed files and offers to show it', async () => {
    assert.deepEqual(found('api/Dockerfile'), []);
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await runFromPalette('Plimsoll: Check Workspace');
    await waitFor({ selector: toast, hasText: '4 Dockerfiles and 1 Compose file checked' });
    await eventually('findings of a closed file', () => found('api/Dockerfile').includes('1 root-user'));
    await eventually('of another', () => found('job/Dockerfile').includes('3 shell-form-without-shell'));
    assert.ok(found('Dockerfile').includes('2 secret-in-env'), found('Dockerfile').join());
    assert.deepEqual(found('vendor/tool/Dockerfile'), [], 'what the settings file leaves out');
    assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 0, 'a file was opened');
    await click({ selector: `${toast} a.monaco-button`, hasText: 'Show Problems' });
    await waitFor({ selector: '.markers-panel .monaco-list-row', hasText: 'root-user' });
    await screenshot(`check-workspace${restricted ? '-restricted' : ''}`);
  });

  it('opening and closing a file neither doubles nor loses its findings', async () => {
    const editor = await open('job/Dockerfile');
    await eventually('once', () => reported(editor.document).join() === '3 shell-form-without-shell');
    await closeAll();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await eventually('still there', () => found('job/Dockerfile').join() === '3 shell-form-without-shell');
  });

  it('a closed file that changes on the disk is looked at again', async () => {
    const path = join(workspace, 'api', 'Dockerfile');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('CMD', 'USER 65532\nCMD'));
    await eventually('silence', () => found('api/Dockerfile').length === 0);
    writeFileSync(path, text);
    await eventually('the finding', () => found('api/Dockerfile').includes('1 root-user'));
  });

  it('a changed settings file counts for closed files too', async () => {
    const path = join(workspace, '.plimsoll.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, '{ "rules": { "root-user": "off" } }');
    await eventually('silence', () => found('api/Dockerfile').every((one) => !one.includes('root-user')));
    writeFileSync(path, text);
    await eventually('the finding', () => found('api/Dockerfile').includes('1 root-user'));
  });

  it('a check can be cancelled, and keeps what it found', async () => {
    const many = join(workspace, 'many');
    const text = `FROM python:3.12-slim\n${'RUN apt-get update && apt-get install -y curl\n'.repeat(20)}`;
    for (let i = 0; i < 600; i++) {
      const folder = join(many, `d${String(i).padStart(4, '0')}`);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'Dockerfile'), text);
    }
    try {
      await runFromPalette('Plimsoll: Check Workspace');
      await waitFor({ selector: toast, hasText: ' of 605: ' });
      await screenshot('check-workspace-progress');
      await click({ selector: `${toast} a.monaco-button`, hasText: 'Cancel' });
      await waitFor({ selector: toast, hasText: 'Cancelled: ' });
    } finally {
      rmSync(many, { recursive: true });
    }
    await vscode.commands.executeCommand('notifications.clearAll');
    await runFromPalette('Plimsoll: Check Workspace');
    await waitFor({ selector: toast, hasText: '4 Dockerfiles and 1 Compose file checked' });
    await eventually('what is gone is no longer reported', () =>
      vscode.languages
        .getDiagnostics()
        .every(([uri, all]) => !uri.path.includes('/many/') || all.length === 0),
    );
  });

  it('a preview that is discarded changes nothing, and says so', async () => {
    const text = readFileSync(join(workspace, 'job', 'Dockerfile'), 'utf8');
    await runFromPalette('Plimsoll: Apply Every Safe Fix in the Workspace');
    await waitFor({ selector: '.bulk-edit-panel .monaco-list-row', hasText: '["/job", "--once"]' });
    await click({ selector: '.bulk-edit-panel a.monaco-button', hasText: 'Discard' });
    await waitFor({ selector: toast, hasText: 'Nothing was changed.' });
    assert.equal(readFileSync(join(workspace, 'job', 'Dockerfile'), 'utf8'), text);
  });

  it('every safe fix is shown first, and made only when the user says so', async () => {
    const files = ['Dockerfile', 'job/Dockerfile'] as const;
    const texts = files.map((name) => readFileSync(join(workspace, name), 'utf8'));
    await runFromPalette('Plimsoll: Apply Every Safe Fix in the Workspace');
    await waitFor({ selector: '.bulk-edit-panel .monaco-list-row', hasText: '["/job", "--once"]' });
    await screenshot(`fix-workspace${restricted ? '-restricted' : ''}`);
    // Two files with one edit each. What is not ticked is the edit without effect, which has the preview opened.
    assert.equal(await howMany('.bulk-edit-panel input[type=checkbox]:checked'), 4);
    assert.equal(await howMany('.bulk-edit-panel input[type=checkbox]'), 5);
    for (const [index, name] of files.entries())
      assert.equal(readFileSync(join(workspace, name), 'utf8'), texts[index]);
    // The progress has gone: it would lie over the preview, with a button that cancels nothing any more.
    await waitFor(toast, 'hidden');
    await click({ selector: '.bulk-edit-panel a.monaco-button', hasText: 'Apply' });
    await waitFor({ selector: toast, hasText: 'Safe fixes were applied.' });
    for (const [index, name] of files.entries())
      await eventually(
        'the fix on the disk',
        () => readFileSync(join(workspace, name), 'utf8') !== texts[index],
      );
    assert.match(
      readFileSync(join(workspace, 'job', 'Dockerfile'), 'utf8'),
      /^ENTRYPOINT \["\/job", "--once"\]$/m,
    );
    assert.equal(await howMany('.bulk-edit-panel .monaco-list-row'), 0);
  });

  if (!restricted)
    it('the picture of many findings', async () => {
      const editor = await open('Dockerfile');
      await eventually('findings', () => reported(editor.document).length > 8);
      cursorAt(editor, 'FROM');
      await waitFor({ selector: '.codelens-decoration a', hasText: 'Scan python:3.12-slim' });
      await vscode.commands.executeCommand('workbench.actions.view.problems');
      await screenshot('many-findings');
      await vscode.commands.executeCommand('workbench.action.closePanel');
      assert.ok((await howMany('.squiggly-warning')) > 0);
    });
});
