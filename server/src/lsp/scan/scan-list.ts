// The results of scans as plain data, for the client's tree and report.
import type { Span } from '../../engine/parse/syntax.ts';
import {
  type ListedItem,
  type ListedPlace,
  type ListedScan,
  type ScanListParams,
  type ScanListResult,
  type ScanReportData,
  type ScanReportDataParams,
  scanList,
  scanReportData,
  scansChanged,
} from '../../scan-protocol.ts';
import { guard } from '../guard.ts';
import { safeHref } from '../markdown.ts';
import type { Checked, Session } from '../session.ts';
import { resultsOf } from './known-scans.ts';
import type { Anchored, FoundItem, ImageScan } from './scan-results.ts';
import { count } from './severity.ts';
import { scannableImages } from './stages.ts';
import { packageUpgrades, rebuilds } from './top-fixes.ts';

/** Characters of an instruction that are given. */
const instructionLength = 80;

/** Answers the client's questions for results, and tells it when images that are on no line have new ones. */
export function serveScanList(session: Session): void {
  const { connection } = session;
  connection.onRequest<ScanListResult, unknown>(
    scanList,
    guard(connection, scanList, { scans: [] }, async ({ uri }: ScanListParams): Promise<ScanListResult> => {
      const uris = uri === undefined ? session.documents.keys() : [uri];
      const checked = await Promise.all(uris.map((one) => session.check(one)));
      const scans = checked.flatMap((one) => (one ? scansOf(session, one) : []));
      return { scans: uri === undefined ? [...scans, ...othersOf(session, scans)] : scans };
    }),
  );
  connection.onRequest<ScanReportData | null, unknown>(
    scanReportData,
    guard(connection, scanReportData, null, ({ id }: ScanReportDataParams) => reportOf(session, id)),
  );
  let isDue = false;
  session.knownScans.onChanged = () => {
    if (isDue || !session.abilities.options.plimsollClient) return;
    isDue = true;
    setImmediate(() => {
      isDue = false;
      void connection.sendNotification(scansChanged);
    });
  };
}

/** The same for a later scan of the same thing. */
export function listedId(kind: ListedScan['kind'], target: string, uri?: string): string {
  return JSON.stringify([kind, target, ...(uri === undefined ? [] : [uri])]);
}

/** The results that stand in a document. */
function scansOf(session: Session, checked: Checked): ListedScan[] {
  const { uri } = checked;
  const results = resultsOf(session, checked).filter(({ state }) => state !== 'gone');
  const scans = new Map<string, ListedScan>();
  for (const result of results) {
    const { scan } = result;
    if (scan.kind !== 'base' && scan.kind !== 'image') continue;
    const id = listedId(scan.kind, scan.target, uri);
    // One image that several stages start from is one result, unless the first was changed since.
    if (scans.get(id)?.stale === false) continue;
    scans.set(id, listed(scan, result, results, checked));
  }
  const own = ofFile(session, checked, results);
  return [...scans.values(), ...(own ? [own] : [])];
}

function listed(
  scan: ImageScan,
  { at, state }: Anchored,
  results: readonly Anchored[],
  checked: Checked,
): ListedScan {
  const { uri } = checked;
  const places = new Map<FoundItem, { place: ListedPlace; from?: string }>();
  const here = placeOf(checked, at, at);
  for (const item of scan.rest ?? scan.found) {
    const says = scan.origins?.get(item)?.says;
    places.set(item, { place: here, ...(says === undefined ? {} : { from: says }) });
  }
  for (const { scan: part, at: own, state: now } of scan.kind === 'image' ? results : []) {
    if (part.kind !== 'part' || part.target !== scan.target) continue;
    for (const item of part.found) {
      const { within, says } = part.origins?.get(item) ?? {};
      const exact = within && now === 'fresh' ? { start: own.start + within.start, end: own.end } : own;
      const place = placeOf(checked, exact, own);
      places.set(item, { place, ...(says === undefined ? {} : { from: says }) });
    }
  }
  return {
    ...common(scan),
    id: listedId(scan.kind as 'base' | 'image', scan.target, uri),
    uri,
    kind: scan.kind as 'base' | 'image',
    stale: state === 'stale',
    items: scan.found.map((item) => ({ ...plainItem(item), ...places.get(item) })),
  };
}

/** @param at the exact place  @param around the instruction */
function placeOf({ index, text }: Checked, at: Span, around: Span): ListedPlace {
  const { line, character } = index.position(at.start);
  const [first = ''] = text.slice(around.start, around.start + 4 * instructionLength).split(/\r?\n/, 1);
  const isWhole = first.length <= instructionLength && first.length === around.end - around.start;
  const shown = oneLine(first.slice(0, instructionLength).replace(/\\$/, '')).trimEnd();
  return {
    line,
    character,
    instruction: isWhole ? shown : `${shown}…`,
    start: index.position(around.start).line,
  };
}

