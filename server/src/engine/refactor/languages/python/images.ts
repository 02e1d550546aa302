// Which images a Python program can run on: the file's own, its slim variant, and shell-less ones with the same interpreter.
import { exactTag } from '../../../model/exact-tag.ts';
import { originOf } from '../../../model/image-mirrors.ts';
import { type Found, type RuntimeChoice, type SplitInput, SplitRefusal } from '../../plan.ts';
import { slimTwin } from '../../slim-twin.ts';

/**
 * Debian's own Python, which is distroless' too. Source: python3/config.bzl of distroless, which builds this one only: the image with
 * Debian 12's Python 3.11 is there still, and gets no newer packages.
 */
const debianWith: Readonly<Record<string, string>> = { '3.13': '13' };

/** `3.12` of the interpreter in the file's image; undefined where the tag moves from one to the next. */
export function namedVersion({ base }: SplitInput): string | undefined {
  const { repository, tag = 'latest' } = base.reference;
  if (/(^|\/)uv$/.test(repository)) return /^python(3\.\d+)/.exec(tag)?.[1];
  return /^(\d\.\d+)/.exec(tag)?.[1];
}

/** Python 2 has no module that makes environments. */
export function isPython2({ base }: SplitInput): boolean {
  return /^2([.-]|$)/.test(base.reference.tag ?? '');
}

/** The same, and for a tag that moves the version that it means now. */
function currentVersion(input: SplitInput): string | undefined {
  const named = namedVersion(input);
  if (named !== undefined) return named;
  const exact = exactTag(input.facts, input.base.reference);
  return exact === undefined ? undefined : /^(\d\.\d+)/.exec(exact)?.[1];
}

/**
 * The images that the program can run on, best first.
 * @throws SplitRefusal where the smaller image of the same version is not known
 */
export function runtimeChoices(input: SplitInput): readonly RuntimeChoice[] {
  const { base } = input;
  const facts = base.facts!;
  const own: RuntimeChoice =
    facts.compiler === true || facts.bloated === true || facts.tools['uv'] === true
      ? slim(input)
      : { kind: 'same', image: base.text, facts };
  if (facts.runtime?.name !== 'python') return [own];
  const others = [hardened(input), distroless(input), chainguard(input)];
  return [own, ...others.filter((choice) => choice !== undefined)];
}

function slim(input: SplitInput): RuntimeChoice {
  const { base, images, stage } = input;
  const { reference } = base;
  const { registry, repository } = originOf(reference, () => false);
  const { tag = 'latest' } = reference;
  if (registry === 'ghcr.io' && repository === 'astral-sh/uv') {
    const [, version = '', rest = ''] = /^python(\d\.\d+)-(.*)$/.exec(tag) ?? [];
    const suite = /^(\w+)-slim$/.exec(rest)?.[1] ?? (rest.startsWith('alpine') ? undefined : rest);
    const found = images.official(`python:${version}-${suite === undefined ? rest : `slim-${suite}`}`);
    if (found) return { kind: 'slim', ...found };
  } else {
    const twin = slimTwin(input);
    if (twin) return twin;
  }
  throw new SplitRefusal(
    `\`${base.text}\` carries compilers and what builds need, and no smaller image with the same Python is known.`,
    'no runtime image known',
    stage.from.at,
  );
}

function hardened(input: SplitInput): RuntimeChoice | undefined {
  const { images } = input;
  const facts = input.base.facts!;
  const version = currentVersion(input);
  if (version === undefined) return undefined;
  const { tag = '' } = input.base.reference;
  const release = /alpine(\d+\.\d+)/.exec(tag)?.[1];
  const endings =
    facts.distro === 'alpine'
      ? [...(release ? [`-alpine${release}`] : []), '-alpine3.24', '-alpine3.23']
      : [...(facts.release ? [`-debian${facts.release}`] : []), '-debian13'];
  for (const ending of endings) {
    const runtime = images.hardened('python', `${version}${ending}`);
    const builder = images.hardened('python', `${version}${ending}-dev`);
    if (runtime && builder && samePlace(runtime, builder)) return { kind: 'hardened', ...runtime, builder };
  }
  return undefined;
}

function samePlace(one: Found, other: Found): boolean {
  return one.facts.runtime?.path !== undefined && one.facts.runtime.path === other.facts.runtime?.path;
}

/** Debian's own interpreter lies at the same place in a Debian builder. */
function distroless(input: SplitInput): RuntimeChoice | undefined {
  const { images, base } = input;
  const release = debianWith[currentVersion(input) ?? ''];
  if (release === undefined || base.facts?.distro !== 'debian') return undefined;
  const runtime = images.distroless(`python3-debian${release}`, 'nonroot');
  const builder = images.official(`debian:${release}-slim`);
  return runtime && builder && { kind: 'distroless', ...runtime, builder };
}

/** It moves to the newest Python, so that it fits to files only that do so too. */
function chainguard(input: SplitInput): RuntimeChoice | undefined {
  const { images, base } = input;
  if (namedVersion(input) !== undefined || base.facts?.distro !== 'debian') return undefined;
  const runtime = images.chainguard('python', 'latest');
  const builder = images.chainguard('python', 'latest-dev');
  return runtime && builder && { kind: 'chainguard', ...runtime, builder };
}
