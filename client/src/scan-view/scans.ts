// The results of scans as the server last told them, asked for when something wants to show them.
import * as vscode from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import {
  type ScanResultsParams,
  type ScanSummary,
  scanResultsChanged,
} from '../../../server/src/protocol.ts';
import {
  type ListedScan,
  type ScanListResult,
  type ScanReportData,
  type ScanRunningParams,
  scanList,
  scanReportData,
  scanRunning,
  scansChanged,
} from '../../../server/src/scan-protocol.ts';

/** Milliseconds in which changes are taken together: results move with every line that is typed. */
const pause = 250;

export class Scans implements vscode.Disposable {
  private readonly client: LanguageClient;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly statesChanged = new vscode.EventEmitter<void>();
  private readonly linesChanged = new vscode.EventEmitter<string | undefined>();
  private readonly results = new Map<string, ScanResultsParams>();
  private readonly running = new Map<string, number>();
  private readonly all: vscode.Disposable;
  private list: Promise<readonly ListedScan[]> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** The list may be another one. */
  readonly onDidChange = this.changed.event;
  /** A summary is another one, or a scan began or ended. */
  readonly onDidChangeState = this.statesChanged.event;
  /** What stands on the lines of this document is other; of every document without one. */
  readonly onDidChangeLines = this.linesChanged.event;

  constructor(client: LanguageClient) {
    this.client = client;
    this.all = vscode.Disposable.from(
      this.changed,
      this.statesChanged,
      this.linesChanged,
      client.onNotification(scansChanged, () => this.forget()),
      client.onNotification(scanResultsChanged, (shown: ScanResultsParams) => {
        const key = this.keyOf(shown.uri);
        if (shown.summary || shown.lines.length > 0 || shown.marks.length > 0) this.results.set(key, shown);
        else this.results.delete(key);
        this.tell(key);
      }),
      client.onNotification(scanRunning, ({ uri, count }: ScanRunningParams) => {
        const key = uri === undefined ? '' : this.keyOf(uri);
        if (count > 0) this.running.set(key, count);
        else this.running.delete(key);
        this.statesChanged.fire();
      }),
      // A server that stopped takes its results along; the next one says nothing of lines it has no results for.
      client.onDidChangeState(({ newState }) => {
        // One that has started may have kept results.
        if (newState === State.Running) this.forget();
        if (newState !== State.Stopped) return;
        this.results.clear();
        this.running.clear();
        this.tell(undefined);
      }),
      // Also when only the language changes: the editor stays.
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (this.results.delete(uri.toString())) this.tell(uri.toString());
      }),
    );
  }

  /** What the results of a document come to. */
  summaryOf(uri: vscode.Uri): ScanSummary | undefined {
    return this.results.get(uri.toString())?.summary;
  }

  /** What stands on the lines of a document. */
  shownIn(uri: vscode.Uri): Pick<ScanResultsParams, 'lines' | 'marks'> {
    return this.results.get(uri.toString()) ?? { lines: [], marks: [] };
  }

  /** Whether a scan of this document, or of an image by its name, is under way. */
  isRunning(uri: vscode.Uri): boolean {
    return this.running.has(uri.toString()) || this.running.has('');
  }

  /** Every result there is; empty when the server does not answer. */
  get(): Promise<readonly ListedScan[]> {
    if (!this.client.isRunning()) return Promise.resolve([]);
    this.list ??= this.client.sendRequest<ScanListResult>(scanList, {}).then(
      ({ scans }) => scans,
      () => [],
    );
    return this.list;
  }

  /** One result with what is known around it; undefined: it is no longer there. */
  async report(id: string): Promise<ScanReportData | undefined> {
    if (!this.client.isRunning()) return undefined;
    return (await this.client.sendRequest<ScanReportData | null>(scanReportData, { id })) ?? undefined;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.all.dispose();
  }

  private keyOf(uri: string): string {
    return this.client.protocol2CodeConverter.asUri(uri).toString();
  }

  private tell(key: string | undefined): void {
    this.linesChanged.fire(key);
    this.statesChanged.fire();
    this.forget();
  }

  private forget(): void {
    this.list = undefined;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changed.fire(), pause);
  }
}
