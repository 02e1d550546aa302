// Refactorings in a real VS Code, by the keyboard: the light bulb, the palette, the preview that says what changes and why.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { closeAll, cursorAt, eventually, open, plimsoll, reported, workspace } from '../editor.ts';
import { rows as actions, chooseAction, chooseRow, runFromPalette } from '../light-bulb.ts';
import { click, howMany, press, screenshot, texts, waitFor } from '../ui.ts';

const rows = '.bulk-edit-panel .monaco-list-row';
const ticks = '.bulk-edit-panel input[type=checkbox]';
const toast = '.notification-toast';
const pick = '.quick-input-widget .monaco-list-row';
const hardened = /^FROM dhi\.io\/static:\S+$/m;

const preview = (command: 'apply' | 'discard' | 'groupByType' | 'groupByFile') =>
  vscode.commands.executeCommand(`refactorPreview.${command}`);

async function openAt(name: string, text: string): Promise<vscode.TextEditor> {
  const editor = await open(name);
  cursorAt(editor, text);
  await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  return editor;
}

/** Waits until a page of Markdown is shown. It is drawn in a frame of its own, which tells nobody when it is done. */
async function pageShown(title: string): Promise<void> {
  await waitFor({ selector: '.tab', hasText: title });
  await new Promise((resolve) => setTimeout(resolve, 2000));
}

/** Moves the cursor until the bulb shows by itself, as it does a moment after a move, and clicks it. */
async function clickBulb(): Promise<void> {
  const bulb = '[class*="codicon-gutter-lightbulb"]';
  for (let left = 2; ; left--) {
    await press('ArrowRight');
    try {
      await waitFor(bulb);
      break;
    } catch (error) {
      if (left === 0) throw error;
    }
  }
  await click(bulb);
}

describe('refactorings', () => {
  before(plimsoll);
  afterEach(async () => {
    await preview('discard');
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await closeAll();
  });

  it('split a service from the light bulb: a preview with every change ticked, then the file', async () => {
    const path = join(workspace, 'api', 'Dockerfile');
    const before = readFileSync(path, 'utf8');
    const editor = await openAt('api/Dockerfile', 'gcc');
    await eventually('the finding', () => reported(editor.document).includes('2 single-stage-build'));
    await chooseAction('Split into builder and runtime on `python:3.12-slim`');
    await waitFor({ selector: rows, hasText: 'AS builder' });
    assert.equal(editor.document.getText(), before, 'nothing is changed before the user says so');
    await screenshot('split-preview');
    // The file and three places, and what is to be checked as a comment for who wants it; what has the preview opened is not listed.
    assert.equal(await howMany(ticks), 5);
    assert.equal(await howMany(`${ticks}:checked`), 4);
    assert.equal(await howMany(`${rows}:has-text("# To check: ") input[type=checkbox]:not(:checked)`), 1);
    await preview('groupByType');
    await waitFor({ selector: rows, hasText: 'nothing of it is shipped but what is copied from it' });
    await screenshot('split-preview-why');
    await preview('groupByFile');
    await preview('apply');
    await eventually('the edit', () => editor.document.isDirty);
    await editor.document.save();
    assert.equal(
      readFileSync(path, 'utf8'),
      `FROM python:3.12-slim AS builder
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.txt .
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install --no-cache-dir -r requirements.txt

FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY . .
USER 65532
CMD ["python", "app.py"]
`,
    );
    await eventually('silence', () => !reported(editor.document).some((one) => one.endsWith('-build')));
    await waitFor({ selector: toast, hasText: 'Split into builder and runtime' });
    await screenshot('split-done');
    await click({ selector: `${toast} a.monaco-button`, hasText: 'What Changed and Why' });
    await pageShown('What changed in Dockerfile');
    await screenshot('split-summary');
  });

  it('the bulb that shows by itself has one entry, which asks for the choice', async () => {
    const editor = await openAt('web/Dockerfile', 'g++');
    await eventually('the finding', () => reported(editor.document).includes('3 single-stage-build'));
    await clickBulb();
    await waitFor({ selector: actions, hasText: 'Split into builder and runtime…' });
    const splits = (await texts(actions)).filter((one) => one.includes('Split'));
    assert.deepEqual(
      splits.map((one) => one.trim()),
      ['Split into builder and runtime…'],
    );
    await chooseRow('Split into builder and runtime…');
    await waitFor({ selector: pick, hasText: 'dhi.io/node:' });
    await press('Escape');
  });

  it('from the palette: the choices with what they ask for, then the preview; one undo takes it back', async () => {
    const editor = await openAt('web/Dockerfile', 'EXPOSE');
    const before = editor.document.getText();
    await runFromPalette('Plimsoll: Split into Builder and Runtime');
    await waitFor({ selector: pick, hasText: 'dhi.io/node:' });
    const shown = (await texts(pick)).map((one) => one.replace(/\s+/g, ' '));
    assert.match(shown[0] ?? '', /on `node:22-bookworm-slim`/);
    assert.match(shown.find((one) => one.includes('dhi.io')) ?? '', /no shell · no package manager/);
    await screenshot('split-choices');
    await press('ArrowDown');
    await press('Enter');
    await waitFor({ selector: rows, hasText: 'dhi.io/node:' });
    await preview('apply');
    await eventually('the edit', () => editor.document.getText().includes('FROM dhi.io/node:'));
    await waitFor({ selector: toast, hasText: 'to check' });
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), before);
  });

  it('a preview that is discarded changes nothing, and nothing is said to be done', async () => {
    const editor = await openAt('job/Dockerfile', 'debian');
    const before = editor.document.getText();
    await chooseAction('Move to hardened images');
    await waitFor({ selector: rows, hasText: 'dhi.io/static' });
    await preview('discard');
    await waitFor(rows, 'hidden');
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(editor.document.getText(), before);
    assert.equal(await howMany(toast), 0);
  });

  it('what is to be checked can be had as comments', async () => {
    const editor = await openAt('job/Dockerfile', 'debian');
    await chooseAction('Move to hardened images');
    await waitFor({ selector: rows, hasText: '# To check: ' });
    await click({ selector: `${rows}:has-text("# To check: ") input[type=checkbox]` });
    assert.equal(await howMany(`${ticks}:checked`), await howMany(ticks));
    await preview('apply');
    await eventually('the edit', () => hardened.test(editor.document.getText()));
    assert.match(editor.document.getText(), /\n(# To check: .+\n)+$/);
  });

  it('what cannot be done says why, and goes to the line', async () => {
    const editor = await openAt('ours/Dockerfile', 'CMD');
    await runFromPalette('Plimsoll: Split into Builder and Runtime');
    await waitFor({ selector: toast, hasText: 'registry.example.com/ours' });
    await screenshot('split-refused');
    await click({ selector: `${toast} a.monaco-button`, hasText: 'Go to Line' });
    await eventually('the line', () => editor.selection.active.line === 0);
  });
});
