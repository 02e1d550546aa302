// Code actions that ask a registry for a digest or a newer tag, when they are chosen and not before.
import { type CodeAction, CodeActionKind } from 'vscode-languageserver/node';
import type { Span } from '../../engine/index.ts';
import { nameIn } from '../../engine/pin/index.ts';
import { type PinArguments, serverCommands } from '../../protocol.ts';
import { toDiagnostic } from '../convert.ts';
import type { Checked, Session } from '../session.ts';
import { placesOf } from './places.ts';

/** The rules whose findings the actions do away with. */
const rules: ReadonlySet<string> = new Set([
  'base-image-without-digest',
  'unpinned-base-image',
  'stale-base-digest',
  'service-image-without-digest',
  'unpinned-service-image',
]);

/**
 * None in Restricted Mode, where nothing may be contacted.
 * @param at the selection
 * @param isAutomatic nobody asked: only what does away with a finding
 */
export function pinActions(session: Session, checked: Checked, at: Span, isAutomatic: boolean): CodeAction[] {
  const { appliesEdits, versionedEdits } = session.abilities;
  // The edit comes when the registry has answered: the editor must be able to tell that the text is another one by then.
  if (!session.trusted || !appliesEdits || !versionedEdits) return [];
  const { index, uri, version, result } = checked;
  const lineOf = (offset: number) => index.position(offset).line;
  const here = placesOf(checked).filter(
    (place) => lineOf(place.at.start) <= lineOf(at.end) && lineOf(at.start) <= lineOf(place.at.end),
  );
  // A selection over half a file is for the command on the whole of it.
  return here.slice(0, 3).flatMap((place) => {
    const { reference } = place;
    if ('reason' in place.write || (reference.digest !== undefined && reference.tag === undefined)) return [];
    const name = `${nameIn(place)}${reference.tag === undefined ? '' : `:${reference.tag}`}`;
    const asks = `(asks ${reference.registry})`;
    const found = result.findings.filter(
      (finding) =>
        rules.has(finding.ruleId) && finding.at.start <= place.at.end && place.at.start <= finding.at.end,
    );
    if (isAutomatic && found.length === 0) return [];
    const diagnostics = found.map((finding) =>
      toDiagnostic(finding, checked, session.parts.rulePage(finding.ruleId)),
    );
    const make = (title: string, what: PinArguments['what']): CodeAction => ({
      title,
      kind: CodeActionKind.QuickFix,
      ...(diagnostics.length > 0 ? { diagnostics } : {}),
      command: {
        title,
        command: serverCommands.pinImage,
        arguments: [{ uri, version, start: place.at.start, what } satisfies PinArguments],
      },
    });
    return [
      make(
        reference.digest === undefined
          ? `Pin ${name} to its digest ${asks}`
          : `Refresh the digest of ${name} ${asks}`,
        'digest',
      ),
      ...(/\d/.test(reference.tag ?? '') ? [make(`Look for a newer tag of ${name} ${asks}`, 'newer')] : []),
    ];
  });
}
