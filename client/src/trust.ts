// Whether anything may be run, and what is said where it may not.
import * as vscode from 'vscode';
import { restrictedMessage } from '../../server/src/protocol.ts';

/** True in a trusted workspace; else tells the user, with the way to trust it. */
export function mayRun(): boolean {
  if (vscode.workspace.isTrusted) return true;
  const manage = 'Manage Workspace Trust';
  void vscode.window.showWarningMessage(restrictedMessage, manage).then((answer) => {
    if (answer === manage) void vscode.commands.executeCommand('workbench.trust.manage');
  });
  return false;
}
