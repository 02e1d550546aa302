// Tags that move: whether a reference means another image tomorrow.
import type { ImageReference } from '../parse/image-ref.ts';
import { deprecatedImage } from './deprecated-images.ts';
import { hasEnded, productOf, releasesOf } from './end-of-life.ts';
import type { FactsTable } from './facts.ts';
import { isOfficialImage } from './official-images.ts';
import { namesRelease, numberIsLine, onlyMovingTags, releaseNumbers } from './tag-habits.ts';

/** A name that no image of Docker Hub has: one built on this machine, or a build context that `--build-context` or Bake names. */
export function isOwnName({ registry, repository }: ImageReference): boolean {
  return (
    registry === 'docker.io' &&
    repository.startsWith('library/') &&
    !isOfficialImage(repository.slice('library/'.length))
  );
}

/** Why the image of a reference without a digest changes by itself, and how bad that is; undefined where it does not. */
export function movingTag(
  reference: ImageReference,
): { problem: string; severity: 'warning' | 'information' | 'hint' } | undefined {
  const { tag } = reference;
  if (onlyMovingTags(reference)) {
    return {
      severity: 'hint',
      problem: 'has only tags that move. Pin its digest to build the same image again.',
    };
  }
  if (tag === undefined)
    return {
      severity: 'warning',
      problem: 'has no tag, which means `latest`: it moves to the next release by itself. Name a version.',
    };
  if (
    /^(latest|stable|oldstable|testing|unstable|sid|devel|edge|nightly|rolling|current|lts|mainline|main|master|dev)(-|$)/.test(
      tag,
    ) &&
    !namesBuild(tag)
  ) {
    return { severity: 'warning', problem: 'moves to the next release by itself. Name a version.' };
  }
  if (reference.repository.startsWith('library/') && /^[a-z]+(-[a-z]+)*$/.test(tag) && !namesRelease(tag)) {
    return {
      severity: 'warning',
      problem: 'names no version and moves to the next release by itself. Name one.',
    };
  }
  if (/^v?\d{1,3}(-[a-z][\w.]*)*$/.test(tag) && !releaseNumbers(reference) && !numberIsLine(reference)) {
    return {
      severity: 'information',
      problem: 'names only a major version, and which minor one that is changes. Name the minor version too.',
    };
  }
  return undefined;
}

/** Nobody builds it any more, so its tag does not move. @param today YYYY-MM-DD */
export function hasStopped(reference: ImageReference, facts: FactsTable, today: string | undefined): boolean {
  if (deprecatedImage(facts, reference)) return true;
  const [own] = releasesOf(facts.endOfLife, reference, undefined);
  // A major version of Node.js is a release by itself, and which minor one it means does not show after its end either.
  const isRelease = productOf(reference)?.[1] === 1;
  return today !== undefined && own !== undefined && hasEnded(own, today) && !isRelease;
}

/** A commit, a day or a version in the tag names one build of a line that otherwise moves. */
function namesBuild(tag: string): boolean {
  return /-(\d{4}-?\d\d-?\d\d|v?\d+\.\d+\.\d+|(?=[a-f]*\d)[0-9a-f]{7,40})(-|$)/.test(tag);
}
