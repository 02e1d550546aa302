// Every Dockerfile below a folder, by the names that the command line goes by or that a collection gives them.
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { dockerfileName } from '../../server/src/workspace/names.ts';

/** A Dockerfile of a collection. */
export interface CorpusFile {
  readonly path: string;
  /** As it was called in the repository it comes from: `Dockerfile.alpine`. */
  readonly fileName: string;
  /** Relative to the folder, with `/`; of a flat name the folders it was made of: `owner/repo/web/Dockerfile`. */
  readonly relativePath: string;
}

/** In the order of the folders; links are not followed. */
export function* findDockerfiles(folder: string, root = folder): Iterable<CorpusFile> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* findDockerfiles(path, root);
    if (!entry.isFile()) continue;
    const flat = flatName(entry.name);
    if (flat) yield { path, ...flat };
    else if (dockerfileName(entry.name) === 'yes')
      yield { path, fileName: entry.name, relativePath: relative(root, path).replaceAll('\\', '/') };
  }
}

/** Reads `owner__repo__web_Dockerfile.alpine`, where a path was made one name; undefined for other names. */
function flatName(name: string): Omit<CorpusFile, 'path'> | undefined {
  const found = /^(.+?)__(?:(.*)_)?([^_]*(?:docker|container)file.*)$/i.exec(name);
  if (!found || dockerfileName(name) === 'lookalike') return undefined;
  const [, repository = '', folders, fileName = ''] = found;
  const parts = [repository, ...(folders === undefined ? [] : folders.split('_')), fileName];
  return { fileName, relativePath: parts.filter((part) => part !== '').join('/') };
}
