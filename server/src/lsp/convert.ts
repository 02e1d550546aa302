// From the engine's words to the protocol's. The only place that knows both.
import { join } from 'node:path';
import {
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import type { Edit, Finding, LineIndex, LintResult, Severity, Span } from '../engine/index.ts';
import { relatedPlaces } from '../report/related.ts';

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

/** What a finding is shown in. */
interface ShownIn {
  readonly uri: string;
  readonly version: number;
  readonly index: LineIndex;
  readonly result: LintResult;
  /** `root`: the project's root, absolute; undefined when the document is not a file. */
  readonly surroundings: { readonly root?: string };
}

/** A finding as an editor shows it. `page` is where its rule is explained, when there is such a page. */
export function toDiagnostic(finding: Finding, shown: ShownIn, page: string | undefined): Diagnostic {
  const { uri, version, index, result } = shown;
  const { root } = shown.surroundings;
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
  const related = relatedPlaces(result, finding, index).flatMap(({ message, at, lines, file }) => {
    if (file !== undefined && root === undefined) return [];
    const place = file === undefined || root === undefined ? uri : URI.file(join(root, file)).toString();
    return [{ location: { uri: place, range: toRange(lines, at) }, message }];
  });
  if (related.length > 0) diagnostic.relatedInformation = related;
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
