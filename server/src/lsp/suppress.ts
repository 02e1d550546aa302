// Comments that silence a finding: as code actions, and as the command that carries the reason.
import { type CodeAction, CodeActionKind, type TextEdit } from 'vscode-languageserver/node';
import { commentRules, type Finding, type SuppressionScope, suppressionEdit } from '../engine/index.ts';
import { type SuppressArguments, suppressCommand } from '../protocol.ts';
import { toDiagnostic, toTextEdits, toWorkspaceEdit } from './convert.ts';
import type { Checked, Session } from './session.ts';

const scopes: readonly (readonly [SuppressionScope, string])[] = [
  ['line', 'for this instruction'],
  ['stage', 'in this stage'],
  ['file', 'in this file'],
];

/** Findings of the parser and of the suppression itself cannot be silenced. */
const fixed: ReadonlySet<string> = new Set(['syntax-error', ...commentRules]);

/**
 * One action for each scope of each rule found here. Our own client asks for the reason first; any other gets the
 * comment with an empty reason to fill in.
 */
export function suppressActions(
  session: Session,
  checked: Checked,
  findings: readonly Finding[],
): CodeAction[] {
  const actions: CodeAction[] = [];
  const seen = new Set<string>();
  for (const finding of findings) {
    if (fixed.has(finding.ruleId) || seen.has(finding.ruleId)) continue;
    seen.add(finding.ruleId);
    for (const [scope, where] of scopes) {
      const edits = suppressEdits(checked, finding.ruleId, finding.at.start, finding.at.end, scope, '');
      if (!edits) continue;
      const title = `Ignore ${finding.ruleId} ${where}`;
      const page = session.parts.rulePage(finding.ruleId);
      const diagnostics = [toDiagnostic(finding, checked.index, checked.uri, checked.version, page)];
      const action: CodeAction = { title, kind: CodeActionKind.QuickFix, diagnostics };
      if (session.abilities.options.plimsollClient) {
        const { uri, version } = checked;
        const asked: SuppressArguments = { uri, version, ruleId: finding.ruleId, ...finding.at, scope };
        action.command = { title, command: suppressCommand, arguments: [asked] };
      } else
        action.edit = toWorkspaceEdit(checked.uri, checked.version, edits, session.abilities.versionedEdits);
      actions.push(action);
    }
  }
  return actions;
}

/** The comment's edit; undefined where no comment can stand. */
export function suppressEdits(
  checked: Checked,
  ruleId: string,
  start: number,
  end: number,
  scope: SuppressionScope,
  reason: string,
): TextEdit[] | undefined {
  const edit = suppressionEdit(checked.result.dockerfile, ruleId, { start, end }, scope, oneLine(reason));
  return edit && toTextEdits([edit], checked.index);
}

/** A reason stands in quotes in a comment: no line break and no quote may end it early. */
function oneLine(reason: string): string {
  return reason.replace(/\s+/g, ' ').replace(/"/g, "'").trim().slice(0, 500);
}
