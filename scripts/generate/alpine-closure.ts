// What installing a package of Alpine certainly brings and what it may bring, told from the build files of a release (aports).
//
// abuild writes down more dependencies than the build file names: libraries that programs are linked with, pkg-config
// files, python3 for modules, and the sibling that a symbolic link points to. The indexes of past releases show what it
// found then; what it may find now is bounded by what is installed while the package is built.
import { type Evidence, INTERPRETERS, mentionsPython } from './alpine-evidence.ts';
import { type Built, type Own, ownPrograms, PLAIN } from './alpine-programs.ts';
import type { Origin } from './aports-tree.ts';

/** What one package brings, as the table tells it. */
export interface Brought {
  readonly tools: ReadonlySet<string>;
  /** May come besides `tools`. */
  readonly maybe: ReadonlySet<string>;
  readonly users: boolean;
}

interface Node {
  readonly name: string;
  /** Its build files: that of the release, and that of what came next. */
  readonly builds: readonly Built[];
}

/** Build files that compute which of their siblings a package needs, where `depends` cannot be read. */
const COMPUTING = /^community\/(php\d+|libheif)$/;
const NOT_COMPUTED = /-(apache2|fpm|cgi|embed|litespeed|pear|dev|dbg|doc|phpdbg|openrc)$|^php\d+$/;

/** Builds the answer for one release. */
export class AlpineClosures {
  readonly #evidence: Evidence;
  readonly #tracked: readonly string[];
  readonly #nodes: readonly Node[];
  readonly #at: ReadonlyMap<string, number>;
  readonly #own: readonly Own[];
  /** A name, `so:` or `cmd:` to the packages that have it. */
  readonly #providers = new Map<string, Set<number>>();
  /** Packages with libraries that others may be linked with, and with pkg-config files. */
  readonly #libraries = new Set<number>();
  readonly #configs = new Set<number>();
  /** Those of them whose own words bring a program or accounts. */
  readonly #hot = new Set<number>();
  /** Packages of which something cannot be read. */
  readonly #dark = new Set<number>();
  readonly #bits: readonly bigint[];

