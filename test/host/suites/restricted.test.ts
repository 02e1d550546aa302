// Restricted Mode: findings and fixes are there, and nothing is run until the user trusts the workspace.
import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import * as vscode from 'vscode';
import { closeAll, eventually, open, plimsoll, reported } from '../editor.ts';
import { answer, click, waitFor } from '../ui.ts';

const tripped = process.env['PLIMSOLL_TRIPPED'] ?? '';
const scans = (uri: string): [string, ...unknown[]][] => [
  ['plimsoll.server.scanFile', uri],
  ['plimsoll.server.scanBase', uri, 0],
  ['plimsoll.server.scanImage', uri],
  ['plimsoll.server.buildAndScan', uri],
  ['plimsoll.server.scanTarget', 'python:3.12-slim'],
  ['plimsoll.scanFile'],
  ['plimsoll.scanImage'],
];

/** The tripwires are what a search of PATH would find. */
function findTripwires(): void {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const name of ['trivy', 'docker', 'podman']) {
    const wire = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
    assert.ok(wire, `there is no ${name} on PATH`);
    assert.ok(wire.includes('tripwires'), `no tripwire is the first ${name} on PATH`);
  }
}

describe('Restricted Mode', () => {
  before(async () => {
    findTripwires();
    await plimsoll();
  });
  after(closeAll);

  it('shows findings and fixes', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const { document } = await open('Dockerfile.root');
    await eventually('the finding', () => reported(document).includes('2 root-user'));
    const range = document.lineAt(1).range;
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
    );
    assert.ok(actions.some(({ title }) => title.startsWith('Create a user')));
  });

  it('runs nothing, whatever is asked for', async () => {
    const { document } = await open('Dockerfile.root');
    const [first, ...rest] = scans(document.uri.toString());
    await vscode.commands.executeCommand(...first!);
    await waitFor({ selector: '.notification-toast', hasText: 'Restricted Mode' });
    await vscode.commands.executeCommand('notifications.clearAll');
    for (const command of rest) await vscode.commands.executeCommand(...command);
    await vscode.commands.executeCommand('notifications.clearAll');
    assert.equal(existsSync(tripped), false, existsSync(tripped) ? readFileSync(tripped, 'utf8') : '');
  });

  it('takes no executable from the workspace’s settings', async () => {
    const extension = vscode.extensions.getExtension('plimsoll.plimsoll');
    assert.ok(extension);
    const { restrictedConfigurations } = extension.packageJSON.capabilities.untrustedWorkspaces;
    assert.deepEqual([...restrictedConfigurations].sort(), [
      'plimsoll.registry.checkDigests',
      'plimsoll.scanOnSave',
      'plimsoll.trivy.cacheBackend',
      'plimsoll.trivy.containerImage',
      'plimsoll.trivy.path',
      'plimsoll.trivy.server',
      'plimsoll.trivy.sha256',
      'plimsoll.trivy.tokenHeader',
      'plimsoll.trivy.vex',
    ]);
    await assert.rejects(async () =>
      vscode.workspace
        .getConfiguration('plimsoll')
        .update('trivy.path', '/tmp/evil', vscode.ConfigurationTarget.Workspace),
    );
  });

  it('runs what the user asks for once the workspace is trusted', async () => {
    const granted = new Promise<void>((resolve) =>
      vscode.workspace.onDidGrantWorkspaceTrust(() => resolve()),
    );
    await vscode.commands.executeCommand('workbench.trust.manage');
    await click({
      selector: '.workspace-trust-editor .workspace-trust-buttons a.monaco-button',
      hasText: 'Trust',
    });
    await granted;
    await vscode.commands.executeCommand('notifications.clearAll');
    const { document } = await open('Dockerfile.root');
    assert.equal(existsSync(tripped), false);
    const scan = vscode.commands.executeCommand('plimsoll.server.scanFile', document.uri.toString());
    // The tripwire says no version, so the user is asked first.
    await answer('Run It');
    await scan;
    assert.match(readFileSync(tripped, 'utf8'), /^trivy config /);
  });
});
