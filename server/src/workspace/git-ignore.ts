// What the .gitignore files of a project leave out, read without git.
import { existsSync, lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type IgnoreRules, readIgnoreRules, verdict } from './ignore.ts';
import { readSmallFile } from './read.ts';
import { isInside, relativeTo } from './root.ts';

/** The patterns of one file, which count from its folder. */
export interface Layer {
  readonly folder: string;
  readonly rules: IgnoreRules;
}

/**
 * The patterns of a folder's own file; none when there is none. One that is a link does not count, as in git (gitignore(5):
 * "Git does not follow symbolic links when accessing a .gitignore file in the working tree").
 */
export function layerOf(folder: string, file = '.gitignore'): Layer[] {
  if (lstatSync(join(folder, file), { throwIfNoEntry: false })?.isSymbolicLink()) return [];
  const text = readSmallFile(join(folder, file), 1024 * 1024);
  return text === undefined ? [] : [{ folder, rules: readIgnoreRules(text) }];
}

/** The deepest file that says something decides, as in git. */
export function isIgnored(layers: readonly Layer[], path: string, isFolder: boolean): boolean {
  for (let i = layers.length - 1; i >= 0; i--) {
    const said = verdict(layers[i]!.rules, relativeTo(layers[i]!.folder, path), isFolder);
    if (said) return said === 'ignored';
  }
  return false;
}

/** What holds for a whole repository. */
function layersOfRoot(root: string): Layer[] {
  return layerOf(root, join('.git', 'info', 'exclude')).concat(layerOf(root));
}

/** The folders from below `root` down to `folder`. */
function wayTo(root: string, folder: string): string[] {
  const way: string[] = [];
  for (let here = folder; here !== root && isInside(here, root); here = dirname(here)) way.unshift(here);
  return way;
}

/** The patterns in force at `folder` from the files above it; none when those ignore the folder itself. */
export function layersAbove(root: string, folder: string): Layer[] {
  const layers = layersOfRoot(root);
  for (const here of wayTo(root, folder)) {
    if (isIgnored(layers, here, true)) return layerOf(folder);
    layers.push(...layerOf(here));
  }
  return layers;
}

/**
 * Whether git would take a file: the root is that of a repository, and no ignore file in it covers the file or a folder it lies
 * in. What the user's own configuration ignores, and what was added by force, is not looked at.
 * @param path of a file that is there, absolute
 */
export function isTakenByGit(root: string, path: string): boolean {
  if (!isInside(path, root) || !existsSync(join(root, '.git'))) return false;
  let layers = layersOfRoot(root);
  for (const here of wayTo(root, dirname(path))) {
    if (isIgnored(layers, here, true)) return false;
    // A repository of its own inside this one.
    if (existsSync(join(here, '.git'))) layers = layerOf(here, join('.git', 'info', 'exclude'));
    layers.push(...layerOf(here));
  }
  return !isIgnored(layers, path, false);
}
