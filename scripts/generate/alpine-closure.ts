// What installing a package of Alpine certainly brings and what it may bring, told from the build files of a release (aports).
//
// abuild writes down more dependencies than the file names: libraries that programs are linked with, pkg-config files,
// python3 for modules, and the sibling that a symbolic link points to. What can be linked is what is installed while the
// package is built, so that the closure of its build dependencies bounds it; the indexes of two past releases (built
// packages) say which packages have libraries at all, which ship a program, and which siblings link to each other.
import type { IndexEntry } from './alpine-index.ts';
import type { BuiltPackage } from './apkbuild.ts';
import type { Origin } from './aports-tree.ts';

/** What one package brings, as the table tells it. */
export interface Brought {
  readonly tools: ReadonlySet<string>;
  /** May come besides `tools`. */
  readonly maybe: ReadonlySet<string>;
  readonly users: boolean;
}

/** Programs that a package may have under another name than the index shows (links, alternatives), by package name. */
const POSSIBLE: readonly (readonly [RegExp, readonly string[]])[] = [
  // Links of java-common's trigger into the newest JDK, and of openjdk's own packages.
  [/^(java-common|openjdk\d+(-loongarch)?(-(jre|jdk).*)?)$/, ['java', 'javac']],
  [/^maven/, ['mvn']],
  [/^yarn/, ['yarn']],
  [/^dotnet/, ['dotnet']],
  [/^php\d+$/, ['php']],
  [/^py3-pip/, ['pip', 'pip3']],
  [/^(python3|python|pyenv|pypy\d*)$/, ['python', 'python3']],
  [/^(dropbear|openssh)(-(ssh|client|server).*)?$/, ['ssh', 'sshd']],
  [/^(sudo|doas)/, ['sudo']],
  [/^(busybox-extras|inetutils|netkit)/, ['telnet']],
  [/^(redis|valkey|keydb)(-(cli|tools|compat))?$/, ['redis-cli']],
  [/^(mariadb|mysql|percona)[\w.]*(-client|-common)?$/, ['mysqladmin']],
  [/^(dnf\d*|yum)$/, ['dnf', 'yum']],
  [/^(vim|gvim|neovim|neatvi|nextvi|nvi|vis)/, ['vi', 'vim']],
  [/^(nmap.*|netcat.*|libressl-nc|.*ncat)$/, ['nc']],
  [/^node(js)?(-(current|lts))?$/, ['node', 'npm']],
  [/^(tcc|clang\d*)$/, ['cc', 'c++']],
  [/^(go|gcc-go)$/, ['go']],
  [/^rustup?$/, ['rustc']],
  [/^(dash|bash|yash|mksh|loksh|oksh|zsh)(-binsh)?$/, ['sh', 'dash', 'bash']],
  [/^shadow(-(login|uidmap|conv))?$/, ['useradd', 'groupadd', 'usermod']],
  [
    /^busybox(-(extras|static|suid|binsh))?$/,
    ['busybox', 'ash', 'sh', 'wget', 'nc', 'vi', 'ps', 'adduser', 'addgroup'],
  ],
];

const SCRIPT_MAKES_USERS = /\b(adduser|addgroup|useradd|groupadd|usermod|sysusers)\b|\/etc\/(passwd|group)\b/;
const MENTIONS_PYTHON = /python|py3-|site-packages|gpep517|setup\.py/i;

/**
 * Packages with libraries that only those are linked with which are built for it: theirs, what the build depends on then,
 * and what the build file speaks of. gcc's own two libraries (transactional memory, gdb's) are linked with by nothing.
 */
const INTERPRETERS: readonly (readonly [RegExp, RegExp, RegExp])[] = [
  [/^python3$/, /^(python3-dev|py3-)/, /python/],
  [/^perl$/, /^(perl-dev|perl-)/, /perl/],
  [/^openjdk\d+(-jre(-headless)?)?$/, /jdk|java/, /java|jdk/],
  [/^rust$/, /^rust/, /rustc/],
  [/^gcc$/, /^$/, /^$/],
];

/** Packages that hold no programs and no libraries to link with. */
const PLAIN = /-(doc|openrc|lang|pyc|dbg|static|dev|systemd|udev|(bash|zsh|fish)-completion)$/;

