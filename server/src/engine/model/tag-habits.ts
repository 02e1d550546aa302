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

/**
 * Images whose bare number is a line that only gets fixes, as `3.13` is one of Python. Source: Java's and PostgreSQL's
 * version policies.
 */
const numberedLines: ReadonlySet<string> = new Set([
  'library/eclipse-temurin',
  'library/amazoncorretto',
  'library/sapmachine',
  'library/ibm-semeru-runtimes',
  'library/openjdk',
  'library/postgres',
]);

/** A tag that is only a number names a line without new features. */
export function numberIsLine(reference: ImageReference): boolean {
  return numberedLines.has(reference.repository);
}

/** The names of Debian's and Ubuntu's releases. Source: their release pages. */
export const codenameReleases: ReadonlyMap<string, readonly [distribution: string, release: string]> =
  new Map([
    ['wheezy', ['debian', '7']],
    ['jessie', ['debian', '8']],
    ['stretch', ['debian', '9']],
    ['buster', ['debian', '10']],
    ['bullseye', ['debian', '11']],
    ['bookworm', ['debian', '12']],
    ['trixie', ['debian', '13']],
    ['forky', ['debian', '14']],
    ['trusty', ['ubuntu', '14.04']],
    ['xenial', ['ubuntu', '16.04']],
    ['bionic', ['ubuntu', '18.04']],
    ['focal', ['ubuntu', '20.04']],
    ['jammy', ['ubuntu', '22.04']],
    ['kinetic', ['ubuntu', '22.10']],
    ['lunar', ['ubuntu', '23.04']],
    ['mantic', ['ubuntu', '23.10']],
    ['noble', ['ubuntu', '24.04']],
    ['oracular', ['ubuntu', '24.10']],
    ['plucky', ['ubuntu', '25.04']],
    ['questing', ['ubuntu', '25.10']],
    ['resolute', ['ubuntu', '26.04']],
  ]);

/** The tag names a release of a distribution. */
export function namesRelease(tag: string): boolean {
  return tag.split('-').some((word) => codenameReleases.has(word));
}

/** The repository publishes only tags that move. Source: distroless README (tags), Chainguard's free tier (latest, latest-dev). */
export function onlyMovingTags(reference: ImageReference): boolean {
  if (reference.registry === 'gcr.io' && reference.repository.startsWith('distroless/')) return true;
  return reference.registry === 'cgr.dev' && reference.repository.startsWith('chainguard/');
}
