// Writes to the files that hold decisions: by an edit of the editor's, so that it can be looked at and undone.
import { lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import type { DecisionResult } from '../../decide-protocol.ts';
import { type Edit, LineIndex } from '../../engine/index.ts';
import { readSmallFile, reason } from '../../workspace/read.ts';
import { toTextEdits, toWorkspaceEdit } from '../convert.ts';
import type { Session } from '../session.ts';

const largestFile = 4 * 1024 * 1024;

/** The text of a file as the editor has it, else as the disk has it; undefined: there is none. `file`: absolute. */
export function textOf(session: Session, file: string): string | undefined {
  return session.documents.get(URI.file(file).toString())?.getText() ?? readSmallFile(file, largestFile);
}

/** Changes a file, or makes it. `edits` are of the text that `textOf` gave. Says why when it could not. */
export async function changeFile(
  session: Session,
  file: string,
  edits: readonly Edit[],
  label: string,
): Promise<DecisionResult> {
  const uri = URI.file(file).toString();
  const document = session.documents.get(uri);
  const text = document?.getText() ?? readSmallFile(file, largestFile);
  const { abilities, connection } = session;
  if (text === undefined && leadsAway(file))
    return { done: false, message: `${file} lies behind a link to another folder. Make the file by hand.` };
  if (text === undefined && !(abilities.createsFiles && abilities.versionedEdits)) {
    return { ...write(file, edits.map((edit) => edit.text).join('')), uri };
  }
  const changes = toTextEdits(edits, new LineIndex(text ?? ''));
  const edit =
    document !== undefined
      ? toWorkspaceEdit(uri, document.version, changes, abilities.versionedEdits)
      : editOfClosed(uri, changes, text === undefined, abilities.versionedEdits);
  const { applied, failureReason } = await connection.workspace.applyEdit({ label, edit });
  if (!applied) return { done: false, message: failureReason ?? 'The editor did not take the edit.' };
  return { done: true, uri, wasOpen: document !== undefined };
}

/** Whether a file that is not there yet would be made elsewhere than its path says. */
function leadsAway(file: string): boolean {
  if (lstatSync(file, { throwIfNoEntry: false })) return true;
  const folder = dirname(file);
  return lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function editOfClosed(
  uri: string,
  edits: TextDocumentEdit['edits'],
  isNew: boolean,
  versioned: boolean,
): WorkspaceEdit {
  if (!versioned) return { changes: { [uri]: edits as NonNullable<WorkspaceEdit['changes']>[string] } };
  const create = { kind: 'create' as const, uri, options: { ignoreIfExists: true } };
  return {
    documentChanges: [...(isNew ? [create] : []), { textDocument: { uri, version: null }, edits }],
  };
}

/** For editors that cannot make files. */
function write(file: string, text: string): DecisionResult {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: 'wx' });
    return { done: true };
  } catch (error) {
    return { done: false, message: `${file} cannot be written: ${reason(error)}.` };
  }
}
