// The connection to the language server: starting it, stopping it, and starting it again one at a time.
import * as vscode from 'vscode';
import { type Disposable, ExecuteCommandRequest, WorkDoneProgress } from 'vscode-languageclient';
import { LanguageClient, type LanguageClientOptions, TransportKind } from 'vscode-languageclient/node';
import {
  composePattern,
  daemonPattern,
  type InitializationOptions,
  restrictedMessage,
} from '../../server/src/protocol.ts';
import { otherProviderPresent } from './other-providers.ts';
import { mayRun } from './trust.ts';

/**
 * Documents that the server is told of: files of the disk and of the open folders, and new ones. Not the old side of a
 * diff, where findings and lenses would stand twice.
 */
const schemes = [
  ...new Set(['file', 'untitled', ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme)]),
];

/** Dockerfiles. */
export const documentSelector = schemes.map((scheme) => ({ language: 'dockerfile', scheme }));

/** Compose files, by their language where VS Code knows it, and by their names; and Docker's daemon.json. */
export const composeSelector = schemes.flatMap((scheme) => [
  { language: 'dockercompose', scheme },
  { scheme, pattern: composePattern },
]);
export const daemonSelector = schemes.map((scheme) => ({ scheme, pattern: daemonPattern }));

/** The project's settings file, in which the server shows what is wrong. */
const settingsSelector = { scheme: 'file', pattern: '**/.plimsoll.json' };

/** Ignore files, in which the server shows what is over, and VEX documents, which it adds to. */
const decisionsSelector = {
  scheme: 'file',
  pattern: '**/{.trivyignore,.trivyignore.yaml,.trivyignore.yml,{*.,}{openvex,vex}.json}',
};

/** Commands of the server that take long and can be cancelled, with the title of their progress. */
const longCommands: Readonly<Record<string, string>> = {
  'plimsoll.server.scanBase': 'Scanning',
  'plimsoll.server.scanFile': 'Scanning this file',
  'plimsoll.server.scanImage': 'Scanning',
  'plimsoll.server.buildAndScan': 'Build and scan',
  'plimsoll.server.scanTarget': 'Scanning',
  'plimsoll.server.checkWorkspace': 'Checking the workspace',
  'plimsoll.server.fixWorkspace': 'Looking for safe fixes in the workspace',
  'plimsoll.server.pinImage': 'Asking the registry',
  'plimsoll.server.updateDigests': 'Asking the registries',
  'plimsoll.server.newerTags': 'Asking the registries',
  'plimsoll.server.createPipeline': 'Making the CI workflow',
};

/** Those that start no other program, so that Restricted Mode allows them. */
const harmless: ReadonlySet<string> = new Set([
  'plimsoll.server.checkWorkspace',
  'plimsoll.server.fixWorkspace',
  'plimsoll.server.createPipeline',
]);

/** One language server for the life of the extension. */
export class Server implements vscode.Disposable {
  readonly client: LanguageClient;
  private restarting: Promise<void> | undefined;
  private again = false;

  constructor(context: vscode.ExtensionContext, output: vscode.LogOutputChannel) {
    const module = context.asAbsolutePath('dist/server.js');
    const run = { module, transport: TransportKind.ipc };
    const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
    const options: LanguageClientOptions = {
      documentSelector: [
        ...documentSelector,
        ...composeSelector,
        ...daemonSelector,
        settingsSelector,
        decisionsSelector,
      ],
      outputChannel: output,
      initializationOptions: (): InitializationOptions => ({
        trusted: vscode.workspace.isTrusted,
        otherProvider: otherProviderPresent(),
        plimsollClient: true,
      }),
      middleware: { executeCommand: (command, args, next) => this.execute(command, args, next) },
      markdown: { isTrusted: false, supportHtml: false },
    };
    this.client = new LanguageClient('plimsoll', 'Plimsoll', { run, debug }, options);
  }

  /** Starts the server again. While it does, any number of further wishes lead to one more start. */
  restart(): Promise<void> {
    if (this.restarting) {
      this.again = true;
      return this.restarting;
    }
    this.restarting = (async () => {
      do {
        this.again = false;
        await this.client.restart();
      } while (this.again);
    })().finally(() => {
      this.restarting = undefined;
    });
    return this.restarting;
  }

  /** Stops the server; used as VS Code leaves. */
  dispose(): Promise<void> {
    return this.client.needsStop() ? this.client.dispose() : Promise.resolve();
  }

  /**
   * Runs a command of the server. By itself the client passes neither progress nor cancelling on, so long ones get a
   * notification that has both.
   */
  execute<Result>(
    command: string,
    args: unknown[],
    next: (command: string, args: unknown[]) => unknown,
  ): Thenable<Result> {
    const title = longCommands[command];
    if (title === undefined) return Promise.resolve(next(command, args) as Result);
    if (!harmless.has(command) && !mayRun())
      return Promise.resolve({ done: false, message: restrictedMessage } as Result);
    const options = {
      location: vscode.ProgressLocation.Notification,
      cancellable: true,
      title: `Plimsoll: ${title}`,
    };
    return new Promise<Result>((answer, fail) => {
      // The notification goes when the work has ended: the server may have a question then, or a preview to show.
      void vscode.window.withProgress(options, (progress, token) => {
        const workDoneToken = `plimsoll-${++this.tokens}`;
        let shown = 0;
        return new Promise<void>((ended) => {
          const heard: Disposable = this.client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
            if (value.kind === 'end') ended();
            else if (value.message) {
              const increment = (value.percentage ?? shown) - shown;
              shown += increment;
              progress.report({ message: value.message, ...(increment > 0 && { increment }) });
            }
          });
          this.client
            .sendRequest(ExecuteCommandRequest.type, { command, arguments: args, workDoneToken }, token)
            .then(
              (result) => answer(result as Result),
              (error) =>
                // A server that was stopped under the request has ended what it ran.
                this.client.isRunning()
                  ? fail(error)
                  : answer({ done: false, message: 'Cancelled.' } as Result),
            )
            .finally(() => {
              heard.dispose();
              ended();
            });
        });
      });
    });
  }
  private tokens = 0;
}
