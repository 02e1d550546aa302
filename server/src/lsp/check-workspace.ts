// "Check Workspace" and "Fix All Safe in Workspace": every Dockerfile, Compose file and daemon.json of the open folders, closed ones too.
import { dirname } from 'node:path';
import type {
  ChangeAnnotation,
  Diagnostic,
  Position,
  TextDocumentEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { LineIndex, lint, rulesById } from '../engine/index.ts';
import { plural } from '../report/report.ts';
import { verdict } from '../workspace/ignore.ts';
import { languageOfText } from '../workspace/language.ts';
import { languageOf } from '../workspace/names.ts';
import { readDockerfile, reason } from '../workspace/read.ts';
import { projectRoot, relativeTo } from '../workspace/root.ts';
import { findSettingsFile, readSettingsFile } from '../workspace/settings-file.ts';
import { walkSteps } from '../workspace/walk.ts';
import { diagnosticsOf } from './diagnostics.ts';
import type { CommandResult } from './execute-command.ts';
import { fixAllEdits } from './fix-all.ts';
import { type Asked, showProgress, type UnderWay } from './progress.ts';
import type { Checked, Session } from './session.ts';
import { inputOf } from './surroundings.ts';

/** Lets other requests in. */
const pause = () => new Promise<void>((resolve) => setImmediate(resolve));

/** What one file is checked as: the open document, or the file on the disk. */
export interface Visited extends Checked {
  readonly isOpen: boolean;
  /** Bytes were replaced to read it: it must not be written. */
  readonly exact: boolean;
}

/** A file's findings; undefined when it is not to be checked. Throws what reading it throws. */
async function visit(session: Session, path: string): Promise<Visited | undefined> {
  const uri = URI.file(path).toString();
  const open = await session.check(uri);
  if (open) return { ...open, isOpen: true, exact: true };
  if (session.documents.get(uri)) return undefined;
  const { text, exact } = readDockerfile(path);
  const surroundings = await session.surroundings.once(uri, text);
  if (!surroundings.enabled) return undefined;
  const language = languageOfText(path, text);
  if (language === undefined) return undefined;
  const result = lint(session.digests.over(inputOf(surroundings, language, text, surroundings.facts)));
  return { uri, version: 0, text, index: new LineIndex(text), result, surroundings, isOpen: false, exact };
}

/** Every file of the open folders that can be checked, in the order of their paths. */
export async function filesOf(session: Session, { signal }: UnderWay): Promise<string[]> {
  const files = new Set<string>();
  for (const folder of session.folders) {
    const isExcluded = exclusion(folder);
    const steps = walkSteps(folder, { cwd: folder, isExcluded });
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) {
        for (const file of step.value.files) files.add(file);
        break;
      }
      await pause();
      if (signal.aborted) break;
    }
  }
  return [...files];
}

/** What the settings files leave out, each read once. */
function exclusion(root: string): (path: string, isFolder: boolean) => boolean {
  const byFolder = new Map<string, ReturnType<typeof readSettingsFile> | undefined>();
  return (path, isFolder) => {
    const folder = dirname(path);
    if (!byFolder.has(folder)) {
      const found = findSettingsFile(folder, projectRoot(folder, root));
      byFolder.set(folder, found === undefined ? undefined : readSettingsFile(found, rulesById));
    }
    const file = byFolder.get(folder);
    return file ? verdict(file.exclude, relativeTo(dirname(file.path), path), isFolder) === 'ignored' : false;
  };
}

/** Visits every file with progress; `false` when the user cancelled. */
export async function visitAll(
  session: Session,
  asked: Asked,
  take: (visited: Visited) => void,
): Promise<{ readonly files: number; readonly failed: readonly string[]; readonly whole: boolean }> {
  const underWay = await showProgress(session, asked);
  const { signal } = underWay;
  const failed: string[] = [];
  let files = 0;
  try {
    const paths = await filesOf(session, underWay);
    for (const [index, path] of paths.entries()) {
      if (signal.aborted) break;
      const name = relativeTo(session.folderOf(path) ?? dirname(path), path);
      const percentage = Math.round((100 * index) / paths.length);
      underWay.report(`${index + 1} of ${paths.length}: ${name}`, percentage);
      await pause();
      try {
        const visited = await visit(session, path);
        if (!visited) continue;
        files++;
        take(visited);
      } catch (error) {
        failed.push(`${name} cannot be checked: ${reason(error)}`);
      }
    }
    return { files, failed, whole: !signal.aborted };
  } finally {
    underWay.done();
  }
}

const folderNeeded = { done: false, message: 'Open a folder first: there is no workspace to check.' };

/** Checks every file and fills the list of problems. What is found before the user cancels stays. */
export async function checkWorkspace(session: Session, asked: Asked): Promise<CommandResult> {
  if (session.folders.length === 0) return folderNeeded;
  const found = new Set<string>();
  const counts = { error: 0, warning: 0, information: 0, hint: 0 };
  const files = { dockerfile: 0, compose: 0, daemon: 0 };
  const outcome = await visitAll(session, asked, (visited) => {
    found.add(visited.uri);
    files[visited.result.language]++;
    session.workspaceFindings.set(visited.uri, diagnosticsOf(session, visited));
    for (const { severity } of visited.result.findings) counts[severity]++;
  });
  if (outcome.whole) session.workspaceFindings.keepOnly(found);
  session.workspaceFindings.publish();
  const checked = [
    ...(files.dockerfile > 0 || outcome.files === 0 ? [plural(files.dockerfile, 'Dockerfile')] : []),
    ...(files.compose > 0 ? [plural(files.compose, 'Compose file')] : []),
    ...(files.daemon > 0 ? [`${files.daemon} daemon.json`] : []),
  ];
  const numbers = `${plural(counts.error, 'error')}, ${plural(counts.warning, 'warning')}, ${counts.information} information, ${plural(counts.hint, 'hint')}`;
  const failed = outcome.failed.length === 0 ? '' : ` ${outcome.failed.slice(0, 3).join('. ')}.`;
  return {
    done: outcome.whole,
    message: `${outcome.whole ? '' : 'Cancelled: '}${listed(checked)} checked: ${numbers}.${failed}`,
  };
}

