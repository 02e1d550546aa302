// Asks why a finding is ignored, then has the server write the comment.
import * as vscode from 'vscode';
import { type SuppressArguments, serverCommands } from '../../server/src/protocol.ts';

/** Runs behind the "Ignore …" actions. Escape writes nothing. */
export async function suppress(asked: SuppressArguments): Promise<void> {
  const reason = await vscode.window.showInputBox({
    title: `Ignore ${asked.ruleId}`,
    prompt: 'Why? The reason is written into the comment.',
    placeHolder: 'the image is only used in CI',
    validateInput: (text) => (/["\r\n]/.test(text) ? 'Leave out double quotes.' : undefined),
  });
  if (reason === undefined) return;
  const result = await vscode.commands.executeCommand<{ done: boolean; message?: string }>(
    serverCommands.suppress,
    {
      ...asked,
      reason,
    },
  );
  if (!result.done && result.message) void vscode.window.showWarningMessage(result.message);
}
