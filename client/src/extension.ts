// Entry of the extension: starts the server without waiting for it, and registers what the user can do.
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type OpenSettingParams,
  openSetting,
  otherProviderChanged,
  showOutput,
  trustGranted,
} from '../../server/src/protocol.ts';
import { registerCommands } from './commands.ts';
import { serveDecisions } from './decide.ts';
import { Server } from './language-client.ts';
import { otherProviderPresent } from './other-providers.ts';
import { Reports } from './report.ts';
import { answerImageName, scanImage } from './scan-image.ts';
import { showScans } from './scan-view/show-scans.ts';
import { showStatus } from './status.ts';
import { answerTrivyToken, setTrivyToken } from './trivy-token.ts';

/** What the extension gives to its tests. */
export interface PlimsollApi {
  readonly client: LanguageClient;
  /** Settled when the server has answered its first request. */
  readonly ready: Promise<void>;
}

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): PlimsollApi {
  const output = vscode.window.createOutputChannel('Plimsoll', { log: true });
  server = new Server(context, output);
  const { client } = server;
  const reports = new Reports();
  context.subscriptions.push(
    output,
    reports,
    registerCommands(server, reports, output),
    showScans(client, context),
    showStatus(client),
    answerImageName(client, context.workspaceState),
    answerTrivyToken(client, context.secrets),
    vscode.commands.registerCommand('plimsoll.setTrivyToken', () => setTrivyToken(context.secrets)),
    vscode.commands.registerCommand('plimsoll.scanImage', () => scanImage(client, context.workspaceState)),
    serveDecisions(client, reports, context.workspaceState),
    client.onNotification(showOutput, () => output.show(true)),
    client.onNotification(openSetting, ({ key }: OpenSettingParams) => {
      void vscode.commands.executeCommand('workbench.action.openSettings', key);
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => client.sendNotification(trustGranted)),
    vscode.extensions.onDidChange(() => {
      void client.sendNotification(otherProviderChanged, { present: otherProviderPresent() });
    }),
  );
  const ready = client.start();
  ready.catch((error) => output.error(error instanceof Error ? error : String(error)));
  return { client, ready };
}

export function deactivate(): Promise<void> | undefined {
  return server?.dispose();
}
