// The shape of the tables of health checks.

/** What one runtime is to be given: program text, an argument vector, or nothing and why. */
export interface Expected<T> {
  readonly gives: T | { readonly refused: string };
  readonly changes?: readonly string[];
}

/** A health check as it stands in public Dockerfiles (retyped, cut to the command), and what may take its place. */
export interface Form {
  readonly check: string | readonly string[];
  /** What the reader says any conversion changes. */
  readonly notes?: readonly string[];
  readonly python: Expected<string>;
  /** Node 20. */
  readonly node: Expected<string>;
  /** BusyBox's, in an image with /bin/sh. */
  readonly wget: Expected<readonly string[]>;
}

/** A health check that is not converted. */
export interface RefusedForm {
  readonly check: Form['check'];
  readonly refused: string;
}
