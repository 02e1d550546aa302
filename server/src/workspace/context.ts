// Gathers what surrounds a Dockerfile into the snapshot that the engine takes. The only place that looks for it.
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { IgnoreFile, LintContext } from '../engine/index.ts';
import type { SettingsFile } from '../settings/file.ts';
import { agreedArguments, agreedTarget, type Build, findBuilds } from './builds.ts';
import { contextFolder, listFiles } from './context-folder.ts';
import type { OpenText } from './project-files.ts';
import { decode } from './read.ts';
import { isInside, relativeTo } from './root.ts';
import { pathsToRead } from './texts.ts';

/** Bytes of one file whose text is read, and UTF-16 units of all. A larger one, and more of them, are unknown to the rules. */
const largestFile = 512 * 1024;
const mostText = 8 * 1024 * 1024;

/** @param within a folder that links must not lead out of */
async function textOf(path: string, within?: string): Promise<string | undefined> {
  try {
    if (within !== undefined && !isInside(await realpath(path), await realpath(within))) return undefined;
    const found = await stat(path);
    if (!found.isFile() || found.size > largestFile) return undefined;
    return decode(await readFile(path)).text;
  } catch {
    return undefined;
  }
}

/** What is to be gathered. */
export interface GatherTask {
  /** The Dockerfile, absolute. */
  readonly path: string;
  /** The project's root, absolute; nothing outside is looked at. */
  readonly root: string;
  /** The Dockerfile's text, which tells what it copies. */
  readonly text: string;
  readonly settings?: SettingsFile;
  /** The one build that is asked about, with its absolute context; the project's others are not looked for. */
  readonly build?: { readonly context: string | undefined };
  /** The text of a document that is open in an editor. */
  readonly openText?: OpenText;
  /** UTF-16 units that are read at most. */
  readonly mostText?: number;
  /** As `listFiles`, where several Dockerfiles have one context. */
  readonly list?: typeof listFiles;
}

/** The snapshot, and how the project builds the file. */
export interface Gathered {
  readonly context: LintContext;
  readonly builds: readonly Build[];
  /** Absolute paths of the files that say how it is built, and of those that could. */
  readonly looked: ReadonlySet<string>;
}

/**
 * The surroundings of a Dockerfile. What cannot be read is left out, so that it is unknown to the rules; never throws.
 * Where the builds that the project declares name one target, or give arguments, it is what they agree on.
 */
export async function gatherContext(task: GatherTask): Promise<Gathered> {
  const { path, root, text, settings } = task;
  const looked = new Set<string>();
  const builds = task.build
    ? []
    : findBuilds({ dockerfile: path, root, settings, looked, ...openTextOf(task) });
  const target = agreedTarget(builds);
  const buildArguments = agreedArguments(builds);
  const named: LintContext = {
    fileName: basename(path),
    relativePath: relativeTo(root, path),
    ...(target === undefined ? {} : { target }),
    ...(buildArguments === undefined ? {} : { buildArguments }),
    ...(settings?.hardenedMirror === undefined ? {} : { hardenedMirror: settings.hardenedMirror }),
  };
  const folder = task.build ? task.build.context : contextFolder(path, root, builds, text);
  if (folder === undefined || !(await leadsInside(folder, root))) return { context: named, builds, looked };
  const paths = await (task.list ?? listFiles)(folder);
  const ignoreFile = await ignoreFileOf(path, folder, root);
  const surroundings = { ...named, ...(ignoreFile === undefined ? {} : { ignoreFile }) };
  if (!paths) return { context: surroundings, builds, looked };
  const files: Record<string, string> = {};
  let left = Math.min(mostText, task.mostText ?? mostText);
  for (const name of pathsToRead(paths, text)) {
    const found = await textOf(join(folder, name), folder);
    if (found === undefined || found.length > left) continue;
    left -= found.length;
    files[name] = found;
  }
  const entries = [...new Set(paths.map((one) => one.replace(/\/.*$/, '/')))];
  return { context: { ...surroundings, paths, entries, files }, builds, looked };
}

function openTextOf({ openText }: GatherTask) {
  return openText ? { openText } : {};
}

/** Whether a folder is in another one, links followed. */
async function leadsInside(folder: string, root: string): Promise<boolean> {
  if (!isInside(folder, root)) return false;
  try {
    return isInside(await realpath(folder), await realpath(root));
  } catch {
    return false;
  }
}

/** The ignore file in force. Source: Docker's documentation, “Filename and location” of .dockerignore. */
async function ignoreFileOf(
  dockerfile: string,
  folder: string,
  root: string,
): Promise<IgnoreFile | null | undefined> {
  for (const place of [`${dockerfile}.dockerignore`, join(folder, '.dockerignore')]) {
    const text = await textOf(place, root);
    if (text !== undefined) return { path: relativeTo(folder, place), text };
    if (await isThere(place)) return undefined;
  }
  // Podman and Buildah read this one; whether they build the file is not known.
  return (await isThere(join(folder, '.containerignore'))) ? undefined : null;
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
