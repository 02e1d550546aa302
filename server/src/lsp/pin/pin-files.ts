// "Update Base Image Digests" and "Look for Newer Tags": one file or the whole workspace, shown before it is written.
import { dirname } from 'node:path';
import type { Position, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { restrictedMessage } from '../../protocol.ts';
import { editsOf, type PinMode, placesFor } from '../../registry/index.ts';
import { forTerminal } from '../../report/escape.ts';
import { plural } from '../../report/report.ts';
import { readDockerfile } from '../../workspace/read.ts';
import { relativeTo } from '../../workspace/root.ts';
import { previewed, visitAll } from '../check-workspace.ts';
import { toTextEdits } from '../convert.ts';
import type { CommandResult } from '../execute-command.ts';
import { type Asked, showProgress } from '../progress.ts';
import type { Checked, Session } from '../session.ts';
import { askRegistries, failures } from './ask.ts';
import { placesOf } from './places.ts';

/** A file whose images are asked for. */
interface File {
  readonly checked: Checked;
  /** The version that an edit is for; null for a closed file. */
  readonly version: number | null;
}

/**
 * @param uri of an open document; undefined: every file of the workspace
 * @param newer raise the tags too
 */
export async function pinFiles(
  session: Session,
  uri: string | undefined,
  newer: boolean,
  asked: Asked,
): Promise<CommandResult> {
  if (!session.trusted) return { done: false, message: restrictedMessage };
  const files = uri === undefined ? await everyFile(session, asked) : await openFile(session, uri);
  if (files === undefined) return { done: false, message: 'Cancelled: nothing was changed.' };
  const mode: PinMode = { refresh: true, newer };
  const wanted = files.map((file) => ({ file, places: placesFor(placesOf(file.checked), mode) }));
  const all = wanted.flatMap(({ places }) => places);
  if (all.length === 0) return { done: false, message: 'No image is named whose registry could be asked.' };
  // The progress of the request has ended with the reading of the files.
  const underWay = await showProgress(session, uri === undefined ? { ...asked, progress: undefined } : asked);
  const results = await askRegistries(session, all, mode, underWay).finally(() => underWay.done());
  if (underWay.signal.aborted) return { done: false, message: 'Cancelled: nothing was changed.' };
  const byPlace = new Map(results.map((result) => [result.place, result]));
  const changes: TextDocumentEdit[] = [];
  const changed: string[] = [];
  let end: Position = { line: 0, character: 0 };
  for (const { file, places } of wanted) {
    const { checked, version } = file;
    const edits = editsOf(places.flatMap((place) => byPlace.get(place) ?? []));
    if (edits.length === 0) continue;
    if (!isAsChecked(session, file)) {
      changed.push(nameOf(session, checked.uri));
      continue;
    }
    end = checked.index.position(checked.text.length);
    changes.push({
      textDocument: { uri: checked.uri, version },
      edits: toTextEdits(edits, checked.index).map((edit) =>
        session.abilities.previewsEdits ? { ...edit, annotationId: 'safe' } : edit,
      ),
    });
  }
  const failed = failures(results);
  const said = [...changedWords(changed), ...failed.slice(0, 3)];
  const after = said.length === 0 ? '' : ` ${said.join(' ')}`;
  if (changes.length === 0) {
    const upToDate = results.filter(({ state }) => state === 'current').length;
    const done = said.length === 0;
    return { done, message: `${plural(upToDate, 'digest')} up to date.${after}` };
  }
  const count = changes.reduce((sum, { edits }) => sum + edits.length, 0);
  const label = newer ? 'Take newer tags' : 'Update base image digests';
  const edit = editOf(session, changes, label, end);
  const { applied, failureReason } = await session.connection.workspace.applyEdit({
    label,
    edit,
    metadata: { isRefactoring: true },
  });
  return applied
    ? { done: true, message: `${plural(count, 'image')} pinned.${after}` }
    : { done: false, message: `${failureReason ?? 'Nothing was changed.'}${after}` };
}

/** Whether a text is still the one that was checked: registries take their time, and people go on typing. */
function isAsChecked(session: Session, { checked: { uri, text }, version }: File): boolean {
  const document = session.documents.get(uri);
  if (version !== null) return document?.version === version;
  if (document) return document.getText() === text;
  try {
    return readDockerfile(URI.parse(uri).fsPath).text === text;
  } catch {
    return false;
  }
}

function nameOf(session: Session, uri: string): string {
  const { fsPath } = URI.parse(uri);
  return forTerminal(relativeTo(session.folderOf(fsPath) ?? dirname(fsPath), fsPath));
}

function changedWords(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
  return [`Changed meanwhile and left as it was: ${shown}. Ask again.`];
}

async function openFile(session: Session, uri: string): Promise<readonly File[]> {
  const checked = await session.check(uri);
  return checked ? [{ checked, version: checked.version }] : [];
}

/** Undefined: cancelled. */
async function everyFile(session: Session, asked: Asked): Promise<readonly File[] | undefined> {
  const files: File[] = [];
  const { whole } = await visitAll(session, asked, (visited) => {
    if (visited.exact) files.push({ checked: visited, version: visited.isOpen ? visited.version : null });
  });
  return whole ? files : undefined;
}

function editOf(session: Session, changes: TextDocumentEdit[], label: string, end: Position): WorkspaceEdit {
  const { versionedEdits, previewsEdits } = session.abilities;
  if (!versionedEdits) {
    const plain = changes.map(({ textDocument, edits }) => [
      textDocument.uri,
      edits.flatMap((one) => ('newText' in one ? [one] : [])),
    ]);
    return { changes: Object.fromEntries(plain) };
  }
  if (!previewsEdits) return { documentChanges: changes };
  const changeAnnotations = previewed(session, changes, label, end, 'As the registry answered now');
  return { documentChanges: changes, changeAnnotations };
}
