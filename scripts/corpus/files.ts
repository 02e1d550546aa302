// Every Dockerfile below a folder, by the names that the command line goes by.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dockerfileName } from '../../server/src/workspace/names.ts';

/** Absolute paths in the order of the folders; links are not followed. */
export function* findDockerfiles(folder: string): Iterable<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* findDockerfiles(path);
    else if (entry.isFile() && dockerfileName(entry.name) === 'yes') yield path;
  }
}
