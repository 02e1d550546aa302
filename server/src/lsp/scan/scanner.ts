// What the language server wants of a scanner. The one that fulfils it runs the user's own Trivy.
import type { ImageRecord } from '../../attribution/index.ts';
import type { KnownImage } from '../../engine/index.ts';
import type { LocalImagesResult } from '../../protocol.ts';
import type { ImageAbout } from '../../scan-protocol.ts';
import type { Settings } from '../../settings.ts';
import type { InstalledPackage, SuppressedVulnerability } from '../../trivy/index.ts';
import type { FoundItem, Misconfiguration } from './scan-results.ts';

/** Settings, and how to hear of progress and be told to stop. */
export interface ScanRun {
  readonly settings: Settings;
  /** Absolute paths: nothing that lies in them is ever run. */
  readonly folders: readonly string[];
  /** The workspace folder whose trivy.yaml and .trivyignore are heeded. */
  readonly root?: string;
  /** The Dockerfile's own folder, whose .trivyignore and VEX documents are heeded too. */
  readonly folder?: string;
  readonly signal: AbortSignal;
  progress(message: string): void;
  /** Something for the log that does not keep the scan from going on. */
  note(message: string): void;
  /** Scan even where the result of an earlier scan would answer. */
  readonly again?: boolean;
  /** An earlier scan, of this time (milliseconds since 1970), answered for `name`. */
  answered(name: string, finished: number): void;
  /** The token for the Trivy server at this address, where the editor keeps one. */
  token(address: string): Promise<string | undefined>;
  /** Asks whether an executable whose version cannot be read may be run. */
  confirm(question: string): Promise<boolean>;
}

export interface ImageTarget {
  /** `tar` is an OCI layout too. The others are no images: a folder's packages, configuration files, a bill of materials. */
  readonly kind: 'image' | 'tar' | 'fs' | 'config' | 'sbom';
  /** A reference checked against the grammar, or an absolute path. */
  readonly name: string;
}

export interface FoundInImage {
  /** Milliseconds since 1970: when it was really scanned. */
  readonly finished: number;
  /** It is the result of an earlier scan of the same image with the same database. */
  readonly kept: boolean;
  readonly items: readonly FoundItem[];
  /** What the scan proves of the image. */
  readonly facts: KnownImage['facts'];
  /** What the image says of its making. */
  readonly record: ImageRecord;
  /** What the report says of the image itself. */
  readonly about: ImageAbout;
  /** What is installed, where its dependencies are known. */
  readonly packages?: readonly InstalledPackage[];
  /** What an ignore file or a VEX statement took out. */
  readonly suppressed?: readonly SuppressedVulnerability[];
  /** Sentences on the files that decided over the result. */
  readonly notes?: readonly string[];
}

export interface FoundInFile {
  readonly found: Misconfiguration;
  /** Zero-based, inclusive; absent when the scanner names no line. */
  readonly lines?: { readonly first: number; readonly last: number };
}

/** A failure the user can do something about. The message says what happened, then what to do. */
export class ScanFailure extends Error {
  /** `noTrivy`: the message gets a button that opens the setting. `noImage`: no engine and no registry gave it. */
  readonly kind: 'noTrivy' | 'noImage' | 'failed' | 'cancelled';
  /** For the log. */
  readonly details: string;
  constructor(kind: ScanFailure['kind'], message: string, details = '') {
    super(message);
    this.kind = kind;
    this.details = details;
  }
}

/** What a container engine knows of an image. */
export type ImageState =
  | {
      readonly state: 'present';
      /** Milliseconds since 1970, when known. */
      readonly created?: number;
      /** Its layers from the bottom. */
      readonly diffIds: readonly string[];
    }
  | { readonly state: 'missing' }
  | { readonly state: 'unknown'; readonly tried: readonly string[] };

/** Every method throws ScanFailure, and nothing else that is expected. */
export interface Scanner {
  scanImage(target: ImageTarget, run: ScanRun): Promise<FoundInImage>;
  /** Scans text, saved or not, from a private copy. `fileName` without folders. */
  scanFile(text: string, fileName: string, run: ScanRun): Promise<readonly FoundInFile[]>;
  inspect(image: string, run: ScanRun): Promise<ImageState>;
  localImages(signal: AbortSignal): Promise<LocalImagesResult>;
  /** Builds the saved Dockerfile with its folder as build context, under this name. */
  build(dockerfile: string, image: string, run: ScanRun): Promise<void>;
}
