// What would rid an image of most vulnerabilities: package versions and other tags, only where it is certain.
import { parseImageReference } from '../../engine/parse/image-ref.ts';
import type { PackageUpgrade, Rebuild } from '../../scan-protocol.ts';
import type { FoundItem, ImageScan } from './scan-results.ts';
import { scale } from './severity.ts';

/** Upgrades and rebuilds that are named. */
const mostNamed = 10;

/** Scans that lie further apart (milliseconds) may stand on different databases. */
const sameDatabase = 24 * 60 * 60 * 1000;

/** The upgrade of each package that fixes most of its vulnerabilities, those that fix most first. */
export function packageUpgrades(found: readonly FoundItem[]): PackageUpgrade[] {
  const packages = new Map<string, FoundItem[]>();
  for (const item of found) {
    if (item.kind !== 'vulnerability' || !item.fixed || !item.installed) continue;
    const key = JSON.stringify([item.subject, item.installed, item.trace.class, item.trace.type]);
    const same = packages.get(key);
    if (same) same.push(item);
    else packages.set(key, [item]);
  }
  return [...packages.values()]
    .flatMap((items) => upgradeOf(items) ?? [])
    .sort((a, b) => b.fixes - a.fixes || scale.indexOf(a.worst) - scale.indexOf(b.worst))
    .slice(0, mostNamed);
}

function upgradeOf(items: readonly FoundItem[]): PackageUpgrade | undefined {
  const [first] = items;
  if (!first?.installed) return undefined;
  const { subject: name, installed } = first;
  const fixedIn = items.map(({ fixed = '' }) => versionsOf(fixed));
  // Of a library what follows a hyphen comes before the version, of a distribution after it.
  const known = first.trace.class === 'os' ? systemVersion : libraryVersion;
  let best: PackageUpgrade | undefined;
  for (const to of new Set(fixedIn.flat())) {
    const fixed = items.filter((_, index) => isFixedBy(to, fixedIn[index]!, known));
    const ids = new Set(fixed.map(({ id }) => id)).size;
    // The smallest step of those that fix as much.
    if (best && (ids < best.fixes || (ids === best.fixes && !isBelow(to, best.to, known)))) continue;
    const worst = scale.find((severity) => fixed.some((one) => one.severity === severity)) ?? 'unknown';
    best = { name, installed, to, fixes: ids, worst };
  }
  return best;
}

function versionsOf(fixed: string): string[] {
  return fixed
    .split(',')
    .map((version) => version.trim())
    .filter(Boolean);
}

/**
 * Whether this version certainly has the fix: it is named, or it is above every named one. A version between the named
 * ones may be of a branch that was not fixed yet.
 */
function isFixedBy(version: string, named: readonly string[], known: RegExp): boolean {
  return named.includes(version) || (named.length > 0 && named.every((one) => isBelow(one, version, known)));
}

/** False where it is not certain, as with versions whose order depends on the package manager. */
function isBelow(one: string, other: string, known: RegExp): boolean {
  return known.test(one) && known.test(other) && comparePlain(one, other) < 0;
}

/**
 * Versions that every package manager puts in the same order: an epoch, numbers with dots, a distribution's revision of
 * numbers (`1:1.2.13-4`, `3.0.15-r1`, `3.0.15-1.2`).
 */
const systemVersion = /^(?:\d+:)?\d+(?:\.\d+)*(?:-r?\d+(?:\.\d+)*)?$/;
const libraryVersion = /^\d+(?:\.\d+)*$/;

function comparePlain(one: string, other: string): number {
  const [a, b] = [one, other].map(partsOf) as [number[][], number[][]];
  for (const [index, numbers] of a.entries()) {
    const others = b[index]!;
    for (let at = 0; at < Math.max(numbers.length, others.length); at++) {
      const difference = (numbers[at] ?? -1) - (others[at] ?? -1);
      if (difference !== 0) return difference;
    }
  }
  return 0;
}

/** Epoch, version, revision; each as its numbers. */
function partsOf(version: string): number[][] {
  const colon = version.indexOf(':');
  const [upstream = '', revision = ''] = version.slice(colon + 1).split('-');
  const numbers = (text: string) => text.replace('r', '').split('.').filter(Boolean).map(Number);
  return [numbers(colon < 0 ? '0' : version.slice(0, colon)), numbers(upstream), numbers(revision)];
}

/**
 * Other images of the same repository that were scanned in the same way and have fewer vulnerabilities.
 * @param base the image as it is
 * @param found what came with it
 * @param scan how it was scanned
 */
export function rebuilds(
  base: string,
  found: readonly FoundItem[],
  scan: Pick<ImageScan, 'asked' | 'finished'>,
  others: Iterable<ImageScan>,
): Rebuild[] {
  const repository = repositoryOf(base);
  if (repository === undefined || scan.asked === undefined) return [];
  const here = keysOf(found);
  const known: Rebuild[] = [];
  for (const other of others) {
    const isComparable =
      other.asked === scan.asked && Math.abs(other.finished - scan.finished) < sameDatabase;
    if (other.target === base || !isComparable || repositoryOf(other.target) !== repository) continue;
    const there = keysOf(other.found);
    const fixes = [...here].filter((key) => !there.has(key)).length;
    const brings = [...there].filter((key) => !here.has(key)).length;
    if (fixes > brings) known.push({ image: other.target, fixes, brings });
  }
  return known.sort((a, b) => b.fixes - b.brings - (a.fixes - a.brings)).slice(0, mostNamed);
}

function keysOf(found: readonly FoundItem[]): Set<string> {
  return new Set(
    found
      .filter(({ kind }) => kind === 'vulnerability')
      .map(({ id, subject }) => JSON.stringify([id, subject])),
  );
}

function repositoryOf(image: string): string | undefined {
  const reference = parseImageReference(image);
  return 'error' in reference ? undefined : `${reference.registry}/${reference.repository}`;
}
