// Asks which stage is shipped, then has the server check that one.
import * as vscode from 'vscode';
import { type ChooseTargetArguments, serverCommands } from '../../server/src/protocol.ts';

/** Runs behind the lens that says which stage is checked. Escape changes nothing. */
export async function chooseTarget({ uri, stages, current }: ChooseTargetArguments): Promise<void> {
  const items = stages.map(({ target, line, builds }) => ({
    label: target,
    description: `line ${line + 1}${target === current ? ', checked now' : ''}`,
    detail: builds.join('; '),
    target,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Which stage is shipped?',
    placeHolder: 'Findings are about the stage that is shipped and what it is built from',
    matchOnDetail: true,
  });
  if (!picked) return;
  const result = await vscode.commands.executeCommand<{ done: boolean; message?: string }>(
    serverCommands.chooseTarget,
    uri,
    picked.target,
  );
  if (!result.done && result.message) void vscode.window.showWarningMessage(result.message);
}
