// Digests and newer tags in a real VS Code, with a registry of the test's own on loopback that notes who comes.
import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { closeAll, cursorAt, eventually, open, plimsoll, workspace } from '../editor.ts';
import { chooseAction, rows, runFromPalette } from '../light-bulb.ts';
import { click, press, screenshot, texts, waitFor } from '../ui.ts';

const restricted = process.env['PLIMSOLL_HOST_TRUST'] === 'restricted';
const toast = '.notification-toast';
const manifest = JSON.stringify({ schemaVersion: 2, config: {}, layers: [] });
const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;

describe('digests of images', () => {
  const came: string[] = [];
  let server: http.Server;
  let address = '';

  before(async () => {
    assert.equal(vscode.workspace.isTrusted, !restricted);
    server = http.createServer((request, response) => {
      came.push(request.url ?? '');
      if (/\/tags\/list/.test(request.url ?? '')) {
        response.end(JSON.stringify({ tags: ['1.2.3', '1.2.9', '1.3.0'] }));
        return;
      }
      response.writeHead(200, { 'docker-content-digest': digest });
      response.end(request.method === 'HEAD' ? undefined : manifest);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    await plimsoll();
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeAll();
  });

  /** The file with one image of that registry, not saved. */
  async function opened(): Promise<vscode.TextEditor> {
    const editor = await open('Dockerfile');
    const all = new vscode.Range(0, 0, editor.document.lineCount, 0);
    await editor.edit((edit) =>
      edit.replace(all, `FROM ${address}/acme/app:1.2.3\nUSER 10001\nCMD ["true"]\n`),
    );
    cursorAt(editor, 'acme');
    return editor;
  }

  if (restricted) {
    it('in Restricted Mode nothing is offered, and nobody is contacted', async () => {
      await opened();
      await press('Control+.');
      await new Promise((resolve) => setTimeout(resolve, 1000));
      assert.ok((await texts(rows)).every((row) => !row.includes('asks ')));
      await press('Escape');
      await vscode.commands.executeCommand('plimsoll.updateDigests');
      await waitFor({ selector: toast, hasText: 'Restricted Mode' });
      assert.deepEqual(came, []);
    });
    return;
  }

  it('the light bulb pins an image; nobody is contacted before', async () => {
    const editor = await opened();
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual(came, []);
    await chooseAction(`Pin ${address}/acme/app:1.2.3 to its digest (asks ${address})`);
    await eventually('the digest', () => editor.document.getText().includes(`app:1.2.3@${digest}\n`));
  });

  it('“Look for Newer Tags…” on this file: shown first, made when the user says so', async () => {
    const editor = await opened();
    await runFromPalette('Plimsoll: Look for Newer Tags');
    await waitFor({ selector: '.quick-input-widget .monaco-list-row', hasText: 'This file' });
    await press('Enter');
    await waitFor({ selector: '.bulk-edit-panel .monaco-list-row', hasText: '1.2.9' });
    await screenshot('newer-tags');
    assert.ok(!editor.document.getText().includes('1.2.9'));
    await waitFor(toast, 'hidden');
    await click({ selector: '.bulk-edit-panel a.monaco-button', hasText: 'Apply' });
    await waitFor({ selector: toast, hasText: 'pinned.' });
    await eventually('the tag', () => editor.document.getText().includes(`app:1.2.9@${digest}\n`));
    const path = join(workspace, 'Dockerfile');
    assert.ok(existsSync(path) && readFileSync(path, 'utf8').length > 0);
  });
});
