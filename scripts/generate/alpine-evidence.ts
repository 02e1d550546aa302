// What the indexes of past releases of Alpine show of a package: what abuild found in it by itself.
import type { IndexEntry } from './alpine-index.ts';
import type { Origin } from './aports-tree.ts';

/**
 * Packages with libraries that only those are linked with which are built for them: theirs, what the build depends on
 * then, and what the build file speaks of. Nothing was ever linked with gcc's own (transactional memory, gdb's).
 */
export const INTERPRETERS: readonly {
  readonly names: RegExp;
  readonly needs: RegExp;
  readonly mentions: (origin: Origin) => boolean;
}[] = [
  { names: /^python3$/, needs: /^python3-dev$/, mentions: mentionsPython },
  { names: /^perl$/, needs: /^(perl-dev|perl-)/, mentions: ({ text }) => text.includes('perl') },
  {
    names: /^openjdk\d+(-jre(-headless)?)?$/,
    needs: /jdk|java/,
    mentions: ({ text }) => /java|jdk/.test(text),
  },
  { names: /^rust$/, needs: /^rust/, mentions: ({ text }) => text.includes('rustc') },
  { names: /^gcc$/, needs: /^$/, mentions: () => false },
];

/**
 * Whether the build file speaks of Python elsewhere than among what only its tests need. One that splits modules off,
 * as py3-NAME, has them there and in no other package.
 */
export function mentionsPython({ text, aport }: Origin): boolean {
  if (aport?.packages.some((each) => each.name.startsWith('py3-'))) return false;
  const spoken = text.replace(/^\s*#.*$/gm, '').replace(/checkdepends="[^"]*"/g, '');
  return /python|py3-|site-packages|gpep517|setup\.py/i.test(spoken.replace(/--without-python/g, ''));
}

/** The name around its version: `clang17-libs` is `clang`, `17`, `-libs`. */
function parts(name: string): readonly [stem: string, version: string, rest: string] | undefined {
  const found = /^([a-z][a-z+_-]*?)(\d[\d.]*)(.*)$/.exec(name);
  return found ? [found[1]!, found[2]!, found[3]!] : undefined;
}

/** Indexes of past releases, and the build files of the newest of them. */
export class Evidence {
  readonly #entries = new Map<string, IndexEntry[]>();
  readonly #before: ReadonlyMap<string, Origin>;
  /** Stem and rest to the newest version that the indexes have. */
  readonly #versions = new Map<string, string>();
  readonly #found = new Map<string, readonly IndexEntry[]>();

  constructor(indexes: readonly ReadonlyMap<string, IndexEntry>[], before: readonly Origin[]) {
    for (const index of indexes)
      for (const [name, entry] of index) this.#entries.set(name, [...(this.#entries.get(name) ?? []), entry]);
    for (const name of this.#entries.keys()) {
      const [stem, version, rest] = parts(name) ?? ['', '', ''];
      const key = `${stem} ${rest}`;
      if (stem !== '' && Number.parseFloat(version) > Number.parseFloat(this.#versions.get(key) ?? '0'))
        this.#versions.set(key, version);
    }
    this.#before = new Map(
      before.flatMap((origin) => (origin.aport?.packages ?? []).map((each) => [each.name, origin])),
    );
  }

  /** What the indexes say of exactly this package. */
  exactly(name: string): readonly IndexEntry[] {
    return this.#entries.get(name) ?? [];
  }

  /** The same; of a package that is newer than the indexes, what they say of the version before (clang17 of clang22). */
  of(name: string): readonly IndexEntry[] {
    const known = this.#entries.get(name) ?? this.#found.get(name);
    if (known) return known;
    const older = this.#older(name);
    this.#found.set(name, older);
    return older;
  }

  /** The build file that the newest index was made of; undefined when that has no such package. */
  before(name: string): Origin | undefined {
    return this.#before.get(name);
  }

  /** Each package of the indexes with the libraries that it was linked with. */
  *links(): Iterable<readonly [string, readonly string[]]> {
    for (const [name, entries] of this.#entries)
      yield [name, entries.flatMap((entry) => entry.depends).filter((word) => word.startsWith('so:'))];
  }

  #older(name: string): readonly IndexEntry[] {
    const [stem, version, rest] = parts(name) ?? ['', '', ''];
    const before = this.#versions.get(`${stem} ${rest}`);
    if (before === undefined) return [];
    const renamed = (words: readonly string[]) =>
      words.map((word) =>
        word.startsWith(stem + before) ? stem + version + word.slice(stem.length + before.length) : word,
      );
    return this.exactly(stem + before + rest).map((entry) => ({
      depends: renamed(entry.depends),
      provides: entry.provides.filter((word) => !word.startsWith('cmd:')),
    }));
  }
}
