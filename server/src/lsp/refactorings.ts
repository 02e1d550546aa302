// Refactorings of the whole file: offered where their reason stands, made when chosen, each place with what happens there and why.
import { type CodeAction, CodeActionKind } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import {
  type Change,
  type DockerfileRefactoring,
  type Finding,
  type Refactoring,
  type RefactoringName,
  rulesById,
  type Span,
} from '../engine/index.ts';
import {
  type RefactoringSummary,
  type RefactoringsParams,
  type RefactoringsResult,
  refactorCommands,
  refactoredCommand,
  serverCommands,
} from '../protocol.ts';
import { forTerminal, messageMarkdown } from '../report/escape.ts';
import { plural } from '../report/report.ts';
import { toDiagnostic } from './convert.ts';
import type { CommandResult } from './execute-command.ts';
import { closeSecretFiles, refactoringEdit } from './refactoring-edit.ts';
import {
  offersBeside,
  offersOf,
  servicesByPlace,
  servicesIn,
  servicesNamed,
  type WrittenService,
} from './refactoring-offers.ts';
import { traitsOf } from './refactoring-traits.ts';
import { type Checked, isCompose, type Session } from './session.ts';

/** UTF-16 units of a text for which every choice is made while the user only moves the cursor. */
const small = 20_000;
/** UTF-16 units of a text for which the light bulb makes none: the command does, and the user waits for it. */
const large = 500_000;

/** What an unresolved action carries to be found again in the same version of the text. */
interface RefactoringData {
  readonly uri: string;
  readonly version: number;
  readonly refactoring: string;
}

export interface AskedAt {
  /** Findings of its lines. */
  readonly here: readonly Finding[];
  /** Nobody asked: the cursor moved. */
  readonly automatic: boolean;
  /** Whether a place's lines meet the selected ones. */
  readonly touches: (place: Span) => boolean;
}

/**
 * The choices as code actions: on a FROM, where a refactoring has its place, and on findings that it would remove. While
 * the cursor only moves, our own client gets one action that asks for the choice, so that nothing is made in vain.
 */
export function refactoringActions(session: Session, checked: Checked, asked: AskedAt): CodeAction[] {
  const { result } = checked;
  const onFrom =
    result.language === 'dockerfile' && result.model.stages.some(({ from }) => asked.touches(from.head));
  const causes = causesOf(asked.here);
  const services = isCompose(checked) ? servicesIn(checked) : undefined;
  const serviceAt = services && servicesByPlace(services);
  /** Only these are made: those of a whole file can take seconds. */
  const names = services && serviceAt && servicesHere(services, serviceAt, causes, asked);
  if (names?.length === 0) return [];
  if (asked.automatic) {
    const reported = onFrom ? causesOf(checked.result.findings) : causes;
    if (session.abilities.options.plimsollClient && result.language === 'dockerfile')
      return [...reported].flatMap(([name, found]) =>
        name === 'split' || name === 'harden' ? [askingAction(session, checked, name, found)] : [],
      );
    if ((reported.size === 0 && !names) || checked.text.length > small) return [];
  }
  if (checked.text.length > large) return [];
  const { refactorings: offered, refusals } = offersBeside(session, checked, names);
  /** The findings that it removes: in a Compose file those of its service. */
  const causesFor = ({ name, at }: Offer) =>
    (causes.get(name) ?? []).filter((one) => !serviceAt || serviceAt(one.at) === serviceAt(at));
  const isHere = (offer: Offer) => onFrom || causesFor(offer).length > 0 || asked.touches(offer.at);
  const { uri, version } = checked;
  const base = (offer: Offer & { readonly title: string }) => ({
    title: offer.title,
    kind: CodeActionKind.RefactorRewrite,
    ...removing(session, checked, causesFor(offer)),
  });
  const actions: CodeAction[] = offered.filter(isHere).map((refactoring) => {
    const { id, title, files = [] } = refactoring;
    // The server makes this edit itself, as it closes the files of secrets to others afterwards.
    if (session.abilities.appliesEdits && files.some(({ isSecret }) => isSecret))
      return {
        ...base(refactoring),
        command: { title, command: serverCommands.refactor, arguments: [uri, id] },
      };
    return {
      ...base(refactoring),
      ...(session.abilities.resolvesActionEdits
        ? { data: { uri, version, refactoring: id } satisfies RefactoringData }
        : { edit: refactoringEdit(session, checked, refactoring) }),
    };
  });
  if (asked.automatic || !session.abilities.disabledActions) return actions;
  const refused = refusals
    .filter(isHere)
    .map((refusal) => ({ ...base(refusal), disabled: { reason: refusal.reason } }));
  return [...actions, ...refused];
}

interface Offer {
  readonly name: RefactoringName;
  readonly at: Span;
}

/** The services whose name is asked at, or a finding that a refactoring of theirs removes. */
function servicesHere(
  services: readonly WrittenService[],
  serviceAt: (place: Span) => number,
  causes: ReadonlyMap<RefactoringName, readonly Finding[]>,
  { touches }: AskedAt,
): readonly string[] {
  const found = new Set([...causes.values()].flat().map(({ at }) => serviceAt(at)));
  return services.filter(({ at }, i) => found.has(i) || touches(at)).map(({ name }) => name);
}

/** The findings that refactorings do away with, by the refactoring. */
function causesOf(findings: readonly Finding[]): ReadonlyMap<RefactoringName, Finding[]> {
  const causes = new Map<RefactoringName, Finding[]>();
  for (const finding of findings) {
    const name = rulesById.get(finding.ruleId)?.refactoring;
    if (name) causes.set(name, [...(causes.get(name) ?? []), finding]);
  }
  return causes;
}

