// The shapes of scan results as the server keeps and shows them.
import type { Found, ImageRecord } from '../../attribution/index.ts';
import type { KnownImage } from '../../engine/index.ts';
import type { Span } from '../../engine/parse/syntax.ts';
import type { ImageAbout } from '../../scan-protocol.ts';
import type { ScanSeverity } from '../../settings.ts';
import type { InstalledPackage, SuppressedVulnerability } from '../../trivy/index.ts';

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
  /** Package URL of what is installed. */
  readonly purl?: string;
  /** Trivy's identifier of the package within its list. */
  readonly packageId?: string;
  /** What of it tells where it came from. */
  readonly trace: Found;
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
  /** `part`: what of the image that the file builds came by one instruction. */
  readonly kind: 'base' | 'image' | 'part';
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
  /** What the image says of its making: to be compared, never to be shown. */
  readonly record: ImageRecord;
  /** What the report says of the image itself. */
  readonly about?: ImageAbout;
  /** What is installed, where its dependencies are known; to say why a package is there. */
  readonly packages?: readonly InstalledPackage[];
  /** What an ignore file or a VEX statement took out; not among `found`. Absent: not known. */
  readonly suppressed?: readonly SuppressedVulnerability[];
  /** How it was scanned, to compare with other scans; absent: not known. */
  readonly asked?: string;
  /** Of an image that was laid onto the file: what of it is not shown by its parts. */
  readonly rest?: readonly FoundItem[];
  /** Of a part: it came with the image that the FROM names. */
  readonly isBase?: boolean;
  /** More of where single findings came from. */
  readonly origins?: ReadonlyMap<FoundItem, ItemOrigin>;
}

/** Where a finding came from, inside of the instruction that it is shown on. */
export interface ItemOrigin {
  /** Offsets from the start of the instruction: the package's own word. */
  readonly within?: Span;
  /** It is not sure: `base image or line 5`. */
  readonly says?: string;
  /** The line of a file of the build context that names the package. */
  readonly manifest?: { readonly file: string; readonly shown: string; readonly line: number };
  /** Index into the places that the result was kept with: where in another stage it was installed. */
  readonly installed?: number;
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
  /** Other places that the result speaks of, with the text that stood there. */
  readonly others: readonly TrackedPlace[];
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

/** What of an image came by one instruction. */
export interface PlacedPart {
  readonly scan: ImageScan;
  /** The whole instruction, here-documents included. */
  readonly place: TrackedPlace;
  readonly others: readonly TrackedPlace[];
}