/** `a, b and c`. */
function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** Looks again at the Compose files of the last check: a file that they may be built from changed on the disk. */
export async function checkComposeAgain(session: Session): Promise<void> {
  await checkAgain(
    session,
    session.workspaceFindings.uris.filter(
      (uri) => languageOf(uri.slice(uri.lastIndexOf('/') + 1)) === 'compose',
    ),
  );
}

/** Looks again at closed files of the last check that changed on the disk. */
export async function checkAgain(session: Session, uris: readonly string[]): Promise<void> {
  const known = uris.filter((uri) => session.workspaceFindings.has(uri));
  for (const uri of known) await checkFileAgain(session, uri);
  if (known.length > 0) session.workspaceFindings.publish();
}

/** Milliseconds that have to pass without another change of what surrounds the files. */
const quiet = 300;
const turns = new WeakMap<Session, number>();

/** Looks again at every file of the last check: settings changed, or a file beside a Dockerfile did. */
export async function checkAllAgain(session: Session): Promise<void> {
  const { workspaceFindings, stop } = session;
  const turn = (turns.get(session) ?? 0) + 1;
  turns.set(session, turn);
  const isLast = () => turns.get(session) === turn && !stop.signal.aborted;
  await new Promise((resolve) => setTimeout(resolve, quiet).unref());
  for (const uri of workspaceFindings.uris) {
    if (!isLast()) return;
    await checkFileAgain(session, uri);
    await pause();
  }
  if (isLast()) workspaceFindings.publish();
}

async function checkFileAgain(session: Session, uri: string): Promise<void> {
  let items: Diagnostic[] = [];
  try {
    const visited = await visit(session, URI.parse(uri).fsPath);
    if (visited) items = diagnosticsOf(session, visited);
  } catch {
    // It is gone, and its findings with it.
  }
  session.workspaceFindings.set(uri, items);
}

/** Offers every safe fix of every file as one edit, to be looked at before it is made. */
export async function fixWorkspace(session: Session, asked: Asked): Promise<CommandResult> {
  if (session.folders.length === 0) return folderNeeded;
  const changes: TextDocumentEdit[] = [];
  let end: Position = { line: 0, character: 0 };
  const outcome = await visitAll(session, asked, (visited) => {
    const edits = visited.exact ? fixAllEdits(visited) : [];
    if (edits.length === 0) return;
    const version = visited.isOpen ? visited.version : null;
    const annotationId = 'safe';
    end = visited.index.position(visited.text.length);
    changes.push({
      textDocument: { uri: visited.uri, version },
      edits: session.abilities.previewsEdits ? edits.map((edit) => ({ ...edit, annotationId })) : edits,
    });
  });
  if (!outcome.whole) return { done: false, message: 'Cancelled: nothing was changed.' };
  if (changes.length === 0) return { done: false, message: 'There is nothing that can be fixed safely.' };
  const label = 'Apply every safe fix in the workspace';
  const edit: WorkspaceEdit = session.abilities.versionedEdits
    ? {
        documentChanges: changes,
        ...(session.abilities.previewsEdits && {
          changeAnnotations: previewed(session, changes, label, end),
        }),
      }
    : {
        changes: Object.fromEntries(
          changes.map(({ textDocument, edits }) => [
            textDocument.uri,
            edits.flatMap((one) => ('newText' in one ? [one] : [])),
          ]),
        ),
      };
  const { applied, failureReason } = await session.connection.workspace.applyEdit({
    label,
    edit,
    // The user has seen the edit: VS Code saves the files, and does not leave each of them open and unsaved.
    metadata: { isRefactoring: true },
  });
  // In our own client's preview the user may have kept some only.
  const files = session.abilities.options.plimsollClient ? '' : ` to ${plural(changes.length, 'file')}`;
  return applied
    ? { done: true, message: `Safe fixes were applied${files}.` }
    : { done: false, message: failureReason ?? 'Nothing was changed.' };
}

/**
 * Has the editor show the edits before it makes them. VS Code lists those that need a confirmation unticked, each to be
 * ticked by hand; safe ones are to be ticked. As it opens the preview for any that needs one, an edit without effect
 * does: it stands at the end of the last file.
 */
export function previewed(
  session: Session,
  changes: readonly TextDocumentEdit[],
  label: string,
  end: Position,
  description = 'Same image, same behaviour',
): Record<string, ChangeAnnotation> {
  const safe = { label, description };
  if (!session.abilities.options.plimsollClient) return { safe: { ...safe, needsConfirmation: true } };
  changes.at(-1)?.edits.push({ range: { start: end, end }, newText: '', annotationId: 'look' });
  return { safe: { ...safe, needsConfirmation: false }, look: { label, needsConfirmation: true } };
}
