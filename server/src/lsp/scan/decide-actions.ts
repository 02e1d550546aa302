// Code actions on a vulnerability: upgrade, ignore, state in OpenVEX, show why it is there, open the advisory.
import { type CodeAction, CodeActionKind, type Diagnostic } from 'vscode-languageserver/node';
import {
  type AskIgnore,
  type AskVex,
  type DecideArguments,
  decideCommand,
  ignoreFindingCommand,
  writeVexCommand,
} from '../../decide-protocol.ts';
import { daysLater } from '../../decisions/days.ts';
import { statementPlaceholder } from '../../decisions/ignore-file.ts';
import { vexJustifications, vexStatuses } from '../../decisions/openvex.ts';
import type { Span } from '../../engine/index.ts';
import { serverCommands } from '../../protocol.ts';
import type { InstalledPackage } from '../../trivy/index.ts';
import { safeHref } from '../markdown.ts';
import type { Checked, Session } from '../session.ts';
import { digestOf, ignorePlace, vexPlace } from './decision-places.ts';
import { type FoundHere, foundAt, imagesAt } from './found-at.ts';
import { upgradeActions } from './upgrade-actions.ts';

/** Findings that have all actions of their own; those after them are one action each, or a menu would have hundreds. */
const mostInFull = 3;
const mostFindings = 50;

/** Days that an accepted finding is accepted for, unless the user says otherwise. */
const usualDays = 90;

/**
 * The actions on the vulnerabilities of the selected lines.
 * @param asked the diagnostics that the editor asks about
 */
export function decideActions(
  session: Session,
  checked: Checked,
  at: Span,
  asked: readonly Diagnostic[],
): CodeAction[] {
  const found = foundAt(session, checked, at, asked, mostFindings);
  const places = found.length === 0 ? undefined : placesOf(session, checked);
  const own = session.abilities.options.plimsollClient;
  const actions: CodeAction[] = [];
  for (const { scan } of imagesAt(session, checked, at)) {
    const count = scan.suppressed?.length ?? 0;
    if (count === 0) continue;
    const title = `Show the ${count === 1 ? 'finding' : `${count} findings`} left out of ${scan.target}`;
    const command = { title, command: serverCommands.showLeftOut, arguments: [checked.uri, scan.target] };
    actions.push({ title, kind: CodeActionKind.QuickFix, command });
  }
  for (const [index, one] of found.entries()) {
    if (index < mostInFull || !own) actions.push(...upgradeActions(session, checked, one));
    const choices = choicesFor(session, checked, one, places);
    if (index < mostInFull) actions.push(...choices.map((choice) => toAction(choice, one)));
    else if (!own) actions.push(...choices.slice(0, 1).map((choice) => toAction(choice, one)));
    else {
      const { id, subject } = one.item;
      const title = `${id} in ${subject}`;
      const argument: DecideArguments = { title, choices };
      actions.push(toAction({ title: `Decide on ${title}…`, command: decideCommand, argument }, one));
    }
  }
  return actions;
}

type Choice = DecideArguments['choices'][number];

function toAction({ title, command, argument }: Choice, { diagnostic }: FoundHere): CodeAction {
  return {
    title,
    kind: CodeActionKind.QuickFix,
    command: { title, command, arguments: [argument] },
    ...(diagnostic ? { diagnostics: [diagnostic] } : {}),
  };
}

/** What can be done without an edit of the Dockerfile. */
function choicesFor(
  session: Session,
  checked: Checked,
  found: FoundHere,
  places: Places | undefined,
): Choice[] {
  const { item, reference, result } = found;
  const { id, subject } = item;
  const what = `${id} in ${subject}`;
  const choices: Choice[] = [];
  if (places) {
    choices.push(ignoreChoice(session, checked, found, what, places));
    if (item.purl !== undefined) choices.push(vexChoice(session, found, what, places));
  }
  const { packages = [] } = result.scan;
  if (packages.some((one) => isPackage(one, item)))
    choices.push({
      title: `Show why ${subject} is there`,
      command: serverCommands.showWhy,
      argument: reference,
    });
  if (advisoryOf(item.href) !== undefined)
    choices.push({
      title: `Open the advisory of ${id}`,
      command: serverCommands.openAdvisory,
      argument: reference,
    });
  return choices;
}

interface Places {
  readonly ignore: ReturnType<typeof ignorePlace>;
  readonly vex: ReturnType<typeof vexPlace>;
}

/** Looked up once for all findings; undefined for a document that is no file. */
function placesOf(session: Session, { surroundings: { path } }: Checked): Places | undefined {
  if (path === undefined) return undefined;
  return { ignore: ignorePlace(session, path), vex: vexPlace(path, session.folderOf(path)) };
}

function isPackage(
  { name, version, id }: InstalledPackage,
  { subject, installed }: FoundHere['item'],
): boolean {
  return id !== undefined && name === subject && version === installed;
}

/** What of a finding names its package. */
export function packageOf({ subject, installed = '', packageId, trace }: FoundHere['item']) {
  return {
    name: subject,
    version: installed,
    ...(packageId === undefined ? {} : { id: packageId }),
    ...(trace.path === undefined ? {} : { target: trace.path }),
  };
}

/** The address of an advisory that may be opened: https only. */
export function advisoryOf(href: string | undefined): string | undefined {
  const address = safeHref(href);
  return address?.startsWith('https:') ? address : undefined;
}

function ignoreChoice(
  session: Session,
  checked: Checked,
  found: FoundHere,
  what: string,
  { ignore: { file, isPlain } }: Places,
): Choice {
  const { item, reference } = found;
  const title = `Ignore ${what} with a reason…`;
  const today = checked.surroundings.context.today ?? new Date().toISOString().slice(0, 10);
  const suggestedExpiry = daysLater(today, usualDays);
  if (!session.abilities.options.plimsollClient) {
    const argument = { finding: reference, reason: statementPlaceholder, expires: suggestedExpiry };
    return { title: title.replace(/…$/, ''), command: serverCommands.ignoreFinding, argument };
  }
  const argument: AskIgnore = {
    finding: reference,
    file,
    today,
    suggestedExpiry,
    ...(isPlain ? {} : { only: `${item.subject} ${item.installed ?? ''}`.trim() }),
  };
  return { title, command: ignoreFindingCommand, argument };
}

function vexChoice(session: Session, found: FoundHere, what: string, places: Places): Choice {
  const { reference, result } = found;
  const title = `Write an OpenVEX statement on ${what}…`;
  if (!session.abilities.options.plimsollClient) {
    // The one status that claims nothing.
    const argument = { finding: reference, status: 'under_investigation' };
    return { title: title.replace(/…$/, ''), command: serverCommands.writeVex, argument };
  }
  const { file, isNew } = places.vex;
  const image = digestOf(result.scan);
  const argument: AskVex = {
    finding: reference,
    file,
    isNew,
    statuses: vexStatuses,
    justifications: vexJustifications,
    ...(image === undefined ? {} : { image }),
  };
  return { title, command: writeVexCommand, argument };
}
