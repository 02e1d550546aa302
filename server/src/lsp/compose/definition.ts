// textDocument/definition and documentLink in Compose files.
import { join } from 'node:path';
import {
  BulkRegistration,
  DefinitionRequest,
  type DocumentLink,
  DocumentLinkRequest,
  type LocationLink,
  type Position,
} from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { foundFile, LineIndex } from '../../engine/index.ts';
import { composePattern } from '../../protocol.ts';
import { toRange } from '../convert.ts';
import { describeError } from '../guard.ts';
import type { CheckedCompose, Session } from '../session.ts';
import { anchorAt, type Reference, referencesOf } from './references.ts';

const fileStart = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** What the word under the cursor means; for clients without links the place alone. */
export function composeDefinition(
  session: Session,
  checked: CheckedCompose,
  position: Position,
): LocationLink[] | { uri: string; range: LocationLink['targetRange'] }[] {
  const { index, uri } = checked;
  const offset = index.offset(position);
  const links: LocationLink[] = [];
  const anchor = anchorAt(checked, offset);
  if (anchor) {
    const range = toRange(index, anchor.target);
    const originSelectionRange = toRange(index, anchor.at);
    links.push({ originSelectionRange, targetUri: uri, targetRange: range, targetSelectionRange: range });
  }
  for (const reference of anchor ? [] : referencesOf(checked)) {
    const { at, target, text } = reference;
    if (offset < at.start || at.end < offset) continue;
    const targetUri = uriOf(checked, reference);
    if (targetUri === undefined) continue;
    const range = target && text !== undefined ? toRange(new LineIndex(text), target) : fileStart;
    const originSelectionRange = toRange(index, at);
    links.push({ originSelectionRange, targetUri, targetRange: range, targetSelectionRange: range });
  }
  if (session.abilities.linksDefinitions) return links;
  return links.map(({ targetUri, targetRange }) => ({ uri: targetUri, range: targetRange }));
}

/** The paths of files, to be opened by a click. */
export function composeLinks(checked: CheckedCompose): DocumentLink[] {
  return referencesOf(checked).flatMap((reference) => {
    const target = reference.isPath ? uriOf(checked, reference) : undefined;
    return target === undefined ? [] : [{ range: toRange(checked.index, reference.at), target }];
  });
}

function uriOf(
  { surroundings, uri, result }: CheckedCompose,
  { path, isRead }: Reference,
): string | undefined {
  if (path === result.project.path) return uri;
  if (surroundings.root === undefined) return undefined;
  const found = foundFile(surroundings.compose, path);
  // What is not there, or not to be looked at, is no place to go to.
  return isRead || (found && 'text' in found)
    ? URI.file(join(surroundings.root, path)).toString()
    : undefined;
}

/** Tells a client that is told of editing features later about these: they are there whoever serves Dockerfiles. */
export async function registerComposeDefinitions(session: Session): Promise<void> {
  if (!session.abilities.dynamicEditing) return;
  const all = BulkRegistration.create();
  const documentSelector = [{ pattern: composePattern }];
  all.add(DefinitionRequest.type, { documentSelector });
  all.add(DocumentLinkRequest.type, { documentSelector, resolveProvider: true });
  try {
    await session.connection.client.register(all);
  } catch (error) {
    session.connection.console.error(`client/registerCapability: ${describeError(error)}`);
  }
}
