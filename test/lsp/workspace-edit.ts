// Reads a workspace edit as an editor does.
import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver-protocol/node';

/** The edits of one document, when they are for this version of it. */
export function editsFor(edit: WorkspaceEdit, uri: string, version: number): TextEdit[] | undefined {
  for (const change of edit.documentChanges ?? []) {
    if (!('textDocument' in change) || change.textDocument.uri !== uri) continue;
    if (change.textDocument.version !== null && change.textDocument.version !== version) return undefined;
    return change.edits as TextEdit[];
  }
  return edit.changes?.[uri];
}
