// What the server and its VS Code client say to each other of scan results as plain data.
// No imports: both sides, the report's page too, take it as it is. Every text is the scanner's, the image's or the
// file's: to be shown as text only.

/** The scanner's scale, worst first. */
export const listedSeverities = ['critical', 'high', 'medium', 'low', 'unknown'] as const;
export type ListedSeverity = (typeof listedSeverities)[number];

/** Server to client, notification, no parameters: what `scanList` answers has changed. */
export const scansChanged = 'plimsoll/scansChanged';

/** Client to server, request: the results of open documents, and of images that no open document shows. */
export const scanList = 'plimsoll/scanList';
export interface ScanListParams {
  /** Only the results of this document. */
  readonly uri?: string;
}
export interface ScanListResult {
  readonly scans: readonly ListedScan[];
}

/** One scan with everything that it found. */
export interface ListedScan {
  /** For `scanReportData`; the same for a later scan of the same thing. */
  readonly id: string;
  /** The document whose lines it stands on; absent: an image that was scanned by its name. */
  readonly uri?: string;
  /** `base`: what a FROM names. `image`: what the document builds. `file`: the document itself. `other`: by its name. */
  readonly kind: 'base' | 'image' | 'file' | 'other';
  /** The image's name, the tar file's, or the document's base name. */
  readonly target: string;
  /** Milliseconds since 1970. */
  readonly finished: number;
  /** What was scanned has changed since. */
  readonly stale: boolean;
  readonly notes: readonly string[];
  readonly counts: Readonly<Record<ListedSeverity, number>>;
  readonly fixable: number;
  /** Worst first. */
  readonly items: readonly ListedItem[];
}
export interface ListedItem {
  readonly kind: 'vulnerability' | 'secret' | 'misconfiguration' | 'license';
  readonly id: string;
  readonly severity: ListedSeverity;
  /** The package, or the file inside the image with its line. */
  readonly subject: string;
  readonly installed?: string;
  /** Absent: no fixed version is known. */
  readonly fixed?: string;
  readonly title: string;
  /** The advisory: http or https only. */
  readonly href?: string;
  /** The line that brought it; absent: none of the document. */
  readonly place?: ListedPlace;
  /** Where it came from, when that is not sure: `base image or line 5`. */
  readonly from?: string;
}
export interface ListedPlace {
  /** Zero-based; UTF-16. */
  readonly line: number;
  readonly character: number;
  /** The beginning of the instruction: `RUN apt-get update && apt-get install…`. */
  readonly instruction: string;
  /** Zero-based: where the instruction begins. */
  readonly start: number;
}

/** Client to server, request: one scan with what is known of the image and what would fix most of it; null: gone. */
export const scanReportData = 'plimsoll/scanReportData';
export interface ScanReportDataParams {
  /** Of a ListedScan. */
  readonly id: string;
}
export interface ScanReportData {
  readonly scan: ListedScan;
  readonly about: ImageAbout;
  /** What fixes most, first. */
  readonly upgrades: readonly PackageUpgrade[];
  /** Other tags of the same repository that were scanned too and have fewer vulnerabilities. */
  readonly rebuilds: readonly Rebuild[];
}
/** What the scan says of the image itself. Absent is unknown. */
export interface ImageAbout {
  /** `name@sha256:…` */
  readonly digests?: readonly string[];
  /** `sha256:…` of the configuration. */
  readonly imageId?: string;
  /** `debian 12.5`. */
  readonly system?: string;
  /** The distribution's support has ended. */
  readonly endOfLife?: boolean;
  /** Whom it runs as: `root`. */
  readonly user?: string;
  /** Bytes of the layers, not compressed. */
  readonly size?: number;
  /** Milliseconds since 1970. */
  readonly created?: number;
  /** Findings that the scanner reported beyond what is kept. */
  readonly omitted?: number;
}
/** One version of a package that rids the image of vulnerabilities. */
export interface PackageUpgrade {
  readonly name: string;
  readonly installed: string;
  readonly to: string;
  readonly fixes: number;
  readonly worst: ListedSeverity;
}
/** Another tag, by the vulnerabilities of its own scan. */
export interface Rebuild {
  readonly image: string;
  /** Vulnerabilities of this image that the other one has not, and the other way round. */
  readonly fixes: number;
  readonly brings: number;
}

/** Server to client, notification: a scan has ended. */
export const scanReport = 'plimsoll/scanReport';
export interface ScanReportParams {
  /** Of a ListedScan. */
  readonly id: string;
  readonly target: string;
  /** Open it: nothing in an open Dockerfile shows the result. */
  readonly show: boolean;
}

/** Server to client, notification: a scan began or ended. */
export const scanRunning = 'plimsoll/scanRunning';
export interface ScanRunningParams {
  /** The document that it is for; absent: an image by its name. */
  readonly uri?: string;
  /** Scans for the same document that are under way now. */
  readonly count: number;
}
