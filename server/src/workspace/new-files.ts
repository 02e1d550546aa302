// Looks where files that a change makes beside a file would go: whether they are there already, whether a link leads out.
import { lstatSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { NewFile, Refactoring, RefactoringOffers, RefusedRefactoring } from '../engine/index.ts';
import { reason } from './read.ts';
import { isInside } from './root.ts';

/** What is where a file would go: nothing, what may stay, or what stands in the way as words (`its folder is a file`). */
export type Ground = 'free' | 'kept' | { readonly fault: string };

/** Whether a path is in a folder, links followed as far as it is there. Both absolute. Never throws. */
export function staysInside(path: string, folder: string): boolean {
  return isInside(path, folder) && folderFault(path, folder) === undefined;
}

/**
 * What is where a new file would go. A secret must not get lost: only a file that holds it already may stay. Never throws.
 * @param folder of the changed file, absolute
 */
export function groundFor(folder: string, { path, text, isSecret }: NewFile): Ground {
  const file = join(folder, path);
  if (!isInside(file, folder)) return { fault: 'it lies outside the folder' };
  const fault = folderFault(file, folder);
  if (fault !== undefined) return { fault };
  try {
    const own = entryAt(file);
    if (own === undefined) return 'free';
    return !isSecret || holds(file, folder, own, text)
      ? 'kept'
      : { fault: 'it is there already and holds something else, so the secret would get lost' };
  } catch (error) {
    return { fault: reason(error) };
  }
}

/** Refuses what would make a file where none can be made; to be asked anew each time, as files come and go. */
export function withoutBlocked(offers: RefactoringOffers, folder: string): RefactoringOffers {
  const blocked: RefusedRefactoring[] = [];
  const possible = offers.refactorings.filter((one) => {
    const reason = blockedBy(one, folder);
    const { name, id, title, at } = one;
    if (reason !== undefined) blocked.push({ name, id, title, at, cause: 'secret that cannot move', reason });
    return reason === undefined;
  });
  if (blocked.length === 0) return offers;
  return { refactorings: possible, refusals: [...offers.refusals, ...blocked] };
}

function blockedBy({ files = [] }: Refactoring, folder: string): string | undefined {
  for (const file of files) {
    const ground = groundFor(folder, file);
    if (typeof ground === 'object')
      return `\`${file.path}\` cannot be written: ${ground.fault}. Move what is there away, and try again.`;
  }
  return undefined;
}

/** What stands in the way at the nearest folder that is there. */
function folderFault(path: string, folder: string): string | undefined {
  try {
    let near = dirname(path);
    // A link that leads nowhere is there too: following it fails below.
    while (near !== folder && isInside(near, folder) && entryAt(near) === undefined) near = dirname(near);
    const real = realpathSync(near);
    if (!isInside(real, realpathSync(folder))) return 'its folder is a link that leads out';
    return statSync(real).isDirectory() ? undefined : 'what should be its folder is a file';
  } catch (error) {
    return reason(error);
  }
}

/** What a path itself is, a link too; undefined when nothing is there. */
function entryAt(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

/** Whether a file that is there is exactly this text; one behind a link only where the link stays in the folder. */
function holds(file: string, folder: string, own: Stats, text: string): boolean {
  if (own.isSymbolicLink() && !isInside(realpathSync(file), realpathSync(folder))) return false;
  const stat = statSync(file);
  const bytes = Buffer.from(text);
  return stat.isFile() && stat.size === bytes.length && readFileSync(file).equals(bytes);
}
