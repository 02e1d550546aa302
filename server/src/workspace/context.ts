// Gathers what surrounds a Dockerfile into the snapshot that the engine takes. The only place that looks for it.
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { LintContext } from '../engine/index.ts';
import { decode } from './read.ts';
import { relativeTo } from './root.ts';

/** Files whose text rules read; locks and Compose files count by their name in `entries`. */
const wanted =
  /^(?:(?:requirements|constraints)[\w.-]*\.(?:txt|in)|pyproject\.toml|Pipfile|package\.json|\.dockerignore|[\w.-]+\.dockerignore)$/;

/** Bytes of one such file. A larger one is unknown to the rules. */
const largestFile = 512 * 1024;
const mostFiles = 40;
const mostEntries = 5000;

async function textOf(path: string): Promise<string | undefined> {
  try {
    const found = await stat(path);
    if (!found.isFile() || found.size > largestFile) return undefined;
    return decode(await readFile(path)).text;
  } catch {
    return undefined;
  }
}

/**
 * The surroundings of the Dockerfile at `path` (absolute). Its own folder is taken for the build context. What cannot
 * be read is left out, so that it is unknown to the rules; never throws.
 */
export async function gatherContext(path: string, root: string): Promise<LintContext> {
  const folder = dirname(path);
  const named = { fileName: basename(path), relativePath: relativeTo(root, path) };
  let entries: string[];
  try {
    const found = await readdir(folder, { withFileTypes: true });
    if (found.length > mostEntries) return named;
    entries = found.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort();
  } catch {
    return named;
  }
  const files: Record<string, string> = {};
  for (const name of entries.filter((entry) => wanted.test(entry)).slice(0, mostFiles)) {
    const text = await textOf(join(folder, name));
    if (text !== undefined) files[name] = text;
  }
  return { ...named, entries, files };
}
