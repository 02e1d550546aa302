// The private copies of VEX documents that Trivy is given, and what they are called in a result.
import { copyFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { PrivateDirectory } from './private-directory.ts';
import type { SuppressedVulnerability } from './report-types.ts';
import { ScanError } from './scan-error.ts';
import type { ScanRequest } from './scan-request.ts';

const largest = 16 * 1024 * 1024;

/**
 * Copies the documents: a comma in a path would split an option's value.
 * @throws ScanError `bad-request` for what is no regular file, or is larger than 16 MiB
 */
export async function copyVex(
  files: readonly string[],
  directory: PrivateDirectory,
): Promise<readonly string[]> {
  const copies: string[] = [];
  for (const [index, file] of files.entries()) {
    const facts = await stat(file).catch(() => undefined);
    if (!facts?.isFile() || facts.size > largest) {
      const what = facts ? 'is not a file of at most 16 MiB' : 'does not exist';
      throw new ScanError('bad-request', `The VEX document ${file} ${what}.`);
    }
    const copy = path.join(directory.path, copyOf(index));
    await copyFile(file, copy);
    copies.push(copy);
  }
  return copies;
}

function copyOf(index: number): string {
  return `vex-${index}.json`;
}

/** Trivy names the copies: what is shown is what the user has. */
export function namedSources(
  suppressed: readonly SuppressedVulnerability[],
  { ignoreFile, vex }: ScanRequest,
): readonly SuppressedVulnerability[] {
  if (suppressed.length === 0) return suppressed;
  const names = new Map<string, string>();
  if (ignoreFile !== undefined)
    for (const name of ['ignore', 'ignore.yaml']) names.set(name, path.basename(ignoreFile));
  for (const [index, file] of (vex?.files ?? []).entries()) names.set(copyOf(index), path.basename(file));
  return suppressed.map((one) => {
    const name = names.get(one.source.split(/[\\/]/).at(-1) ?? '');
    return name === undefined ? one : { ...one, source: name };
  });
}
