// What the language server wants of a scanner. The one that fulfils it runs the user's own Trivy.
import type { ImageRecord } from '../../attribution/index.ts';
import type { KnownImage } from '../../engine/index.ts';
import type { LocalImagesResult } from '../../protocol.ts';
import type { Settings } from '../../settings.ts';
import type { FoundItem, Misconfiguration } from './scan-results.ts';

/** Settings, and how to hear of progress and be told to stop. */
export interface ScanRun {
  readonly settings: Settings;
  /** Absolute paths: nothing that lies in them is ever run. */
  readonly folders: readonly string[];
  /** The workspace folder whose trivy.yaml and .trivyignore are heeded. */
  readonly root?: string;
  readonly signal: AbortSignal;
  progress(message: string): void;
  /** Something for the log that does not keep the scan from going on. */
  note(message: string): void;
  /** Asks whether an executable whose version cannot be read may be run. */
  confirm(question: string): Promise<boolean>;
}

export interface ImageTarget {
  readonly kind: 'image' | 'tar';
  /** A reference checked against the grammar, or an absolute path. */
  readonly name: string;
}

export interface FoundInImage {
  readonly items: readonly FoundItem[];
  /** What the scan proves of the image. */
  readonly facts: KnownImage['facts'];
  /** What the image says of its making. */
  readonly record: ImageRecord;
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
