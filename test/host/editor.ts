// For suites inside the extension host: opens files of the workspace and waits for what the editor shows.
import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** What the extension gives to its tests. */
interface PlimsollApi {
  /** Settled when the server has answered its first request. */
  readonly ready: Promise<void>;
}

/** The extension under test, started. */
export async function plimsoll(): Promise<PlimsollApi> {
  const extension = vscode.extensions.getExtension<PlimsollApi>('plimsoll.plimsoll');
  assert.ok(extension, 'the extension is not there');
  const api = await extension.activate();
  await api.ready;
  return api;
}

/** The copy of the workspace that this run may change. */
export const workspace = process.env['PLIMSOLL_WORKSPACE'] ?? '';

/** Opens a file of the workspace in the editor, as a Dockerfile. */
export async function open(name: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(join(workspace, name));
  await vscode.languages.setTextDocumentLanguage(document, 'dockerfile');
  return vscode.window.showTextDocument(document, { preview: false });
}

/** Closes every editor without saving. */
export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Waits until `look` gives something; asks again at every change of diagnostics and every 100 ms. */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | false,
  limit = 15_000,
): Promise<T> {
  for (const end = Date.now() + limit; ; ) {
    const seen = look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > end) throw new Error(`${what}: not within ${limit} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What is reported for a document, open or closed: `line code`, the line as the user counts. */
export function reported(document: Pick<vscode.TextDocument, 'uri'>, source = 'plimsoll'): string[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter((one) => one.source === source)
    .map(({ range, code }) => `${range.start.line + 1} ${typeof code === 'object' ? code.value : code}`);
}

/** Puts the cursor before the first occurrence of a text. */
export function cursorAt(editor: vscode.TextEditor, text: string): void {
  const position = editor.document.positionAt(editor.document.getText().indexOf(text));
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(new vscode.Range(position, position));
}
