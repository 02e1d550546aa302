// How the tags of an image's repository are meant.
import type { ImageReference } from '../parse/image-ref.ts';

/** Distributions whose bare number is a whole, fixed release. Source: their pages on the registry and release policies. */
const numberedReleases: ReadonlySet<string> = new Set([
  'library/debian',
  'library/fedora',
  'library/amazonlinux',
  'amazonlinux/amazonlinux',
  'library/centos',
  'library/rockylinux',
  'library/almalinux',
  'library/oraclelinux',
  'library/photon',
  'library/alt',
  'library/mageia',
  'opensuse/leap',
  'rockylinux/rockylinux',
  'almalinux/almalinux',
]);

/** A tag that is only a number is a release here, not the head of a line of versions. */
export function releaseNumbers(reference: ImageReference): boolean {
  return numberedReleases.has(reference.repository);
}

/** The repository publishes only tags that move. Source: distroless README (tags), Chainguard's free tier (latest, latest-dev). */
export function onlyMovingTags(reference: ImageReference): boolean {
  if (reference.registry === 'gcr.io' && reference.repository.startsWith('distroless/')) return true;
  return reference.registry === 'cgr.dev' && reference.repository.startsWith('chainguard/');
}
