// What is known about published images: the types, and the lookup by reference. Pure; the edge reads the data file.
import { expandUsers, type UserFamilies } from './base-users.ts';
import { type ClosureData, type Closures, openClosures } from './closure.ts';
import type { EndOfLifeData } from './end-of-life.ts';
import { type CatalogData, openCatalog } from './hardened-catalog.ts';
import { HARDENED, limited, originOf } from './image-mirrors.ts';
import { isReadRelease, type OfficialTagsData, openOfficialTags } from './official-tags.ts';

/** `verified`: read in what builds the image, or executed. `documented`: its documentation says so. `derived`: inferred. */
export type Confidence = 'verified' | 'documented' | 'derived';

export type PackageManager = 'apt' | 'apk' | 'dnf' | 'microdnf' | 'tdnf' | 'none';

export interface ImageUser {
  readonly name: string;
  readonly uid?: number;
  readonly gid?: number;
  /** The account exists to run the image's program; `runsAs` says whether it can. */
  readonly preferred?: boolean;
}

export interface ImageShell {
  /** Absolute path of the POSIX shell; `/bin/sh` nearly always, `/busybox/sh` in distroless debug images. */
  readonly sh?: string;
  /** `dash`, `bash`, `busybox-ash`. */
  readonly impl?: string;
  readonly bash?: boolean;
}

export interface ImageRuntime {
  readonly name: string;
  /** Absolute path of the interpreter or tool. */
  readonly path?: string;
  readonly aliases?: readonly string[];
  readonly prefix?: string;
  /** `{minor}` stands for the version, as in `/usr/lib/python{minor}/site-packages`. */
  readonly sitePackages?: string;
  readonly kind?: string;
  readonly javac?: boolean;
  readonly home?: string;
  readonly version?: string;
  readonly onPath?: boolean;
}

/** An attribute that is absent is unknown. `false` and `'none'` claim absence. */
export interface ImageFacts {
  /** The entry's id; sources and notes are filed under it. */
  readonly id: string;
  readonly os?: 'linux' | 'windows';
  readonly distro?: string;
  /** As the distribution writes it: `12`, `3.22`, `24.04`. */
  readonly release?: string;
  readonly codename?: string;
  /** `none`: dynamically linked programs cannot start. */
  readonly libc?: 'glibc' | 'musl' | 'uclibc' | 'none';
  readonly shell?: false | ImageShell;
  /** False: /bin/sh does not exist though `shell` names another place. */
  readonly binSh?: boolean;
  readonly packageManager?: PackageManager;
  /** A path, the implementation (`gnu`, `busybox`), present or absent. */
  readonly tools: Readonly<Record<string, string | boolean>>;
  /** Folder of the applets where BusyBox is not in the usual places. */
  readonly busyboxDirectory?: string;
  /** The user the image starts as; `name` is a number where the image says a number. */
  readonly user?: { readonly name: string; readonly uid?: number };
  /** Accounts that certainly exist. */
  readonly users?: readonly ImageUser[];
  /** Names that exist in some releases that the tag may mean: neither present nor absent. */
  readonly possibleUsers?: readonly string[];
  /** No account exists but those of `users` and `possibleUsers`. */
  readonly usersComplete?: boolean;
  /** The image's own non-root account with which it works when USER names it (or already does). */
  readonly runsAs?: string;
  /** Started as root by its own entrypoint, it changes to its own account. */
  readonly stepsDownItself?: boolean;
  /** Reference, tag included, of the same server built to run without root, on port 8080. */
  readonly unprivilegedTwin?: string;
  readonly userTools?: Readonly<Record<string, string | boolean>>;
  readonly runtime?: ImageRuntime;
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly workdir?: string;
  readonly ports?: readonly number[];
  readonly env?: Readonly<Record<string, string>>;
  readonly role?: 'base' | 'builder' | 'runtime' | 'toolchain-runtime' | 'service' | 'toolbox';
  readonly hardened?: boolean;
  readonly fips?: boolean;
  readonly distroless?: boolean;
  readonly compiler?: boolean;
  readonly caCertificates?: boolean;
  readonly deprecated?: boolean;
  readonly bloated?: boolean;
  readonly healthcheck?: boolean;
  /** YYYY-MM-DD, the day the image was built, where a scan or the project's settings say so. */
  readonly created?: string;
  /** Year of the last rebuild. */
  readonly lastUpdated?: string;
  /** False: there is no /tmp. */
  readonly tmp?: boolean;
  /** What CGO_ENABLED is when nothing sets it. */
  readonly cgoDefault?: number;
  /** C library of the default Rust target. */
  readonly rustTargetLibc?: 'glibc' | 'musl';
  /** The tag moves to newer releases; `release` is true as of `asOf`. */
  readonly floating?: boolean;
  /** YYYY-MM-DD. */
  readonly asOf?: string;
  /** YYYY-MM-DD, the end of life of the version that the tag names. */
  readonly eol?: string;
  readonly confidence: Confidence;
  /** Overrides `confidence` for single attributes: `shell`, `tools.curl`. */
  readonly evidence?: Readonly<Record<string, Confidence>>;
}

