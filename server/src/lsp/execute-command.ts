// workspace/executeCommand: the server's own commands, so that any editor can run them.
import {
  type CancellationToken,
  type ExecuteCommandParams,
  LSPErrorCodes,
  ResponseError,
  type WorkDoneProgressReporter,
} from 'vscode-languageserver/node';
import { localImages, type SuppressArguments, serverCommands, showOutput } from '../protocol.ts';
import { toWorkspaceEdit } from './convert.ts';
import { fixAllEdits } from './fix-all.ts';
import { describeError } from './guard.ts';
import { ScanCommands } from './scan/scan-commands.ts';
import type { Session } from './session.ts';
import { suppressEdits } from './suppress.ts';

/** What every command answers: whether it did what was asked, and if not, why. */
export interface CommandResult {
  readonly done: boolean;
  readonly message?: string;
}

type Handler = (
  args: readonly unknown[],
  progress: WorkDoneProgressReporter,
  token: CancellationToken,
) => Promise<CommandResult>;

export function serveCommands(session: Session): void {
  const { connection } = session;
  const scans = new ScanCommands(session);
  const handlers: Record<string, Handler> = {
    [serverCommands.scanBase]: ([uri, stage], progress, token) =>
      scans.scanBase(text(uri), Number(stage), progress, token),
    [serverCommands.scanFile]: ([uri], progress, token) => scans.scanFile(text(uri), progress, token),
    [serverCommands.scanImage]: ([uri], progress, token) => scans.scanImage(text(uri), progress, token),
    [serverCommands.buildAndScan]: ([uri], progress, token) => scans.buildAndScan(text(uri), progress, token),
    [serverCommands.scanTarget]: ([target], progress, token) =>
      scans.scanTarget(text(target), progress, token),
    [serverCommands.clearResults]: async ([uri]) => scans.clear(typeof uri === 'string' ? uri : undefined),
    [serverCommands.fixAll]: ([uri]) => applyFixAll(session, text(uri)),
    [serverCommands.suppress]: ([asked]) => applySuppression(session, asked),
    [serverCommands.showOutput]: async () => {
      if (session.abilities.options.plimsollClient) await connection.sendNotification(showOutput);
      return { done: true };
    },
  };
  connection.onExecuteCommand(async (params: ExecuteCommandParams, token, progress) => {
    const handler = Object.hasOwn(handlers, params.command) ? handlers[params.command] : undefined;
    if (!handler)
      return new ResponseError(LSPErrorCodes.RequestFailed, `There is no command ${params.command}.`);
    try {
      return await handler(params.arguments ?? [], progress, token);
    } catch (error) {
      connection.console.error(`${params.command}: ${describeError(error)}`);
      const message = error instanceof Error ? error.message : String(error);
      return { done: false, message } satisfies CommandResult;
    }
  });
  connection.onRequest(localImages, (token: CancellationToken) => scans.localImages(token));
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError('A command was called without the text it needs as its first argument.');
}

async function applyFixAll(session: Session, uri: string): Promise<CommandResult> {
  const checked = await session.check(uri);
  const edits = checked ? fixAllEdits(checked) : [];
  if (!checked || edits.length === 0)
    return { done: false, message: 'There is nothing that can be fixed safely.' };
  return apply(session, uri, checked.version, edits, 'Apply every safe fix');
}

async function applySuppression(session: Session, asked: unknown): Promise<CommandResult> {
  const { uri, version, ruleId, start, end, scope, reason } = (asked ?? {}) as Partial<SuppressArguments>;
  if (
    typeof uri !== 'string' ||
    typeof ruleId !== 'string' ||
    (scope !== 'line' && scope !== 'stage' && scope !== 'file')
  ) {
    return { done: false, message: 'The command was called without what it needs.' };
  }
  const checked = await session.check(uri);
  if (!checked || checked.version !== version) {
    return { done: false, message: 'The file has changed meanwhile. Ask again.' };
  }
  const edits = suppressEdits(
    checked,
    ruleId,
    Number(start),
    Number(end),
    scope,
    typeof reason === 'string' ? reason : '',
  );
  if (!edits) return { done: false, message: 'No comment can stand here.' };
  return apply(session, uri, checked.version, edits, `Ignore ${ruleId}`);
}

async function apply(
  session: Session,
  uri: string,
  version: number,
  edits: Parameters<typeof toWorkspaceEdit>[2],
  label: string,
): Promise<CommandResult> {
  const edit = toWorkspaceEdit(uri, version, edits, session.abilities.versionedEdits);
  const { applied, failureReason } = await session.connection.workspace.applyEdit({ label, edit });
  return applied
    ? { done: true }
    : { done: false, message: failureReason ?? 'The editor did not take the edit.' };
}
