// Debian's package relations: what a package brings along when apt installs it on a minimal image.

export interface Package {
  readonly name: string;
  readonly section: string;
  readonly required: boolean;
  /** Pre-Depends and Depends: groups of alternatives, in order. */
  readonly depends: readonly (readonly string[])[];
  readonly recommends: readonly (readonly string[])[];
  readonly provides: readonly string[];
  readonly programs: Set<string>;
  /** Its scripts may create accounts: it depends on what does that, or has a sysusers.d file. */
  makesUsers: boolean;
}

export interface Release {
  /** `12`. */
  readonly version: string;
  readonly packages: ReadonlyMap<string, Package>;
}

export interface Effect {
  readonly tools: ReadonlySet<string>;
  /** Brought by one of several packages among which apt chooses. */
  readonly maybe: ReadonlySet<string>;
  /** Brought only when recommended packages are installed. */
  readonly recommended: ReadonlySet<string>;
  readonly users: boolean;
  readonly usersWithRecommends: boolean;
}

// Debian Policy 9.2.2: a package that creates accounts depends on what it does that with.
const ACCOUNT_TOOLS =
  /^(adduser|passwd|opensysusers|systemd-sysusers|systemd-standalone-sysusers|dh-sysuser|sysuser-helper|default-systemd-sysusers|base-passwd)$/;

/**
 * These depend on such a tool and create no account. Source: executed on 2026-11-21 on minimal Debian 11, 12 and 13:
 * /etc/passwd was the same after their installation (openssh-client makes a group; dirmngr only cleans up an old one).
 */
const HARMLESS = new Set(['adduser', 'apt', 'dirmngr', 'openssh-client', 'passwd']);

/** Reads a Packages list into `into`; later lists (updates, security) replace earlier entries of the same name. */
export function readPackages(text: string, into: Map<string, Package>): void {
  for (const stanza of text.split('\n\n')) {
    const name = field(stanza, 'Package');
    if (!name) continue;
    const depends = [...groups(field(stanza, 'Pre-Depends')), ...groups(field(stanza, 'Depends'))];
    into.set(name, {
      name,
      section: field(stanza, 'Section'),
      required: field(stanza, 'Priority') === 'required' || field(stanza, 'Essential') === 'yes',
      depends,
      recommends: groups(field(stanza, 'Recommends')),
      provides: groups(field(stanza, 'Provides')).flat(),
      programs: new Set(),
      makesUsers:
        !HARMLESS.has(name) &&
        depends.some((group) => group.some((alternative) => ACCOUNT_TOOLS.test(alternative))),
    });
  }
}

function field(stanza: string, name: string): string {
  const at = stanza.startsWith(`${name}: `) ? 0 : stanza.indexOf(`\n${name}: `) + 1;
  if (at === 0 && !stanza.startsWith(`${name}: `)) return '';
  const end = stanza.indexOf('\n', at);
  return stanza.slice(at + name.length + 2, end < 0 ? undefined : end);
}

