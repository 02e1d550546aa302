// What surrounds the file, gathered by the edge beforehand. Everything absent is unknown.

/** A .dockerignore, or `NAME.dockerignore` beside the Dockerfile, which wins. */
export interface IgnoreFile {
  /** Relative to the build context, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** What a registry answered when it was asked for the digest of a tag. */
export interface KnownImageDigest {
  /** `sha256:…` */
  readonly digest: string;
  /** ISO 8601 in UTC: `2026-03-04T05:06:07Z`. */
  readonly at: string;
}

/** A snapshot of the file's surroundings. */
export interface LintContext {
  /** The Dockerfile's base name: `Dockerfile.dev`. */
  readonly fileName?: string;
  /** Path relative to the workspace root, with `/`. */
  readonly relativePath?: string;
  /** Text files of the build context that rules read, by path relative to the context: `requirements.txt`. */
  readonly files?: Readonly<Record<string, string>>;
  /** Names at the top of the build context (folders end in `/`); absent when the context is unknown. */
  readonly entries?: readonly string[];
  /** Every file of the build context by its path relative to it, ignored ones too; absent when unknown or too many. */
  readonly paths?: readonly string[];
  /** The ignore file that is in force for this Dockerfile; null: there is none; absent: not known. */
  readonly ignoreFile?: IgnoreFile | null;
  /** The stage that is built (`--target`, Compose); the last one when absent. */
  readonly target?: string;
  /** What the build is given for its arguments (`--build-arg`, `build.args`); undefined: given, and not known. */
  readonly buildArguments?: Readonly<Record<string, string | undefined>>;
  /**
   * What stands before the name of a Docker Hardened Image in the organisation's mirror: `acme/dhi-`,
   * `registry.example.com/dhi/`. Absent: they come from `dhi.io/`.
   */
  readonly hardenedMirror?: string;
  /**
   * What registries answered when the user had them asked, by the image with its tag, everything spelled out:
   * `docker.io/library/python:3.12`.
   */
  readonly digests?: Readonly<Record<string, KnownImageDigest>>;
  /** Day of the check as YYYY-MM-DD; rules that need a date are silent without it. */
  readonly today?: string;
}
