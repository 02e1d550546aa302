// The report of a scan in a web view: opened once for each scan, renewed when the scan is.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type ScanReportData, type ScanReportParams, scanReport } from '../../../server/src/scan-protocol.ts';
import { reportHtml } from './report-html.ts';
import { type FromPage, portion, type ToPage } from './report-messages.ts';
import type { Scans } from './scans.ts';

interface Open {
  readonly id: string;
  readonly target: string;
  readonly panel: vscode.WebviewPanel;
  /** The page listens. */
  ready: boolean;
  /** Settled when what was asked to be shown is: two results must not be mixed. */
  work: Promise<void>;
  data?: ScanReportData;
  /** What the page shows, to send only what is new. */
  sent?: string;
}

export class ReportPanels implements vscode.Disposable {
  private readonly scans: Scans;
  private readonly folder: vscode.Uri;
  private readonly open = new Map<string, Open>();
  private readonly all: vscode.Disposable;

  /** @param extension the folder of the extension */
  constructor(client: LanguageClient, scans: Scans, extension: vscode.Uri) {
    this.scans = scans;
    this.folder = vscode.Uri.joinPath(extension, 'dist');
    this.all = vscode.Disposable.from(
      scans.onDidChange(() => {
        for (const one of this.open.values()) this.renew(one);
      }),
      client.onNotification(scanReport, ({ id, target, show }: ScanReportParams) => {
        if (show) void this.show(id, target);
      }),
    );
  }

  /** Opens the report of a scan, or brings it to the front. */
  async show(id: string, target: string): Promise<void> {
    const before = this.open.get(id);
    if (before) {
      before.panel.reveal();
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      'plimsoll.report',
      `Scan of ${target}`,
      vscode.ViewColumn.Active,
      {
        enableScripts: true,
        enableCommandUris: false,
        enableForms: false,
        localResourceRoots: [this.folder],
      },
    );
    panel.iconPath = vscode.Uri.joinPath(this.folder, '..', 'media', 'icon.png');
    const one: Open = { id, target, panel, ready: false, work: Promise.resolve() };
    this.open.set(id, one);
    panel.onDidDispose(() => this.open.delete(id));
    panel.webview.onDidReceiveMessage((message: FromPage) => {
      if (message.type === 'ready') {
        // Also after the page was hidden: then it begins anew.
        one.ready = true;
        one.sent = undefined;
        this.renew(one);
      } else if (message.type === 'goTo') void this.goTo(one, message.index);
    });
    const nonce = randomBytes(16).toString('base64url');
    const script = panel.webview.asWebviewUri(vscode.Uri.joinPath(this.folder, 'report-page.js'));
    panel.webview.html = reportHtml(nonce, script.toString());
  }

  dispose(): void {
    this.all.dispose();
    for (const { panel } of [...this.open.values()]) panel.dispose();
  }

  private renew(one: Open): void {
    // A page that was closed, or a server that stopped, meanwhile: nothing is left to be shown.
    one.work = one.work.then(() => this.fill(one)).catch(() => {});
  }

  private async fill(one: Open): Promise<void> {
    if (!one.ready || this.open.get(one.id) !== one) return;
    const data = await this.scans.report(one.id);
    const send = (message: ToPage) => one.panel.webview.postMessage(message);
    if (!data) {
      // What is shown stays readable when the result is forgotten.
      if (!one.data) await send({ type: 'gone', target: one.target });
      return;
    }
    one.data = data;
    const sent = `${data.scan.finished} ${data.scan.stale} ${data.scan.items.map(({ place }) => place?.line)}`;
    if (one.sent === sent) return;
    one.sent = sent;
    const { items } = data.scan;
    const bare = { ...data, scan: { ...data.scan, items: [] } };
    await send({ type: 'report', data: bare, total: items.length });
    for (let from = 0; from < items.length; from += portion)
      await send({ type: 'items', items: items.slice(from, from + portion) });
  }

  private async goTo({ data }: Open, index: number): Promise<void> {
    const place = data?.scan.items[index]?.place;
    if (!place || data?.scan.uri === undefined) return;
    const at = new vscode.Position(place.line, place.character);
    const uri = vscode.Uri.parse(data.scan.uri);
    const visible = vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.toString() === uri.toString(),
    );
    await vscode.window.showTextDocument(uri, {
      selection: new vscode.Range(at, at),
      viewColumn: visible?.viewColumn ?? vscode.ViewColumn.Beside,
    });
  }
}
