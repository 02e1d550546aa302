// Checks a document again when another one that it depends on changes in the editor: a Compose file when its Dockerfile does,
// a Dockerfile when the Compose file that builds it does.
import { dirname } from 'node:path';
import { URI } from 'vscode-uri';
import { type Build, findBuilds } from '../workspace/builds.ts';
import { readSmallFile } from '../workspace/read.ts';
import type { Session } from './session.ts';
import type { Surroundings } from './surroundings.ts';

/** Milliseconds without another change. */
const quiet = 300;

/** Bytes of a file that is compared with its document when that is opened. */
const largest = 1024 * 1024;

/** Hears of every change of an open document. */
export function serveDependents(session: Session): void {
  const { documents } = session;
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const soon = (uri: string) => {
    const path = pathOf(uri);
    if (path === undefined || session.surroundings.dependents(path).length === 0) return;
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const paths = [...changed];
      changed.clear();
      forgetDependents(session, paths);
    }, quiet);
    timer.unref();
  };
  // A document that is opened as it lies on the disk changes nothing.
  let opened: string | undefined;
  documents.onDidOpen(({ document }) => {
    const path = pathOf(document.uri);
    const isSame = path !== undefined && readSmallFile(path, largest) === document.getText();
    opened = isSame ? document.uri : undefined;
  });
  documents.onDidChangeContent(({ document }) => {
    const isOpened = opened === document.uri;
    opened = undefined;
    if (!isOpened) soon(document.uri);
  });
  documents.onDidClose(({ document }) => {
    const path = pathOf(document.uri);
    if (path !== undefined && readSmallFile(path, largest) !== document.getText()) soon(document.uri);
  });
}

function pathOf(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? parsed.fsPath : undefined;
}

/**
 * Has the documents that depend on the files read their surroundings again, and shown again where that can change anything.
 * @param paths absolute
 * @returns whether any did
 */
export function forgetDependents(session: Session, paths: readonly string[]): boolean {
  let isOther = false;
  const dependents = new Map(paths.flatMap((path) => session.surroundings.dependents(path)));
  for (const [uri, surroundings] of dependents) {
    session.surroundings.forget(uri);
    isOther ||= !isBuiltAsBefore(session, surroundings);
  }
  if (isOther) session.refresh();
  return dependents.size > 0;
}

/** Whether all that the changed files say of a Dockerfile is what they said before. */
function isBuiltAsBefore(session: Session, { builds, path, root, compose, looked }: Surroundings): boolean {
  const isDockerfile = Object.keys(compose.files ?? {}).length === 0;
  if (!isDockerfile || path === undefined || looked.size === 0) return false;
  const { openText } = session.surroundings;
  const now = findBuilds({ dockerfile: path, root: root ?? dirname(path), openText });
  return textOf(builds) === textOf(now);
}

/** The builds without the places where they are written. */
function textOf(builds: readonly Build[]): string {
  const all = builds.map(({ service, ...build }) => ({ ...build, name: service?.name ?? null }));
  return JSON.stringify(all, (_, value: unknown) => (value === undefined ? null : value));
}
