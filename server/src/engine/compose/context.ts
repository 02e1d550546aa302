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

/** `absent` as for other files. */
export type AnyDockerfile = FoundDockerfile | Extract<FoundFile, { readonly absent: unknown }>;

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
  /** By `dockerfileKey`; `outside` and the like when it could not be read. */
  readonly dockerfiles?: Readonly<Record<string, AnyDockerfile>>;
  /** By path: the file is there, in a git repository, and no ignore file covers it. */
  readonly takenByGit?: Readonly<Record<string, boolean>>;
  /** Day of the check as YYYY-MM-DD. */
  readonly today?: string;
}

/** The key of a Dockerfile in `dockerfiles`: one file, built with two folders, has two surroundings. */
export function dockerfileKey(path: string, context: string | undefined): string {
  return JSON.stringify([path, context ?? '']);
}

/** Paths are words of the file, such as `constructor`: what every object has is no answer. */
function own<T>(table: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** What is at a path; undefined when nobody looked, or when the path is not known. */
export function foundFile(context: ComposeContext, path: string | undefined): FoundFile | undefined {
  return path === undefined ? undefined : own(context.files, path);
}

/** The Dockerfile of a build; likewise. */
export function foundDockerfile(
  context: ComposeContext,
  build: { readonly dockerfile: string | undefined; readonly context: string | undefined } | undefined,
): AnyDockerfile | undefined {
  return build?.dockerfile === undefined
    ? undefined
    : own(context.dockerfiles, dockerfileKey(build.dockerfile, build.context));
}

/** Whether git would take a file; undefined when nobody looked. */
export function takenByGit(context: ComposeContext, path: string): boolean | undefined {
  return own(context.takenByGit, path);
}
