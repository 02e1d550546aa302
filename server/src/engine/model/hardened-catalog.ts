// The catalogue of Docker Hardened Images: which tags there are, and what each one's definition says.
import type { ImageFacts, ImageShell } from './facts.ts';

/** One reduced definition. */
export interface CatalogProfile {
  readonly distro: string;
  readonly release: string;
  readonly variant: string;
  readonly user: string;
  readonly uid?: number;
  readonly shell?: false | 'bash' | 'dash' | 'busybox';
  /** False: no package manager in the explicit package list. */
  readonly pm?: false | 'apt' | 'apk';
  /** Absent: unknown. */
  readonly curl?: boolean;
  readonly wget?: string;
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly workdir?: string;
  readonly ports?: readonly string[];
  readonly eol?: string;
}

/** `[profile, heads, suffix set, heads, suffix set, …]`: the tags are every head joined with every suffix of its set. */
export type CatalogRow = readonly (number | string)[];

export interface CatalogData {
  readonly about: { readonly asOf: string };
  readonly suffixes: readonly string[];
  readonly profiles: readonly CatalogProfile[];
  readonly images: Readonly<Record<string, readonly CatalogRow[]>>;
}

export interface Catalog {
  has(image: string): boolean;
  hasTag(image: string, tag: string): boolean;
  tags(image: string): readonly string[] | undefined;
  /** What the definition behind an exact tag says. */
  facts(image: string, tag: string): ImageFacts | undefined;
}

/** Opens the catalogue; an image's tags are unpacked when the image is first asked for. */
export function openCatalog(data: CatalogData): Catalog {
  const images = new Map(Object.entries(data.images));
  const unpacked = new Map<string, ReadonlyMap<string, number>>();
  const made = new Map<string, ImageFacts>();

  function tagsOf(image: string): ReadonlyMap<string, number> | undefined {
    const known = unpacked.get(image);
    if (known) return known;
    const rows = images.get(image);
    if (!rows) return undefined;
    const tags = new Map<string, number>();
    for (const [profile, ...products] of rows) {
      for (let i = 0; i + 1 < products.length; i += 2) {
        const suffixes = data.suffixes[Number(products[i + 1])] ?? '';
        for (const head of String(products[i]).split(' ')) {
          for (const suffix of suffixes.split(' '))
            tags.set(suffix === '.' ? head : head + suffix, Number(profile));
        }
      }
    }
    unpacked.set(image, tags);
    return tags;
  }

  return {
    has: (image) => images.has(image),
    hasTag: (image, tag) => tagsOf(image)?.has(tag) ?? false,
    tags(image) {
      const tags = tagsOf(image);
      return tags && [...tags.keys()];
    },
    facts(image, tag) {
      const index = tagsOf(image)?.get(tag);
      const profile = index === undefined ? undefined : data.profiles[index];
      if (!profile) return undefined;
      const key = `${image} ${index}`;
      const facts = made.get(key) ?? factsOf(image, profile, data.about.asOf);
      made.set(key, facts);
      return facts;
    },
  };
}

const SHELLS: Readonly<Record<string, ImageShell>> = {
  bash: { sh: '/bin/sh', bash: true },
  dash: { sh: '/bin/sh', impl: 'dash' },
  busybox: { sh: '/bin/sh', impl: 'busybox-ash' },
};

function factsOf(image: string, profile: CatalogProfile, asOf: string): ImageFacts {
  const { user, shell, pm } = profile;
  const uid = profile.uid ?? (/^\d+$/.test(user) ? Number(user) : user === 'root' ? 0 : undefined);
  // A package manager without a listed shell: the list does not tell the whole truth, so claim no absence.
  const noShell = shell === false && !pm;
  const facts: ImageFacts = {
    id: `dhi-catalog/${image}`,
    os: 'linux',
    distro: profile.distro,
    release: profile.release,
    tools: {
      ...(profile.curl !== undefined && { curl: profile.curl }),
      ...(profile.wget !== undefined && { wget: profile.wget }),
    },
    user: { name: user, ...(uid !== undefined && { uid }) },
    ...(!/^\d+$/.test(user) && { users: [{ name: user, ...(uid !== undefined && { uid }) }] }),
    ...(uid !== 0 && !/^\d+$/.test(user) && { runsAs: user }),
    ...(noShell ? { shell: false, distroless: true } : shell ? { shell: SHELLS[shell] } : {}),
    ...(pm === false ? { packageManager: 'none' } : pm ? { packageManager: pm } : {}),
    ...(profile.variant === 'dev' && { role: 'builder' }),
    ...(profile.entrypoint && { entrypoint: profile.entrypoint }),
    ...(profile.cmd && { cmd: profile.cmd }),
    ...(profile.workdir && { workdir: profile.workdir }),
    ...(profile.ports && { ports: profile.ports.flatMap(portOf) }),
    ...(profile.eol && { eol: profile.eol }),
    hardened: true,
    asOf,
    confidence: 'documented',
  };
  return facts;
}

function portOf(text: string): number[] {
  const port = /^(\d+)(?:\/tcp)?$/.exec(text)?.[1];
  return port ? [Number(port)] : [];
}
