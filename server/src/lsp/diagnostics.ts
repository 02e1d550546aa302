// textDocument/diagnostic where the client pulls, publishDiagnostics where it does not; never both.
import {
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
} from 'vscode-languageserver/node';
import { toDiagnostic } from './convert.ts';
import { describeError, guard } from './guard.ts';
import { ignoreDiagnostics, isDecisionDocument } from './ignore-document.ts';
import { resultsOf } from './scan/known-scans.ts';
import { scanDiagnostics } from './scan/scan-diagnostics.ts';
import type { Checked, Session } from './session.ts';
import { isSettingsDocument, settingsDiagnostics } from './settings-document.ts';

/** More than this many in one file help nobody and slow the editor down. */
export const diagnosticLimit = 1000;

/** What is shown for one version of a document: findings, then scan results; neither can crowd the other out. */
export function diagnosticsOf(session: Session, checked: Checked): Diagnostic[] {
  const { index, uri } = checked;
  const { baseline, path, settings } = checked.surroundings;
  const map = settings['scan.diagnosticSeverity'];
  const scans = scanDiagnostics(resultsOf(session, checked), index, uri, map);
  const { findings } = checked.result;
  const known = new Set(baseline && path ? baseline.part(path, findings, checked.text).known : []);
  const own = findings
    .slice(0, Math.max(diagnosticLimit / 2, diagnosticLimit - scans.length))
    .map((finding) => {
      const page = session.parts.rulePage(finding.ruleId);
      const diagnostic = toDiagnostic(finding, checked, page);
      return known.has(finding) ? accepted(diagnostic) : diagnostic;
    });
  return [...own, ...scans].slice(0, diagnosticLimit);
}

/** What the baseline holds is a hint, and never faded: the code is not unnecessary. */
function accepted({ tags: _, ...diagnostic }: Diagnostic): Diagnostic {
  return {
    ...diagnostic,
    severity: DiagnosticSeverity.Hint,
    message: `${diagnostic.message} (In the baseline.)`,
  };
}

/** Registers the one channel that this client has. Call after `initialize`. */
export function serveDiagnostics(session: Session): void {
  if (session.abilities.pullsDiagnostics) pull(session);
  else push(session);
}

function pull(session: Session): void {
  const { connection } = session;
  const nothing: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };
  connection.languages.diagnostics.on(
    guard(connection, 'textDocument/diagnostic', nothing, async ({ textDocument, previousResultId }) => {
      const { uri } = textDocument;
      const settings = isSettingsDocument(uri) ? session.documents.get(uri) : undefined;
      if (settings)
        return {
          kind: DocumentDiagnosticReportKind.Full,
          items: settingsDiagnostics(uri, settings.getText()),
        };
      if (isDecisionDocument(uri))
        return { kind: DocumentDiagnosticReportKind.Full, items: await ignoreDiagnostics(session, uri) };
      const checked = await session.check(uri);
      if (!checked) return nothing;
      const resultId = `${checked.version}.${session.generation}`;
      if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
      return { kind: DocumentDiagnosticReportKind.Full, resultId, items: diagnosticsOf(session, checked) };
    }),
  );
  connection.languages.diagnostics.onWorkspace((params, token) =>
    session.workspaceFindings.report(params.previousResultIds, token),
  );
}

function push(session: Session): void {
  const { connection, documents } = session;
  const waiting = new Set<string>();
  const publish = async (uri: string) => {
    const checked = await session.check(uri);
    const document = documents.get(uri);
    // Closed meanwhile: it was cleared. Changed meanwhile: a newer publish is under way.
    if (!document || (checked && checked.version !== document.version)) return;
    const diagnostics = checked
      ? diagnosticsOf(session, checked)
      : isSettingsDocument(uri)
        ? settingsDiagnostics(uri, document.getText())
        : await ignoreDiagnostics(session, uri);
    await connection.sendDiagnostics({ uri, version: document.version, diagnostics });
  };
  // Edits that arrived together are answered once, for the last of them.
  const soon = (uri: string) => {
    if (waiting.has(uri)) return;
    waiting.add(uri);
    setImmediate(() => {
      waiting.delete(uri);
      publish(uri).catch((error) => connection.console.error(`diagnostics: ${describeError(error)}`));
    });
  };
  documents.onDidChangeContent(({ document }) => soon(document.uri));
  documents.onDidClose(({ document }) => {
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });
  session.pushAll = () => {
    for (const uri of documents.keys()) soon(uri);
  };
}

/** Has everything shown asked for again; for clients without such a request, sends it again. */
export function refreshDiagnostics(session: Session): void {
  const { connection, abilities } = session;
  if (!abilities.pullsDiagnostics) session.pushAll();
  else if (abilities.refreshesDiagnostics) {
    connection.languages.diagnostics
      .refresh()
      .catch((error) => connection.console.warn(describeError(error)));
  }
}
