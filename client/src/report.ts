// The whole result of a scan as a read-only Markdown document, kept until VS Code closes, with its problems.
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type ScanReportParams, scanReport } from '../../server/src/protocol.ts';

const scheme = 'plimsoll-report';

/** Keeps the reports that the server sends and shows those that no open Dockerfile shows. */
export function registerReports(client: LanguageClient): vscode.Disposable {
  const texts = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const problems = vscode.languages.createDiagnosticCollection('plimsoll-report');
  return vscode.Disposable.from(
    changed,
    problems,
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) =>
        texts.get(uri.toString()) ?? 'This result is no longer there. Scan again.\n',
    }),
    client.onNotification(scanReport, async (report: ScanReportParams) => {
      const uri = vscode.Uri.from({ scheme, path: `/${report.target.replace(/[\\/]/g, '∕')}.md` });
      texts.set(uri.toString(), report.markdown);
      changed.fire(uri);
      problems.set(uri, report.problems.map(toDiagnostic));
      if (!report.show) return;
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, { preview: false, preserveFocus: true });
    }),
  );
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
