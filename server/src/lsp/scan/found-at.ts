// Findings of image scans by their place in a document, and by a reference to one of them.
import type { Diagnostic } from 'vscode-languageserver/node';
import type { FindingReference } from '../../decide-protocol.ts';
import type { Span } from '../../engine/index.ts';
import type { Checked, Session } from '../session.ts';
import { resultsOf } from './known-scans.ts';
import { scanSource } from './scan-diagnostics.ts';
import type { Anchored, FoundItem, ImageScan } from './scan-results.ts';
import { scale } from './severity.ts';

/** A vulnerability on its line. */
export interface FoundHere {
  readonly item: FoundItem;
  readonly result: Anchored<ImageScan>;
  readonly reference: FindingReference;
  /** As the editor shows it, when it said so. */
  readonly diagnostic?: Diagnostic;
}

/**
 * The vulnerabilities on the lines of a span, worst first, each once. Where the editor says which diagnostics it asks
 * about, only those.
 * @param most so many of them
 */
export function foundAt(
  session: Session,
  checked: Checked,
  at: Span,
  diagnostics: readonly Diagnostic[],
  most: number,
): FoundHere[] {
  const { index, uri } = checked;
  const line = (offset: number) => index.position(offset).line;
  const meets = (place: Span) => line(place.start) <= line(at.end) && line(at.start) <= line(place.end);
  const asked = diagnostics.filter(({ source, code }) => source === scanSource && code !== 'scan-summary');
  const codes = new Set(asked.map(({ code }) => code));
  const here = new Map<string, FoundHere>();
  for (const result of resultsOf(session, checked)) {
    if (!isImage(result) || result.state === 'gone' || !meets(result.at)) continue;
    const { scan } = result;
    let taken = 0;
    for (const item of scan.rest ?? scan.found) {
      // There can be tens of thousands, of which the worst come first.
      if (taken === most) break;
      if (item.kind !== 'vulnerability' || (codes.size > 0 && !codes.has(item.id))) continue;
      if (!meets(placeOf(result, item))) continue;
      const diagnostic = asked.find((one) => isAbout(one, item));
      if (codes.size > 0 && !diagnostic) continue;
      taken++;
      const reference = referenceTo(uri, scan, item);
      // The base image and the image that is built on it can have the same.
      const { target: _, ...same } = reference;
      const key = JSON.stringify(same);
      if (!here.has(key)) here.set(key, { item, result, reference, ...(diagnostic ? { diagnostic } : {}) });
    }
  }
  return [...here.values()]
    .sort((a, b) => scale.indexOf(a.item.severity) - scale.indexOf(b.item.severity))
    .slice(0, most);
}

/** The results of whole images that stand on the lines of a span. */
export function imagesAt(session: Session, checked: Checked, at: Span): Anchored<ImageScan>[] {
  const line = (offset: number) => checked.index.position(offset).line;
  return session.scans
    .of(checked.uri)
    .filter(isImage)
    .filter(({ scan, at: own, state }) => {
      if (scan.kind === 'part' || state === 'gone') return false;
      return line(own.start) <= line(at.end) && line(at.start) <= line(own.end);
    });
}

function isImage(result: Anchored): result is Anchored<ImageScan> {
  return result.scan.kind !== 'file';
}

/** Where a finding stands: the package's own word where that is known. */
export function placeOf({ scan, at, state }: Anchored<ImageScan>, item: FoundItem): Span {
  const within = scan.origins?.get(item)?.within;
  return within && state === 'fresh' ? { start: at.start + within.start, end: at.start + within.end } : at;
}

function isAbout({ code, message }: Diagnostic, { id, subject, installed = '' }: FoundItem): boolean {
  // Some editors have more than text in a message.
  return code === id && String(message).includes(`${subject} ${installed} has ${id}`);
}

function referenceTo(uri: string, { target }: ImageScan, item: FoundItem): FindingReference {
  const { id, subject, installed, trace } = item;
  return {
    uri,
    target,
    id,
    subject,
    ...(installed === undefined ? {} : { installed }),
    ...(trace.path === undefined ? {} : { path: trace.path }),
  };
}

/** The finding that a reference means, in the results as they are now. */
export function referredTo(
  session: Session,
  value: unknown,
): { item: FoundItem; scan: ImageScan; result?: Anchored<ImageScan>; uri: string } | undefined {
  const { uri, target, id, subject, installed, path } = (value ?? {}) as Partial<FindingReference>;
  if (typeof uri !== 'string' || typeof target !== 'string') return undefined;
  const isIt = (item: FoundItem) =>
    item.kind === 'vulnerability' &&
    item.id === id &&
    item.subject === subject &&
    item.installed === installed &&
    item.trace.path === path;
  for (const result of session.scans.of(uri)) {
    if (!isImage(result) || result.scan.target !== target) continue;
    const item = (result.scan.rest ?? result.scan.found).find(isIt);
    if (item) return { item, scan: result.scan, result, uri };
  }
  const scan = session.knownScans.get(target);
  const item = scan?.found.find(isIt);
  return scan && item ? { item, scan, uri } : undefined;
}
