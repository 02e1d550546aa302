// Finds the folder that a file's project starts at.
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';

/** True when `path` is `folder` or lies in it. Both absolute. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** `path` relative to `root`, with `/`. */
export function relativeTo(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}

/**
 * The project's root for a folder: the nearest folder upward that holds `.git` (a folder, or a file in a work
 * tree); else `cwd` when the folder lies in it; else the folder itself.
 */
export function projectRoot(folder: string, cwd: string): string {
  for (let here = folder; ; ) {
    if (existsSync(join(here, '.git'))) return here;
    const up = dirname(here);
    if (up === here) break;
    here = up;
  }
  return isInside(folder, cwd) ? cwd : folder;
}
