// Reads APKINDEX, Alpine's list of built packages: what abuild found in them by itself (libraries, commands).
import { readFileSync } from 'node:fs';

/** A package of the index. */
export interface IndexEntry {
  /** Words of `D:` without versions; conflicts are left out. */
  readonly depends: readonly string[];
  /** Words of `p:` without versions: `cmd:curl`, `so:libcurl.so.4`, names. */
  readonly provides: readonly string[];
}

/** Reads index files (as unpacked from APKINDEX.tar.gz) of one release. Later files add to earlier ones. */
export function readIndex(files: readonly string[]): ReadonlyMap<string, IndexEntry> {
  const entries = new Map<string, IndexEntry>();
  for (const file of files) {
    for (const block of readFileSync(file, 'utf8').split('\n\n')) {
      const fields = new Map(block.split('\n').map((line) => [line.slice(0, 2), line.slice(2)]));
      const words = (key: string) =>
        (fields.get(key) ?? '')
          .split(' ')
          .filter((word) => word !== '' && !word.startsWith('!'))
          .map((word) => word.replace(/[<>=~].*$/, ''));
      const name = fields.get('P:');
      if (name) entries.set(name, { depends: words('D:'), provides: words('p:') });
    }
  }
  return entries;
}
