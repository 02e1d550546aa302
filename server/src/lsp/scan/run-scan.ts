// What every scan has in common: trust, progress, cancelling, one at a time for each thing, and telling of failures.
import {
  type OpenSettingParams,
  openSetting as openSettingMessage,
  restrictedMessage,
} from '../../protocol.ts';
import type { CommandResult } from '../execute-command.ts';
import { describeError } from '../guard.ts';
import { type Asked, showProgress } from '../progress.ts';
import type { Session } from '../session.ts';
import { ScanFailure, type ScanRun } from './scanner.ts';

const running = new WeakMap<Session, Map<string, AbortController>>();

/**
 * Runs `scan` with progress, until it is done, fails, or is cancelled by the user or by the same scan asked for again.
 * Failures are shown to the user once and returned.
 */
export async function runScan(
  session: Session,
  uri: string | undefined,
  key: string,
  asked: Asked,
  scan: (run: ScanRun) => Promise<void>,
): Promise<CommandResult> {
  const { connection } = session;
  if (!session.trusted) {
    connection.window.showWarningMessage(restrictedMessage);
    return { done: false, message: restrictedMessage };
  }
  const stop = new AbortController();
  const others = running.get(session) ?? new Map<string, AbortController>();
  running.set(session, others);
  others.get(key)?.abort();
  others.set(key, stop);
  const underWay = await showProgress(session, asked, stop);
  try {
    const around = uri === undefined ? undefined : await session.surroundings.of(uri);
    const settings = around?.settings ?? session.surroundings.window;
    const path = around?.path;
    await scan({
      settings,
      folders: session.folders,
      root: rootOf(session, path),
      signal: underWay.signal,
      progress: (message) => underWay.report(message),
      note: (message) => connection.console.warn(message),
      confirm: (question) => confirm(session, question),
    });
    return { done: true };
  } catch (error) {
    return tell(session, stop.signal.aborted, error);
  } finally {
    underWay.done();
    if (others.get(key) === stop) others.delete(key);
  }
}

function tell(session: Session, aborted: boolean, error: unknown): CommandResult {
  const { connection, abilities } = session;
  if (aborted || (error instanceof ScanFailure && error.kind === 'cancelled')) {
    return { done: false, message: 'Cancelled.' };
  }
  const message = error instanceof ScanFailure ? error.message : `The scan failed: ${String(error)}`;
  connection.console.error(
    error instanceof ScanFailure ? `${message}\n${error.details}`.trim() : describeError(error),
  );
  const buttons =
    abilities.options.plimsollClient && error instanceof ScanFailure && error.kind === 'noTrivy'
      ? [openSetting]
      : [];
  void Promise.resolve(connection.window.showErrorMessage(message, ...buttons)).then((answer) => {
    if (answer?.title === openSetting.title)
      void connection.sendNotification(openSettingMessage, {
        key: 'plimsoll.trivy.path',
      } satisfies OpenSettingParams);
  });
  return { done: false, message };
}

const openSetting = { title: 'Open the Setting' };

/** Asks whether an executable of unknown version may be run. Dismissing the question is a no. */
async function confirm(session: Session, question: string): Promise<boolean> {
  const yes = { title: 'Run It' };
  const answer = await session.connection.window.showWarningMessage(question, yes, { title: 'Do Not Run' });
  return answer?.title === yes.title;
}

/** The folder a document lies in. A scan without a document belongs to the workspace only when that is one folder. */
function rootOf(session: Session, path: string | undefined): string | undefined {
  if (path !== undefined) return session.folderOf(path);
  return session.folders.length === 1 ? session.folders[0] : undefined;
}
