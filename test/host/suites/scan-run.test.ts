// A Trivy server with its token in VS Code's secret storage, and the picker of "Scan Image…", in a real VS Code.
import { strict as assert } from 'node:assert';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { Daemon } from '../../../scripts/parts/daemon.ts';
import { startDaemon } from '../../../scripts/parts/daemon.ts';
import { freePort } from '../../../scripts/parts/port.ts';
import { debianLayer, writeImage } from '../../trivy/docker-tar.ts';
import { closeAll, eventually, open, plimsoll, workspace } from '../editor.ts';
import { needPart } from '../parts.ts';
import { press, type, waitFor } from '../ui.ts';

interface Answer {
  readonly done: boolean;
  readonly message?: string;
}

describe('running scans', function () {
  this.timeout(120_000);
  const place = mkdtempSync(join(tmpdir(), 'plimsoll-host-run-'));
  const tar = join(place, 'app.tar');
  const token = 'the-token-of-the-company';
  let server: Daemon | undefined;

  before(async function () {
    const [trivy, cache] = [needPart(this, 'trivy'), needPart(this, 'trivy-cache')];
    writeImage(tar, 'example/app:1', [debianLayer], '2026-03-04T05:06:07Z');
    symlinkSync(trivy, join(place, 'trivy'));
    const url = `http://127.0.0.1:${await freePort()}`;
    server = await startDaemon(
      trivy,
      [
        'server',
        `--listen=${url.slice('http://'.length)}`,
        `--cache-dir=${cache}`,
        '--skip-db-update',
        '--cache-backend=memory',
      ],
      async () => (await fetch(`${url}/healthz`)).ok,
      { TRIVY_TOKEN: token },
    );
    process.env['PATH'] = `${place}:${process.env['PATH']}`;
    process.env['DOCKER_HOST'] = `unix://${join(place, 'no.sock')}`;
    process.env['TRIVY_CACHE_DIR'] = join(place, 'client-cache');
    await plimsoll();
    await vscode.commands.executeCommand('plimsoll.restartServer');
    const settings = vscode.workspace.getConfiguration('plimsoll');
    await settings.update('trivy.server', url, vscode.ConfigurationTarget.Global);
  });

  after(async () => {
    await closeAll();
    await server?.stop();
    rmSync(place, { recursive: true, force: true });
  });

  const scan = () => vscode.commands.executeCommand<Answer>('plimsoll.server.scanTarget', `tar:${tar}`, true);

  async function setToken(text: string): Promise<void> {
    const done = vscode.commands.executeCommand('plimsoll.setTrivyToken');
    await waitFor({ selector: '.quick-input-widget input[type=password]' });
    await type(text);
    await press('Enter');
    await done;
  }

  it('the token is asked for once, kept, used, replaced and removed', async () => {
    await open('Dockerfile');
    const without = await scan();
    assert.match(without.message ?? '', /refused the token.*“Plimsoll: Set Trivy Server Token”/);
    await setToken(token);
    assert.deepEqual(await scan(), { done: true });
    await vscode.commands.executeCommand('plimsoll.restartServer');
    assert.deepEqual(await scan(), { done: true });
    await setToken('another-token');
    assert.match((await scan()).message ?? '', /refused the token/);
    await setToken('');
    assert.match((await scan()).message ?? '', /refused the token/);
  });

  it('no settings file and no log holds it', async () => {
    const userData = join(dirname(process.env['PLIMSOLL_UI'] ?? ''), 'user');
    const files = [userData, workspace].flatMap(filesUnder);
    const texts = files.map((file) => readFileSync(file, 'latin1'));
    assert.ok(
      texts.some((text) => text.includes('refused the token')),
      'the log is among them',
    );
    const holding = files.filter((_, index) => /the-token-of-the-company|another-token/.test(texts[index]!));
    assert.deepEqual(holding, []);
  });

  it('the picker offers files and folders, and the last target of the file first', async () => {
    const settings = vscode.workspace.getConfiguration('plimsoll');
    await settings.update('trivy.server', undefined, vscode.ConfigurationTarget.Global);
    await open('Dockerfile');
    const row = '.quick-input-list .monaco-list-row';
    const first = vscode.commands.executeCommand('plimsoll.scanImage');
    for (const label of [
      'Image in a tar file',
      'Image in an OCI layout',
      'Packages of a folder',
      'Bill of materials',
    ])
      await waitFor({ selector: row, hasText: label });
    await type('example/nowhere:7');
    await waitFor({ selector: row, hasText: 'example/nowhere:7' });
    await press('Enter');
    await first;
    const second = vscode.commands.executeCommand('plimsoll.scanImage');
    await waitFor({ selector: row, hasText: 'the last one for this file' });
    await press('Escape');
    await eventually('closed', async () => (await second) === undefined);
  });
});

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((each) => {
    const file = join(folder, each.name);
    if (each.isDirectory()) return filesUnder(file);
    return each.isFile() && statSync(file).size < 20_000_000 ? [file] : [];
  });
}
