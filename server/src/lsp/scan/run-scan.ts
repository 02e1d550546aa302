// What every scan has in common: trust, progress, cancelling, one at a time for each thing, and telling of failures.
import { dirname } from 'node:path';
import {
  type OpenSettingParams,
  openSetting as openSettingMessage,
  restrictedMessage,
} from '../../protocol.ts';
import type { CommandResult } from '../execute-command.ts';
import { describeError } from '../guard.ts';
import { type Asked, showProgress } from '../progress.ts';
import type { Session } from '../session.ts';
import { scanBegan } from './scan-activity.ts';
import { ScanFailure, type ScanRun } from './scanner.ts';
import { serverToken } from './server-token.ts';
import { age } from './severity.ts';
import { SharedRuns, type Waiting } from './shared-runs.ts';

const running = new WeakMap<Session, SharedRuns<CommandResult>>();

/**
 * Runs `scan` with progress, until it is done, fails, or is cancelled. Asked for again while it is under way, a scan of
 * an image is joined; that of a text, which may be another one by now, is started anew. Failures are shown to the user
 * once and returned.
 * @param key says what is scanned; `file:` begins that of a text
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
    if (!asked.quiet) connection.window.showWarningMessage(restrictedMessage);
    return { done: false, message: restrictedMessage };
  }
  const runs = running.get(session) ?? new SharedRuns<CommandResult>();
  running.set(session, runs);
  const shared = asked.again ? `again:${key}` : key;
  const stop = new AbortController();
  const underWay = await showProgress(session, asked, stop);
  const waiting = { signal: underWay.signal, progress: (message: string) => underWay.report(message) };
  if (key.startsWith('file:')) runs.stop(shared);
  try {
    return await runs.join(shared, waiting, (all) =>
      perform(session, uri, asked, all, scan, () => {
        void runScan(session, uri, key, { again: true }, scan);
      }),
    );
  } catch (error) {
    if (waiting.signal.aborted) return { done: false, message: 'Cancelled.' };
    throw error;
  } finally {
    underWay.done();
  }
}

async function perform(
  session: Session,
  uri: string | undefined,
  asked: Asked,
  { signal, progress }: Waiting,
  scan: (run: ScanRun) => Promise<void>,
  scanAgain: () => void,
): Promise<CommandResult> {
  const { connection } = session;
  const ended = scanBegan(session, uri);
  try {
    const around = uri === undefined ? undefined : await session.surroundings.of(uri);
    const path = around?.path;
    // Right after a start the settings may not have come yet, and a default must not decide what is contacted.
    if (!around) await session.surroundings.readWindow();
    let answered: (() => void) | undefined;
    await scan({
      settings: around?.settings ?? session.surroundings.window,
      folders: session.folders,
      root: rootOf(session, path),
      ...(path === undefined ? {} : { folder: dirname(path) }),
      signal,
      progress,
      again: asked.again === true,
      answered: (name, finished) => {
        answered = () => tellAnswered(session, name, finished, scanAgain);
      },
      note: (message) => connection.console.warn(message),
      token: (address) => serverToken(session, address),
      confirm: async (question) => !asked.quiet && confirm(session, question),
    });
    answered?.();
    return { done: true };
  } catch (error) {
    return tell(session, signal.aborted, error, asked.quiet === true);
  } finally {
    ended();
  }
}

/** Says that an earlier scan answered. Not awaited: the user may ask for another one much later. */
function tellAnswered(session: Session, name: string, finished: number, scanAgain: () => void): void {
  const again = { title: 'Scan Again' };
  const message = `${name} was scanned ${age(finished, Date.now())}; neither the image nor the vulnerability database has changed since, so that is the result.`;
  void Promise.resolve(session.connection.window.showInformationMessage(message, again)).then((answer) => {
    if (answer?.title === again.title) scanAgain();
  });
}

function tell(session: Session, aborted: boolean, error: unknown, quiet: boolean): CommandResult {
  const { connection, abilities } = session;
  if (aborted || (error instanceof ScanFailure && error.kind === 'cancelled')) {
    return { done: false, message: 'Cancelled.' };
  }
  const message = error instanceof ScanFailure ? error.message : `The scan failed: ${String(error)}`;
  connection.console.error(
    error instanceof ScanFailure ? `${message}\n${error.details}`.trim() : describeError(error),
  );
  if (quiet) return { done: false, message };
  const buttons =
    abilities.options.plimsollClient && error instanceof ScanFailure && error.kind === 'noTrivy'
      ? [openSetting]
      : [];
  void Promise.resolve(connection.window.showErrorMessage(message, ...buttons)).then((answer) => {
    if (answer?.title === openSetting.title)
      void connection.sendNotification(openSettingMessage, {
        // The one that the message names.
        key: /plimsoll\.trivy\.sha256/.exec(message)?.[0] ?? 'plimsoll.trivy.path',
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