function groups(value: string): string[][] {
  if (!value) return [];
  return value.split(',').map((group) => group.split('|').map((word) => word.trim().split(/[\s(:[]/, 1)[0]!));
}

const counted = new WeakMap<Release, ReadonlyMap<string, number>>();

/** How many packages of the release depend on or recommend a package: a stand-in for how often it is installed. */
export function dependants(release: Release): ReadonlyMap<string, number> {
  const known = counted.get(release);
  if (known) return known;
  const counts = new Map<string, number>();
  for (const entry of release.packages.values()) {
    for (const name of new Set([...entry.depends, ...entry.recommends].flat()))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  counted.set(release, counts);
  return counts;
}

interface Prepared {
  readonly providers: ReadonlyMap<string, readonly string[]>;
  readonly base: ReadonlySet<string>;
  readonly baseTools: ReadonlySet<string>;
}

const prepared = new WeakMap<Release, Prepared>();

function prepare(release: Release): Prepared {
  const known = prepared.get(release);
  if (known) return known;
  const providers = new Map<string, string[]>();
  for (const entry of release.packages.values()) {
    for (const virtual of entry.provides)
      providers.set(virtual, [...(providers.get(virtual) ?? []), entry.name]);
  }
  const start: Prepared = { providers, base: new Set(), baseTools: new Set() };
  const required = [...release.packages.values()].filter((entry) => entry.required || entry.name === 'apt');
  const { sure } = walk(
    release,
    start,
    required.map((entry) => entry.name),
    false,
  );
  const made = { providers, base: sure, baseTools: programs(release, sure) };
  prepared.set(release, made);
  return made;
}

/** What installing `name` on the minimal image brings beyond it; undefined where the release has no such package. */
export function effectOf(release: Release, name: string): Effect | undefined {
  if (!release.packages.has(name)) return undefined;
  const context = prepare(release);
  const plain = walk(release, context, [name], false);
  const full = walk(release, context, [name], true);
  const beyond = (names: ReadonlySet<string>) =>
    new Set([...programs(release, names)].filter((tool) => !context.baseTools.has(tool)));
  const tools = beyond(plain.sure);
  const maybe = new Set([...beyond(plain.maybe)].filter((tool) => !tools.has(tool)));
  const all = beyond(new Set([...full.sure, ...full.maybe]));
  const users = (names: ReadonlySet<string>) =>
    [...names].some((one) => release.packages.get(one)?.makesUsers);
  return {
    tools,
    maybe,
    recommended: new Set([...all].filter((tool) => !tools.has(tool) && !maybe.has(tool))),
    users: users(plain.sure) || users(plain.maybe),
    usersWithRecommends: users(full.sure) || users(full.maybe),
  };
}

function programs(release: Release, names: ReadonlySet<string>): Set<string> {
  return new Set([...names].flatMap((name) => [...(release.packages.get(name)?.programs ?? [])]));
}

/**
 * The packages that come along: `sure` as apt resolves (the first alternative that exists, unless another is there
 * already), `maybe` where several packages provide what is asked for, or where the order decides.
 */
function walk(
  release: Release,
  context: Prepared,
  roots: readonly string[],
  withRecommends: boolean,
): { sure: Set<string>; maybe: Set<string> } {
  const sure = new Set<string>();
  const maybe = new Set<string>();
  const open: (readonly string[])[] = [];
  const there = (alternative: string, sets: readonly ReadonlySet<string>[]) =>
    [alternative, ...(context.providers.get(alternative) ?? [])].some((name) =>
      sets.some((set) => set.has(name)),
    );
  const relations = (name: string) => {
    const entry = release.packages.get(name);
    return entry ? [...entry.depends, ...(withRecommends ? entry.recommends : [])] : [];
  };
  const queue = [...roots];
  const drain = (into: Set<string>, onGroup: (group: readonly string[]) => void) => {
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      if (sure.has(name) || into.has(name) || context.base.has(name) || !release.packages.has(name)) continue;
      into.add(name);
      for (const group of relations(name)) {
        if (group.length === 1 && release.packages.has(group[0]!)) queue.push(group[0]!);
        else onGroup(group);
      }
    }
  };
  // First everything without a choice, so that a choice already made by a dependency is seen; then the choices.
  drain(sure, (group) => open.push(group));
  const chosenFor: (readonly string[])[] = [];
  for (let group = open.shift(); group; group = open.shift()) {
    if (group.some((alternative) => there(alternative, [sure, context.base]))) {
      chosenFor.push(group);
      continue;
    }
    const options = group.filter(
      (alternative) => release.packages.has(alternative) || context.providers.has(alternative),
    );
    const first = options[0];
    if (first === undefined) continue;
    const providers = context.providers.get(first) ?? [];
    if (release.packages.has(first)) queue.push(first);
    else if (providers.length === 1) queue.push(providers[0]!);
    else {
      chosenFor.push(group);
      continue;
    }
    drain(sure, (next) => open.push(next));
  }
  // A choice that the order could make otherwise: what its first alternative would bring is possible too.
  const possible = (group: readonly string[]) => {
    if (group.some((alternative) => there(alternative, [context.base]))) return;
    const first = group.find(
      (alternative) => release.packages.has(alternative) || context.providers.has(alternative),
    );
    if (first === undefined) return;
    if (release.packages.has(first)) queue.push(first);
    else if (!there(first, [sure])) queue.push(...(context.providers.get(first) ?? []));
  };
  chosenFor.forEach(possible);
  drain(maybe, possible);
  return { sure, maybe };
}
