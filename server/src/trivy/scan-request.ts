// What to scan and with what: the request to runTrivy, shared by the language server and the command line.
import type { ProgramMemory } from './program-memory.ts';
import type { ScanOptions } from './scan-options.ts';

/** The forms of a software bill of materials, in Trivy's words. */
export type BomFormat = 'cyclonedx' | 'spdx-json';

/** Where Trivy takes an image from; tried in this order. */
export type ImageSource = 'docker' | 'podman' | 'containerd' | 'remote';

export type ScanTarget =
  /** An image by name. `engineSocket`: the engine's address from `listLocalImages` or `inspectImage`. */
  | {
      readonly kind: 'image';
      readonly reference: string;
      readonly sources: readonly ImageSource[];
      readonly engine?: EngineAddress;
      /** What the container engines said when they were asked for it, for the message when it is nowhere. */
      readonly asked?: EnginesAsked;
    }
  /** A tar file of `docker save`, or an OCI layout directory. Absolute path. */
  | { readonly kind: 'image-file'; readonly path: string }
  /** A file or directory on disk. Absolute path. */
  | { readonly kind: 'config'; readonly path: string }
  /** A folder with a project: its lock files, secrets, configuration files. Absolute path. */
  | { readonly kind: 'fs'; readonly path: string }
  /** A software bill of materials: CycloneDX or SPDX. Absolute path. */
  | { readonly kind: 'sbom'; readonly path: string }
  /** The text of an editor, saved or not; scanned from a private copy that carries the file's name. */
  | { readonly kind: 'config-text'; readonly fileName: string; readonly text: string };

/** What `inspectImage` found of an image that no engine has. */
export interface EnginesAsked {
  /** The kinds of those that answered and do not have it. */
  readonly without: readonly EngineAddress['kind'][];
  /** What was tried and did not answer, one line each. */
  readonly tried: readonly string[];
}

/** How Trivy reaches one container engine. */
export interface EngineAddress {
  readonly kind: 'docker' | 'podman';
  /** `unix:///run/docker.sock`, `npipe:////./pipe/docker_engine`, `tcp://host:2376`. */
  readonly host: string;
  /** Directory with ca.pem, cert.pem and key.pem. */
  readonly tlsDirectory?: string;
}

/** Statements on vulnerabilities (OpenVEX, CSAF, CycloneDX). */
export interface VexRequest {
  /** Documents, absolute paths; they are copied. A missing one is an error. */
  readonly files?: readonly string[];
  /** `repo`: VEX repositories, which Trivy downloads. `oci`: what is attached to the image in its registry. */
  readonly sources?: readonly ('repo' | 'oci')[];
}

/** Trivy as a container, from `findTrivyContainer`. Only after the user agreed to run it. */
export interface TrivyContainer {
  /** Absolute path of docker or podman. */
  readonly client: string;
  readonly engine: EngineAddress;
  /** With a digest. */
  readonly image: string;
}

export interface ScanRequest {
  /** Absolute path, from `findTrivy`; with a container, of its client. */
  readonly program: string;
  readonly container?: TrivyContainer;
  readonly memory: ProgramMemory;
  readonly target: ScanTarget;
  readonly options?: ScanOptions;
  /** No update of the databases and no other contact; what is there is used. */
  readonly offline?: boolean;
  /** A Trivy server that keeps the database; for all but configuration scans. The token goes through the environment. */
  readonly server?: { readonly url: string; readonly token?: string; readonly tokenHeader?: string };
  /** Where Trivy keeps what it read of layers: `fs`, `memory`, `redis://…`. With a server that is the server's affair. */
  readonly cacheBackend?: string;
  /** Absolute path. Only when the user chose one. */
  readonly cacheDirectory?: string;
  /** A .trivyignore or .trivyignore.yaml to honour; it is copied. Absolute path; a missing file is none. */
  readonly ignoreFile?: string;
  /** What says which vulnerabilities do not concern the image; for everything but `config`. */
  readonly vex?: VexRequest;
  /** Ask for every package of the image, with its dependencies and licences: a much larger report. */
  readonly listPackages?: boolean;
  /** Look for secrets in the environment and the history of the image too. */
  readonly secretsOfConfiguration?: boolean;
  /** Write a bill of materials and look for nothing; see `runTrivyBom`. For images only. */
  readonly bom?: BomFormat;
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
