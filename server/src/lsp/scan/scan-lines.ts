// Tells our own client what to show of a document's results: at the ends of lines, beside the numbers, in the status bar.
import {
  type ScanLine,
  type ScanMark,
  type ScanResultsParams,
  type ScanSummary,
  scanResultsChanged,
} from '../../protocol.ts';
import type { Checked, Session } from '../session.ts';
import { olderNote, resultsOf } from './known-scans.ts';
import { listedId } from './scan-list.ts';
import type { Anchored, FoundItem, ImageScan } from './scan-results.ts';
import { allCounts, scale, shortCounts, worstOf } from './severity.ts';

type LineOf = (offset: number) => number;

/** Sends what is shown whenever it differs from what was sent last. Our own client only: others do not know the message. */
export class ScanLineSender {
  private readonly session: Session;
  private readonly sent = new Map<string, string>();

  constructor(session: Session) {
    this.session = session;
    session.documents.onDidClose(({ document }) => this.sent.delete(document.uri));
  }

  update(checked: Checked): void {
    if (!this.session.abilities.options.plimsollClient) return;
    const { uri, version } = checked;
    const { window } = this.session.surroundings;
    const results = resultsOf(this.session, checked);
    const lineOf = (offset: number) => checked.index.position(offset).line;
    const summary = scanSummary(results, uri);
    const shown = {
      lines: window['inlineSummary.enable'] ? scanLines(results, lineOf) : [],
      marks: window['gutterMarks.enable'] ? scanMarks(results, lineOf) : [],
      ...(summary ? { summary } : {}),
    };
    // What the client lists elsewhere moves too where none of that is on.
    const places = results.map(({ scan, at, state }) => [scan.kind, scan.finished, lineOf(at.start), state]);
    const key = places.length === 0 ? '' : JSON.stringify([shown, places]);
    if ((this.sent.get(uri) ?? '') === key) return;
    this.sent.set(uri, key);
    const params: ScanResultsParams = { uri, version, ...shown };
    void this.session.connection.sendNotification(scanResultsChanged, params);
  }
}

/** One text for each line that has results of an image. */
function scanLines(results: readonly Anchored[], lineOf: LineOf): ScanLine[] {
  const lines = new Map<number, ScanLine>();
  for (const { scan, at, state } of results) {
    if (scan.kind === 'file' || state === 'gone') continue;
    // A part of many lines is known by its first one.
    const line = lineOf(scan.kind === 'part' ? at.start : at.end);
    const said = counted(scan);
    const text = state === 'stale' ? `${said} (scanned before this change)` : said;
    const worst = worstOf(scan.counts) ?? 'none';
    const here: ScanLine = { line, text, stale: state === 'stale', worst };
    const other = lines.get(line);
    lines.set(line, other ? joined(other, here) : here);
  }
  return [...lines.values()].sort((a, b) => a.line - b.line);
}

function counted({ kind, target, counts, fixable, isBase }: ImageScan): string {
  const text = shortCounts(counts, fixable);
  if (kind === 'image') return `${target}: ${text}`;
  return isBase ? `base image: ${text}` : text;
}

/** Two results on one line: grey when both are, in the colour of the worse of those that are not. */
function joined(one: ScanLine, other: ScanLine): ScanLine {
  const text = `${one.text}  |  ${other.text}`;
  if (one.stale !== other.stale) return { ...(one.stale ? other : one), text };
  const order: readonly ScanLine['worst'][] = [...scale, 'none'];
  const worse = order.indexOf(one.worst) <= order.indexOf(other.worst) ? one : other;
  return { ...worse, text };
}

/** The lines that findings stand on: each finding once, on the package's own word where that is known. */
function scanMarks(results: readonly Anchored[], lineOf: LineOf): ScanMark[] {
  const marks = new Map<number, ScanMark>();
  const add = (line: number, worst: ScanMark['worst']) => {
    const before = marks.get(line);
    if (!before) marks.set(line, { line, worst, count: 1 });
    else {
      const worse = scale.indexOf(worst) < scale.indexOf(before.worst) ? worst : before.worst;
      marks.set(line, { line, worst: worse, count: before.count + 1 });
    }
  };
  for (const { scan, at, state } of results) {
    if (state !== 'fresh') continue;
    if (scan.kind === 'file') {
      add(lineOf(at.start), scan.misconfiguration.severity);
      continue;
    }
    const offset = (item: FoundItem) => at.start + (scan.origins?.get(item)?.within?.start ?? 0);
    for (const item of scan.rest ?? scan.found) add(lineOf(offset(item)), item.severity);
  }
  return [...marks.values()].sort((a, b) => a.line - b.line);
}

/** The image that the document builds; else the base image with the worst; else the document itself. */
function scanSummary(results: readonly Anchored[], uri: string): ScanSummary | undefined {
  const present = results.filter(({ scan, state }) => scan.kind !== 'file' && state !== 'gone');
  const rank = ({ scan }: Anchored) => {
    const worst = scan.kind === 'file' ? undefined : worstOf(scan.counts);
    return worst === undefined ? scale.length : scale.indexOf(worst);
  };
  const [result] = [
    ...present.filter(({ scan }) => scan.kind === 'image'),
    ...present.filter(({ scan }) => scan.kind === 'base').sort((a, b) => rank(a) - rank(b)),
  ];
  if (!result || result.scan.kind === 'file' || result.scan.kind === 'part') return undefined;
  const { kind, target, counts, fixable, finished } = result.scan;
  const worst = worstOf(counts);
  return {
    id: listedId(kind, target, uri),
    target,
    text: worst === undefined ? 'nothing found' : `${counts[worst]} ${worst}`,
    counts: allCounts(counts, fixable),
    worst: worst ?? 'none',
    stale: result.state === 'stale' || result.scan.notes.includes(olderNote),
    finished,
  };
}
