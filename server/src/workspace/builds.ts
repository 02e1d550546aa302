// How a Dockerfile is built, as the project says it: in `.plimsoll.json`, in Compose files, in Bake files.
import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseImageReference } from '../engine/parse/image-ref.ts';
import type { SettingsFile } from '../settings/file.ts';
import { type BakeFile, bakeBuilds, bakeFileNames } from './bake-builds.ts';
import { composeBuilds } from './compose-builds.ts';
import { isOverrideName, languageOf } from './names.ts';
import { type OpenText, ProjectFiles } from './project-files.ts';
import { isInside, relativeTo } from './root.ts';

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
  /** What it is given for its arguments; undefined: given, and not known. */
  readonly arguments?: Readonly<Record<string, string | undefined>>;
  /** The service that it is built for, and where its name stands: zero-based, in UTF-16 units. */
  readonly service?: {
    readonly name: string;
    readonly file: string;
    readonly line: number;
    readonly character: number;
  };
  /** False for a Compose file that is taken only when it is named: the others come first. */
  readonly isDefault?: boolean;
}

/** What is asked for. */
export interface BuildsTask {
  /** Absolute. */
  readonly dockerfile: string;
  /** The project's root, absolute. */
  readonly root: string;
  readonly settings?: SettingsFile | undefined;
  readonly openText?: OpenText;
  /** Gets the absolute paths of the files that were looked for. */
  readonly looked?: Set<string>;
}

/** Compose files of one folder that are looked at. */
const mostOfFolder = 20;

/** In the order in which Docker Compose looks for them. */
const composeFileNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

/** Folders beside the sources in which projects keep their Compose files. */
const deploymentFolders = ['deploy', 'deployment', 'docker', 'compose'];

/**
 * Every build of a Dockerfile that the project declares. What `.plimsoll.json` says comes first and alone; then the Compose
 * files and the Bake files of each folder from the Dockerfile's own up to `root`. Never throws.
 */
export function findBuilds(task: BuildsTask): Build[] {
  const { dockerfile, root } = task;
  const declared = declaredBuilds(dockerfile, task.settings);
  if (declared.length > 0) return declared;
  const found: Build[] = [];
  for (let folder = dirname(dockerfile); isInside(folder, root); folder = dirname(folder)) {
    found.push(...composeBuildsOf(folder, task));
    for (const name of deploymentFolders) {
      const beside = join(folder, name);
      // The Dockerfile's own folders have been looked at.
      if (!isInside(dockerfile, beside)) found.push(...composeBuildsOf(beside, task));
    }
    found.push(...bakeBuilds(bakeFilesOf(folder, task)));
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

/** The file that Compose takes by itself, and those that have to be named; an override is part of the first. */
function composeBuildsOf(
  folder: string,
  { root, looked = new Set(), openText }: BuildsTask,
): readonly Build[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => languageOf(name) === 'compose');
  } catch {
    return [];
  }
  const byDefault = composeFileNames.find((name) => names.includes(name));
  const others = names.sort().filter((name) => {
    if (composeFileNames.includes(name)) return false;
    return byDefault === undefined || !isOverrideName(name);
  });
  return [...(byDefault === undefined ? [] : [byDefault]), ...others]
    .slice(0, mostOfFolder)
    .flatMap((name) => composeBuilds(join(folder, name), root, looked, openText));
}

function bakeFilesOf(folder: string, { root, looked, openText }: BuildsTask): BakeFile[] {
  // A link may lead out of the project.
  const files = new ProjectFiles(root, openText);
  return bakeFileNames.flatMap((name) => {
    const path = join(folder, name);
    looked?.add(path);
    const found = files.find(relativeTo(root, path));
    return 'text' in found ? [{ path, text: found.text }] : [];
  });
}

/** The one value that all builds agree on; undefined when they differ, or one does not say. */
export function agreed(builds: readonly Build[], key: 'context' | 'target'): string | undefined {
  const [one] = builds;
  return one && builds.every((build) => build[key] === one[key]) ? one[key] : undefined;
}

/** The stage that all builds agree on; where they differ, those that Docker makes when it is told nothing. */
export function agreedTarget(builds: readonly Build[]): string | undefined {
  return (
    agreed(builds, 'target') ??
    agreed(
      builds.filter(({ isDefault }) => isDefault !== false),
      'target',
    )
  );
}

/** Every argument that a build is given; undefined: it is not known, or the builds differ. Absent: none is given any. */
export function agreedArguments(
  builds: readonly Build[],
): Readonly<Record<string, string | undefined>> | undefined {
  const names = new Set(builds.flatMap((build) => Object.keys(build.arguments ?? {})));
  if (names.size === 0) return undefined;
  return Object.fromEntries(
    [...names].map((name) => {
      const values = new Set(builds.map((build) => build.arguments?.[name]));
      return [name, values.size === 1 ? [...values][0] : undefined];
    }),
  );
}

/** The name under which a Dockerfile's image is built, where the project says it; undefined when it depends on variables. */
export function builtImageName(dockerfile: string, root: string): string | undefined {
  return findBuilds({ dockerfile, root }).find(
    ({ image }) => image !== undefined && !('error' in parseImageReference(image)),
  )?.image;
}
