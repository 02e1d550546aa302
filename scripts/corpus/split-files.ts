// The files that the split is measured on: build contexts side by side, or Dockerfiles alone.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LintContext } from '../../server/src/engine/index.ts';
import { gatherContext } from '../../server/src/workspace/context.ts';
import { findDockerfiles } from './files.ts';

/** A file of the sample. */
export interface SampleFile {
  /** `owner+repository__web_Dockerfile`. */
  readonly name: string;
  readonly text: string;
  /** As the language server would have it. */
  readonly context: LintContext;
}

/**
 * Every folder in `folder` that has a `Dockerfile` at its top is a build context of its own; of one that holds nothing else the
 * context is unknown. Where there is no such folder, every Dockerfile below is taken alone.
 */
export async function* sampleFiles(folder: string): AsyncIterable<SampleFile> {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'Dockerfile')))
    .map(({ name }) => name)
    .sort();
  for (const name of names) {
    const root = join(folder, name);
    const path = join(root, 'Dockerfile');
    const text = readFileSync(path, 'utf8');
    const alone = readdirSync(root).length === 1;
    const context = alone ? { fileName: 'Dockerfile' } : (await gatherContext({ path, root, text })).context;
    yield { name, text, context };
  }
  if (names.length > 0) return;
  for (const { path, fileName, relativePath } of findDockerfiles(folder))
    yield {
      name: relativePath,
      text: readFileSync(path, 'utf8'),
      context: { fileName, relativePath },
    };
}
