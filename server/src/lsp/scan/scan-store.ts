// The results of scans, each anchored to the text it was made for, so that it moves with it and turns stale with it.
import type { KnownImage } from '../../engine/index.ts';
import type { Dockerfile, Span } from '../../engine/parse/syntax.ts';
import type { ScanSeverity } from '../../settings.ts';
import { type DocumentEdit, moveOffset } from '../documents.ts';

/** One thing found in a scanned image. All text is the scanner's: to be escaped where it is shown. */
export interface FoundItem {
  readonly kind: 'vulnerability' | 'secret' | 'misconfiguration' | 'license';
  readonly id: string;
  readonly severity: ScanSeverity;
  /** The package, or the file inside the image. */
  readonly subject: string;
  /** Version of the package. */
  readonly installed?: string;
  /** Version of the package with the vulnerability fixed; absent: none is known. */
  readonly fixed?: string;
  readonly title: string;
  readonly href?: string;
}

/** What is wrong with the Dockerfile, as the scanner says. */
export interface Misconfiguration {
  readonly id: string;
  readonly severity: ScanSeverity;
  readonly title: string;
  readonly message: string;
  readonly href?: string;
}

/** How many of each severity. */
export type Counts = Readonly<Record<ScanSeverity, number>>;

export interface ImageScan {
  readonly kind: 'base' | 'image';
  /** The image's name, or the tar file's. */
  readonly target: string;
  /** Milliseconds since 1970. */
  readonly finished: number;
  readonly counts: Counts;
  readonly fixable: number;
  /** Worst first. */
  readonly found: readonly FoundItem[];
  /** What the scan proves of the image. */
  readonly facts: KnownImage['facts'];
  /** What else the user must know: `The image is older than this Dockerfile.` */
  readonly notes: readonly string[];
}

export interface FileScan {
  readonly kind: 'file';
  readonly finished: number;
  readonly misconfiguration: Misconfiguration;
}

/** A result and the place it belongs to. */
export interface Anchored<Scan extends ImageScan | FileScan = ImageScan | FileScan> {
  readonly scan: Scan;
  readonly at: Span;
  /**
   * `fresh`: the text at `at` is the one that was scanned. `stale`: it has changed. `gone`: it was deleted; the result
   * comes back with the text.
   */
  readonly state: 'fresh' | 'stale' | 'gone';
}

/** A place in a document that moves with its edits while something is under way. */
export interface TrackedPlace {
  /** What stood there when tracking began. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A finding of the scanner in the text of a Dockerfile. */
export interface PlacedFileScan {
  readonly scan: FileScan;
  readonly place: TrackedPlace;
  /** The scanner names no line: it concerns the whole text, is shown on the first line and stale after any change. */
  readonly whole?: boolean;
}

interface Entry {
  readonly scan: ImageScan | FileScan;
  /** What stood there when it was scanned. */
  readonly text: string;
  readonly whole?: boolean;
  start: number;
  end: number;
  state: 'fresh' | 'stale' | 'gone';
}

/** All results of one server, by document. */
export class ScanStore {
  private readonly entries = new Map<string, Entry[]>();
  private readonly fileScans = new Map<string, number>();
  private readonly tracked = new Map<string, Set<{ text: string; start: number; end: number }>>();

  /** The results of a document, in the order of the text. */
  of(uri: string): Anchored[] {
    return (this.entries.get(uri) ?? [])
      .map(({ scan, start, end, state }) => ({ scan, at: { start, end }, state }))
      .sort((a, b) => a.at.start - b.at.start);
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
    for (const entry of [...(this.entries.get(uri) ?? []), ...(this.tracked.get(uri) ?? [])]) {
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
  settle(uri: string, dockerfile: Dockerfile, imageAt: (start: number) => string | undefined): void {
    const entries = this.entries.get(uri);
    if (!entries) return;
    const taken = new Set<string>();
    for (const entry of entries) {
      if (entry.whole) {
        entry.start = 0;
        entry.end = /^.*/.exec(dockerfile.text)?.[0].length ?? 0;
        entry.state = dockerfile.text === entry.text ? 'fresh' : 'stale';
        continue;
      }
      const isFile = entry.scan.kind === 'file';
      const here = isFile ? spanOf(dockerfile, entry) : headAt(dockerfile, entry.start);
      if (here && same(dockerfile.text, here, entry.text)) place(entry, here, taken);
      else {
        const moved = isFile ? undefined : findHead(dockerfile, entry, taken);
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

function headAt(dockerfile: Dockerfile, offset: number): Span | undefined {
  return dockerfile.instructions.find(({ head }) => head.start <= offset && offset <= head.end)?.head;
}

function spanOf(dockerfile: Dockerfile, { start, end }: Entry): Span | undefined {
  return end <= dockerfile.text.length ? { start, end } : undefined;
}

function findHead(dockerfile: Dockerfile, entry: Entry, taken: ReadonlySet<string>): Span | undefined {
  return dockerfile.instructions.find(
    ({ head }) => same(dockerfile.text, head, entry.text) && !taken.has(`${entry.scan.kind}@${head.start}`),
  )?.head;
}
