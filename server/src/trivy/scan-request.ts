// What to scan and with what: the request to runTrivy, shared by the language server and the command line.
import type { ProgramMemory } from './program-memory.ts';
import type { ScanOptions } from './scan-options.ts';

/** Where Trivy takes an image from; tried in this order. */
export type ImageSource = 'docker' | 'podman' | 'containerd' | 'remote';

export type ScanTarget =
  /** An image by name. `engineSocket`: the engine's address from `listLocalImages` or `inspectImage`. */
  | {
      readonly kind: 'image';
      readonly reference: string;
      readonly sources: readonly ImageSource[];
      readonly engine?: EngineAddress;
    }
  /** A tar file of `docker save`, or an OCI layout directory. Absolute path. */
  | { readonly kind: 'image-file'; readonly path: string }
  /** A file or directory on disk. Absolute path. */
  | { readonly kind: 'config'; readonly path: string }
  /** The text of an editor, saved or not; scanned from a private copy that carries the file's name. */
  | { readonly kind: 'config-text'; readonly fileName: string; readonly text: string };

/** How Trivy reaches one container engine. */
export interface EngineAddress {
  readonly kind: 'docker' | 'podman';
  /** `unix:///run/docker.sock`, `npipe:////./pipe/docker_engine`, `tcp://host:2376`. */
  readonly host: string;
  /** Directory with ca.pem, cert.pem and key.pem. */
  readonly tlsDirectory?: string;
}

export interface ScanRequest {
  /** Absolute path, from `findTrivy`. */
  readonly program: string;
  readonly memory: ProgramMemory;
  readonly target: ScanTarget;
  readonly options?: ScanOptions;
  /** No update of the databases and no other contact; what is there is used. */
  readonly offline?: boolean;
  /** A Trivy server that keeps the database; for images only. */
  readonly server?: { readonly url: string; readonly token?: string; readonly tokenHeader?: string };
  /** Absolute path. Only when the user chose one. */
  readonly cacheDirectory?: string;
  /** A .trivyignore or .trivyignore.yaml to honour; it is copied. Absolute path; a missing file is none. */
  readonly ignoreFile?: string;
  /** Ask for every package of the image, with its dependencies and licences: a much larger report. */
  readonly listPackages?: boolean;
  /** Tell also what the ignore file and VEX statements took out. */
  readonly showSuppressed?: boolean;
  /** The caller's own environment; what may pass is chosen here. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute paths; see ProgramSearch. */
  readonly workspaceFolders: readonly string[];
}

/** `percent`: 0 to 100, while something is downloaded. `message` is ours, not Trivy's. */
export interface ScanProgress {
  readonly phase:
    | 'checking'
    | 'starting'
    | 'downloading-database'
    | 'downloading-checks'
    | 'reading-image'
    | 'detecting'
    | 'reading-result';
  readonly message: string;
  readonly percent?: number;
}

export interface ScanControl {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ScanProgress) => void;
  /** Milliseconds; wins over the options' timeout. */
  readonly timeoutMs?: number;
  /** Bytes of the report, and of what Trivy prints. Default: 32 MiB. */
  readonly maxOutputBytes?: number;
}
