// The lens that says which stage is checked, and the list behind it, in a real VS Code.
import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { closeAll, eventually, open, plimsoll, reported, workspace } from '../editor.ts';
import { click, press, screenshot, texts, waitFor } from '../ui.ts';

const lens = '.codelens-decoration a';
const row = '.quick-input-widget .monaco-list-row';

describe('the stage that is checked', () => {
  const compose = join(workspace, 'compose.yaml');
  const text = readFileSync(compose, 'utf8');
  before(plimsoll);
  after(async () => {
    await closeAll();
    writeFileSync(compose, text);
  });

  it('is the one that Compose builds, and the lens above it says so', async () => {
    const { document } = await open('web/Dockerfile');
    await waitFor({ selector: lens, hasText: 'Checked as shipped: server (compose.yaml, service site)' });
    await eventually('the finding', () => reported(document).includes('1 root-user'));
  });

  it('is another when the user chooses it from the list', async () => {
    const { document } = await open('web/Dockerfile');
    await click({ selector: lens, hasText: 'Checked as shipped: server' });
    await waitFor({ selector: row, hasText: 'static' });
    const rows = await texts(row);
    assert.equal(rows.length, 2);
    assert.match(rows[0] ?? '', /server[\s\S]*checked now[\s\S]*compose\.yaml, service site/);
    await screenshot('target');
    await press('ArrowDown');
    await press('Enter');
    await waitFor({ selector: lens, hasText: 'Checked as shipped: static (chosen)' });
    await eventually('silence', () => reported(document).length === 0);
  });

  it('stays chosen when Escape leaves the list', async () => {
    const { document } = await open('web/Dockerfile');
    await click({ selector: lens, hasText: 'Checked as shipped: static' });
    await waitFor({ selector: row, hasText: 'server' });
    await press('Escape');
    await waitFor({ selector: lens, hasText: 'Checked as shipped: static (chosen)' });
    assert.deepEqual(reported(document), []);
  });

  it('follows Compose again after the server was started anew, and when Compose changes', async () => {
    await vscode.commands.executeCommand('plimsoll.restartServer');
    const { document } = await open('web/Dockerfile');
    await eventually('the finding', () => reported(document).includes('1 root-user'));
    writeFileSync(compose, text.replace('target: server', 'target: static'));
    await waitFor({ selector: lens, hasText: 'Checked as shipped: static' });
    await eventually('silence', () => reported(document).length === 0);
  });
});
