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
  const name = reference.repository.slice(reference.repository.lastIndexOf('/') + 1);
  return numberedReleases.has(reference.repository) || numberedReleases.has(`library/${name}`);
}

/** Names of Debian's and Ubuntu's releases. Source: their release pages. */
const releaseNames =
  /(^|-)(buster|bullseye|bookworm|trixie|forky|bionic|focal|jammy|mantic|noble|oracular|plucky|questing|resolute|stretch|jessie|xenial)(-|$)/;

/** The tag names a release of a distribution. */
export function namesRelease(tag: string): boolean {
  return releaseNames.test(tag);
}

/** The repository publishes only tags that move. Source: distroless README (tags), Chainguard's free tier (latest, latest-dev). */
export function onlyMovingTags(reference: ImageReference): boolean {
  if (reference.registry === 'gcr.io' && reference.repository.startsWith('distroless/')) return true;
  return reference.registry === 'cgr.dev' && reference.repository.startsWith('chainguard/');
}