/** The findings that the action is shown with. */
function removing({ parts }: Session, checked: Checked, causes: readonly Finding[]) {
  if (causes.length === 0) return {};
  return {
    diagnostics: causes.map((one) => toDiagnostic(one, checked, parts.rulePage(one.ruleId))),
  };
}

function askingAction(
  session: Session,
  checked: Checked,
  name: DockerfileRefactoring,
  causes: readonly Finding[],
): CodeAction {
  const title = name === 'split' ? 'Split into builder and runtime…' : 'Move to a hardened image…';
  return {
    title,
    kind: CodeActionKind.RefactorRewrite,
    ...removing(session, checked, causes),
    command: { title, command: refactorCommands[name], arguments: [checked.uri] },
  };
}

/** The action with its edit; undefined when it is none of these, or its text has changed. */
export async function resolveRefactoring(
  session: Session,
  action: CodeAction,
): Promise<CodeAction | undefined> {
  const data = readData(action.data);
  if (!data) return undefined;
  const checked = await session.check(data.uri);
  if (checked?.version !== data.version) return undefined;
  const { refactoring } = data;
  const offers = offersOf(session, checked, servicesNamed(checked, refactoring));
  const found = offers.refactorings.find(({ id }) => id === refactoring);
  if (!found) return undefined;
  const made = { ...action, edit: refactoringEdit(session, checked, found) };
  if (!session.abilities.options.plimsollClient) return made;
  const command = refactoredCommand;
  return { ...made, command: { title: found.title, command, arguments: [summaryOf(checked, found)] } };
}

function readData(value: unknown): RefactoringData | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  const { uri, version, refactoring } = value as Record<string, unknown>;
  return typeof uri === 'string' && typeof version === 'number' && typeof refactoring === 'string'
    ? { uri, version, refactoring }
    : undefined;
}

/** What changed and why, as a page to read. */
function summaryOf({ uri, index }: Checked, { title, changes }: Refactoring): RefactoringSummary {
  const toCheck = changes.filter(({ kind }) => kind === 'check');
  const done = changes.filter(({ kind }) => kind !== 'check');
  const line = ({ kind, what, at }: Change) => {
    const place = at ? `line ${index.position(at.start).line + 1}` : '';
    const head = [kind === 'check' ? '' : kind, place].filter((word) => word !== '').join(', ');
    return `- ${head === '' ? '' : `${head}: `}${messageMarkdown(what)}`;
  };
  const markdown = [
    `# ${messageMarkdown(title)}`,
    '',
    ...(toCheck.length > 0 ? ['## To check', '', ...toCheck.map(line), ''] : []),
    '## What changed and why',
    '',
    'Lines are those of the file as it was.',
    '',
    ...done.map(line),
    '',
  ].join('\n');
  const file = forTerminal(URI.parse(uri).path.split('/').at(-1) ?? '');
  return { title, file, changes: done.length, toCheck: toCheck.length, markdown };
}

/** Answers the client that lets the user choose. */
export async function listRefactorings(
  session: Session,
  { uri, name }: RefactoringsParams,
): Promise<RefactoringsResult> {
  const checked = await session.check(uri);
  if (!checked) return { choices: [], refusals: [] };
  const { refactorings: offered, refusals } = offersOf(session, checked);
  const isAsked = (one: { readonly name: RefactoringName }) => one.name === name;
  return {
    choices: offered.filter(isAsked).map((one) => {
      const toCheck = one.changes.filter(({ kind }) => kind === 'check').length;
      const changes = one.changes.length - toCheck;
      return { id: one.id, title: one.title, changes, toCheck, traits: traitsOf(checked.result, one) };
    }),
    refusals: refusals.filter(isAsked).map(({ title, reason, at }) => ({
      title,
      reason,
      ...checked.index.position(at.start),
    })),
  };
}

/** Makes a refactoring: by its id (`split:slim`), or the first of a name (`split`). */
export async function applyRefactoring(
  session: Session,
  uri: string,
  wanted: string,
): Promise<CommandResult & { readonly summary?: RefactoringSummary }> {
  const checked = await session.check(uri);
  if (!checked) return { done: false, message: 'Open the file first.' };
  const fits = ({ id, name }: { readonly id: string; readonly name: string }) =>
    id === wanted || name === wanted;
  const { refactorings: offered, refusals } = offersOf(session, checked, servicesNamed(checked, wanted));
  const found = offered.find(fits);
  if (!found) {
    const refused = refusals.find(fits) ?? refusals.find(({ name }) => wanted.startsWith(`${name}:`));
    const place = refused && checked.index.position(refused.at.start).line + 1;
    return {
      done: false,
      message: refused ? `Line ${place}: ${refused.reason}` : 'There is nothing to do here.',
    };
  }
  const edit = refactoringEdit(session, checked, found);
  const { applied, failureReason } = await session.connection.workspace.applyEdit({
    label: found.title,
    edit,
    // VS Code saves what it has shown: a password that was taken out of one file must not wait in an unsaved other one.
    ...(found.files && found.files.length > 0 ? { metadata: { isRefactoring: true } } : {}),
  });
  if (!applied) return { done: false, message: failureReason ?? 'Nothing was changed.' };
  closeSecretFiles(checked, edit, found);
  const summary = summaryOf(checked, found);
  if (session.abilities.options.plimsollClient) return { done: true, summary };
  return {
    done: true,
    message: `${found.title}: ${plural(summary.changes, 'change')}, ${summary.toCheck} to check.`,
  };
}
