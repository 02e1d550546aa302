// Comments that silence a finding: as code actions, and as the command that carries the reason.
import { type CodeAction, CodeActionKind, type TextEdit } from 'vscode-languageserver/node';
import { commentRules, type Finding, type SuppressionScope, suppressionEdit } from '../engine/index.ts';
import { type SuppressArguments, suppressCommand } from '../protocol.ts';
import { toDiagnostic, toTextEdits, toWorkspaceEdit } from './convert.ts';
import type { Checked, Session } from './session.ts';

const scopeWords: Readonly<Record<SuppressionScope, string>> = {
  line: 'for this instruction',
  stage: 'in this stage',
  service: 'in this service',
  file: 'in this file',
};

/** Findings of the parser and of the suppression itself cannot be silenced. */
const fixed: ReadonlySet<string> = new Set(['syntax-error', ...commentRules]);

/**
 * One action for each scope of each rule found here, those of the smallest reach first. Our own client asks for the
 * reason first; any other gets the comment with an empty reason to fill in.
 */
export function suppressActions(
  session: Session,
  checked: Checked,
  findings: readonly Finding[],
): CodeAction[] {
  const first = new Map<string, Finding>();
  for (const finding of findings)
    if (!fixed.has(finding.ruleId) && !first.has(finding.ruleId)) first.set(finding.ruleId, finding);
  const { comments, language } = checked.result;
  return (comments?.scopes ?? []).flatMap((scope) => {
    const where = language === 'compose' && scope === 'line' ? 'for this entry' : scopeWords[scope];
    return [...first.values()].flatMap((finding) => suppressAction(session, checked, finding, scope, where));
  });
}

function suppressAction(
  session: Session,
  checked: Checked,
  finding: Finding,
  scope: SuppressionScope,
  where: string,
): CodeAction[] {
  const { ruleId, at } = finding;
  const edits = suppressEdits(checked, ruleId, at.start, at.end, scope, '');
  if (!edits) return [];
  const { uri, version } = checked;
  const title = `Ignore ${ruleId} ${where}`;
  const diagnostics = [toDiagnostic(finding, checked, session.parts.rulePage(ruleId))];
  const action: CodeAction = { title, kind: CodeActionKind.QuickFix, diagnostics };
  if (session.abilities.options.plimsollClient) {
    const asked: SuppressArguments = { uri, version, ruleId, ...at, scope };
    action.command = { title, command: suppressCommand, arguments: [asked] };
  } else action.edit = toWorkspaceEdit(uri, version, edits, session.abilities.versionedEdits);
  return [action];
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
  const { comments } = checked.result;
  const edit = comments && suppressionEdit(comments, ruleId, { start, end }, scope, oneLine(reason));
  return edit && toTextEdits([edit], checked.index);
}

/** A reason stands in quotes in a comment: no line break and no quote may end it early. */
function oneLine(reason: string): string {
  return reason.replace(/\s+/g, ' ').replace(/"/g, "'").trim().slice(0, 500);
}
