// Mirrors of well-known images: what they copy, and how far facts of the original are trusted for the copy.
import type { Confidence, ImageFacts, ImageKey } from './facts.ts';

/** Registry of the Docker Hardened Images. */
export const HARDENED = 'dhi.io';

/** Where an image comes from originally. */
export interface Origin {
  readonly registry: string;
  readonly repository: string;
  /** A copy is trusted at most this far. */
  readonly limit?: Confidence;
}

/** Prefix of the copies of Docker's official images, by registry. Source: the registries' own documentation of each mirror. */
const MIRRORS = new Map([
  ['public.ecr.aws', 'docker/library/'],
  ['mirror.gcr.io', 'library/'],
  // Other names of Docker Hub itself.
  ['registry.hub.docker.com', 'library/'],
  ['registry-1.docker.io', 'library/'],
]);

/** Docker Hub's accounts with the official images of one architecture. Source: docker-library/official-images, README. */
const ARCHITECTURES =
  /^(?:amd64|arm32v5|arm32v6|arm32v7|arm64v8|i386|mips64le|ppc64le|riscv64|s390x)\/([^/]+)$/;

/** Follows the mirrors whose copies are known to be the same images under another name. */
export function originOf(ref: ImageKey, isHardened: (image: string) => boolean): Origin {
  const { registry, repository } = ref;
  if (repository === 'scratch' && registry === 'docker.io') return { registry: '', repository };
  const prefix = MIRRORS.get(registry);
  if (prefix && repository.startsWith(prefix)) {
    return {
      registry: 'docker.io',
      repository: `library/${repository.slice(prefix.length)}`,
      limit: 'documented',
    };
  }
  const single = registry === 'docker.io' ? ARCHITECTURES.exec(repository)?.[1] : undefined;
  if (single) return { registry, repository: `library/${single}`, limit: 'documented' };
  // An organisation's mirror of a Docker Hardened Image is named ORGANISATION/dhi-IMAGE.
  const mirrored =
    registry === 'docker.io' ? /^(?!library\/)[^/]+\/dhi-([^/]+)$/.exec(repository)?.[1] : undefined;
  if (mirrored && isHardened(mirrored))
    return { registry: HARDENED, repository: mirrored, limit: 'documented' };
  return { registry, repository };
}

const copies = new WeakMap<ImageFacts, Map<Confidence, ImageFacts>>();
const RANK: Readonly<Record<Confidence, number>> = { verified: 2, documented: 1, derived: 0 };

/** The facts with no confidence above `limit`; the same object for the same question. */
export function limited(facts: ImageFacts, limit: Confidence): ImageFacts {
  if (RANK[facts.confidence] <= RANK[limit] && !facts.evidence) return facts;
  const made = copies.get(facts) ?? new Map<Confidence, ImageFacts>();
  copies.set(facts, made);
  const known = made.get(limit);
  if (known) return known;
  const lower = (c: Confidence): Confidence => (RANK[c] > RANK[limit] ? limit : c);
  const evidence =
    facts.evidence && Object.fromEntries(Object.entries(facts.evidence).map(([k, c]) => [k, lower(c)]));
  const copy: ImageFacts = { ...facts, confidence: lower(facts.confidence), ...(evidence && { evidence }) };
  made.set(limit, copy);
  return copy;
}
