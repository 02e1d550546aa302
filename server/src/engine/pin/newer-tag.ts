// Decides which of a repository's tags is a newer one of the same line and variant. Pure: tags in, a tag out.
import { compareVersions } from '../model/official-tags.ts';

/** A tag taken apart. Two tags are of one form where everything but `order` and `numbers` is the same. */
interface Shape {
  /** What does not change: prefix, variant, how many numbers there are. */
  readonly form: string;
  /** The version: `[3, 12, 4]`. Empty for a tag with a day. */
  readonly numbers: readonly number[];
  /** Further numbers, of lower weight: a build, a revision, a day. */
  readonly build: readonly number[];
  /** Rank of a pre-release and its numbers; undefined for a release. */
  readonly before?: readonly number[];
  readonly prefix: string;
  readonly variant: string;
}

export interface TagLine {
  /**
   * How many numbers of a version make the line that only gets fixes: 1 for Node.js and PostgreSQL, 2 for Python and Go. Absent:
   * not known, and then all but the last number stay.
   */
  readonly lineNumbers?: number;
}

/**
 * The newest tag of the same line: same variant (`-slim`, `-alpine3.20`), same number of numbers, higher in the last ones (or a
 * later day or build). Never a lower one, never a pre-release for a release. Undefined: there is none, or it is not certain what
 * the tag means (`latest`, `20`, a commit).
 * @param tags hostile; looked at once each
 */
export function newerTag(current: string, tags: Iterable<string>, line: TagLine = {}): string | undefined {
  const own = shapeOf(current);
  if (!own) return undefined;
  const all: { readonly tag: string; readonly shape: Shape }[] = [];
  for (const tag of tags) {
    const shape = shapeOf(tag);
    if (shape && shape.prefix === own.prefix && shape.variant === own.variant) all.push({ tag, shape });
  }
  const kept = keptNumbers(
    own,
    all.map(({ shape }) => shape),
    line.lineNumbers,
  );
  if (kept === undefined) return undefined;
  let best: { readonly tag: string; readonly shape: Shape } | undefined;
  for (const one of all) {
    const { shape } = one;
    if (shape.form !== own.form || (shape.before !== undefined && own.before === undefined)) continue;
    if (shape.numbers.slice(0, kept).some((number, i) => number !== own.numbers[i])) continue;
    // On a pre-release the next one is of the same version, or the release; another version's is another line.
    if (shape.before !== undefined && compareVersions(shape.numbers, own.numbers) !== 0) continue;
    if (compare(shape, best?.shape ?? own) > 0) best = one;
  }
  return best?.tag;
}

/** How many numbers must stay as they are; undefined: the tag is a line itself, or that is not certain. */
function keptNumbers(own: Shape, others: readonly Shape[], known: number | undefined): number | undefined {
  const { numbers, build, before } = own;
  if (numbers.length === 0) return 0;
  // With a build the tag names one even where all numbers belong to the line.
  const isExact = build.length > 0 || before !== undefined;
  if (known !== undefined)
    return known < numbers.length || isExact ? Math.min(known, numbers.length) : undefined;
  if (numbers.length === 1) return isExact ? 1 : undefined;
  const day = numbers.findIndex(isDay);
  if (day > 0) return day;
  if (numbers.length > 2) return numbers.length - 1;
  if (isExact) return 2;
  // `16.2` is a fix of `16` where there is no `16.2.1`, and a line where there is one.
  const isLine = others.some((other) => other.numbers.length > 2 && other.numbers[0] === numbers[0]);
  const hasMajor = others.some((other) => other.numbers.length === 1 && other.numbers[0] === numbers[0]);
  return isLine || !hasMajor ? undefined : 1;
}

function compare(one: Shape, other: Shape): number {
  return (
    compareVersions(one.numbers, other.numbers) ||
    rank(one) - rank(other) ||
    compareVersions(one.before ?? [], other.before ?? []) ||
    compareVersions(one.build, other.build)
  );
}

function rank({ before }: Shape): number {
  return before === undefined ? 1 : 0;
}

/** In the order in which they come. */
const preReleases = [
  'snapshot',
  'nightly',
  'canary',
  'ea',
  'a',
  'alpha',
  'preview',
  'pre',
  'm',
  'b',
  'beta',
  'rc',
  'cr',
];

/** Two names of one step have one rank. */
const sameStep: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', cr: 'rc', pre: 'preview' };

const version =
  /^(v?)(\d{1,8}(?:\.\d{1,8}){0,3})(?:_(\d{1,8}(?:\.\d{1,8}){0,2}))?(?:[-.]?(snapshot|nightly|canary|ea|alpha|preview|pre|beta|rc|cr|[abm](?=\d))(?:[-.]?(\d{1,8}(?:\.\d{1,8}){0,3}))?(?=-|$))?(-.*)?$/is;
const withDay =
  /^(|.*[-.])(20\d\d)(-?)(0[1-9]|1[0-2])\3(0[1-9]|[12]\d|3[01])(?:T(\d\d)-(\d\d)-(\d\d)Z)?(-.*)?$/s;

function shapeOf(tag: string): Shape | undefined {
  if (tag.length > 128) return undefined;
  const day = withDay.exec(tag);
  if (day) {
    const [, prefix = '', year, dash, month, date, hour, minute, second, variant = ''] = day;
    // `1.2.20240301` is a version whose last number is a day.
    if (!/^v?[\d.]*\.$/.test(prefix)) {
      const time = hour === undefined ? [] : [hour, minute, second];
      const build = [year, month, date, ...time].map(Number);
      return { form: `day${dash}${time.length}`, numbers: [], build, prefix, variant };
    }
  }
  const [, prefix, numbers, build, step, steps = '', rest = ''] = version.exec(tag) ?? [];
  if (prefix === undefined || numbers === undefined) return undefined;
  // `22.04` is a year and a month, and the next one is another release.
  const parts = numbers.split('.');
  if (parts.length === 2 && /^0\d$/.test(parts[1] ?? '')) return undefined;
  const [, variant = '', revision] = /^(.*?)(?:-r(\d{1,6}))?$/s.exec(rest) ?? [];
  const builds = [...(build?.split('.') ?? []), ...(revision === undefined ? [] : [revision])];
  return {
    form: `${parts.length}${build === undefined ? '' : '_'}${revision === undefined ? '' : 'r'}`,
    numbers: parts.map(Number),
    build: builds.map(Number),
    ...(step === undefined ? {} : { before: [stepRank(step), ...steps.split('.').map(Number)] }),
    prefix,
    variant,
  };
}

function stepRank(step: string): number {
  const name = step.toLowerCase();
  return preReleases.indexOf(sameStep[name] ?? name);
}

function isDay(number: number): boolean {
  return number >= 20_000_101 && number <= 20_991_231;
}
