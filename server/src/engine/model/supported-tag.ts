// The nearest tag of an official image that is still supported: same variant, next version, known to exist.
import { distributionsIn, hasEnded, productOf, releasesOf } from './end-of-life.ts';
import type { FactsTable, ImageKey } from './facts.ts';
import { originOf } from './image-mirrors.ts';
import { compareVersions } from './official-tags.ts';

interface Shape {
  /** Empty where the tag does not begin with a number. */
  readonly version: readonly number[];
  /** The words without version; a distribution's release is only its name, such as `<alpine>`. */
  readonly rest: string;
  readonly release: readonly number[];
}

function shapeOf(tag: string): Shape {
  const version = /^\d{1,4}(?:\.\d{1,4}){0,2}(?=-|$)/.exec(tag)?.[0];
  let release: readonly number[] = [];
  const words = (version === undefined ? tag : tag.slice(version.length)).split('-').map((word) => {
    const [found] = distributionsIn(word);
    if (found === undefined) return word;
    release = found[1].split('.').map(Number);
    return `<${found[0]}>`;
  });
  return {
    version: version === undefined ? [] : version.split('.').map(Number),
    rest: words.join('-'),
    release,
  };
}

/** Servers keep data on disk in the format of their version: another tag alone does not start. */
const keepsData: ReadonlySet<string> = new Set(['postgres', 'mysql', 'mariadb', 'mongo']);

/**
 * The tag to take instead of one whose support has ended, or one sentence that says why none is known.
 * @param today YYYY-MM-DD
 */
export function supportedTag(
  facts: FactsTable,
  key: ImageKey,
  today: string,
): { readonly tag: string } | { readonly reason: string } {
  if (productOf(key)?.[0] === 'dotnet')
    return {
      reason:
        'A newer .NET does not run what is built for an older one: the target framework of the project has to change too.',
    };
  const { registry, repository } = originOf(key, () => false);
  const tags = registry === 'docker.io' ? facts.officialTags(repository) : undefined;
  const own = key.tag === undefined ? undefined : shapeOf(key.tag);
  if (tags === undefined || own === undefined)
    return { reason: 'Which tags the image has now is not known.' };
  const [product, numbers] = productOf(key) ?? [];
  if (product !== undefined && keepsData.has(product))
    return {
      reason: 'A newer server does not read the data directory of this one: its data has to be migrated.',
    };
  const longTerm = product === undefined ? undefined : facts.endOfLife.products[product]?.longTerm;
  const wanted = own.version.slice(0, 2);
  const candidates = tags
    .map((tag) => ({ tag, ...shapeOf(tag) }))
    .filter(
      ({ tag, version, rest }) =>
        rest === own.rest &&
        version.length === wanted.length &&
        compareVersions(version, wanted) >= 0 &&
        supported(tag),
    )
    .sort(
      (one, other) =>
        compareVersions(one.version, other.version) || compareVersions(one.release, other.release),
    );
  const found = candidates.find(
    ({ version }) => numbers !== 2 || isDistribution(product) || version[0] === wanted[0],
  );
  if (found) return { tag: found.tag };
  return candidates.length > 0
    ? { reason: `The next supported version is ${candidates[0]?.version.join('.')}, another major one.` }
    : { reason: 'No supported tag of the same kind is known.' };

  function supported(tag: string): boolean {
    const releases = releasesOf(facts.endOfLife, { ...key, tag }, facts.lookup({ ...key, tag }));
    if (releases.some((release) => hasEnded(release, today))) return false;
    const named = releases.find((release) => release.product === product);
    if (product !== undefined && named === undefined) return false;
    return longTerm === undefined || (named !== undefined && longTerm.includes(named.release));
  }
}

/** Their numbers are dates and counts, not major and minor versions. */
function isDistribution(product: string | undefined): boolean {
  return product === 'alpine' || product === 'ubuntu' || product === 'nginx';
}
