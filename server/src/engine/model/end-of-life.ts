// Until when distributions, languages and servers get security fixes, and which of them an image's tag names.
import type { ImageFacts, ImageKey } from './facts.ts';
import { confidenceOf } from './facts.ts';
import { originOf } from './image-mirrors.ts';
import { codenameReleases } from './tag-habits.ts';

export interface Product {
  /** As its makers write it: `Node.js`. */
  readonly name: string;
  /** Address of the policy. */
  readonly source: string;
  /** Release to its last day of free security fixes, YYYY-MM-DD; null: supported, no day known. */
  readonly releases: Readonly<Record<string, string | null>>;
  /** Releases that are supported for long, where others are not. */
  readonly longTerm?: readonly string[];
}

/** The data of `end-of-life.json`. */
export interface EndOfLifeData {
  readonly about: { readonly asOf: string };
  readonly products: Readonly<Record<string, Product>>;
}

/** One release that an image's tag names. */
export interface NamedRelease {
  /** Key of the product: `python`, `debian`. */
  readonly product: string;
  /** `Python 3.7`. */
  readonly title: string;
  readonly release: string;
  /** YYYY-MM-DD; null: supported, no day known. */
  readonly endOfLife: string | null;
}

/** Which product the version at the head of a repository's tags is of, and how many of its numbers name a release. */
const products: Readonly<Record<string, readonly [product: string, numbers: 1 | 2]>> = {
  'library/debian': ['debian', 1],
  'library/ubuntu': ['ubuntu', 2],
  'library/alpine': ['alpine', 2],
  'library/fedora': ['fedora', 1],
  'library/amazonlinux': ['amazonlinux', 1],
  'library/oraclelinux': ['oraclelinux', 1],
  'library/rockylinux': ['rockylinux', 1],
  'library/almalinux': ['almalinux', 1],
  'opensuse/leap': ['opensuse', 2],
  'library/python': ['python', 2],
  'library/node': ['node', 1],
  'library/golang': ['golang', 2],
  'library/php': ['php', 2],
  'library/ruby': ['ruby', 2],
  'library/perl': ['perl', 2],
  'library/eclipse-temurin': ['java', 1],
  'library/postgres': ['postgres', 1],
  'library/mysql': ['mysql', 2],
  'library/mariadb': ['mariadb', 2],
  'library/mongo': ['mongo', 2],
  'library/redis': ['redis', 2],
  'library/nginx': ['nginx', 2],
  'dotnet/sdk': ['dotnet', 1],
  'dotnet/aspnet': ['dotnet', 1],
  'dotnet/runtime': ['dotnet', 1],
  'dotnet/runtime-deps': ['dotnet', 1],
};

/** The product whose versions head the tags of an image, if it is one of the table. */
export function productOf(key: ImageKey): readonly [product: string, numbers: 1 | 2] | undefined {
  const { registry, repository } = originOf(key, () => false);
  if (registry !== 'docker.io' && registry !== 'mcr.microsoft.com') return undefined;
  if (repository.startsWith('dotnet/') !== (registry === 'mcr.microsoft.com')) return undefined;
  return Object.hasOwn(products, repository) ? products[repository] : undefined;
}

/** The releases with a known support that a reference names: its own product's first, then its distribution's. */
export function releasesOf(
  data: EndOfLifeData,
  key: ImageKey,
  facts: ImageFacts | undefined,
): NamedRelease[] {
  const found: NamedRelease[] = [];
  const add = (product: string, release: string | undefined) => {
    const known = release === undefined ? undefined : named(data, product, release);
    if (known && !found.some((other) => other.product === product)) found.push(known);
  };
  const tag = key.tag ?? '';
  const own = productOf(key);
  if (own) {
    const [product, count] = own;
    const [major, minor] = /^v?(\d{1,4})(?:\.(\d{1,4}))?(?=[.\-_u]|$)/.exec(tag)?.slice(1) ?? [];
    // .NET Core's numbers had a minor one; PostgreSQL's too before 10.
    if (major !== undefined && count === 1) add(product, major);
    if (major !== undefined && minor !== undefined) add(product, `${major}.${minor}`);
    else if (major !== undefined && count === 2) add(product, lastOf(data, product, major));
  }
  const { registry, repository } = originOf(key, () => false);
  const official = registry === 'docker.io' && repository.startsWith('library/');
  if (official || registry === 'mcr.microsoft.com') {
    for (const [distribution, release] of distributionsIn(tag)) add(distribution, release);
  }
  const distroless =
    registry === 'gcr.io' ? /^distroless\/.+-debian(\d{1,3})$/.exec(repository)?.[1] : undefined;
  add('debian', distroless);
  if (facts?.distro && facts.floating !== true && confidenceOf(facts, 'release') !== 'derived')
    add(facts.distro, facts.release);
  return found;
}

/** The last release of a major version, which a tag of that version means: `2.7` for Python 2. */
function lastOf(data: EndOfLifeData, product: string, major: string): string | undefined {
  const releases = Object.keys(data.products[product]?.releases ?? {});
  const minors = releases.flatMap((release) => {
    const [own, minor] = release.split('.');
    return own === major && minor !== undefined ? [Number(minor)] : [];
  });
  return minors.length === 0 ? undefined : `${major}.${Math.max(...minors)}`;
}

function named(data: EndOfLifeData, product: string, release: string): NamedRelease | undefined {
  const known = Object.hasOwn(data.products, product) ? data.products[product] : undefined;
  if (known === undefined || !Object.hasOwn(known.releases, release)) return undefined;
  return { product, title: `${known.name} ${release}`, release, endOfLife: known.releases[release] ?? null };
}

/** The distributions that the words of a tag name: `3.8-slim-buster`, `20-alpine3.18`, `8-jre-focal`. */
export function* distributionsIn(tag: string): Iterable<readonly [distribution: string, release: string]> {
  const alpine = /(?:^|-)alpine-?(\d{1,2}\.\d{1,2})(?:[.-]|$)/.exec(tag)?.[1];
  if (alpine) yield ['alpine', alpine];
  for (const word of tag.split('-')) {
    const release = codenameReleases.get(word);
    if (release) yield release;
  }
}

/** Whether support of a release has ended before `today` (YYYY-MM-DD). */
export function hasEnded(release: NamedRelease, today: string): boolean {
  return release.endOfLife !== null && release.endOfLife < today;
}
