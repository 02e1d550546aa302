// Progress and cancelling of what takes long, as the client shows it.
import type { CancellationToken, WorkDoneProgressReporter } from 'vscode-languageserver/node';
import type { Session } from './session.ts';

/** How the user hears of a command and stops it. */
export interface Asked {
  /** The client's own, when it gave a token with its request; else the server makes one where the client shows such. */
  readonly progress?: WorkDoneProgressReporter | undefined;
  /** Absent where the request was answered long ago. */
  readonly token?: CancellationToken;
  /** Of a scan: do it even where the result of an earlier one would answer. */
  readonly again?: boolean;
  /** Nobody clicked: failures go to the log only, and nothing is asked. */
  readonly quiet?: boolean;
}

/** A command that is under way. */
export interface UnderWay {
  /** Aborted by the user, or when the server stops. */
  readonly signal: AbortSignal;
  /** @param percentage 0 to 100, where it is known */
  report(message: string, percentage?: number): void;
  /** Ends the progress; call it always. */
  done(): void;
}

/**
 * Shows that a command is under way, until `done` is called.
 * @param stop aborted too when the user cancels
 */
export async function showProgress(
  session: Session,
  { progress, token }: Asked,
  stop = new AbortController(),
): Promise<UnderWay> {
  const heard: { dispose(): void }[] = [];
  if (token) heard.push(token.onCancellationRequested(() => stop.abort()));
  if (token?.isCancellationRequested) stop.abort();
  let reporter = progress;
  if (!reporter && session.abilities.progress) {
    const made = await session.connection.window.createWorkDoneProgress();
    heard.push(made.token.onCancellationRequested(() => stop.abort()));
    reporter = made;
  }
  reporter?.begin('Plimsoll', undefined, undefined, true);
  return {
    signal: AbortSignal.any([stop.signal, session.stop.signal]),
    report: (message, percentage) =>
      percentage === undefined ? reporter?.report(message) : reporter?.report(percentage, message),
    done() {
      reporter?.done();
      for (const one of heard) one.dispose();
    },
  };
}
