// "Update Base Image Digests" and "Look for Newer Tags": where to, and what is said when they end.
import * as vscode from 'vscode';
import { serverCommands } from '../../server/src/protocol.ts';
import { mayRun } from './trust.ts';

interface Outcome {
  readonly done: boolean;
  readonly message?: string;
}

interface Item extends vscode.QuickPickItem {
  readonly uri?: string;
}

/** Asks the registries of one file's images or of all in the workspace; the edit is shown before it is made. */
export async function pinImages(what: 'digests' | 'newer', given?: string): Promise<void> {
  if (!mayRun()) return;
  const title = what === 'newer' ? 'Look for Newer Tags' : 'Update Base Image Digests';
  const chosen = given === undefined ? await choose(title) : { uri: given };
  if (!chosen) return;
  const command = what === 'newer' ? serverCommands.newerTags : serverCommands.updateDigests;
  const args = chosen.uri === undefined ? [] : [chosen.uri];
  const { done, message } = await vscode.commands.executeCommand<Outcome>(command, ...args);
  if (!message) return;
  // Notifications make links of `[text](command:…)`; what a file holds is text.
  const text = message.replaceAll('](', '] (');
  void (done ? vscode.window.showInformationMessage(text) : vscode.window.showWarningMessage(text));
}

/** The file that is open, or the workspace; nobody is asked where there is only one of them. */
async function choose(title: string): Promise<{ readonly uri?: string } | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  const isOurs = document && /^(?:dockerfile|dockercompose|yaml)$/.test(document.languageId);
  const file: Item[] = isOurs
    ? [
        {
          label: 'This file',
          description: vscode.workspace.asRelativePath(document.uri),
          uri: document.uri.toString(),
        },
      ]
    : [];
  const folders: Item[] = vscode.workspace.workspaceFolders
    ? [{ label: 'Every file of the workspace', description: 'Dockerfiles and Compose files' }]
    : [];
  const items = [...file, ...folders];
  if (items.length === 0) {
    void vscode.window.showInformationMessage('Open a Dockerfile or a folder first.');
    return undefined;
  }
  const [only] = items;
  const placeHolder = 'The registries of the images are asked; the edit is shown before it is made';
  const picked =
    items.length === 1
      ? only
      : await vscode.window.showQuickPick(items, { title: `Plimsoll: ${title}`, placeHolder });
  return picked && (picked.uri === undefined ? {} : { uri: picked.uri });
}
