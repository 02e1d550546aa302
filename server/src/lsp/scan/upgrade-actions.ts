// Code actions that raise a package or a base image to a version without a vulnerability, where a line names the version.
import { basename } from 'node:path';
import { type CodeAction, CodeActionKind } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { nextFixedVersion } from '../../decisions/fixed-version.ts';
import { type UpgradedPackage, upgradeOfLine, upgradeOfWord } from '../../decisions/upgrade.ts';
import { type Edit, LineIndex, type LintResult, type Span } from '../../engine/index.ts';
import { parseImageReference } from '../../engine/parse/image-ref.ts';
import { toTextEdits, toWorkspaceEdit } from '../convert.ts';
import type { Checked, Session } from '../session.ts';
import { textOf } from './decision-file.ts';
import { type FoundHere, placeOf } from './found-at.ts';
import type { FoundItem, ImageScan } from './scan-results.ts';
import { scannableImages } from './stages.ts';

/** Scans that lie further apart (milliseconds) may stand on different databases. */
const sameDatabase = 24 * 60 * 60 * 1000;

/** None for a result of a text that has changed since. */
export function upgradeActions(session: Session, checked: Checked, found: FoundHere): CodeAction[] {
  const { item, result } = found;
  if (result.state !== 'fresh') return [];
  const actions = [...baseUpgrade(session, checked, found)];
  const fixed = item.fixed && item.installed ? nextFixedVersion(item.installed, item.fixed) : undefined;
  if (fixed !== undefined) {
    const { class: kind, type } = item.trace;
    const wanted = { name: item.subject, installed: item.installed!, fixed, class: kind };
    actions.push(...packageUpgrade(session, checked, found, { ...wanted, ...(type ? { type } : {}) }));
  }
  return actions;
}

function packageUpgrade(
  session: Session,
  checked: Checked,
  found: FoundHere,
  wanted: UpgradedPackage,
): CodeAction[] {
  const { item, result } = found;
  const title = `Upgrade ${wanted.name} from ${wanted.installed} to ${wanted.fixed}`;
  const origin = result.scan.origins?.get(item);
  const other = origin?.installed === undefined ? undefined : result.others[origin.installed];
  for (const place of [placeOf(result, item), ...(other ? [other] : [])]) {
    const text = checked.text.slice(place.start, place.end);
    const quote = /^(["']).*\1$/s.test(text) ? 1 : 0;
    const word = text.slice(quote, text.length - quote);
    const upgrade = upgradeOfWord(word, place.start + quote, wanted);
    if (upgrade) return [inDockerfile(session, checked, title, [upgrade.edit], found)];
  }
  if (!origin?.manifest) return [];
  const { file, shown, line } = origin.manifest;
  const text = textOf(session, file);
  const upgrade = text === undefined ? undefined : upgradeOfLine(basename(file), text, line, wanted);
  if (text === undefined || !upgrade) return [];
  const uri = URI.file(file).toString();
  const document = session.documents.get(uri);
  const edits = toTextEdits([upgrade.edit], new LineIndex(text));
  const { versionedEdits } = session.abilities;
  const edit = versionedEdits
    ? { documentChanges: [{ textDocument: { uri, version: document?.version ?? null }, edits }] }
    : { changes: { [uri]: edits } };
  const after = upgrade.after === undefined ? '' : ` (${upgrade.after})`;
  return [action(`${title} in ${shown}${after}`, edit, found)];
}

/** Another tag of the same repository whose own scan does not have the vulnerability. */
function baseUpgrade(session: Session, checked: Checked, found: FoundHere): CodeAction[] {
  const { item, result } = found;
  const { scan, at } = result;
  if (scan.kind !== 'base' && !scan.isBase) return [];
  const base = scannableImages(checked.result).find((one) => one.at.start === at.start);
  const word = base && wordOf(checked.result, base.index);
  // With a variable or a digest in it there is more to change than the tag.
  if (!base || !word || checked.text.slice(word.start, word.end) !== base.image) return [];
  const other = provenBetter(base.image, item, scan, session.knownScans.all(), session);
  if (!other) return [];
  const title = `Upgrade the base image to ${other.target} (its scan does not have ${item.id} in ${item.subject})`;
  return [inDockerfile(session, checked, title, [{ ...word, text: other.target }], found)];
}

/** Where the image of a stage or service is written. */
function wordOf(result: LintResult, index: number): Span | undefined {
  if (result.language === 'dockerfile') return result.model.stages[index]?.imageWord?.at;
  const image = result.language === 'compose' ? result.project.services[index]?.image : undefined;
  return image && !image.alias ? { start: image.at.start, end: image.at.end } : undefined;
}

function provenBetter(
  image: string,
  { id, subject }: FoundItem,
  scan: ImageScan,
  others: Iterable<ImageScan>,
  session: Session,
): ImageScan | undefined {
  const here = parseImageReference(image);
  if ('error' in here || here.digest !== undefined || scan.asked === undefined) return undefined;
  const created = session.knownScans.get(image)?.about?.created;
  let best: ImageScan | undefined;
  for (const other of others) {
    if (other.target === image || other.asked !== scan.asked) continue;
    const there = parseImageReference(other.target);
    if ('error' in there || there.digest !== undefined) continue;
    if (there.registry !== here.registry || there.repository !== here.repository) continue;
    if (Math.abs(other.finished - scan.finished) > sameDatabase) continue;
    // An older image is no upgrade.
    if (created !== undefined && (other.about?.created ?? 0) < created) continue;
    const has = other.found.some((one) => one.id === id && one.subject === subject);
    const hidden = other.suppressed?.some((one) => one.vulnerability.id === id);
    if (has || hidden) continue;
    if (!best || other.found.length < best.found.length) best = other;
  }
  return best;
}

function inDockerfile(
  session: Session,
  { uri, version, index }: Checked,
  title: string,
  edits: readonly Edit[],
  found: FoundHere,
): CodeAction {
  const changes = toTextEdits(edits, index);
  return action(title, toWorkspaceEdit(uri, version, changes, session.abilities.versionedEdits), found);
}

function action(title: string, edit: NonNullable<CodeAction['edit']>, { diagnostic }: FoundHere): CodeAction {
  return {
    title,
    kind: CodeActionKind.QuickFix,
    edit,
    ...(diagnostic ? { diagnostics: [diagnostic] } : {}),
  };
}
