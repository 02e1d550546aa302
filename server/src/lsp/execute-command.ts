// workspace/executeCommand: the server's own commands, so that any editor can run them.
import {
  type CancellationToken,
  type ExecuteCommandParams,
  LSPErrorCodes,
  ResponseError,
  WorkDoneProgressReporter,
} from 'vscode-languageserver/node';
import {
  type ImageChoicesParams,
  type ImageChoicesResult,
  imageChoices,
  imageServerCommands,
} from '../compare-protocol.ts';
import {
  listRefactorings as listRefactoringsRequest,
  localImages,
  type RefactoringsParams,
  type SuppressArguments,
  serverCommands,
  showOutput,
} from '../protocol.ts';
import { checkWorkspace, fixWorkspace } from './check-workspace.ts';
import { showPlace } from './compose/lenses.ts';
import { toWorkspaceEdit } from './convert.ts';
import { fixAllEdits } from './fix-all.ts';
import { describeError } from './guard.ts';
import { lookUpDigests } from './pin/background.ts';
import { pinFiles } from './pin/pin-files.ts';
import { pinImage } from './pin/pin-image.ts';
import { createPipeline } from './pipeline.ts';
import type { Asked } from './progress.ts';
import { applyRefactoring, listRefactorings } from './refactorings.ts';
import { comparePage, imageChoicesOf } from './scan/compare-images.ts';
import { toldElsewhere } from './scan/compare-target.ts';
import { ignoreFinding, openAdvisory, showLeftOut, showWhy, told, writeVex } from './scan/decide-commands.ts';
import { exportImage } from './scan/export-image.ts';
import { policyPage } from './scan/policy-check.ts';
import { ScanCommands } from './scan/scan-commands.ts';
import { serveScanList } from './scan/scan-list.ts';
import type { Session } from './session.ts';
import { suppressEdits } from './suppress.ts';
import { chooseTarget } from './target.ts';

/** What every command answers: whether it did what was asked, and if not, why. */
export interface CommandResult {
  readonly done: boolean;
  readonly message?: string;
}

type Handler = (args: readonly unknown[], asked: Asked) => Promise<CommandResult>;

export function serveCommands(session: Session): void {
  const { connection } = session;
  const scans = new ScanCommands(session);
  const handlers: Record<string, Handler> = {
    [serverCommands.scanBase]: ([uri, stage, again], asked) =>
      scans.scanBase(text(uri), Number(stage), { ...asked, again: again === true }),
    [serverCommands.scanFile]: ([uri], asked) => scans.scanFile(text(uri), asked),
    [serverCommands.scanImage]: ([uri, again], asked) =>
      scans.scanImage(text(uri), { ...asked, again: again === true }),
    [serverCommands.buildAndScan]: ([uri], asked) => scans.buildAndScan(text(uri), asked),
    [serverCommands.scanTarget]: ([target, again], asked) =>
      scans.scanTarget(text(target), { ...asked, again: again === true }),
    [serverCommands.clearResults]: async ([uri]) => scans.clear(typeof uri === 'string' ? uri : undefined),
    [serverCommands.fixAll]: ([uri]) => applyFixAll(session, text(uri)),
    [serverCommands.checkWorkspace]: (_args, asked) => checkWorkspace(session, asked),
    [serverCommands.fixWorkspace]: (_args, asked) => fixWorkspace(session, asked),
    [serverCommands.refactor]: ([uri, id]) => applyRefactoring(session, text(uri), text(id)),
    [serverCommands.pinImage]: ([given], asked) => pinImage(session, given, asked),
    [serverCommands.updateDigests]: ([uri], asked) => pinFiles(session, optionalText(uri), false, asked),
    [serverCommands.newerTags]: ([uri], asked) => pinFiles(session, optionalText(uri), true, asked),
    [serverCommands.createPipeline]: ([given], asked) => createPipeline(session, given, asked),
    [serverCommands.suppress]: ([asked]) => applySuppression(session, asked),
    [serverCommands.ignoreFinding]: async ([asked]) => told(session, await ignoreFinding(session, asked)),
    [serverCommands.writeVex]: async ([asked]) => told(session, await writeVex(session, asked)),
    [serverCommands.showWhy]: async ([asked]) => told(session, await showWhy(session, asked), true),
    [serverCommands.showLeftOut]: async ([uri, target]) =>
      told(session, await showLeftOut(session, text(uri), text(target)), true),
    [serverCommands.openAdvisory]: async ([asked]) => told(session, await openAdvisory(session, asked), true),
    [imageServerCommands.compareImages]: async ([before, after, uri], asked) =>
      toldElsewhere(session, await comparePage(session, before, after, optionalText(uri), asked)),
    [imageServerCommands.checkPolicies]: async ([image, uri, registry], asked) =>
      toldElsewhere(session, await policyPage(session, image, optionalText(uri), registry === true, asked)),
    [imageServerCommands.exportImage]: ([image, format, uri], asked) =>
      exportImage(session, image, format, optionalText(uri), asked),
    [serverCommands.chooseTarget]: ([uri, target]) => chooseTarget(session, text(uri), target),
    [serverCommands.showPlace]: ([asked]) => showPlace(session, asked),
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
      // Without a token of the client's the reporter drops what it is told. The library takes the token out of `params`.
      const heard = WorkDoneProgressReporter.isNullInstance(progress) ? undefined : progress;
      return await handler(params.arguments ?? [], { progress: heard, token });
    } catch (error) {
      connection.console.error(`${params.command}: ${describeError(error)}`);
      const message = error instanceof Error ? error.message : String(error);
      return { done: false, message } satisfies CommandResult;
    }
  });
  connection.onRequest(listRefactoringsRequest, (params: RefactoringsParams) =>
    listRefactorings(session, params),
  );
  serveScanList(session);
  lookUpDigests(session);
  session.documents.onDidSave(({ document }) => {
    scans.saved(document.uri).catch((error) => connection.console.error(describeError(error)));
  });
  connection.onRequest(imageChoices, async (params: ImageChoicesParams): Promise<ImageChoicesResult> => {
    return { images: await imageChoicesOf(session, params) };
  });
  connection.onRequest(localImages, (token: CancellationToken) => scans.localImages(token));
}

function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError('A command was called without a text that it needs as an argument.');
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
    (scope !== 'line' && scope !== 'stage' && scope !== 'service' && scope !== 'file')
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
