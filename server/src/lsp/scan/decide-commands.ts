// The commands behind the actions on a vulnerability: they write the ignore file and VEX documents, and show pages.
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import {
  type DecisionResult,
  type IgnoreArguments,
  type ShowPageParams,
  showPage,
  type VexArguments,
} from '../../decide-protocol.ts';
import { addToYamlIgnore } from '../../decisions/add-to-yaml-ignore.ts';
import { dependencyPaths } from '../../decisions/dependency-path.ts';
import { type IgnoreDecision, oneLine, statementPlaceholder } from '../../decisions/ignore-file.ts';
import { ignoreScope } from '../../decisions/ignore-scope.ts';
import {
  addVexStatement,
  imagePurl,
  unknownAuthor,
  type VexStatement,
  vexJustifications,
  vexStatuses,
} from '../../decisions/openvex.ts';
import { addToPlainIgnore } from '../../decisions/plain-ignore.ts';
import { isDay } from '../../engine/index.ts';
import { serverCommands } from '../../protocol.ts';
import type { Session } from '../session.ts';
import { advisoryOf, packageOf } from './decide-actions.ts';
import { changeFile, textOf } from './decision-file.ts';
import { leftOutMarkdown, whyMarkdown, whyText } from './decision-pages.ts';
import { digestOf, ignorePlace, vexPlace } from './decision-places.ts';
import { referredTo } from './found-at.ts';
import type { ImageScan } from './scan-results.ts';
import { scannableImages } from './stages.ts';

const gone: DecisionResult = { done: false, message: 'This finding is no longer there. Scan again.' };
const notSaved: DecisionResult = {
  done: false,
  message: 'Save the Dockerfile first: what is decided is written beside it.',
};

/** Says the outcome where no client of ours does. `always`: our own client does not either. */
export function told(session: Session, result: DecisionResult, always = false): DecisionResult {
  const { connection, abilities } = session;
  if (result.message === undefined || (abilities.options.plimsollClient && !always)) return result;
  if (result.done) connection.window.showInformationMessage(result.message);
  else connection.window.showWarningMessage(result.message);
  return result;
}

/** Writes an entry of the ignore file. */
export async function ignoreFinding(session: Session, value: unknown): Promise<DecisionResult> {
  const { finding, reason, expires, everywhere } = (value ?? {}) as Partial<IgnoreArguments>;
  const found = referredTo(session, finding);
  if (!found) return gone;
  const { path } = await session.surroundings.of(found.uri);
  if (path === undefined) return notSaved;
  if (expires !== undefined && expires !== '' && !isDay(expires))
    return { done: false, message: `${String(expires)} is no day. Write YYYY-MM-DD.` };
  const { item } = found;
  const scope =
    everywhere === true ? { paths: [], purls: [] } : ignoreScope({ ...item.trace, ...purlOf(item) });
  const given = typeof reason === 'string' ? oneLine(reason) : '';
  const decision: IgnoreDecision = {
    id: item.id,
    ...scope,
    statement: given === '' ? statementPlaceholder : given,
    ...(expires ? { expires } : {}),
  };
  const { file, isPlain } = ignorePlace(session, path);
  const text = textOf(session, file) ?? '';
  const change = isPlain ? addToPlainIgnore(text, decision) : addToYamlIgnore(text, decision);
  if ('refused' in change) return { done: false, message: `${basename(file)}: ${change.refused}` };
  const result = await changeFile(session, file, change.edits, `Ignore ${item.id}`);
  if (!result.done) return result;
  const where = isPlain || everywhere === true ? 'wherever it is found' : `in ${item.subject}`;
  const did = change.did === 'added' ? 'stands in' : 'was there already and was changed in';
  const message = `${item.id} ${where} ${did} ${basename(file)}. The next scan leaves it out.`;
  return { ...result, message, again: await scanOf(session, found) };
}

/** The command that made the scan of a finding. */
async function scanOf(
  session: Session,
  { scan: { kind, target }, uri }: NonNullable<ReturnType<typeof referredTo>>,
): Promise<NonNullable<DecisionResult['again']>> {
  if (session.builtImages.get(uri)?.name === target && kind !== 'base')
    return { command: serverCommands.scanImage, arguments: [uri] };
  const checked = await session.check(uri);
  const base = checked && scannableImages(checked.result).find(({ image }) => image === target);
  if (base) return { command: serverCommands.scanBase, arguments: [uri, base.index] };
  return { command: serverCommands.scanTarget, arguments: [target] };
}

function purlOf({ purl }: { readonly purl?: string }): { purl?: string } {
  return purl === undefined ? {} : { purl };
}