/** PHP's build files compute which of their own extensions an extension needs, from PHP's sources. */
const EXTENSIONS = /^community\/php\d+$/;
const NO_EXTENSION = /-(apache2|fpm|cgi|embed|litespeed|pear|dev|dbg|doc|phpdbg|openrc)$|^php\d+$/;

interface Node {
  readonly name: string;
  /** Its build files: that of the release, and that of what came next. */
  readonly built: readonly { readonly origin: Origin; readonly built: BuiltPackage }[];
}

/** Builds the answer for one release. */
export class AlpineClosures {
  readonly #nodes: readonly Node[];
  readonly #at: ReadonlyMap<string, number>;
  readonly #tracked: readonly string[];
  readonly #index: ReadonlyMap<string, readonly IndexEntry[]>;
  readonly #before: ReadonlyMap<string, Origin>;
  readonly #providers = new Map<string, Set<number>>();
  readonly #soProviders = new Set<number>();
  readonly #pcProviders = new Set<number>();
  readonly #hot = new Set<number>();
  readonly #bits: readonly bigint[];
  readonly #own: readonly {
    readonly sure: ReadonlySet<string>;
    readonly may: ReadonlySet<string>;
    readonly users: boolean;
  }[];
  /** Packages that something unreadable may be behind. */
  readonly #dark = new Set<number>();
  readonly why = new Map<string, string>();

  /**
   * @param trees the release's own tree, and the next release's: a stable branch gets only what the main branch got
   * @param indexes of past releases
   * @param before the tree that the newest index belongs to
   */
  constructor(
    trees: readonly (readonly Origin[])[],
    indexes: readonly ReadonlyMap<string, IndexEntry>[],
    before: readonly Origin[],
    tracked: readonly string[],
  ) {
    this.#tracked = tracked;
    this.#before = new Map(
      before.flatMap((origin) => (origin.aport?.packages ?? []).map((each) => [each.name, origin])),
    );
    const byName = new Map<string, { origin: Origin; built: BuiltPackage }[]>();
    for (const tree of trees)
      for (const origin of tree)
        for (const built of origin.aport?.packages ?? [])
          byName.set(built.name, [...(byName.get(built.name) ?? []), { origin, built }]);
    this.#nodes = [...byName].map(([name, built]) => ({ name, built }));
    this.#at = new Map(this.#nodes.map((node, at) => [node.name, at]));
    const index = new Map<string, IndexEntry[]>();
    for (const each of indexes)
      for (const [name, entry] of each) index.set(name, [...(index.get(name) ?? []), entry]);
    this.#index = index;
    this.#own = this.#nodes.map((node) => this.#programs(node));
    this.#findProviders();
    const explicit = this.#nodes.map((_, at) => this.#explicit(at));
    // A library whose own words bring something that matters is only taken to be linked with where that was seen.
    const python = this.#candidates('python3') ?? [];
    const worded = this.#follow(
      explicit.map((edges, at) => (this.#mayHaveModules(at) ? [...edges, ...python] : edges)),
    );
    for (const at of this.#soProviders) if (worded[at] !== 0n) this.#hot.add(at);
    this.#dropUnlinked();
    const observed = this.#nodes.map((_, at) => this.#observed(at));
    this.#bits = this.#spread(explicit, observed);
  }

  /** What the package brings, or, for a name that several packages provide, any of them; undefined when that cannot be told. */
  of(name: string): Brought | undefined {
    const own = this.#at.get(name);
    const each = own === undefined ? (this.#candidates(name) ?? []).map((at) => this.#one(at)) : [this.#one(own)];
    const known = each.filter((one) => one !== undefined);
    if (known.length === 0 || known.length < each.length) return undefined;
    const tools = new Set([...known[0]!.tools].filter((tool) => known.every((one) => one.tools.has(tool))));
    const maybe = known.flatMap((one) => [...one.tools, ...one.maybe]).filter((tool) => !tools.has(tool));
    return { tools, maybe: new Set(maybe), users: known.some((one) => one.users) };
  }

  #one(at: number): Brought | undefined {
    const bits = this.#bits[at]!;
    if ((bits & (this.#usersBit << 1n)) !== 0n) return undefined;
    const tools = this.#sure(at, new Set());
    const maybe = this.#tracked.filter((tool, index) => (bits >> BigInt(index)) & 1n && !tools.has(tool));
    return { tools, maybe: new Set(maybe), users: (bits & this.#usersBit) !== 0n };
  }

  /** The names of the packages, of the next release too. */
  get names(): readonly string[] {
    return this.#nodes.map((node) => node.name);
  }

  #entries(at: number): readonly IndexEntry[] {
    return this.#index.get(this.#nodes[at]!.name) ?? [];
  }

  #programs({ name, built }: Node): { sure: Set<string>; may: Set<string>; users: boolean } {
    const entries = this.#index.get(name) ?? [];
    const has = (provides: Iterable<string>) => {
      const words = new Set(provides);
      return this.#tracked.filter((tool) => words.has(`cmd:${tool}`));
    };
    const said = built.map((each) => has(each.built.provides));
    const seen = entries.map((entry) => has(entry.provides));
    const sure = new Set(
      this.#tracked.filter((tool) =>
        seen.length > 0
          ? seen.every((tools) => tools.includes(tool))
          : said.every((tools) => tools.includes(tool)),
      ),
    );
    const may = new Set([...seen, ...said].flat());
    for (const [pattern, tools] of POSSIBLE) if (pattern.test(name)) for (const tool of tools) may.add(tool);
    // A package that no index knows: its build file names the programs it installs, or it is named so.
    if (
      entries.length === 0 &&
      !/-(doc|dev|openrc|lang|pyc|bash-completion|zsh-completion|fish-completion)$/.test(name)
    ) {
      if (this.#tracked.includes(name)) may.add(name);
      for (const tool of this.#tracked) {
        const escaped = tool.replace(/\+/g, '\\+');
        const named = new RegExp(`^${escaped}(?![a-z])|bin/${escaped}(?![\\w.+-])`);
        if (
          tool.length > 2 &&
          (named.test(name) ||
            built.some(({ origin }) => new RegExp(`bin/${escaped}(?![\\w.+-])`).test(origin.text)))
        )
          may.add(tool);
      }
    }
    for (const tool of sure) may.delete(tool);
    const users = built.some(
      ({ origin }) =>
        SCRIPT_MAKES_USERS.test(origin.scripts.get(name) ?? '') || /sysusers\.d/.test(origin.text),
    );
    return { sure, may, users };
  }

  #findProviders(): void {
    const add = (word: string, at: number) =>
      this.#providers.set(word, (this.#providers.get(word) ?? new Set()).add(at));
    this.#nodes.forEach((node, at) => {
      add(node.name, at);
      for (const { built } of node.built) for (const word of built.provides) add(word, at);
      const entries = this.#entries(at);
      for (const entry of entries)
        for (const word of entry.provides) if (/^(so|pc|cmd):/.test(word)) add(word, at);
      const known = entries.length > 0;
      const provides = (kind: string) =>
        entries.some((entry) => entry.provides.some((word) => word.startsWith(kind)));
      const plain = /-(doc|openrc|lang|pyc|dbg|static|systemd|udev|(bash|zsh|fish)-completion)$/.test(
        node.name,
      );
      if (INTERPRETERS.some(([names]) => names.test(node.name))) {
        this.#hot.add(at);
        return;
      }
      const develops = node.built.some(({ origin }) => origin.aport!.packages.some((each) => each.name.endsWith('-dev')));
      const library = !plain && !node.name.endsWith('-dev') && (develops || /lib/.test(node.name));
      if (known ? provides('so:') : library) this.#soProviders.add(at);
      if (known ? provides('pc:') : node.name.endsWith('-dev')) this.#pcProviders.add(at);
    });
  }

  /** The packages that may satisfy a dependency; undefined when none is known. */
  #candidates(word: string): readonly number[] | undefined {
    if (word === '/bin/sh') return [];
    const found = this.#providers.get(word);
    return found && [...found];
  }

  #sure(at: number, seen: Set<number>): ReadonlySet<string> {
    const tools = new Set(this.#own[at]!.sure);
    if (seen.has(at)) return tools;
    seen.add(at);
    const { built } = this.#nodes[at]!;
    for (const word of built[0]!.built.depends) {
      if (!built.every((each) => each.built.depends.has(word))) continue;
      const candidates = this.#candidates(word) ?? [];
      if (candidates.length === 0) continue;
      const each = candidates.map((candidate) => this.#sure(candidate, new Set(seen)));
      for (const tool of each[0]!) if (each.every((set) => set.has(tool))) tools.add(tool);
    }
    return tools;
  }

  /**
   * What each package may bring, as bits: the tracked programs, users, and what cannot be told.
   *
   * A package is linked with libraries whose development files are there while it is built: those come by the words of
   * its build dependencies, by the words of what these name, and by pkg-config files that ask for others. So three
   * more sets are kept for each package: what the libraries in this narrower closure bring, with and without those libraries
   * whose package also ships programs, and what the packages with pkg-config files bring; their union over the build
   * dependencies is what linking, and what asking for a pkg-config file, may add.
   */
  #spread(explicit: readonly (readonly number[])[], observed: readonly (readonly number[])[]): readonly bigint[] {
    const nodes = this.#nodes;
    const origins = [...new Set(nodes.flatMap((node) => node.built.map((each) => each.origin)))];
    const originAt = new Map(origins.map((origin, at) => [origin, at]));
    const makes = origins.map(({ aport }) => [
      ...new Set([...aport!.build, ...aport!.check, 'build-base'].flatMap((word) => this.#candidates(word) ?? [])),
    ]);
    const all = nodes.map((_, at) => this.#ownBits(at));
    const libraries = nodes.map(() => 0n);
    const coldLibraries = nodes.map(() => 0n);
    const configs = nodes.map(() => 0n);
    const plain = nodes.map((node) => /-(doc|lang|openrc|pyc|(bash|zsh|fish)-completion)$/.test(node.name));
    const places = nodes.map((node, at) => (plain[at] ? [] : node.built.map((each) => originAt.get(each.origin)!)));
    const listed = nodes.map((_, at) => this.#entries(at).length > 0);
    const develops = nodes.map((node, at) => node.name.endsWith('-dev') || this.#pcProviders.has(at));
    for (let changed = true; changed; ) {
      changed = false;
      const union = (sets: readonly bigint[]) =>
        makes.map((members) => members.reduce((bits, at) => bits | sets[at]!, 0n));
      const [linked, coldLinked, configured] = [union(libraries), union(coldLibraries), union(configs)];
      nodes.forEach((_, at) => {
        let [bits, library, cold, config] = [all[at]!, libraries[at]!, coldLibraries[at]!, configs[at]!];
        for (const each of explicit[at]!) {
          bits |= all[each]!;
          library |= libraries[each]!;
          cold |= coldLibraries[each]!;
          config |= configs[each]!;
        }
        for (const each of observed[at]!) bits |= all[each]!;
        for (const origin of places[at]!) {
          bits |= listed[at] ? coldLinked[origin]! : linked[origin]!;
          if (!develops[at]) continue;
          library |= linked[origin]!;
          cold |= coldLinked[origin]!;
          config |= configured[origin]!;
          bits |= configured[origin]!;
        }
        if (this.#soProviders.has(at)) library |= bits;
        if (this.#soProviders.has(at) && !this.#hot.has(at)) cold |= bits;
        if (this.#pcProviders.has(at)) config |= bits;
        if (bits !== all[at] || library !== libraries[at] || cold !== coldLibraries[at] || config !== configs[at])
          changed = true;
        [all[at], libraries[at], coldLibraries[at], configs[at]] = [bits, library, cold, config];
      });
    }
    return all;
  }

  /** What each package brings by the words of the build files alone. */
  #follow(explicit: readonly (readonly number[])[]): readonly bigint[] {
    const all = this.#nodes.map((_, at) => this.#ownBits(at));
    for (let changed = true; changed; ) {
      changed = false;
      explicit.forEach((edges, at) => {
        const bits = edges.reduce((sum, each) => sum | all[each]!, all[at]!);
        if (bits !== all[at]) changed = true;
        all[at] = bits;
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
    return this.#dark.has(at) ? bits | (this.#usersBit << 1n) : bits;
  }

  get #usersBit(): bigint {
    return 1n << BigInt(this.#tracked.length);
  }

  /** What a package depends on by its own words, by what the index shows of it, and by what abuild may find. */
  #explicit(at: number): readonly number[] {
    const node = this.#nodes[at]!;
    const found = new Set<number>();
    const words = new Set(node.built.flatMap(({ built }) => [...built.mayDepend]));
    const entries = this.#entries(at);
    for (const word of words) {
      const candidates = this.#candidates(word);
      if (!candidates) { this.#dark.add(at); this.why.set(node.name, word); }
      for (const each of candidates ?? []) found.add(each);
    }
    const extends_ = node.built.find(({ origin }) => EXTENSIONS.test(origin.path));
    if (extends_ && !NO_EXTENSION.test(node.name)) {
      for (const { name } of extends_.origin.aport!.packages)
        if (!NO_EXTENSION.test(name)) for (const each of this.#candidates(name) ?? []) found.add(each);
    } else if (node.built.some(({ built }) => built.opaque)) { this.#dark.add(at); this.why.set(node.name, 'opaque'); }
    for (const each of this.#siblings(node, entries)) found.add(each);
    return [...found];
  }

  /** The packages that it was linked with when the indexes were made, and the interpreters that it may be linked with. */
  #observed(at: number): readonly number[] {
    const node = this.#nodes[at]!;
    const entries = this.#entries(at);
    const found = new Set<number>();
    for (const word of new Set(entries.flatMap((entry) => entry.depends)))
      for (const each of this.#providers.get(word) ?? []) if (this.#hot.has(each)) found.add(each);
    if (this.#mayHaveModules(at)) for (const each of this.#candidates('python3') ?? []) found.add(each);
    if (entries.length > 0) return [...found];
    for (const [names, needs, mentions] of INTERPRETERS)
      for (const { origin } of node.built)
        if ([...origin.aport!.build].some((word) => needs.test(word)) && mentions.test(origin.text))
          for (const [name, each] of this.#at) if (names.test(name)) found.add(each);
    return [...found];
  }

  /** Whether it may hold modules of Python, for which abuild adds python3. */
  #mayHaveModules(at: number): boolean {
    const node = this.#nodes[at]!;
    const entries = this.#entries(at);
    if (entries.length === 0 && node.name.endsWith('-static')) return false;
    if (node.name.startsWith('py3-') || entries.some((entry) => entry.depends.includes('python3')))
      return true;
    const mentions = (origin: Origin) =>
      MENTIONS_PYTHON.test(origin.text.replace(/^\s*#.*$/gm, '').replace(/checkdepends="[^"]*"/g, ''));
    if (!node.built.some(({ origin }) => mentions(origin))) return false;
    const before = this.#before.get(node.name);
    return entries.length === 0 || before === undefined || !mentions(before);
  }

  /** What brings programs or users, and has libraries that nothing else was linked with, is no library to link with. */
  #dropUnlinked(): void {
    const linked = new Set<number>();
    for (const [name, entries] of this.#index) {
      const mine = new Set(
        (this.#nodes[this.#at.get(name) ?? -1]?.built ?? []).flatMap(({ origin }) =>
          origin.aport!.packages.map((each) => each.name),
        ),
      );
      for (const word of entries.flatMap((entry) => entry.depends))
        if (word.startsWith('so:'))
          for (const at of this.#providers.get(word) ?? []) if (!mine.has(this.#nodes[at]!.name)) linked.add(at);
    }
    for (const at of this.#hot)
      if (this.#entries(at).length > 0 && !linked.has(at)) this.#soProviders.delete(at);
  }

  /** The packages of the same build that it may link to. */
  #siblings(node: Node, entries: readonly IndexEntry[]): readonly number[] {
    const names = new Set(
      node.built.flatMap(({ origin }) => origin.aport!.packages.map((each) => each.name)),
    );
    return [...names].flatMap((name) => {
      const at = this.#at.get(name);
      if (at === undefined || name === node.name) return [];
      const known = entries.length > 0 && this.#entries(at).length > 0;
      const seen = (word: string) => word === name || (word.startsWith('so:') && this.#providers.get(word)?.has(at));
      const links = known
        ? entries.some((entry) => entry.depends.some(seen))
        : // What a package that is not known may link to: libraries, shared files, and, if it is new itself, the main one.
          (/^lib|-libs?(-|$)|-(common|core|base|data)$/.test(name) && !PLAIN.test(name)) ||
          (entries.length === 0 && node.built.some(({ origin }) => origin.path.endsWith(`/${name}`)));
      return links ? [at] : [];
    });
  }
}
