// An editor for tests: the built language server as its own process, spoken to over standard input and output.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type {
  ClientCapabilities,
  CodeAction,
  Diagnostic,
  DocumentDiagnosticReport,
  InitializeResult,
  PublishDiagnosticsParams,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import {
  createProtocolConnection,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  WorkDoneProgress,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { modern } from './clients.ts';
import { editsFor } from './workspace-edit.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export { modern, plain } from './clients.ts';

/** The server under test; PLIMSOLL_SERVER names another build. */
export const serverFile = process.env['PLIMSOLL_SERVER'] ?? join(root, 'dist', 'server.js');

export interface EditorOptions {
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: object;
  /** The `plimsoll` section that the editor answers with. */
  readonly settings?: object;
  /** Files to lay into the workspace beforehand, by relative path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Workspace folders inside the folder of the test, in this order. Default: that folder itself. */
  readonly folders?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** One running server with one workspace. */
export class Editor {
  readonly folder: string;
  readonly process: ChildProcess;
  readonly connection: ProtocolConnection;
  readonly published: PublishDiagnosticsParams[] = [];
  readonly messages: { type: number; message: string; actions?: { title: string }[] }[] = [];
  readonly progress: { token: string | number; kind: string; message?: string; cancellable?: boolean }[] = [];
  readonly notifications = new Map<string, unknown[]>();
  /** What the server wrote to its log. */
  readonly logged: string[] = [];
  /** The title of the button that a message is answered with; none: it is dismissed. */
  answer: string | undefined;
  refreshes = 0;
  settings: object;
  initialized!: InitializeResult;
  private readonly documents = new Map<string, TextDocument>();
  private readonly waiting: (() => void)[] = [];

  private constructor(options: EditorOptions) {
    if (!existsSync(serverFile)) throw new Error(`${serverFile} is missing: run “npm run build” first.`);
    this.settings = options.settings ?? {};
    this.folder = mkdtempSync(join(tmpdir(), 'plimsoll-lsp-'));
    for (const [name, text] of Object.entries(options.files ?? {})) {
      mkdirSync(dirname(join(this.folder, name)), { recursive: true });
      writeFileSync(join(this.folder, name), text);
    }
    this.process = spawn(process.execPath, [serverFile, '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...options.env },
    });
    this.connection = createProtocolConnection(
      new StreamMessageReader(this.process.stdout!),
      new StreamMessageWriter(this.process.stdin!),
    );
    this.listen();
  }

  static async start(options: EditorOptions = {}): Promise<Editor> {
    const editor = new Editor(options);
    const uri = pathToFileURL(editor.folder).href;
    const folders = (options.folders ?? ['']).map((name) => pathToFileURL(join(editor.folder, name)).href);
    editor.initialized = await editor.connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: folders.map((folder) => ({ uri: folder, name: 'test' })),
      capabilities: options.capabilities ?? modern,
      initializationOptions: options.initializationOptions,
    });
    await editor.connection.sendNotification('initialized', {});
    return editor;
  }

  private listen(): void {
    const { connection } = this;
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.published.push(params);
      this.wake();
    });
    for (const name of ['scanResults', 'scanReport', 'scanRunning', 'openSetting', 'showOutput']) {
      const method = `plimsoll/${name}`;
      connection.onNotification(method, (params: unknown) => {
        this.notifications.set(method, [...(this.notifications.get(method) ?? []), params]);
        this.wake();
      });
    }
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.logged.push(message);
    });
    connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
      items.map(() => this.settings),
    );
    connection.onRequest('client/registerCapability', () => null);
    connection.onRequest('window/workDoneProgress/create', ({ token }: { token: string }) => {
      connection.onProgress(WorkDoneProgress.type, token, (value) => {
        this.progress.push({ token, ...value });
        this.wake();
      });
      return null;
    });
    connection.onRequest('workspace/diagnostic/refresh', () => {
      this.refreshes++;
      this.wake();
      return null;
    });
    connection.onRequest('window/showMessageRequest', (params: (typeof this.messages)[number]) => {
      this.messages.push(params);
      this.wake();
      return params.actions?.find(({ title }) => title === this.answer) ?? null;
    });
    connection.onNotification('window/showMessage', (params: (typeof this.messages)[number]) => {
      this.messages.push(params);
      this.wake();
    });
    connection.onRequest('workspace/applyEdit', ({ edit }: { edit: WorkspaceEdit }) => {
      for (const [uri, document] of this.documents) {
        const edits = editsFor(edit, uri, document.version);
        if (edits) void this.change(uri, TextDocument.applyEdits(document, edits));
      }
      return { applied: true };
    });
    connection.listen();
  }

  /** Has `until` look again. */
  wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  /** Waits until something the server sent makes `ready` true; fails after `limit` milliseconds. */
  async until(ready: () => boolean, limit = 5000): Promise<void> {
    const end = Date.now() + limit;
    while (!ready()) {
      const left = end - Date.now();
      if (left <= 0) throw new Error('The server did not send what was waited for.');
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([
        new Promise<void>((resolve) => this.waiting.push(resolve)),
        new Promise<void>((resolve) => {
          timer = setTimeout(resolve, left);
        }),
      ]);
      clearTimeout(timer);
    }
  }

  /** Opens a document; it need not be on disk. */
  async open(text: string, name = 'Dockerfile', languageId = 'dockerfile'): Promise<string> {
    const uri = pathToFileURL(join(this.folder, name)).href;
    this.documents.set(uri, TextDocument.create(uri, languageId, 1, text));
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
    return uri;
  }

  /** Closes a document; what was typed is lost. */
  async close(uri: string): Promise<void> {
    this.documents.delete(uri);
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  /** Replaces the whole text. */
  async change(uri: string, text: string): Promise<void> {
    await this.send(uri, [{ text }]);
  }

  /** Replaces the first occurrence of `before`, as an editor would. */
  async edit(uri: string, before: string, after: string): Promise<void> {
    const document = this.document(uri);
    const start = document.getText().indexOf(before);
    if (start < 0) throw new Error(`${JSON.stringify(before)} is not in the document.`);
    const range = { start: document.positionAt(start), end: document.positionAt(start + before.length) };
    await this.send(uri, [{ range, text: after }]);
  }

  private async send(uri: string, contentChanges: Parameters<typeof TextDocument.update>[1]): Promise<void> {
    const document = this.document(uri);
    const version = document.version + 1;
    this.documents.set(uri, TextDocument.update(document, contentChanges, version));
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  document(uri: string): TextDocument {
    const document = this.documents.get(uri);
    if (!document) throw new Error(`${uri} is not open.`);
    return document;
  }

  text(uri: string): string {
    return this.document(uri).getText();
  }

  /** The diagnostics of the present text, pulled. */
  async pull(uri: string): Promise<Diagnostic[]> {
    const report = await this.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri },
    });
    return report.kind === 'full' ? report.items : [];
  }

  /** The actions where `at` stands in the text. */
  async actions(uri: string, at: string, only?: string[]): Promise<CodeAction[]> {
    const document = this.document(uri);
    const offset = document.getText().indexOf(at);
    if (offset < 0) throw new Error(`${JSON.stringify(at)} is not in the document.`);
    const position = document.positionAt(offset);
    return this.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: position, end: position },
      context: { diagnostics: [], ...(only ? { only } : {}) },
    });
  }

  /** The text after an action, resolved if it has to be; the document itself is left as it is. */
  async applied(uri: string, action: CodeAction): Promise<string> {
    const { edit } = action.edit
      ? action
      : await this.connection.sendRequest<CodeAction>('codeAction/resolve', action);
    const document = this.document(uri);
    const edits = edit && editsFor(edit, uri, document.version);
    if (!edits) throw new Error(`“${action.title}” has no edit for this version.`);
    return TextDocument.applyEdits(document, edits);
  }

  /** A request about a place in the text. */
  at<Result>(method: string, uri: string, text: string, more: object = {}): Promise<Result> {
    const document = this.document(uri);
    const offset = document.getText().indexOf(text);
    if (offset < 0) throw new Error(`${JSON.stringify(text)} is not in the document.`);
    const position = document.positionAt(offset + text.length);
    return this.connection.sendRequest(method, { textDocument: { uri }, position, ...more });
  }

  command<Result = { done: boolean; message?: string }>(
    command: string,
    ...args: unknown[]
  ): Promise<Result> {
    return this.connection.sendRequest('workspace/executeCommand', { command, arguments: args });
  }

  /** Ends the server as an editor does and removes the workspace. Returns the exit code. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => {
      if (this.process.exitCode !== null) resolve(this.process.exitCode);
      else this.process.once('exit', resolve);
    });
    try {
      await this.connection.sendRequest('shutdown');
      await this.connection.sendNotification('exit');
    } finally {
      const late = setTimeout(() => this.process.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(late);
      this.connection.dispose();
      rmSync(this.folder, { recursive: true, force: true });
    }
    return ended;
  }
}
