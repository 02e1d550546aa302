// Tells our own client what to write at the ends of the lines that were scanned.
import { type ScanLine, type ScanResultsParams, scanResultsChanged } from '../../protocol.ts';
import type { Checked, Session } from '../session.ts';
import type { Anchored, ImageScan } from './scan-results.ts';
import { scale, shortCounts, worstOf } from './severity.ts';

/** Sends the lines whenever they differ from what was sent last. Our own client only: others do not know the message. */
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
    const lines = this.session.surroundings.window['inlineSummary.enable']
      ? scanLines(this.session.scans.of(uri), (offset) => checked.index.position(offset).line)
      : [];
    const key = JSON.stringify(lines);
    if ((this.sent.get(uri) ?? '[]') === key) return;
    this.sent.set(uri, key);
    const params: ScanResultsParams = { uri, version, lines };
    void this.session.connection.sendNotification(scanResultsChanged, params);
  }
}

/** One text for each line that has results of an image. */
function scanLines(results: readonly Anchored[], lineOf: (offset: number) => number): ScanLine[] {
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
