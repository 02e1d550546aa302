// The commands on every Dockerfile of the workspace, and what is said when they end.
import * as vscode from 'vscode';
import { serverCommands } from '../../server/src/protocol.ts';

interface Outcome {
  readonly done: boolean;
  readonly message?: string;
}

/** Fills the Problems view and offers to show it. */
export async function checkWorkspace(): Promise<void> {
  const { message } = await vscode.commands.executeCommand<Outcome>(serverCommands.checkWorkspace);
  if (!message) return;
  const show = 'Show Problems';
  const answer = await vscode.window.showInformationMessage(message, show);
  if (answer === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
}

/** Opens the preview of every safe fix. */
export async function fixWorkspace(): Promise<void> {
  const { message } = await vscode.commands.executeCommand<Outcome>(serverCommands.fixWorkspace);
  if (message) void vscode.window.showInformationMessage(message);
}
