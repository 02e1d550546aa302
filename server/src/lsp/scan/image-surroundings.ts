// What has to be known around a Dockerfile to lay a scan of its image onto it: manifests and lock files of its build context.
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isManifest } from '../../attribution/index.ts';
import { contextFolder } from '../../workspace/context-folder.ts';
import { readSmallFile } from '../../workspace/read.ts';
import { isInside, projectRoot } from '../../workspace/root.ts';
import type { Checked, Session } from '../session.ts';

/** Bytes of one file that is read, and of all; lock files are large. */
const largestFile = 8 * 1024 * 1024;
const mostText = 32 * 1024 * 1024;
const mostFiles = 200;

/** The manifests, and the folder that their paths start from. Empty where the build context is not known. */
export function manifestsOf(
  session: Session,
  { surroundings: { path, builds, context }, text }: Checked,
): { files: Readonly<Record<string, string>>; folder?: string } {
  if (path === undefined) return { files: {} };
  const root = session.folderOf(path) ?? projectRoot(dirname(path), dirname(path));
  const folder = contextFolder(path, root, builds, text);
  if (folder === undefined || !isInside(folder, root)) return { files: {} };
  const files: Record<string, string> = {};
  let left = mostText;
  for (const name of (context.paths ?? []).filter(isManifest).slice(0, mostFiles)) {
    const found = context.files?.[name] ?? read(join(folder, name), folder);
    if (found === undefined || found.length > left) continue;
    left -= found.length;
    files[name] = found;
  }
  return { files, folder };
}

/** Links must not lead out of the build context. */
function read(path: string, folder: string): string | undefined {
  try {
    return isInside(realpathSync(path), realpathSync(folder)) ? readSmallFile(path, largestFile) : undefined;
  } catch {
    return undefined;
  }
}