/** A normalised reference: `docker.io`, `library/python`, `3.13-slim`. `scratch` has the empty registry. */
export interface ImageKey {
  readonly registry: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

export interface FactsTable {
  /**
   * The first entry in file order that matches. A missing tag means `latest` unless there is a digest: a digest alone
   * says nothing. Undefined: nothing is known. Takes well below 0.01 ms.
   */
  lookup(ref: ImageKey): ImageFacts | undefined;
  /**
   * Whether a tag is in the snapshot of the Docker Hardened Images' catalogue, or of the official images' lists (which
   * say nothing of what is not in them); undefined where no list is complete.
   */
  exists(ref: ImageKey): boolean | undefined;
  /** What is known of `scratch`. */
  scratch(): ImageFacts;
  /** What packages bring along. */
  readonly closures: Closures;
  /** All tags of a Docker Hardened Image (`python`), in the catalogue's order; undefined: no such image in the snapshot. */
  hardenedTags(image: string): readonly string[] | undefined;
  /** The current tags of an official image (`library/python`), without full versions; undefined where they are not listed. */
  officialTags(repository: string): readonly string[] | undefined;
  /** Until when distributions, languages and servers are supported. */
  readonly endOfLife: EndOfLifeData;
}

/** The confidence of one attribute: `confidenceOf(facts, 'tools.curl')`. The nearest `evidence` wins. */
export function confidenceOf(facts: ImageFacts, attribute: string): Confidence {
  const parent = attribute.split('.', 1)[0] ?? attribute;
  return facts.evidence?.[attribute] ?? facts.evidence?.[parent] ?? facts.confidence;
}

/** One entry of the compiled data. */
export interface FactsEntry {
  readonly id: string;
  readonly registry: string;
  readonly repository?: string;
  readonly repositoryPattern?: string;
  readonly tag: string;
  /** Capture group of `tag` that holds the release. */
  readonly releaseGroup?: number;
  readonly facts: Omit<ImageFacts, 'id' | 'confidence' | 'evidence'> & { readonly baseUsers?: string };
  readonly confidence: Confidence;
  readonly evidence?: Readonly<Record<string, Confidence>>;
  /** The image for `unprivilegedTwin`, with the same tag: for tags of this pattern, or those in the hardened catalogue. */
  readonly twin?: { readonly image: string; readonly tags?: string };
}

/** The data file `dist/image-facts.json`. */
export interface FactsData {
  readonly format: 1;
  readonly entries: readonly FactsEntry[];
  readonly users: UserFamilies;
  readonly catalog: CatalogData;
  readonly closure: ClosureData;
  readonly officialTags: OfficialTagsData;
  readonly endOfLife: EndOfLifeData;
}

interface Candidate {
  readonly entry: FactsEntry;
  readonly made: Map<string, ImageFacts>;
  pattern?: RegExp;
}

// More than this many different repositories or releases come only from hostile input: start over then.
const CACHE_LIMIT = 500;

/** Opens the parsed data file. Throws on anything that is not one. */
export function openFacts(json: unknown): FactsTable {
  const data = json as FactsData;
  if (data?.format !== 1 || !Array.isArray(data.entries))
    throw new Error('Not an image facts file of format 1.');
  const catalog = openCatalog(data.catalog);
  const official = openOfficialTags(data.officialTags);
  const byRegistry = new Map<string, Candidate[]>();
  for (const entry of data.entries) {
    const list = byRegistry.get(entry.registry) ?? [];
    list.push({ entry, made: new Map() });
    byRegistry.set(entry.registry, list);
  }
  const candidates = new Map<string, readonly Candidate[]>();

  function candidatesOf(registry: string, repository: string): readonly Candidate[] {
    const key = `${registry} ${repository}`;
    const known = candidates.get(key);
    if (known) return known;
    if (candidates.size >= CACHE_LIMIT) candidates.clear();
    const found = (byRegistry.get(registry) ?? []).filter(({ entry }) =>
      entry.repository === undefined
        ? new RegExp(entry.repositoryPattern ?? '(?!)').test(repository)
        : entry.repository === repository,
    );
    candidates.set(key, found);
    return found;
  }

  function find(registry: string, repository: string, tag: string): ImageFacts | undefined {
    for (const candidate of candidatesOf(registry, repository)) {
      const { entry } = candidate;
      // What the catalogue says of the exact tag comes before what is said of every hardened image.
      if (registry === HARDENED && entry.repository === undefined) {
        const exact = catalog.facts(repository, tag);
        if (exact) return exact;
      }
      candidate.pattern ??= new RegExp(entry.tag);
      const match = candidate.pattern.exec(tag);
      if (match) return make(candidate, match, data.users, twinOf(entry, tag), releaseOf(entry, tag));
    }
    return undefined;
  }

  function twinOf({ twin }: FactsEntry, tag: string): string | undefined {
    if (!twin) return undefined;
    const there = twin.tags
      ? new RegExp(twin.tags).test(tag)
      : catalog.hasTag(twin.image.slice(HARDENED.length + 1), tag);
    return there ? `${twin.image}:${tag}` : undefined;
  }

  /** For tags of which only the family is known (`derived`): the release that the official images' history tells. */
  function releaseOf(entry: FactsEntry, tag: string): string | undefined {
    const open = entry.confidence === 'derived' && entry.registry === 'docker.io' && !entry.facts.release;
    return open && entry.repository ? official.releaseOf(entry.repository, tag) : undefined;
  }

  const scratch = find('', 'scratch', 'latest');
  if (!scratch) throw new Error('The image facts have no entry for scratch.');

  return {
    scratch: () => scratch,
    closures: openClosures(data.closure),
    lookup(ref) {
      const tag = ref.tag ?? (ref.digest === undefined ? 'latest' : undefined);
      if (tag === undefined) return undefined;
      const place = originOf(ref, (image) => catalog.has(image));
      const facts = find(place.registry, place.repository, tag);
      return facts && place.limit ? limited(facts, place.limit) : facts;
    },
    exists(ref) {
      if (ref.tag === undefined) return undefined;
      const place = originOf(ref, (image) => catalog.has(image));
      if (place.registry === 'docker.io')
        return official.tags(place.repository)?.includes(ref.tag) ? true : undefined;
      if (place.registry !== HARDENED) return undefined;
      // A mirror holds tags that the public catalogue has not (FIPS, STIG, extended support).
      return catalog.hasTag(place.repository, ref.tag) || (ref.registry === HARDENED ? false : undefined);
    },
    hardenedTags: (image) => catalog.tags(image),
    officialTags: (repository) => official.tags(repository),
    endOfLife: data.endOfLife,
  };
}

function make(
  candidate: Candidate,
  match: RegExpExecArray,
  families: UserFamilies,
  twin: string | undefined,
  historic: string | undefined,
): ImageFacts {
  const { entry, made } = candidate;
  const release = (entry.releaseGroup && match[entry.releaseGroup]) || entry.facts.release || historic;
  const key = `${release ?? ''} ${twin ?? ''}`;
  const known = made.get(key);
  if (known) return known;
  const { baseUsers, ...rest } = entry.facts;
  const facts: ImageFacts = {
    ...rest,
    ...(release && { release }),
    ...(twin && { unprivilegedTwin: twin }),
    ...(baseUsers && expandUsers(families, baseUsers, release, rest.users, rest.usersComplete)),
    id: entry.id,
    // On these releases the definitions are those that the entry was read from.
    confidence: historic !== undefined && isReadRelease(historic) ? 'verified' : entry.confidence,
    ...(entry.evidence && { evidence: entry.evidence }),
  };
  if (made.size >= CACHE_LIMIT) made.clear();
  made.set(key, facts);
  return facts;
}
