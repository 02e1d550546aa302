// "Split into Builder and Runtime…", "Harden Service…" and the like: the user chooses, the server makes the edit.
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  listRefactorings,
  type RefactoringRefusal,
  type RefactoringSummary,
  type RefactoringsParams,
  type RefactoringsResult,
  serverCommands,
} from '../../server/src/protocol.ts';
import { composeSelector } from './language-client.ts';
import type { Reports } from './report.ts';

type Name = RefactoringsParams['name'];

const titles: Readonly<Record<Name, string>> = {
  split: 'Split into Builder and Runtime',
  harden: 'Move to a Hardened Image',
  'harden-service': 'Harden Service',
  'secrets-to-files': 'Move Secrets to Files',
};

/** What the choice is of. */
const runtimes = 'What the final stage stands on; the edit is shown before it is made';
const services = 'Which service; the edit is shown before it is made';

interface Item extends vscode.QuickPickItem {
  readonly id?: string;
  readonly refusal?: RefactoringRefusal;
}

const goToLine: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('go-to-file'),
  tooltip: 'Go to the Line',
};

/** Shows what can be chosen, with what it changes, and what cannot, with the reason. Escape changes nothing. */
export async function refactor(
  client: LanguageClient,
  reports: Reports,
  name: Name,
  given?: string,
): Promise<void> {
  const active = vscode.window.activeTextEditor?.document;
  const ofCompose = name === 'harden-service' || name === 'secrets-to-files';
  const isIt = active && (ofCompose ? isComposeFile(active) : active.languageId === 'dockerfile');
  const uri = given ?? (isIt ? active.uri.toString() : undefined);
  if (uri === undefined) {
    void vscode.window.showInformationMessage(`Open a ${ofCompose ? 'Compose file' : 'Dockerfile'} first.`);
    return;
  }
  const params: RefactoringsParams = { uri, name };
  const { choices, refusals } = await client.sendRequest<RefactoringsResult>(listRefactorings, params);
  const [only] = refusals;
  if (choices.length === 0 && refusals.length <= 1) {
    if (only) await tellWhyNot(uri, only);
    else void vscode.window.showInformationMessage('There is nothing to do in this file.');
    return;
  }
  const items: Item[] = choices.map(({ id, title, changes, toCheck, traits }) => ({
    label: plain(title),
    detail: plain([...traits, counts(changes, toCheck)].join(' · ')),
    id,
  }));
  if (refusals.length > 0) items.push({ label: 'Not possible', kind: vscode.QuickPickItemKind.Separator });
  for (const refusal of refusals)
    items.push({
      label: `$(circle-slash) ${plain(refusal.title)}`,
      detail: plain(refusal.reason),
      buttons: [goToLine],
      refusal,
    });
  const chosen = await choose(items, `Plimsoll: ${titles[name]}`, ofCompose ? services : runtimes);
  if (chosen?.refusal) await showPlace(uri, chosen.refusal);
  if (chosen?.id === undefined) return;
  const result = await vscode.commands.executeCommand<{
    done: boolean;
    message?: string;
    summary?: RefactoringSummary;
  }>(serverCommands.refactor, uri, chosen.id);
  if (result.summary) await refactored(reports, result.summary);
  else if (result.message) void vscode.window.showInformationMessage(unlinked(result.message));
}

/** Says what was made, and shows the summary to who wants to read it. */
export async function refactored(
  reports: Reports,
  { title, file, changes, toCheck, markdown }: RefactoringSummary,
): Promise<void> {
  const show = 'What Changed and Why';
  const answer = await vscode.window.showInformationMessage(
    unlinked(`${title}: ${counts(changes, toCheck)}.`),
    show,
  );
  if (answer === show) await reports.show(`What changed in ${file}`, markdown);
}

/** A document that the server takes for a Compose file by its name or language. */
function isComposeFile(document: vscode.TextDocument): boolean {
  return vscode.languages.match(composeSelector, document) > 0;
}

function choose(items: readonly Item[], title: string, placeholder: string): Promise<Item | undefined> {
  const picker = vscode.window.createQuickPick<Item>();
  picker.title = title;
  picker.placeholder = placeholder;
  picker.matchOnDetail = true;
  picker.items = items;
  return new Promise<Item | undefined>((resolve) => {
    picker.onDidAccept(() => resolve(picker.selectedItems[0]));
    picker.onDidTriggerItemButton(({ item }) => resolve(item));
    picker.onDidHide(() => resolve(undefined));
    picker.show();
  }).finally(() => picker.dispose());
}

async function tellWhyNot(uri: string, refusal: RefactoringRefusal): Promise<void> {
  const show = 'Go to Line';
  const answer = await vscode.window.showWarningMessage(
    unlinked(`${refusal.title}: not possible. ${refusal.reason}`),
    show,
  );
  if (answer === show) await showPlace(uri, refusal);
}

async function showPlace(uri: string, { line, character }: RefactoringRefusal): Promise<void> {
  const place = new vscode.Position(line, character);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), {
    selection: new vscode.Range(place, place),
  });
}

function counts(changes: number, toCheck: number): string {
  return `${changes} ${changes === 1 ? 'change' : 'changes'}${toCheck > 0 ? `, ${toCheck} to check` : ''}`;
}

/** Notifications make links of `[text](command:…)`; what a file holds is text. */
function unlinked(text: string): string {
  return text.replaceAll('](', '] (');
}

/** Labels draw `$(name)` as an icon; names of a file are text. */
function plain(text: string): string {
  return text.replaceAll('$(', '\\$(');
}
