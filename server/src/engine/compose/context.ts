// What surrounds a Compose file, gathered by the edge beforehand. Everything absent is unknown.
import type { LintContext } from '../context.ts';

/** What the edge found at a path. Paths are relative to the project's root, with `/`; `../` leads outside. */
export type FoundFile =
  | { readonly text: string }
  /** `outside`: not in the workspace, so it was not looked at. `unreadable`: too large, no permission, no text. */
  | { readonly absent: 'missing' | 'outside' | 'unreadable' };

/** A Dockerfile that a service is built from. */
export interface FoundDockerfile {
  readonly text: string;
  /** Its own surroundings. */
  readonly context: LintContext;
}

/** Something the engine would like to know; the edge looks and asks again. */
export type Wanted =
  | { readonly kind: 'file'; readonly path: string }
  /** The Dockerfile at `path`, built with the folder `context`. */
  | { readonly kind: 'dockerfile'; readonly path: string; readonly context: string }
  /** Whether git would take the file. */
  | { readonly kind: 'git'; readonly path: string };

/** A snapshot of the surroundings of a Compose file or a daemon.json. */
export interface ComposeContext {
  /** Of the checked file, relative to the project's root, with `/`: `deploy/compose.yaml`. */
  readonly path: string;
  /** Other Compose files and environment files, by path. */
  readonly files?: Readonly<Record<string, FoundFile>>;
  /** By path; `outside` and the like when it could not be read. */
  readonly dockerfiles?: Readonly<
    Record<string, FoundDockerfile | { readonly absent: 'missing' | 'outside' | 'unreadable' }>
  >;
  /** By path: the file is there, in a git repository, and no ignore file covers it. */
  readonly takenByGit?: Readonly<Record<string, boolean>>;
  /** Day of the check as YYYY-MM-DD. */
  readonly today?: string;
}
