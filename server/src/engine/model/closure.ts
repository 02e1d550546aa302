// What installing a distribution's package brings along beyond a minimal image. Pure; the data comes with the facts.

export interface Closure {
  /** Tracked programs that the package and its dependencies bring. */
  readonly tools: readonly string[];
  /** Programs that one of several packages brings among which apt chooses: neither present nor absent afterwards. */
  readonly maybeTools: readonly string[];
  /** All that may come when recommended packages are installed too; holds `tools` and `maybeTools`. */
  readonly toolsWithRecommends: readonly string[];
  /** Some package of it may create accounts. */
  readonly mayCreateUsers: boolean;
  readonly mayCreateUsersWithRecommends: boolean;
}

export interface Closures {
  /**
   * Undefined: the package is not listed, so that afterwards nothing is known to be absent.
   * A name that the distribution's own archive has may come from elsewhere when the file adds a package source: then
   * the answer does not hold.
   */
  closureOf(distro: string | undefined, release: string | undefined, name: string): Closure | undefined;
  /** The releases of a distribution that the tables cover, oldest first. */
  releasesOf(distro: string): readonly string[];
  /** The programs that the tables follow; they say nothing of others. */
  readonly tracked: ReadonlySet<string>;
}

/** Tools, tools by choice, tools by recommendation (indexes), and flags: 1 users, 2 users by recommendation. */
type Effect = readonly [readonly number[], readonly number[], readonly number[], number];

/** The packages of one distribution. */
export interface ClosureTable {
  readonly distro: string;
  readonly releases: readonly string[];
  readonly effects: readonly Effect[];
  /** Effect of each release (-1: not in it, or not known), and the sorted names: shared length with the one before (base 36), rest. */
  readonly groups: readonly (readonly [readonly number[], string])[];
}

export interface ClosureData {
  /** The tracked programs, which effects name by their place. */
  readonly tools: readonly string[];
  readonly tables: readonly ClosureTable[];
}

/** Opens the tables; each is unpacked (a few milliseconds) when first asked. */
export function openClosures(data: ClosureData): Closures {
  const tables = new Map(data.tables.map((table) => [table.distro, openTable(table, data.tools)]));
  return {
    tracked: new Set(data.tools),
    releasesOf: (distro) => data.tables.find((table) => table.distro === distro)?.releases ?? [],
    closureOf: (distro, release, name) =>
      distro === undefined || release === undefined ? undefined : tables.get(distro)?.(release, name),
  };
}

function openTable(
  { releases, effects, groups }: ClosureTable,
  tools: readonly string[],
): (release: string, name: string) => Closure | undefined {
  let effectsByName: Map<string, readonly number[]> | undefined;
  const made = new Map<number, Closure>();

  function unpack(): Map<string, readonly number[]> {
    const table = new Map<string, readonly number[]>();
    for (const [row, text] of groups) {
      let name = '';
      for (const word of text.split(' ')) {
        name = name.slice(0, Number.parseInt(word.charAt(0), 36)) + word.slice(1);
        table.set(name, row);
      }
    }
    return table;
  }

  return (release, name) => {
    const column = releases.indexOf(release);
    if (column < 0) return undefined;
    effectsByName ??= unpack();
    const index = effectsByName.get(name)?.[column];
    const effect = index === undefined ? undefined : effects[index];
    if (index === undefined || !effect) return undefined;
    const closure = made.get(index) ?? closureFrom(effect, tools);
    made.set(index, closure);
    return closure;
  };
}

function closureFrom([tools, maybe, recommended, flags]: Effect, names: readonly string[]): Closure {
  const named = (indexes: readonly number[]) => indexes.flatMap((index) => names[index] ?? []);
  return {
    tools: named(tools),
    maybeTools: named(maybe),
    toolsWithRecommends: named([...tools, ...maybe, ...recommended]),
    mayCreateUsers: (flags & 1) !== 0,
    mayCreateUsersWithRecommends: (flags & 3) !== 0,
  };
}