/** Writes a statement of an OpenVEX document. */
export async function writeVex(session: Session, value: unknown): Promise<DecisionResult> {
  const asked = (value ?? {}) as Partial<VexArguments>;
  const found = referredTo(session, asked.finding);
  if (!found) return gone;
  const { path } = await session.surroundings.of(found.uri);
  if (path === undefined) return notSaved;
  const { item, scan } = found;
  const status = vexStatuses.find((one) => one === asked.status);
  if (!status) return { done: false, message: `The status must be one of ${vexStatuses.join(', ')}.` };
  const justification = vexJustifications.find((one) => one === asked.justification);
  const digest = asked.onlyImage === true ? digestOf(scan) : undefined;
  const image = digest === undefined ? undefined : imagePurl(digest);
  if (asked.onlyImage === true && image === undefined)
    return { done: false, message: `${scan.target} has no digest of a registry that would name it.` };
  const statement: VexStatement = {
    vulnerability: item.id,
    package: item.purl ?? '',
    ...(image === undefined ? {} : { image }),
    status,
    ...(justification === undefined ? {} : { justification }),
    ...(typeof asked.note === 'string' ? { note: asked.note } : {}),
  };
  const { file, isNew } = vexPlace(path, session.folderOf(path));
  const text = isNew ? undefined : textOf(session, file);
  const author = typeof asked.author === 'string' ? oneLine(asked.author) : '';
  const change = addVexStatement(text, statement, {
    id: `urn:uuid:${randomUUID()}`,
    author: author === '' ? unknownAuthor : author,
    now: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
  });
  if ('refused' in change) return { done: false, message: `${basename(file)}: ${change.refused}` };
  const whole = { start: 0, end: text?.length ?? 0, text: change.text };
  const result = await changeFile(session, file, [whole], `OpenVEX statement on ${item.id}`);
  if (!result.done) return result;
  const effect =
    status === 'not_affected' || status === 'fixed'
      ? 'The next scan leaves the finding out.'
      : 'The finding stays in the results.';
  const said = `A statement on ${item.id} (${status}) stands in ${basename(file)}, version ${change.version}.`;
  return { ...result, message: `${said} ${effect}`, again: await scanOf(session, found) };
}

/** Shows the chains of packages that lead to the one with the vulnerability. */
export async function showWhy(session: Session, value: unknown): Promise<DecisionResult> {
  const found = referredTo(session, value);
  if (!found) return gone;
  const { item, scan, result, uri } = found;
  const paths = dependencyPaths(scan.packages ?? [], packageOf(item));
  if (!paths) return { done: false, message: `The scan does not tell what ${item.subject} depends on.` };
  const checked = await session.check(uri);
  const at = result && result.state === 'fresh' ? result.at : undefined;
  const line = checked && at ? checked.index.position(at.start).line + 1 : undefined;
  const isBase = scan.kind === 'base' || scan.isBase === true;
  const why = {
    subject: item.subject,
    installed: item.installed ?? '',
    target: scan.target,
    isBase,
    paths,
    // What is on no line of its own stands on a FROM that did not bring it.
    ...(line === undefined || (scan.kind === 'image' && scan.rest !== undefined) ? {} : { line }),
  };
  const { abilities, connection } = session;
  if (abilities.options.plimsollClient) {
    const page: ShowPageParams = { name: `Why ${item.subject} is there`, markdown: whyMarkdown(why) };
    await connection.sendNotification(showPage, page);
  } else connection.window.showInformationMessage(whyText(why));
  return { done: true };
}

/** Shows what was left out of the result of a scan, and by which file. */
export async function showLeftOut(session: Session, uri: string, target: string): Promise<DecisionResult> {
  const results = session.scans.of(uri).map(({ scan }) => scan);
  const scan =
    results.find((one): one is ImageScan => one.kind !== 'file' && one.target === target) ??
    session.knownScans.get(target);
  const { suppressed = [] } = scan ?? {};
  if (suppressed.length === 0)
    return { done: false, message: `Nothing was left out of the scan of ${target}.` };
  const { abilities, connection } = session;
  if (abilities.options.plimsollClient) {
    const page: ShowPageParams = {
      name: `Left out of ${target}`,
      markdown: leftOutMarkdown(target, suppressed),
    };
    await connection.sendNotification(showPage, page);
  } else {
    const names = suppressed.slice(0, 20).map(({ vulnerability: one }) => `${one.id} (${one.package})`);
    connection.window.showInformationMessage(`Left out of ${target}: ${names.join(', ')}`);
  }
  return { done: true };
}

/** Opens the advisory in the browser. */
export async function openAdvisory(session: Session, value: unknown): Promise<DecisionResult> {
  const found = referredTo(session, value);
  if (!found) return gone;
  const uri = advisoryOf(found.item.href);
  if (uri === undefined) return { done: false, message: 'The scanner names no page with https for it.' };
  const { success } = await session.connection.window.showDocument({ uri, external: true });
  return success ? { done: true } : { done: false, message: `The editor did not open ${uri}` };
}
