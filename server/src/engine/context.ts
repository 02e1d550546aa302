// What surrounds the file, gathered by the edge beforehand. Everything absent is unknown.

/** A snapshot of the file's surroundings. */
export interface LintContext {
  /** The Dockerfile's base name: `Dockerfile.dev`. */
  readonly fileName?: string;
  /** Path relative to the workspace root, with `/`. */
  readonly relativePath?: string;
  /** Text files of the build context that rules read, by path relative to the context: `requirements.txt`. */
  readonly files?: Readonly<Record<string, string>>;
  /** Names at the top of the build context (folders end in `/`); absent when unknown. */
  readonly entries?: readonly string[];
  /** The stage that is built (`--target`, Compose); the last one when absent. */
  readonly target?: string;
  /** Day of the check as YYYY-MM-DD; rules that need a date are silent without it. */
  readonly today?: string;
}
