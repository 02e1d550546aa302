// The results of scans, each anchored to the text it was made for, so that it moves with it and turns stale with it.
import type { Span } from '../../engine/parse/syntax.ts';
import { type DocumentEdit, moveOffset } from '../documents.ts';
import type {
  Anchored,
  FileScan,
  ImageScan,
  PlacedFileScan,
  PlacedPart,
  TrackedPlace,
} from './scan-results.ts';
import type { AnchorText } from './stages.ts';

interface Entry {
  readonly scan: ImageScan | FileScan;
  /** What stood there when it was scanned. */
  readonly text: string;
  readonly whole?: boolean;
  readonly others?: readonly Moving[];
  start: number;
  end: number;
  state: 'fresh' | 'stale' | 'gone';
}

interface Moving {
  readonly text: string;
  start: number;
  end: number;
}

/** All results of one server, by document. */
export class ScanStore {
  private readonly entries = new Map<string, Entry[]>();
  private readonly fileScans = new Map<string, number>();
  private readonly tracked = new Map<string, Set<Moving>>();

  /** The results of a document, in the order of the text; on one place the image that the file builds comes first. */
  of(uri: string): Anchored[] {
    return (this.entries.get(uri) ?? [])
      .map(({ scan, start, end, state, others = [] }) => ({ scan, at: { start, end }, state, others }))
      .sort(
        (a, b) =>
          a.at.start - b.at.start || Number(b.scan.kind === 'image') - Number(a.scan.kind === 'image'),
      );
  }

  /** When the document itself was last scanned (milliseconds since 1970), if it was. */
  fileScanned(uri: string): number | undefined {
    return this.fileScans.get(uri);
  }

  /** Follows places through edits until `untrack`. */
  track(uri: string, text: string, spans: readonly Span[]): TrackedPlace[] {
    const places = spans.map(({ start, end }) => ({ text: text.slice(start, end), start, end }));
    const set = this.tracked.get(uri) ?? new Set();
    for (const one of places) set.add(one);
    this.tracked.set(uri, set);
    return places;
  }

  untrack(uri: string, places: readonly TrackedPlace[]): void {
    const set = this.tracked.get(uri);
    for (const one of places) set?.delete(one);
    if (set?.size === 0) this.tracked.delete(uri);
  }

  /** Keeps the result for an image, replacing the earlier one of the same kind at the same place. */
  setImage(uri: string, scan: ImageScan, { text, start, end }: TrackedPlace): void {
    const kept = (this.entries.get(uri) ?? []).filter(
      (entry) => !(entry.scan.kind === scan.kind && entry.start <= end && start <= entry.end),
    );
    kept.push({ scan, text, start, end, state: 'fresh' });
    this.entries.set(uri, kept);
  }

  /** Keeps what of the file's own image came by single instructions, replacing the earlier ones. */
  setParts(uri: string, parts: readonly PlacedPart[]): void {
    const kept = (this.entries.get(uri) ?? []).filter((entry) => entry.scan.kind !== 'part');
    for (const { scan, place, others } of parts) {
      const { text, start, end } = place;
      kept.push({ scan, text, start, end, state: 'fresh', others: others.map((one) => ({ ...one })) });
    }
    this.entries.set(uri, kept);
  }

  /** Keeps what a scan of the file itself found, replacing the earlier ones. */
  setFile(uri: string, scans: readonly PlacedFileScan[], finished: number): void {
    const kept = (this.entries.get(uri) ?? []).filter((entry) => entry.scan.kind !== 'file');
    for (const { scan, place, whole = false } of scans) {
      const { text, start, end } = place;
      kept.push({ scan, text, whole, start, end, state: 'fresh' });
    }
    this.entries.set(uri, kept);
    this.fileScans.set(uri, finished);
  }

  /** Forgets the results of one document, or of all. Returns whether there were any. */
  clear(uri?: string): boolean {
    const had = uri === undefined ? this.entries.size > 0 : this.entries.has(uri);
    const keys = uri === undefined ? [...this.entries.keys(), ...this.fileScans.keys()] : [uri];
    for (const key of keys) {
      this.entries.delete(key);
      this.fileScans.delete(key);
    }
    return had;
  }

  /** Whether anything stands in this document or is under way for it. */
  follows(uri: string): boolean {
    return this.entries.has(uri) || this.fileScans.has(uri) || (this.tracked.get(uri)?.size ?? 0) > 0;
  }

  /** Moves the places of a document's results with an edit. */
  moveWith(uri: string, edit: DocumentEdit): void {
    const entries = this.entries.get(uri) ?? [];
    const others = entries.flatMap((entry) => entry.others ?? []);
    for (const entry of [...entries, ...others, ...(this.tracked.get(uri) ?? [])]) {
      const { end } = entry;
      entry.start = moveOffset(entry.start, edit);
      // What is typed right behind the text is not part of it until the file is read again.
      entry.end = edit.start === end && edit.end === end ? end : Math.max(entry.start, moveOffset(end, edit));
    }
  }

  /**
   * Compares every place with the text as it is now. A result whose text stands elsewhere goes there.
   * @param imageAt the image that the FROM starting at this offset names now
   */
  settle(uri: string, file: AnchorText, imageAt: (start: number) => string | undefined): void {
    const entries = this.entries.get(uri);
    if (!entries) return;
    const taken = new Set<string>();
    for (const entry of entries) {
      if (entry.whole) {
        entry.start = 0;
        entry.end = /^.*/.exec(file.text)?.[0].length ?? 0;
        entry.state = file.text === entry.text ? 'fresh' : 'stale';
        continue;
      }
      const isFile = entry.scan.kind === 'file';
      const here = isFile ? spanOf(file, entry) : instructionAt(file, entry);
      if (here && same(file.text, here, entry.text)) place(entry, here, taken);
      else {
        const moved = isFile ? undefined : findInstruction(file, entry, taken);
        if (moved) place(entry, moved, taken);
        else {
          const empty = entry.end <= entry.start && (!here || here.start !== entry.start);
          entry.state = !here || empty ? 'gone' : 'stale';
          if (here && !empty) {
            entry.start = here.start;
            entry.end = here.end;
          }
        }
      }
      if (
        entry.state === 'fresh' &&
        entry.scan.kind === 'base' &&
        imageAt(entry.start) !== entry.scan.target
      ) {
        entry.state = 'stale';
      }
    }
  }
}

function place(entry: Entry, at: Span, taken: Set<string>): void {
  entry.start = at.start;
  entry.end = at.end;
  entry.state = 'fresh';
  taken.add(`${entry.scan.kind}@${at.start}`);
}

function same(text: string, at: Span, expected: string): boolean {
  return at.end - at.start === expected.length && text.startsWith(expected, at.start);
}

/** What of an instruction a result stands for: a part for its here-documents too. */
function extent({ scan }: Entry): 'at' | 'head' {
  return scan.kind === 'part' ? 'at' : 'head';
}

function instructionAt(file: AnchorText, entry: Entry): Span | undefined {
  const key = extent(entry);
  const { start } = entry;
  return file.instructions.find((one) => one[key].start <= start && start <= one[key].end)?.[key];
}

function spanOf(file: AnchorText, { start, end }: Entry): Span | undefined {
  return end <= file.text.length ? { start, end } : undefined;
}

function findInstruction(file: AnchorText, entry: Entry, taken: ReadonlySet<string>): Span | undefined {
  const key = extent(entry);
  return file.instructions.find(
    (one) => same(file.text, one[key], entry.text) && !taken.has(`${entry.scan.kind}@${one[key].start}`),
  )?.[key];
}
