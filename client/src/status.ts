// The language status item: whether the server runs, and the way to its log.
import * as vscode from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import { composeSelector, documentSelector } from './language-client.ts';

/** Shows the item beside the language of a Dockerfile or a Compose file. */
export function showStatus(client: LanguageClient): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('plimsoll.status', [
    ...documentSelector,
    ...composeSelector,
  ]);
  item.name = 'Plimsoll';
  item.command = { title: 'Show Output', command: 'plimsoll.showOutput' };
  const show = (state: State) => {
    item.busy = state === State.Starting;
    const stopped = state === State.Stopped;
    const restricted = vscode.workspace.isTrusted ? '' : ' (Restricted Mode: scans are off)';
    item.severity = stopped ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    item.text = stopped
      ? 'Plimsoll is not running'
      : state === State.Starting
        ? 'Plimsoll is starting'
        : `Plimsoll${restricted}`;
    item.command = stopped
      ? { title: 'Restart', command: 'plimsoll.restartServer' }
      : { title: 'Show Output', command: 'plimsoll.showOutput' };
  };
  show(client.state);
  return vscode.Disposable.from(
    item,
    client.onDidChangeState(({ newState }) => show(newState)),
    vscode.workspace.onDidGrantWorkspaceTrust(() => show(client.state)),
  );
}
