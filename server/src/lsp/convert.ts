// From the engine's words to the protocol's. The only place that knows both.
import {
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { Edit, Finding, LineIndex, Severity, Span } from '../engine/index.ts';

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** `source` of every diagnostic that the engine makes. */
export const engineSource = 'plimsoll';

/** The range of a span of offsets. */
export function toRange(index: LineIndex, at: Span): Range {
  return { start: index.position(at.start), end: index.position(at.end) };
}

/** The span of offsets of a range, clamped into the text. */
export function toSpan(index: LineIndex, range: Range): Span {
  return { start: index.offset(range.start), end: index.offset(range.end) };
}

/** A finding as an editor shows it. `page` is where its rule is explained, when there is such a page. */
export function toDiagnostic(
  finding: Finding,
  index: LineIndex,
  uri: string,
  version: number,
  page: string | undefined,
): Diagnostic {
  const diagnostic: Diagnostic = {
    range: toRange(index, finding.at),
    severity: severities[finding.severity],
    source: engineSource,
    code: finding.ruleId,
    message: finding.message,
    data: { ruleId: finding.ruleId, version },
  };
  if (page) diagnostic.codeDescription = { href: page };
  const tags = finding.tags.map((tag) =>
    tag === 'unnecessary' ? DiagnosticTag.Unnecessary : DiagnosticTag.Deprecated,
  );
  if (tags.length > 0) diagnostic.tags = tags;
  if (finding.related.length > 0) {
    diagnostic.relatedInformation = finding.related.map((other) => ({
      location: { uri, range: toRange(index, other.at) },
      message: other.message,
    }));
  }
  return diagnostic;
}

/** The engine's edits as the protocol's. */
export function toTextEdits(edits: readonly Edit[], index: LineIndex): TextEdit[] {
  return edits.map((edit) => ({ range: toRange(index, edit), newText: edit.text }));
}

/** Edits of one document, for its version where the client can check it. */
export function toWorkspaceEdit(
  uri: string,
  version: number,
  edits: TextEdit[],
  versioned: boolean,
): WorkspaceEdit {
  return versioned
    ? { documentChanges: [{ textDocument: { uri, version }, edits }] }
    : { changes: { [uri]: edits } };
}
