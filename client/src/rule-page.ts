// Shows the page that explains a rule, from the files installed with the extension.
import * as vscode from 'vscode';

/** Opens the page of a rule; without an id, of one of the findings where the cursor is. */
export async function openRulePage(ruleId: string | undefined): Promise<void> {
  const id = ruleId ?? (await pickHere());
  if (id === undefined) return;
  if (!/^[a-z0-9-]+$/.test(id)) throw new Error('That is not the id of a rule.');
  const extension = vscode.extensions.getExtension('plimsoll.plimsoll');
  if (!extension) return;
  const page = vscode.Uri.joinPath(extension.extensionUri, 'docs', 'rules', `${id}.md`);
  try {
    await vscode.workspace.fs.stat(page);
  } catch {
    void vscode.window.showWarningMessage(`There is no page for ${id}.`);
    return;
  }
  await vscode.commands.executeCommand('markdown.showPreview', page);
}

async function pickHere(): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const all = editor ? vscode.languages.getDiagnostics(editor.document.uri) : [];
  const ours = all.filter(({ source }) => source === 'plimsoll');
  const here = ours.filter(({ range }) => editor?.selections.some((at) => range.intersection(at)));
  const ids = [...new Set((here.length > 0 ? here : ours).map(idOf))];
  if (ids.length === 0) {
    void vscode.window.showInformationMessage('There is no finding of Plimsoll in this file.');
    return undefined;
  }
  return ids.length === 1 ? ids[0] : vscode.window.showQuickPick(ids, { placeHolder: 'The rule to explain' });
}

function idOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}
