// Which folder is a Dockerfile's build context, and what lies in it.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { copySources } from '../engine/index.ts';
import { agreed, type Build } from './builds.ts';
import { readSmallFile } from './read.ts';
import { isInside } from './root.ts';

/**
 * The build context, absolute: what the project's builds agree on; else the Dockerfile's folder, where that is the
 * project's root, holds an ignore file while no folder around it holds what is copied, or holds everything that the file
 * copies. Undefined when it is not known.
 */
export function contextFolder(
  dockerfile: string,
  root: string,
  builds: readonly Build[],
  text: string,
): string | undefined {
  if (builds.length > 0) return agreed(builds, 'context');
  const folder = dirname(dockerfile);
  if (folder === root) return folder;
  const sources = copySources(text).slice(0, 50);
  const ignore = [`${dockerfile}.dockerignore`, join(folder, '.dockerignore')].find((path) =>
    existsSync(path),
  );
  if (ignore !== undefined) {
    // A list of exceptions is made for what is copied by name; a file that copies the whole context has another one.
    const isOther = sources.length === 0 && /^\*\*?\s*$/m.test(readSmallFile(ignore, 64 * 1024) ?? '');
    return isOther || sources.some((source) => liesAbove(source, folder, root)) ? undefined : folder;
  }
  return sources.length > 0 && sources.every((source) => existsSync(join(folder, source)))
    ? folder
    : undefined;
}

/** Whether a copied path is not in the folder but in one around it, inside the root: the build then starts there. */
function liesAbove(source: string, folder: string, root: string): boolean {
  for (let here = folder; isInside(here, root); here = dirname(here)) {
    if (existsSync(join(here, source))) return here !== folder;
    if (here === root) return false;
  }
  return false;
}

/** A context with more files than this is not listed. */
const mostFiles = 10_000;

/** What no rule needs to look into; the folders themselves are listed. */
const closedFolders: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  '.venv',
  '__pycache__',
]);

/**
 * Every file of a folder by its path relative to it, with `/`; folders that are not looked into end in `/`. Links are
 * listed and not followed. Undefined when there are too many, or a folder cannot be read.
 */
export async function listFiles(folder: string): Promise<string[] | undefined> {
  const files: string[] = [];
  const waiting = [''];
  try {
    for (let prefix = waiting.pop(); prefix !== undefined; prefix = waiting.pop()) {
      for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
        const path = prefix + entry.name;
        if (!entry.isDirectory()) files.push(path);
        else if (closedFolders.has(entry.name)) files.push(`${path}/`);
        else waiting.push(`${path}/`);
        if (files.length + waiting.length > mostFiles) return undefined;
      }
    }
  } catch {
    return undefined;
  }
  return files.sort();
}
