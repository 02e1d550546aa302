// The commands of the palette, in one table.
import * as vscode from 'vscode';
import { type CompareWithArguments, imageCommands } from '../../server/src/compare-protocol.ts';
import type { CreatePipelineArguments } from '../../server/src/pipeline/choices.ts';
import {
  type ChooseTargetArguments,
  chooseTargetCommand,
  type RefactoringSummary,
  refactorCommands,
  refactoredCommand,
  type SuppressArguments,
  serverCommands,
  suppressCommand,
} from '../../server/src/protocol.ts';
import { checkWorkspace, fixWorkspace } from './check-workspace.ts';
import { chooseTarget } from './choose-target.ts';
import { compareWith } from './compare.ts';
import { exportSarif, exportSbom } from './export.ts';
import { composeSelector, daemonSelector, documentSelector, type Server } from './language-client.ts';
import { pinImages } from './pin.ts';
import { createPipeline } from './pipeline.ts';
import { checkPolicies } from './policy-view.ts';
import { refactor, refactored } from './refactor.ts';
import type { Reports } from './report.ts';
import { openRulePage } from './rule-page.ts';
import { suppress } from './suppress.ts';

/** Registers every command of package.json. */
export function registerCommands(
  server: Server,
  reports: Reports,
  output: vscode.LogOutputChannel,
): vscode.Disposable {
  const onDockerfile = (command: string) => () => {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId === 'dockerfile')
      return vscode.commands.executeCommand(command, document.uri.toString());
    return vscode.window.showInformationMessage('Open a Dockerfile first.');
  };
  const onChecked = (command: string) => {
    const document = vscode.window.activeTextEditor?.document;
    const selector = [...documentSelector, ...composeSelector, ...daemonSelector];
    if (document && vscode.languages.match(selector, document) > 0)
      return vscode.commands.executeCommand(command, document.uri.toString());
    return vscode.window.showInformationMessage('Open a Dockerfile or a Compose file first.');
  };
  const table: Record<string, (...args: never[]) => unknown> = {
    'plimsoll.scanFile': onDockerfile(serverCommands.scanFile),
    'plimsoll.fixAll': async () => {
      const result = (await onChecked(serverCommands.fixAll)) as
        | { done?: boolean; message?: string }
        | undefined;
      if (result?.done === false && result.message) void vscode.window.showInformationMessage(result.message);
    },
    'plimsoll.checkWorkspace': () => checkWorkspace(),
    'plimsoll.fixWorkspace': () => fixWorkspace(),
    'plimsoll.updateDigests': (uri?: string) => pinImages('digests', uri),
    'plimsoll.newerTags': (uri?: string) => pinImages('newer', uri),
    'plimsoll.createPipeline': (given?: Partial<CreatePipelineArguments>) => createPipeline(given),
    'plimsoll.clearResults': () => vscode.commands.executeCommand(serverCommands.clearResults),
    'plimsoll.restartServer': () => server.restart(),
    'plimsoll.showOutput': () => output.show(),
    'plimsoll.openRulePage': (ruleId?: string) => openRulePage(ruleId),
    [imageCommands.compareWith]: (asked?: CompareWithArguments) => compareWith(server.client, reports, asked),
    [imageCommands.checkPolicies]: (uri?: string) => checkPolicies(server.client, reports, uri),
    [imageCommands.exportSbom]: (uri?: string) => exportSbom(server.client, uri),
    [imageCommands.exportSarif]: (uri?: string) => exportSarif(server.client, uri),
    ...Object.fromEntries(
      (Object.keys(refactorCommands) as (keyof typeof refactorCommands)[]).map((name) => [
        refactorCommands[name],
        (uri?: unknown) => refactor(server.client, reports, name, typeof uri === 'string' ? uri : undefined),
      ]),
    ),
    [refactoredCommand]: (summary: RefactoringSummary) => refactored(reports, summary),
    [chooseTargetCommand]: (asked: ChooseTargetArguments) => chooseTarget(asked),
    [suppressCommand]: (asked: SuppressArguments) => suppress(asked),
  };
  return vscode.Disposable.from(
    ...Object.entries(table).map(([id, run]) => vscode.commands.registerCommand(id, run)),
  );
}
