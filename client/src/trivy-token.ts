// The token of a Trivy server: kept in VS Code's secret storage, handed to the language server when a scan needs it.
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type AskTrivyTokenParams,
  type AskTrivyTokenResult,
  askTrivyToken,
} from '../../server/src/protocol.ts';
import { sealText } from '../../server/src/sealed-text.ts';

/** One for each server: a token must not go to another one when the address changes. */
function keyOf(server: string): string {
  return `trivyToken:${server}`;
}

/** Answers the language server's question; the token is sealed, so that a trace of the messages does not hold it. */
export function answerTrivyToken(client: LanguageClient, secrets: vscode.SecretStorage): vscode.Disposable {
  return client.onRequest(
    askTrivyToken,
    async ({ server, publicKey }: AskTrivyTokenParams): Promise<AskTrivyTokenResult> => {
      const token = await secrets.get(keyOf(server));
      return { sealed: token ? sealText(token, publicKey) : null };
    },
  );
}

/** The command: asks for the token of the server that the settings name. An empty one forgets it. */
export async function setTrivyToken(secrets: vscode.SecretStorage): Promise<void> {
  const address = vscode.workspace.getConfiguration('plimsoll').get<string>('trivy.server', '');
  if (!URL.canParse(address)) {
    const open = 'Open the Setting';
    const message = 'Set the address of the Trivy server in plimsoll.trivy.server first.';
    if ((await vscode.window.showInformationMessage(message, open)) === open)
      await vscode.commands.executeCommand('workbench.action.openSettings', 'plimsoll.trivy.server');
    return;
  }
  const server = new URL(address).origin;
  const known = (await secrets.get(keyOf(server))) !== undefined;
  const token = await vscode.window.showInputBox({
    title: `The token of the Trivy server ${server}`,
    prompt: known
      ? 'One is kept already. A new one takes its place; an empty one removes it.'
      : 'It is kept in VS Code’s secret storage, not in the settings.',
    password: true,
    ignoreFocusOut: true,
  });
  if (token === undefined) return;
  if (token.trim() === '') await secrets.delete(keyOf(server));
  else await secrets.store(keyOf(server), token.trim());
}
