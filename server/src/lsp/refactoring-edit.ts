// The edit of a refactoring: each place with what happens there and why, shown before it is made where the editor can.
import { chmodSync, existsSync, lstatSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type {
  AnnotatedTextEdit,
  ChangeAnnotation,
  CreateFile,
  Range,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import type { NewFile, Refactoring } from '../engine/index.ts';
import { forTerminal } from '../report/escape.ts';
import { groundFor, staysInside } from '../workspace/new-files.ts';
import { toTextEdits, toWorkspaceEdit } from './convert.ts';
import type { Checked, Session } from './session.ts';

/** The edit, each hunk annotated with its lines and its reason where the client shows such. */
export function refactoringEdit(session: Session, checked: Checked, refactoring: Refactoring): WorkspaceEdit {
  const { title, edits, changes } = refactoring;
  const { uri, version, index } = checked;
  const { abilities } = session;
  const plain = toTextEdits(edits, index);
  if (!abilities.previewsEdits || !abilities.versionedEdits) {
    const made = toWorkspaceEdit(uri, version, plain, abilities.versionedEdits);
    return {
      ...made,
      ...(made.documentChanges && {
        documentChanges: [...newFiles(session, checked, refactoring), ...made.documentChanges],
      }),
    };
  }
  const own = abilities.options.plimsollClient;
  const changeAnnotations: Record<string, ChangeAnnotation> = {};
  const width = String(plain.length).length;
  const annotated: AnnotatedTextEdit[] = plain.map((edit, i) => {
    const annotationId = `hunk-${i + 1}`;
    // VS Code can list the edits by their labels, which it sorts as texts.
    const label = `${String(i + 1).padStart(width, '0')} · ${placeWords(edit.range)}`;
    const description = edits[i]?.why ?? title;
    changeAnnotations[annotationId] = { label, description, needsConfirmation: !own };
    return { ...edit, annotationId };
  });
  const documentChanges: WorkspaceEdit['documentChanges'] = [
    ...newFiles(session, checked, refactoring, 'files'),
    { textDocument: { uri, version }, edits: annotated },
  ];
  if (documentChanges.length > 1)
    changeAnnotations['files'] = {
      label: '0 · new files',
      description: 'For what is moved out of the file.',
      needsConfirmation: !own,
    };
  if (own) {
    const toCheck = changes.filter(({ kind }) => kind === 'check').map(({ what }) => forTerminal(what));
    const look = previewOpener(checked, toCheck);
    changeAnnotations['look'] = {
      label: 'To check',
      description: toCheck.join(' '),
      needsConfirmation: true,
    };
    if ('kind' in look) documentChanges.push({ ...look, annotationId: 'look' });
    else annotated.push({ ...look, annotationId: 'look' });
  }
  return { documentChanges, changeAnnotations };
}

/** The files that are made with it, where the client can make them; one that is there already and may stay is left as it is. */
function newFiles(
  { abilities }: Session,
  checked: Checked,
  { files = [] }: Refactoring,
  annotationId?: string,
): NonNullable<WorkspaceEdit['documentChanges']> {
  if (!abilities.createsFiles) return [];
  const annotated = annotationId === undefined ? {} : { annotationId };
  return pathsOf(checked, files).flatMap(({ path, text, ground }) => {
    if (ground !== 'free') return [];
    const uri = URI.file(path).toString();
    const start = { line: 0, character: 0 };
    return [
      { kind: 'create' as const, uri, options: { overwrite: false, ignoreIfExists: true }, ...annotated },
      {
        textDocument: { uri, version: null },
        edits: [{ range: { start, end: start }, newText: text, ...annotated }],
      },
    ];
  });
}

/** Where the files are, each inside the folder of the changed file, and what is there now; links followed. */
function pathsOf({ surroundings: { path } }: Checked, files: readonly NewFile[]) {
  if (path === undefined) return [];
  const folder = dirname(path);
  return files.flatMap((file) => {
    const path = join(folder, file.path);
    return staysInside(path, folder) ? [{ ...file, path, ground: groundFor(folder, file) }] : [];
  });
}

/** Lets only their owner read the files that hold secrets, but for those that a container shares; an edit cannot say so. */
export function closeSecretFiles(checked: Checked, edit: WorkspaceEdit, { files = [] }: Refactoring): void {
  const made = new Set(
    edit.documentChanges?.flatMap((one) => ('kind' in one && one.kind === 'create' ? [one.uri] : [])),
  );
  for (const { path, isSecret, isShared } of pathsOf(checked, files)) {
    if (!isSecret || !made.has(URI.file(path).toString())) continue;
    try {
      if (!lstatSync(path).isFile()) continue;
      chmodSync(path, isShared ? 0o644 : 0o600);
      // A folder that was made for it is closed too, as on the command line.
      const folder = dirname(path);
      const isMade = (name: string) => made.has(URI.file(join(folder, name)).toString());
      if (readdirSync(folder).every(isMade)) chmodSync(folder, 0o700);
    } catch {
      // The user kept it out of the edit, or the file system knows no modes.
    }
  }
}

/**
 * What has VS Code open its preview. It does for any edit that needs a confirmation, and lists such edits unticked; the
 * edits of a refactoring belong together and are to be ticked. So another one needs it: comments at the end of the file
 * that say what is to be checked, to be ticked by who wants them. Where there is nothing to check it is the making of a
 * file that is there already, which VS Code does not list.
 */
function previewOpener(
  { uri, text, index, surroundings }: Checked,
  toCheck: readonly string[],
): CreateFile | TextEdit {
  const { path } = surroundings;
  if (toCheck.length === 0 && path !== undefined && existsSync(path))
    return { kind: 'create', uri, options: { ignoreIfExists: true } };
  const end = index.position(text.length);
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const before = toCheck.length === 0 || /(^|\n)$/.test(text) ? '' : lineBreak;
  const lines = toCheck.map((what) => `# To check: ${what}${lineBreak}`);
  return { range: { start: end, end }, newText: before + lines.join('') };
}

/** The lines of a hunk as the user counts them: `after line 3`, `line 4`, `lines 4 to 6`. */
function placeWords({ start, end }: Range): string {
  const first = start.line + 1;
  const last = end.character === 0 ? end.line : end.line + 1;
  if (last < first) return first === 1 ? 'before line 1' : `after line ${first - 1}`;
  return last === first ? `line ${first}` : `lines ${first} to ${last}`;
}
