// The tags of the official images: which exist, and which release of the distribution a tag is built on.

/** The data of `official-tags.json`. */
export interface OfficialTagsData {
  readonly about: { readonly asOf: string };
  /**
   * Repository to variant of the tag (`debian` is none, `slim`, `alpine`, `apache`, `fpm`) to two lists: the first full
   * version of each stretch with its release (`3.11.4:12`; `?` is not known), and the tags of lines that get no more versions.
   */
  readonly releases: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Repository to rows of heads and suffixes; the tags are every head joined with every suffix (`.` is none). */
  readonly tags: Readonly<Record<string, readonly (readonly string[])[]>>;
}

export interface OfficialTags {
  /** The tags of `library/NAME` in the snapshot, without full versions; undefined where they are not listed. */
  tags(repository: string): readonly string[] | undefined;
  /**
   * The distribution's release that `library/NAME:TAG` is built on: of a full version, or of a line that gets no more
   * versions. Undefined: not known, the tag moves, or it is newer than the snapshot.
   */
  releaseOf(repository: string, tag: string): string | undefined;
}

interface Stretch {
  readonly from: readonly number[];
  readonly release: string;
}

const variants: Readonly<Record<string, string>> = {
  '': 'debian',
  '-cli': 'debian',
  '-zts': 'debian',
  '-slim': 'slim',
  '-alpine': 'alpine',
  '-fpm-alpine': 'alpine',
  '-cli-alpine': 'alpine',
  '-apache': 'apache',
  '-fpm': 'fpm',
};

/**
 * Releases on which the definitions of the official images are those that the facts were read from: Debian 10 to 13,
 * Alpine 3.10 to 3.24. Before, some were others: node's slim image was built on an image with curl.
 */
export function isReadRelease(release: string): boolean {
  return /^(1[0-3]|3\.(1\d|2[0-4]))$/.test(release);
}

/** Opens the lists; a repository is unpacked when it is first asked for. */
export function openOfficialTags(data: OfficialTagsData): OfficialTags {
  const unpacked = new Map<string, readonly string[]>();
  const stretches = new Map<string, readonly Stretch[]>();
  const answers = new Map<string, string | undefined>();

  function stretchesOf(key: string, list: string): readonly Stretch[] {
    const known = stretches.get(key);
    if (known) return known;
    const made = list.split(' ').map((item) => {
      const [version = '', release = '?'] = item.split(':');
      return { from: numbers(version), release };
    });
    stretches.set(key, made);
    return made;
  }

  function unpack(rows: readonly (readonly string[])[]): string[] {
    return rows.flatMap(([heads = '', suffixes = '']) =>
      heads
        .split(' ')
        .flatMap((head) => suffixes.split(' ').map((suffix) => head + (suffix === '.' ? '' : suffix))),
    );
  }

  function release(repository: string, tag: string): string | undefined {
    const name = officialName(repository);
    const own = name !== undefined && Object.hasOwn(data.releases, name) ? data.releases[name] : undefined;
    const [, version, suffix = ''] = /^(\d{1,4}(?:\.\d{1,4}){0,2})(-[a-z-]+)?$/.exec(tag) ?? [];
    const variant = Object.hasOwn(variants, suffix) ? variants[suffix] : undefined;
    const lists = variant === undefined ? undefined : own?.[variant];
    if (lists === undefined || version === undefined) return undefined;
    const line = (lists[1] ?? '').split(' ').find((item) => item.startsWith(`${version}:`));
    if (line) return line.slice(version.length + 1);
    const full = stretchesOf(`${name} ${variant}`, lists[0] ?? '');
    const parts = numbers(version);
    const first = releaseAt(full, [...parts, 0, 0].slice(0, 3));
    // Two numbers stand for the last version of that line: known where all of them are built on the same release.
    if (parts.length === 3) return first;
    return parts.length === 2 && releaseAt(full, [...parts, 9999]) === first ? first : undefined;
  }

  return {
    tags(repository) {
      const name = officialName(repository);
      const rows = name === undefined || !Object.hasOwn(data.tags, name) ? undefined : data.tags[name];
      if (name === undefined || rows === undefined) return undefined;
      let tags = unpacked.get(name);
      if (tags === undefined) {
        tags = unpack(rows);
        unpacked.set(name, tags);
      }
      return tags;
    },
    releaseOf(repository, tag) {
      const key = `${repository}:${tag}`;
      if (answers.has(key)) return answers.get(key);
      const answer = release(repository, tag);
      // Only hostile files name so many tags.
      if (answers.size > 500) answers.clear();
      answers.set(key, answer);
      return answer;
    },
  };
}

function officialName(repository: string): string | undefined {
  return repository.startsWith('library/') ? repository.slice('library/'.length) : undefined;
}

function numbers(version: string): number[] {
  return version.split('.').map(Number);
}

function releaseAt(stretches: readonly Stretch[], version: readonly number[]): string | undefined {
  const found = stretches.findLast(({ from }) => compareVersions(from, version) <= 0);
  return found === undefined || found.release === '?' ? undefined : found.release;
}

/** Below zero where `one` is the lower version; missing numbers count as 0. */
export function compareVersions(one: readonly number[], other: readonly number[]): number {
  for (let i = 0; i < Math.max(one.length, other.length); i++) {
    const difference = (one[i] ?? 0) - (other[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
