// The command behind the actions on one image: asks its registry and writes the answer at its place.
import { type PinArguments, restrictedMessage } from '../../protocol.ts';
import { toTextEdits, toWorkspaceEdit } from '../convert.ts';
import type { CommandResult } from '../execute-command.ts';
import { type Asked, showProgress } from '../progress.ts';
import type { Session } from '../session.ts';
import { askRegistries, failures } from './ask.ts';
import { placesOf } from './places.ts';

const changed = 'The file has changed meanwhile. Ask again.';

/** @param given PinArguments, from any client */
export async function pinImage(session: Session, given: unknown, asked: Asked): Promise<CommandResult> {
  const result = await pinOne(session, given, asked);
  if (result.message === undefined) return result;
  const { window } = session.connection;
  if (result.done) window.showInformationMessage(result.message);
  else window.showWarningMessage(result.message);
  return result;
}

async function pinOne(session: Session, given: unknown, asked: Asked): Promise<CommandResult> {
  if (!session.trusted) return { done: false, message: restrictedMessage };
  const { uri, version, start, what } = (given ?? {}) as Partial<PinArguments>;
  if (typeof uri !== 'string' || typeof start !== 'number' || (what !== 'digest' && what !== 'newer'))
    return { done: false, message: 'The command was called without what it needs.' };
  const checked = await session.check(uri);
  const place = checked && placesOf(checked).find(({ at }) => at.start === start);
  if (!checked || !place || checked.version !== version) return { done: false, message: changed };
  const underWay = await showProgress(session, asked);
  const mode = { refresh: true, newer: what === 'newer' };
  const results = await askRegistries(session, [place], mode, underWay).finally(() => underWay.done());
  if (underWay.signal.aborted) return { done: false, message: 'Cancelled: nothing was changed.' };
  const [result] = results;
  const [failure] = failures(results);
  if (failure !== undefined) return { done: false, message: failure };
  if (what === 'newer' && result?.tag === undefined)
    return { done: true, message: `There is no newer tag of the same line for ${place.text}.` };
  if (!result?.edit)
    return result?.state === 'left'
      ? { done: false, message: `${place.text} was left as it is: ${result.reason}.` }
      : { done: true, message: `${place.text} has the digest that its tag has now.` };
  // What was typed while the registry was asked is not known to the edit.
  if (session.documents.get(uri)?.version !== version) return { done: false, message: changed };
  const { versionedEdits } = session.abilities;
  const edit = toWorkspaceEdit(
    uri,
    checked.version,
    toTextEdits([result.edit], checked.index),
    versionedEdits,
  );
  const label = what === 'newer' ? 'Take the newer tag' : 'Pin to the digest';
  const { applied, failureReason } = await session.connection.workspace.applyEdit({ label, edit });
  return applied
    ? { done: true }
    : { done: false, message: failureReason ?? 'The editor did not take the edit.' };
}