/** What a scan of the document itself found; undefined: it was not scanned. */
function ofFile(session: Session, checked: Checked, results: readonly Anchored[]): ListedScan | undefined {
  const { uri } = checked;
  const finished = session.scans.fileScanned(uri);
  if (finished === undefined) return undefined;
  let isStale = false;
  const items = results.flatMap(({ scan, at, state }): ListedItem[] => {
    if (scan.kind !== 'file') return [];
    if (state === 'stale') isStale = true;
    const { id, severity, title, message, href } = scan.misconfiguration;
    const place = placeOf(checked, at, at);
    const address = httpsOnly(href);
    return [
      {
        kind: 'misconfiguration',
        id: oneLine(id),
        severity,
        subject: `line ${place.line + 1}`,
        title: oneLine(message ? `${title}: ${message}` : title),
        ...(address ? { href: address } : {}),
        place,
      },
    ];
  });
  const target = oneLine(decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1)));
  const counts = count(items);
  return {
    id: listedId('file', target, uri),
    uri,
    kind: 'file',
    target,
    finished,
    stale: isStale,
    notes: [],
    counts,
    fixable: 0,
    items,
  };
}

/** Images that were scanned and that no open document shows. */
function othersOf(session: Session, shown: readonly ListedScan[]): ListedScan[] {
  const targets = new Set(shown.filter(({ kind }) => kind !== 'file').map(({ target }) => target));
  return [...session.knownScans.all()].filter(({ target }) => !targets.has(target)).map(other);
}

function other(scan: ImageScan): ListedScan {
  const items = scan.found.map(plainItem);
  return { ...common(scan), id: listedId('other', scan.target), kind: 'other', stale: false, items };
}

function common(scan: ImageScan) {
  const { target, finished, notes, counts, fixable } = scan;
  return { target: oneLine(target), finished, notes: notes.map(oneLine), counts, fixable };
}

function plainItem({ kind, id, severity, subject, installed, fixed, title, href }: FoundItem): ListedItem {
  const address = httpsOnly(href);
  return {
    kind,
    id: oneLine(id),
    severity,
    subject: oneLine(subject),
    ...(installed ? { installed: oneLine(installed) } : {}),
    ...(fixed ? { fixed: oneLine(fixed) } : {}),
    title: oneLine(title),
    ...(address ? { href: address } : {}),
  };
}

function httpsOnly(href: string | undefined): string | undefined {
  const address = safeHref(href);
  return address?.startsWith('https:') ? address : undefined;
}

/** Without what moves the cursor or turns the direction of writing. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu, ' ');
}

/** One result with what is known around it; null: it is no longer there. */
async function reportOf(session: Session, id: string): Promise<ScanReportData | null> {
  const [, target, uri] = readId(id);
  if (target === undefined) return null;
  if (uri === undefined) {
    const scan = session.knownScans.get(target);
    if (!scan) return null;
    const again = rebuilds(scan.target, scan.found, scan, session.knownScans.all());
    return {
      scan: other(scan),
      about: scan.about ?? {},
      upgrades: packageUpgrades(scan.found),
      rebuilds: again,
    };
  }
  const checked = await session.check(uri);
  const shown = checked && scansOf(session, checked).find((one) => one.id === id);
  if (!checked || !shown) return null;
  const results = session.scans.of(uri);
  const kept = results.find(
    ({ scan }) => scan.kind === shown.kind && scan.kind !== 'file' && scan.target === target,
  );
  if (!kept || kept.scan.kind === 'file') return { scan: shown, about: {}, upgrades: [], rebuilds: [] };
  const { scan } = kept;
  return {
    scan: shown,
    about: scan.about ?? {},
    upgrades: packageUpgrades(scan.found),
    rebuilds: rebuildsOf(session, checked, scan, results),
  };
}

/** Of a base image, or of what came with the base image of an image. */
function rebuildsOf(session: Session, { result }: Checked, scan: ImageScan, results: readonly Anchored[]) {
  const known = session.knownScans.all();
  if (scan.kind === 'base') return rebuilds(scan.target, scan.found, scan, known);
  for (const { scan: part, at, state } of results) {
    if (part.kind !== 'part' || !part.isBase || part.target !== scan.target || state !== 'fresh') continue;
    const base = scannableImages(result).find((one) => one.at.start === at.start);
    if (base) return rebuilds(base.image, part.found, scan, known);
  }
  return [];
}

function readId(id: unknown): (string | undefined)[] {
  try {
    const parts: unknown = JSON.parse(String(id));
    return Array.isArray(parts) ? parts.map((part) => (typeof part === 'string' ? part : undefined)) : [];
  } catch {
    return [];
  }
}