  /** @param trees the release's own tree, and the next release's: a stable branch gets only what the main branch got */
  constructor(trees: readonly (readonly Origin[])[], evidence: Evidence, tracked: readonly string[]) {
    this.#evidence = evidence;
    this.#tracked = tracked;
    const builds = new Map<string, Built[]>();
    for (const origin of trees.flat()) {
      // A processor that images are not made for; its packages stand in for others of the same name there.
      if (/^arch="loongarch64"/m.test(origin.text)) continue;
      for (const built of origin.aport?.packages ?? [])
        builds.set(built.name, [...(builds.get(built.name) ?? []), { origin, built }]);
    }
    this.#nodes = [...builds].map(([name, each]) => ({ name, builds: each }));
    this.#at = new Map(this.#nodes.map((node, at) => [node.name, at]));
    this.#own = this.#nodes.map((node) =>
      ownPrograms(node.name, node.builds, evidence.exactly(node.name), tracked),
    );
    for (const [at, node] of this.#nodes.entries()) this.#addProviders(node, at);
    const words = this.#nodes.map((_, at) => this.#words(at));
    const brought = this.#follow(words);
    for (const at of [...this.#libraries, ...this.#configs]) if (brought[at] !== 0n) this.#hot.add(at);
    this.#dropUnlinked();
    this.#bits = this.#spread(
      words.map((edges, at) => [...edges, ...this.#observed(at)]),
      words,
    );
  }

  /** What the package brings, or, for a name that several packages provide, any of them; undefined when that cannot be told. */
  of(name: string): Brought | undefined {
    const own = this.#at.get(name);
    const each = own === undefined ? this.#candidates(name).map((at) => this.#one(at)) : [this.#one(own)];
    const known = each.filter((one) => one !== undefined);
    if (known.length === 0 || known.length < each.length) return undefined;
    const tools = new Set([...known[0]!.tools].filter((tool) => known.every((one) => one.tools.has(tool))));
    const maybe = known.flatMap((one) => [...one.tools, ...one.maybe]).filter((tool) => !tools.has(tool));
    return { tools, maybe: new Set(maybe), users: known.some((one) => one.users) };
  }

  /** Every name that can be asked for. */
  get names(): readonly string[] {
    return [...this.#providers.keys()].filter((name) => !name.includes(':'));
  }

  #one(at: number): Brought | undefined {
    const bits = this.#bits[at]!;
    if ((bits & this.#darkBit) !== 0n) return undefined;
    const tools = this.#sure(at, new Set());
    const maybe = this.#tracked.filter((tool, index) => (bits >> BigInt(index)) & 1n && !tools.has(tool));
    return { tools, maybe: new Set(maybe), users: (bits & this.#usersBit) !== 0n };
  }

  #addProviders(node: Node, at: number): void {
    const add = (word: string, owner = at) =>
      this.#providers.set(word, (this.#providers.get(word) ?? new Set()).add(owner));
    add(node.name);
    for (const { built } of node.builds) for (const word of built.provides) add(word);
    // Libraries that have since been split off are in there.
    const libs = `${node.name}-libs`;
    const split = this.#evidence.exactly(libs).length === 0 ? this.#at.get(libs) : undefined;
    for (const entry of this.#evidence.exactly(node.name))
      for (const word of entry.provides)
        if (/^(so|pc|cmd):/.test(word)) add(word, word.startsWith('so:') ? (split ?? at) : at);
    // Modules are no libraries, and interpreters are seen to by themselves.
    if (INTERPRETERS.some(({ names }) => names.test(node.name))) this.#hot.add(at);
    else if (split === undefined && !node.name.startsWith('py3-') && this.#mayProvide('so:', node))
      this.#libraries.add(at);
    if (this.#mayProvide('pc:', node)) this.#configs.add(at);
  }

  #mayProvide(kind: 'so:' | 'pc:', { name, builds }: Node): boolean {
    const entries = this.#evidence.of(name);
    if (entries.length > 0)
      return entries.some((entry) => entry.provides.some((word) => word.startsWith(kind)));
    const has = (other: string) =>
      builds.some(({ origin }) => origin.aport!.packages.some((each) => each.name === other));
    const main = name.replace(/-dev$/, '');
    if (name.endsWith('-dev'))
      return kind === 'pc:' && (has(main) || has(`lib${main}`) || has(`${main}-libs`));
    if (kind === 'pc:') return false;
    return !PLAIN.test(name) && (name.includes('lib') || has(`${name}-dev`));
  }

  /** The packages that may satisfy a dependency. */
  #candidates(word: string): readonly number[] {
    return [...(this.#providers.get(word) ?? [])];
  }

  /** The programs that come in every reading of the build files, whichever package is chosen where several would do. */
  #sure(at: number, seen: ReadonlySet<number>): ReadonlySet<string> {
    const tools = new Set(this.#own[at]!.sure);
    if (seen.has(at)) return tools;
    const path = new Set(seen).add(at);
    const { builds } = this.#nodes[at]!;
    for (const word of builds[0]!.built.depends) {
      if (!builds.every(({ built }) => built.depends.has(word))) continue;
      const each = this.#candidates(word).map((candidate) => this.#sure(candidate, path));
      for (const tool of each[0] ?? []) if (each.every((set) => set.has(tool))) tools.add(tool);
    }
    return tools;
  }

  /** What a package depends on by its own words, in any reading, and by what its siblings and modules are. */
  #words(at: number): readonly number[] {
    const node = this.#nodes[at]!;
    const found = new Set<number>();
    for (const word of new Set(node.builds.flatMap(({ built }) => [...built.mayDepend]))) {
      const candidates = this.#candidates(word);
      if (candidates.length === 0 && word !== '/bin/sh') this.#dark.add(at);
      for (const each of candidates) found.add(each);
    }
    const computing = node.builds.find(({ origin }) => COMPUTING.test(origin.path));
    if (computing && !NOT_COMPUTED.test(node.name)) {
      for (const { name } of computing.origin.aport!.packages)
        if (!NOT_COMPUTED.test(name)) for (const each of this.#candidates(name)) found.add(each);
    } else if (node.builds.some(({ built }) => built.opaque)) this.#dark.add(at);
    if (this.#mayHaveModules(node)) for (const each of this.#candidates('python3')) found.add(each);
    for (const each of this.#siblings(node)) found.add(each);
    return [...found];
  }

  /** Whether it may hold modules of Python, for which abuild adds python3. */
  #mayHaveModules(node: Node): boolean {
    const entries = this.#evidence.of(node.name);
    if (node.name.startsWith('py3-') || entries.some((entry) => entry.depends.includes('python3')))
      return true;
    if (entries.length === 0 && /^lib|-(static|libs?)$/.test(node.name)) return false;
    if (!node.builds.some(({ origin }) => mentionsPython(origin))) return false;
    const before = this.#evidence.before(node.name);
    return entries.length === 0 || before === undefined || !mentionsPython(before);
  }

  /** The packages of the same build that it may link to. */
  #siblings(node: Node): readonly number[] {
    const entries = this.#evidence.of(node.name);
    const names = new Set(
      node.builds.flatMap(({ origin }) => origin.aport!.packages.map((each) => each.name)),
    );
    names.delete(node.name);
    return [...names].flatMap((name) => {
      const at = this.#at.get(name)!;
      const seen = (word: string) =>
        word === name || (word.startsWith('so:') && this.#providers.get(word)?.has(at));
      if (entries.length > 0 && this.#evidence.of(name).length > 0)
        return entries.some((entry) => entry.depends.some(seen)) ? [at] : [];
      // What a link of one that is not known points to: libraries, shared files, and, if it is new itself, the main one.
      const shared =
        /^lib|-libs?(-|$)|-(common|core|base|data)$/.test(name) && !/-(static|dev|doc|dbg)$/.test(name);
      const isMain = node.builds.some(({ origin }) => origin.path.endsWith(`/${name}`));
      return shared || (entries.length === 0 && isMain && !/^lib|-libs?$/.test(node.name)) ? [at] : [];
    });
  }

  /** The hot packages that it was linked with when the indexes were made, and those that its build names since. */
  #observed(at: number): readonly number[] {
    const node = this.#nodes[at]!;
    const entries = this.#evidence.of(node.name);
    const found = new Set<number>();
    for (const word of new Set(entries.flatMap((entry) => entry.depends)))
      for (const each of this.#providers.get(word) ?? []) if (this.#hot.has(each)) found.add(each);
    const known = this.#evidence.before(node.name)?.aport?.build;
    const develops = node.name.endsWith('-dev') || this.#configs.has(at);
    for (const { origin } of node.builds) {
      const words = [...origin.aport!.build].filter((word) => !known?.has(word));
      const paths = new Set(
        words.flatMap((word) => this.#candidates(word).flatMap((each) => this.#pathsOf(each))),
      );
      paths.delete(origin.path);
      for (const each of words.length > 0 ? this.#hot : []) {
        const config = this.#configs.has(each) && this.#nodes[each]!.name.endsWith('-dev');
        const counts = this.#libraries.has(each) || (develops && config);
        if (counts && this.#pathsOf(each).some((path) => paths.has(path))) found.add(each);
      }
      for (const { names, needs, mentions } of INTERPRETERS)
        if (words.some((word) => needs.test(word)) && mentions(origin))
          for (const each of this.#hot) if (names.test(this.#nodes[each]!.name)) found.add(each);
    }
    return [...found];
  }

  #pathsOf(at: number): readonly string[] {
    return (this.#nodes[at]?.builds ?? []).map(({ origin }) => origin.path);
  }

  /** What brings programs or accounts, and has libraries that nothing else was linked with, is no library to link with. */
  #dropUnlinked(): void {
    const linked = new Set<number>();
    for (const [name, depends] of this.#evidence.links()) {
      const own = new Set(this.#pathsOf(this.#at.get(name) ?? -1));
      for (const word of depends)
        for (const at of this.#providers.get(word) ?? [])
          if (!this.#pathsOf(at).some((path) => own.has(path))) linked.add(at);
    }
    for (const at of this.#hot)
      if (this.#evidence.of(this.#nodes[at]!.name).length > 0 && !linked.has(at)) this.#libraries.delete(at);
  }

  /** What each package brings by the words of the build files alone. */
  #follow(words: readonly (readonly number[])[]): readonly bigint[] {
    const all = this.#nodes.map((_, at) => this.#ownBits(at));
    for (let changed = true; changed; ) {
      changed = false;
      words.forEach((edges, at) => {
        const bits = edges.reduce((sum, each) => sum | all[each]!, all[at]!);
        if (bits !== all[at]) changed = true;
        all[at] = bits;
      });
    }
    return all;
  }

  /**
   * What each package may bring, as bits: the tracked programs, users, and what cannot be told.
   *
   * A package is linked with libraries whose development files are there while it is built: those come by the words of
   * its build dependencies, by the words of what these name, and by pkg-config files that ask for others. So two more
   * sets are kept for each package: what the libraries in this narrower closure bring, and what the packages with
   * pkg-config files bring; their union over the build dependencies is what linking, and what asking for a pkg-config
   * file, may add. Hot packages are left out of these: they are among the edges where they were seen or are named.
   */
  #spread(edges: readonly (readonly number[])[], words: readonly (readonly number[])[]): readonly bigint[] {
    const nodes = this.#nodes;
    const origins = [...new Set(nodes.flatMap((node) => node.builds.map((each) => each.origin)))];
    const originAt = new Map(origins.map((origin, at) => [origin, at]));
    const makes = origins.map(({ aport }) => [
      ...new Set([...aport!.build, ...aport!.check, 'build-base'].flatMap((word) => this.#candidates(word))),
    ]);
    const places = nodes.map(({ name, builds }) =>
      PLAIN.test(name) && !/-(dbg|static)$/.test(name)
        ? []
        : builds.map((each) => originAt.get(each.origin)!),
    );
    const develops = nodes.map((node, at) => node.name.endsWith('-dev') || this.#configs.has(at));
    const all = nodes.map((_, at) => this.#ownBits(at));
    const libraries = nodes.map(() => 0n);
    const configs = nodes.map(() => 0n);
    for (let changed = true; changed; ) {
      changed = false;
      const union = (sets: readonly bigint[]) =>
        makes.map((members) => members.reduce((bits, at) => bits | sets[at]!, 0n));
      const [linked, configured] = [union(libraries), union(configs)];
      nodes.forEach((_, at) => {
        let [bits, library, config] = [all[at]!, libraries[at]!, configs[at]!];
        for (const each of edges[at]!) bits |= all[each]!;
        for (const each of words[at]!) {
          library |= libraries[each]!;
          config |= configs[each]!;
        }
        for (const origin of places[at]!) {
          bits |= linked[origin]!;
          if (!develops[at]) continue;
          bits |= configured[origin]!;
          library |= linked[origin]!;
          config |= configured[origin]!;
        }
        const cold = !this.#hot.has(at);
        if (cold && this.#libraries.has(at)) library |= bits;
        if (cold && this.#configs.has(at)) config |= bits;
        if (bits !== all[at] || library !== libraries[at] || config !== configs[at]) changed = true;
        [all[at], libraries[at], configs[at]] = [bits, library, config];
      });
    }
    return all;
  }

  #ownBits(at: number): bigint {
    const own = this.#own[at]!;
    let bits = 0n;
    this.#tracked.forEach((tool, index) => {
      if (own.sure.has(tool) || own.may.has(tool)) bits |= 1n << BigInt(index);
    });
    if (own.users) bits |= this.#usersBit;
    return this.#dark.has(at) ? bits | this.#darkBit : bits;
  }

  get #usersBit(): bigint {
    return 1n << BigInt(this.#tracked.length);
  }

  get #darkBit(): bigint {
    return this.#usersBit << 1n;
  }
}
