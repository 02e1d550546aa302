// How a Dockerfile is built, as the project says it: in `.plimsoll.json`, in Compose files, in Bake files.
import { basename, dirname, join, resolve } from 'node:path';
import { parseImageReference } from '../engine/parse/image-ref.ts';
import type { SettingsFile } from '../settings/file.ts';
import { bakeBuilds, bakeFileNames } from './bake-builds.ts';
import { composeBuilds, composeFileNames } from './compose-builds.ts';
import { readSmallFile } from './read.ts';
import { isInside } from './root.ts';

/** One way in which a Dockerfile is built. Paths are absolute. */
export interface Build {
  /** Who says so: `compose.yaml, service api`. */
  readonly source: string;
  readonly dockerfile: string;
  /** Absent when it cannot be told. */
  readonly context?: string;
  /** Absent for the last stage. */
  readonly target?: string;
  /** The name that the image gets, when it is said. */
  readonly image?: string;
}

/** Bytes of a Compose or Bake file that is looked at. */
const largest = 1024 * 1024;

/**
 * Every build of a Dockerfile that the project declares. What `.plimsoll.json` says comes first and alone; then the first
 * Compose file and the first Bake file of each folder from the Dockerfile's own up to `root`. Never throws.
 */
export function findBuilds(dockerfile: string, root: string, settings?: SettingsFile): Build[] {
  const declared = declaredBuilds(dockerfile, settings);
  if (declared.length > 0) return declared;
  const found: Build[] = [];
  for (let folder = dirname(dockerfile); isInside(folder, root); folder = dirname(folder)) {
    found.push(
      ...first(composeFileNames, folder, composeBuilds),
      ...first(bakeFileNames, folder, bakeBuilds),
    );
    if (folder === root || folder === dirname(folder)) break;
  }
  return found
    .filter((build) => build.dockerfile === dockerfile)
    .map(({ context, ...build }) => ({
      ...build,
      ...(context !== undefined && isInside(context, root) ? { context } : {}),
    }));
}

function declaredBuilds(dockerfile: string, settings: SettingsFile | undefined): Build[] {
  if (!settings) return [];
  const folder = dirname(settings.path);
  return settings.builds
    .filter((build) => resolve(folder, build.dockerfile) === dockerfile)
    .map(({ context, target }) => ({
      source: basename(settings.path),
      dockerfile,
      ...(context === undefined ? {} : { context: resolve(folder, context) }),
      ...(target === undefined ? {} : { target }),
    }));
}

function first(
  names: readonly string[],
  folder: string,
  read: (text: string, path: string) => readonly Build[],
): readonly Build[] {
  for (const name of names) {
    const path = join(folder, name);
    const text = readSmallFile(path, largest);
    if (text !== undefined) return read(text, path);
  }
  return [];
}

/** The one value that all builds agree on; undefined when they differ, or one does not say. */
export function agreed(builds: readonly Build[], key: 'context' | 'target'): string | undefined {
  const [one] = builds;
  return one && builds.every((build) => build[key] === one[key]) ? one[key] : undefined;
}

/** The name under which a Dockerfile's image is built, where the project says it; undefined when it depends on variables. */
export function builtImageName(dockerfile: string, root: string): string | undefined {
  return findBuilds(dockerfile, root).find(
    ({ image }) => image !== undefined && !('error' in parseImageReference(image)),
  )?.image;
}
