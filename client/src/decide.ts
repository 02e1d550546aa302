// Asks what a decision on a finding needs, has the server write it, and saves what was written.
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type AskIgnore,
  type AskVex,
  type DecideArguments,
  type DecisionResult,
  decideCommand,
  type IgnoreArguments,
  ignoreFindingCommand,
  type ShowPageParams,
  showPage,
  type VexArguments,
  writeVexCommand,
} from '../../server/src/decide-protocol.ts';
import { serverCommands } from '../../server/src/protocol.ts';
import type { Reports } from './report.ts';

/** Where the author of new VEX documents is remembered. */
const authorKey = 'plimsoll.vexAuthor';

/** The commands behind the actions on a vulnerability, and the pages that the server shows. */
export function serveDecisions(
  client: LanguageClient,
  reports: Reports,
  memory: vscode.Memento,
): vscode.Disposable {
  const { registerCommand } = vscode.commands;
  return vscode.Disposable.from(
    registerCommand(ignoreFindingCommand, (asked: AskIgnore) => ignoreFinding(asked)),
    registerCommand(writeVexCommand, (asked: AskVex) => writeVex(asked, memory)),
    registerCommand(decideCommand, (asked: DecideArguments) => decide(asked)),
    client.onNotification(showPage, ({ name, markdown }: ShowPageParams) => reports.show(name, markdown)),
  );
}

/** Escape at any question writes nothing. */
async function ignoreFinding(asked: AskIgnore): Promise<void> {
  const title = `Ignore ${asked.finding.id}`;
  let everywhere = asked.only === undefined;
  if (asked.only !== undefined) {
    const here = { label: `Only in ${asked.only}`, everywhere: false };
    const all = { label: `Wherever ${asked.finding.id} is found`, everywhere: true };
    const chosen = await vscode.window.showQuickPick([here, all], { title });
    if (!chosen) return;
    everywhere = chosen.everywhere;
  }
  const reason = await vscode.window.showInputBox({
    title,
    prompt: `Why? The reason is written into ${fileName(asked.file)}.`,
    placeHolder: 'the vulnerable function is not called',
    validateInput: (text) => (text.trim() === '' ? 'Say why, for those who find it later.' : undefined),
  });
  if (reason === undefined) return;
  const expires = await vscode.window.showInputBox({
    title,
    prompt: 'On which day does this end? From then on it is reported again. Empty: never.',
    value: asked.suggestedExpiry,
    validateInput: (text) => dayProblem(text.trim(), asked.today),
  });
  if (expires === undefined) return;
  const told: IgnoreArguments = { finding: asked.finding, reason, expires: expires.trim(), everywhere };
  await run(serverCommands.ignoreFinding, told);
}

function dayProblem(text: string, today: string): string | undefined {
  if (text === '') return undefined;
  const day = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(day.getTime())) return 'Write the day as YYYY-MM-DD.';
  if (!day.toISOString().startsWith(text)) return `There is no ${text}.`;
  return text <= today ? 'That day must lie ahead.' : undefined;
}

const statusTexts: Readonly<Record<string, string>> = {
  not_affected: 'Not affected: nothing has to be done',
  affected: 'Affected: something has to be done',
  fixed: 'Fixed in this product',
  under_investigation: 'Under investigation',
};
const justificationTexts: Readonly<Record<string, string>> = {
  component_not_present: 'The component is not in the product',
  vulnerable_code_not_present: 'The component is there without the vulnerable code',
  vulnerable_code_not_in_execute_path: 'The vulnerable code is never run',
  vulnerable_code_cannot_be_controlled_by_adversary: 'Nobody from outside can reach the vulnerable code',
  inline_mitigations_already_exist: 'Something built in keeps it from being used',
};

async function writeVex(asked: AskVex, memory: vscode.Memento): Promise<void> {
  const title = `OpenVEX: ${asked.finding.id} in ${asked.finding.subject}`;
  const status = await choose(title, asked.statuses, statusTexts);
  if (status === undefined) return;
  let told: VexArguments = { finding: asked.finding, status };
  if (status === 'not_affected') {
    const justification = await choose(title, asked.justifications, justificationTexts);
    if (justification === undefined) return;
    told = { ...told, justification };
  }
  const note = await vscode.window.showInputBox({
    title,
    prompt: status === 'affected' ? 'What is to be done?' : 'Anything to add? It may stay empty.',
    validateInput: (text) =>
      status === 'affected' && text.trim() === '' ? 'The standard wants an action here.' : undefined,
  });
  if (note === undefined) return;
  told = { ...told, note };
  if (asked.image !== undefined) {
    const all = { label: 'For this package in any image of the project', onlyImage: false };
    const one = { label: 'Only for this very image', description: asked.image, onlyImage: true };
    const chosen = await vscode.window.showQuickPick([all, one], { title });
    if (!chosen) return;
    told = { ...told, onlyImage: chosen.onlyImage };
  }
  if (asked.isNew) {
    const author = await vscode.window.showInputBox({
      title,
      prompt: `Who says so? The author is written into the new ${fileName(asked.file)}.`,
      value: memory.get<string>(authorKey, ''),
      placeHolder: 'Security Team <security@example.com>',
    });
    if (author === undefined) return;
    await memory.update(authorKey, author);
    told = { ...told, author };
  }
  await run(serverCommands.writeVex, told);
}

async function choose(
  title: string,
  values: readonly string[],
  texts: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const items = values.map((value) => ({ label: texts[value] ?? value, description: value, value }));
  return (await vscode.window.showQuickPick(items, { title }))?.value;
}

async function decide({ title, choices }: DecideArguments): Promise<void> {
  const items = choices.map((choice) => ({ label: choice.title, choice }));
  const chosen = await vscode.window.showQuickPick(items, { title });
  if (chosen) await vscode.commands.executeCommand(chosen.choice.command, chosen.choice.argument);
}

/** Trivy reads the disk: a file that was not open is saved at once. */
async function run(command: string, argument: IgnoreArguments | VexArguments): Promise<void> {
  const result = await vscode.commands.executeCommand<DecisionResult>(command, argument);
  if (!result.done) {
    if (result.message) void vscode.window.showWarningMessage(result.message);
    return;
  }
  if (result.uri === undefined) return;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(result.uri));
  if (!result.wasOpen && document.isDirty) await document.save();
  const rest = result.wasOpen ? ' Save the file first.' : '';
  const [show, again] = ['Open the File', 'Scan Again'];
  const buttons = result.again && !result.wasOpen ? [again, show] : [show];
  const answer = await vscode.window.showInformationMessage(
    `${result.message ?? 'Done.'}${rest}`,
    ...buttons,
  );
  if (answer === show) await vscode.window.showTextDocument(document);
  if (answer === again && result.again)
    await vscode.commands.executeCommand(result.again.command, ...result.again.arguments);
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
