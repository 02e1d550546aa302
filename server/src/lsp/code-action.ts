// textDocument/codeAction and its resolve: fixes, refactorings, fix all, and comments that silence a finding.
import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionTriggerKind,
} from 'vscode-languageserver/node';
import { type Finding, type Fix, fixesFor, type Span } from '../engine/index.ts';
import { toDiagnostic, toSpan, toTextEdits, toWorkspaceEdit } from './convert.ts';
import { fixAllEdits } from './fix-all.ts';
import { guard } from './guard.ts';
import { ignoreActions, isDecisionDocument } from './ignore-document.ts';
import { pinActions } from './pin/pin-actions.ts';
import { refactoringActions, resolveRefactoring } from './refactorings.ts';
import { decideActions } from './scan/decide-actions.ts';
import type { Checked, Session } from './session.ts';
import { suppressActions } from './suppress.ts';

/** Nobody chooses among the actions of more findings than this. */
const mostFindings = 50;

export const fixAllKind = `${CodeActionKind.SourceFixAll}.plimsoll`;

/** What an unresolved action carries to find its fix again in the same version of the text. */
interface FixData {
  readonly uri: string;
  readonly version: number;
  readonly ruleId: string;
  readonly start: number;
  readonly title: string;
}

export function serveCodeActions(session: Session): void {
  const { connection } = session;
  connection.onCodeAction(
    guard(connection, 'textDocument/codeAction', [], async (params, token) => {
      const { uri } = params.textDocument;
      if (isDecisionDocument(uri)) {
        if (!wants(params.context.only, CodeActionKind.QuickFix)) return [];
        const { start, end } = params.range;
        return ignoreActions(session, uri, { first: start.line, last: end.line });
      }
      const checked = await session.check(uri);
      return checked ? actionsAt(session, checked, params, token) : [];
    }),
  );
  connection.onCodeActionResolve(async (action, token) => {
    const resolve = guard(connection, 'codeAction/resolve', action, () => resolveAction(session, action));
    return (await resolve(action, token)) as CodeAction;
  });
}

async function actionsAt(
  session: Session,
  checked: Checked,
  params: CodeActionParams,
  token: CancellationToken,
): Promise<CodeAction[]> {
  const { only, triggerKind } = params.context;
  const at = toSpan(checked.index, params.range);
  const actions: CodeAction[] = [];
  const quick = wants(only, CodeActionKind.QuickFix);
  const refactor = wants(only, CodeActionKind.RefactorRewrite);
  const here = checked.result.findings
    .filter((finding) => touches(checked, finding.at, at))
    .slice(0, mostFindings);
  for (const finding of quick ? here : []) {
    actions.push(...fixActions(session, checked, finding));
    // Lets a cancellation in.
    await new Promise((resolve) => setImmediate(resolve));
    if (token.isCancellationRequested) return [];
  }
  // While one types, the light bulb asks for each version: what is already known has to do.
  if (refactor) {
    const automatic = triggerKind === CodeActionTriggerKind.Automatic;
    const touched = (place: Span) => touches(checked, place, at);
    actions.push(...refactoringActions(session, checked, { here, automatic, touches: touched }));
  }
  actions.sort((a, b) => rank(a) - rank(b));
  const isAutomatic = triggerKind === CodeActionTriggerKind.Automatic;
  if (quick) actions.push(...pinActions(session, checked, at, isAutomatic));
  if (quick) actions.push(...decideActions(session, checked, at, params.context.diagnostics));
  if (quick) actions.push(...suppressActions(session, checked, here));
  const invoked = only === undefined && triggerKind !== CodeActionTriggerKind.Automatic;
  if (wants(only, fixAllKind) && (only !== undefined || invoked))
    actions.push(...fixAllAction(session, checked));
  return actions;
}

/** Whether an action of this kind may be among the kinds asked for. */
function wants(only: readonly string[] | undefined, kind: string): boolean {
  return (
    only === undefined || only.some((asked) => asked === '' || kind === asked || kind.startsWith(`${asked}.`))
  );
}

/** Whether the finding's lines and the selected lines meet. */
function touches(checked: Checked, finding: Span, at: Span): boolean {
  if (finding.start <= at.end && at.start <= finding.end) return true;
  const line = (offset: number) => checked.index.position(offset).line;
  return line(finding.start) <= line(at.end) && line(at.start) <= line(finding.end);
}

/** Safe before review, the preferred before its alternatives, what cannot be done last. */
function rank(action: CodeAction): number {
  if (action.disabled) return 3;
  if (action.kind !== CodeActionKind.QuickFix) return 2;
  return action.isPreferred ? 0 : 1;
}

function fixActions(session: Session, checked: Checked, finding: Finding): CodeAction[] {
  if (!finding.fixable) return [];
  const { abilities } = session;
  const { fixes, refusals } = fixesFor(checked.result, finding);
  const { uri, version } = checked;
  const diagnostics = [toDiagnostic(finding, checked, session.parts.rulePage(finding.ruleId))];
  const actions: CodeAction[] = [];
  for (const fix of [...fixes].sort(
    (a, b) => Number(a.safety === 'review') - Number(b.safety === 'review'),
  )) {
    const action: CodeAction = { title: fix.title, kind: CodeActionKind.QuickFix, diagnostics };
    if (abilities.preferredActions && fix.preferred) action.isPreferred = true;
    if (abilities.resolvesActionEdits) {
      action.data = {
        uri,
        version,
        ruleId: finding.ruleId,
        start: finding.at.start,
        title: fix.title,
      } satisfies FixData;
    } else action.edit = editOf(session, checked, fix);
    actions.push(action);
  }
  if (abilities.disabledActions) {
    for (const refusal of refusals) {
      actions.push({
        title: refusal.title,
        kind: CodeActionKind.QuickFix,
        disabled: { reason: refusal.reason },
        diagnostics,
      });
    }
  }
  return actions;
}

function editOf(session: Session, checked: Checked, fix: Fix) {
  const edits = toTextEdits(fix.edits, checked.index);
  return toWorkspaceEdit(checked.uri, checked.version, edits, session.abilities.versionedEdits);
}

function fixAllAction(session: Session, checked: Checked): CodeAction[] {
  const edits = fixAllEdits(checked);
  if (edits.length === 0) return [];
  const edit = toWorkspaceEdit(checked.uri, checked.version, edits, session.abilities.versionedEdits);
  return [{ title: 'Apply every safe fix', kind: fixAllKind, edit }];
}

async function resolveAction(session: Session, action: CodeAction): Promise<CodeAction> {
  if (action.edit) return action;
  const data = readFixData(action.data);
  if (!data) return (await resolveRefactoring(session, action)) ?? action;
  const checked = await session.check(data.uri);
  if (!checked || checked.version !== data.version) return action;
  const { result } = checked;
  const finding = result.findings.find(({ ruleId, at }) => ruleId === data.ruleId && at.start === data.start);
  const fix = finding && fixesFor(result, finding).fixes.find(({ title }) => title === data.title);
  if (fix) return { ...action, edit: editOf(session, checked, fix) };
  return action;
}

function readFixData(value: unknown): FixData | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  const { uri, version, ruleId, start, title } = value as Record<string, unknown>;
  return typeof uri === 'string' &&
    typeof version === 'number' &&
    typeof ruleId === 'string' &&
    typeof start === 'number' &&
    typeof title === 'string'
    ? { uri, version, ruleId, start, title }
    : undefined;
}
