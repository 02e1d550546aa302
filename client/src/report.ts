// The whole result of a scan as a read-only Markdown document, kept until VS Code closes, with its problems.
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type ScanReportParams, scanReport } from '../../server/src/protocol.ts';

const scheme = 'plimsoll-report';

/** Reports that are kept; each can be some megabytes. */
const mostReports = 20;

/** Keeps the reports that the server sends and shows those that no open Dockerfile shows. */
export class Reports implements vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly problems = vscode.languages.createDiagnosticCollection('plimsoll-report');
  private readonly all: vscode.Disposable;

  constructor(client: LanguageClient) {
    this.all = vscode.Disposable.from(
      this.changed,
      this.problems,
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.changed.event,
        provideTextDocumentContent: (uri) =>
          this.texts.get(uri.toString()) ?? 'This result is no longer there. Scan again.\n',
      }),
      client.onNotification(scanReport, (report: ScanReportParams) => this.take(report)),
    );
  }

  /** Forgets every report, and its problems. */
  clear(): void {
    for (const key of [...this.texts.keys()]) this.forget(key);
  }

  /** Shows a page of the server's own, kept like a report. */
  show(name: string, markdown: string): Promise<void> {
    return open(this.keep(name, markdown));
  }

  dispose(): void {
    this.all.dispose();
  }

  private async take(report: ScanReportParams): Promise<void> {
    const uri = this.keep(report.target, report.markdown);
    this.problems.set(uri, report.problems.map(toDiagnostic));
    if (report.show) await open(uri);
  }

  private keep(name: string, markdown: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme, path: `/${name.replace(/[\\/]/g, '∕')}.md` });
    const key = uri.toString();
    this.texts.delete(key);
    this.texts.set(key, markdown);
    const [oldest] = this.texts.keys();
    if (this.texts.size > mostReports && oldest !== undefined) this.forget(oldest);
    this.changed.fire(uri);
    return uri;
  }

  private forget(key: string): void {
    const uri = vscode.Uri.parse(key);
    this.texts.delete(key);
    this.problems.delete(uri);
    this.changed.fire(uri);
  }
}

async function open(uri: vscode.Uri): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  try {
    // As a page to read: in the text, what others said is escaped.
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  } catch {
    await vscode.window.showTextDocument(document, { preview: false, preserveFocus: true });
  }
}

function toDiagnostic(problem: ScanReportParams['problems'][number]): vscode.Diagnostic {
  const range = new vscode.Range(problem.line, 0, problem.line, 1000);
  const severity =
    problem.severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  const diagnostic = new vscode.Diagnostic(range, problem.message, severity);
  diagnostic.source = 'plimsoll-trivy';
  diagnostic.code = problem.href
    ? { value: problem.code, target: vscode.Uri.parse(problem.href) }
    : problem.code;
  return diagnostic;
}
