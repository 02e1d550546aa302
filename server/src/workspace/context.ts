// Gathers what surrounds a Dockerfile into the snapshot that the engine takes. The only place that looks for it.
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { IgnoreFile, LintContext } from '../engine/index.ts';
import type { SettingsFile } from '../settings/file.ts';
import { agreed, type Build, findBuilds } from './builds.ts';
import { contextFolder, listFiles } from './context-folder.ts';
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
}

/** The snapshot, and how the project builds the file. */
export interface Gathered {
  readonly context: LintContext;
  readonly builds: readonly Build[];
}

/**
 * The surroundings of a Dockerfile. What cannot be read is left out, so that it is unknown to the rules; never throws.
 * Where the builds that the project declares name one target, it is the context's target.
 */
export async function gatherContext({ path, root, text, settings }: GatherTask): Promise<Gathered> {
  const builds = findBuilds(path, root, settings);
  const target = agreed(builds, 'target');
  const named: LintContext = {
    fileName: basename(path),
    relativePath: relativeTo(root, path),
    ...(target === undefined ? {} : { target }),
    ...(settings?.hardenedMirror === undefined ? {} : { hardenedMirror: settings.hardenedMirror }),
  };
  const folder = contextFolder(path, root, builds, text);
  if (folder === undefined || !isInside(folder, root)) return { context: named, builds };
  const paths = await listFiles(folder);
  const ignoreFile = await ignoreFileOf(path, folder);
  const surroundings = { ...named, ...(ignoreFile === undefined ? {} : { ignoreFile }) };
  if (!paths) return { context: surroundings, builds };
  const files: Record<string, string> = {};
  let left = mostText;
  for (const name of pathsToRead(paths, text)) {
    const found = await textOf(join(folder, name), folder);
    if (found === undefined || found.length > left) continue;
    left -= found.length;
    files[name] = found;
  }
  const entries = [...new Set(paths.map((one) => one.replace(/\/.*$/, '/')))];
  return { context: { ...surroundings, paths, entries, files }, builds };
}

/** The ignore file in force. Source: Docker's documentation, “Filename and location” of .dockerignore. */
async function ignoreFileOf(dockerfile: string, folder: string): Promise<IgnoreFile | null | undefined> {
  for (const place of [`${dockerfile}.dockerignore`, join(folder, '.dockerignore')]) {
    const text = await textOf(place);
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
