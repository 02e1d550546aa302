// The runtime images for compiled programs: of the file's own family of distribution, and smaller ones that fit what they are linked with.
import { originOf } from '../../../model/image-mirrors.ts';
import { glibcVersion } from '../../../model/libc.ts';
import { lastPart } from '../../../text/paths.ts';
import { hardenedStatic } from '../../hardened-images.ts';
import {
  type Found,
  type RuntimeChoice,
  type RuntimeKind,
  type SplitInput,
  SplitRefusal,
} from '../../plan.ts';
import type { Linkage, ProgramStage } from './program-stage.ts';

/**
 * Best first: the own family's image, which can have packages and a shell, then those that hold next to nothing.
 * @throws SplitRefusal where none is known that can run the programs
 */
export function programChoices(stage: ProgramStage): RuntimeChoice[] {
  const { input, linkage } = stage;
  if (!isReplaceable(input)) {
    const { text, facts } = input.base;
    if (facts) return [{ kind: 'same', image: text, facts }];
    throw new SplitRefusal(
      `What \`${text}\` holds besides the toolchain, and whether the program needs it, is not known.`,
      'unknown base image',
      input.stage.from.at,
    );
  }
  const found: (RuntimeChoice | undefined)[] = [
    ownFamily(stage),
    choice('hardened', hardened(input, linkage)),
    choice('distroless', distroless(input, linkage)),
    choice('chainguard', chainguard(input, linkage)),
    linkage.libc === 'none' ? { kind: 'scratch', image: 'scratch', facts: input.facts.scratch() } : undefined,
  ];
  const choices = found.filter((one) => one !== undefined);
  if (choices.length === 0)
    throw new SplitRefusal(
      `No image is known that can run what is built on \`${input.base.text}\`.`,
      'no runtime image known',
      input.stage.from.at,
    );
  return choices;
}

/** The base image is a toolchain or a bare distribution: nothing else in it serves the program. */
function isReplaceable({ base }: SplitInput): boolean {
  const name = lastPart(base.reference.repository);
  if (/^(golang|rust|go|buildpack-deps)$/.test(name)) return true;
  const { facts } = base;
  return (
    facts !== undefined &&
    (facts.role === 'base' || facts.runtime?.name === 'go' || facts.runtime?.name === 'rust')
  );
}

function choice(kind: RuntimeKind, found: Found | undefined): RuntimeChoice | undefined {
  return found && { kind, ...found };
}

/** The distribution that the base image is made of, in its smallest official form. */
function ownFamily(stage: ProgramStage): RuntimeChoice | undefined {
  const { base, facts, images } = stage.input;
  const { distro, release } = base.facts ?? {};
  const origin = originOf(base.reference, () => false).repository;
  const isDistribution = origin === `library/${distro}`;
  if (isDistribution && base.facts && (distro !== 'debian' || /slim/.test(base.reference.tag ?? '')))
    return { kind: 'same', image: base.text, facts: base.facts };
  if (distro !== 'debian' && distro !== 'alpine') return undefined;
  // Mirrors of the official images have all of them under the same prefix.
  const written = base.text.replace(/[:@].*$/, '');
  const prefix = origin.startsWith('library/') ? written.slice(0, -lastPart(written).length) : '';
  const ending = distro === 'debian' ? '-slim' : '';
  const tags = facts.officialTags(`library/${distro}`) ?? [];
  const own = release && images.official(`${prefix}${distro}:${release}${ending}`);
  // Names of packages, and libraries, belong to a release.
  const links = stage.needs.headers.length > 0 || hasPackages(stage);
  if (own && (links || tags.includes(`${release}${ending}`))) return choice('slim', own);
  // A release that is published no more has a newer one to stand in: programs run on newer C libraries, too.
  if (links && (release !== undefined || base.facts?.floating !== true)) return undefined;
  const newest = newestRelease(tags, ending);
  if (newest === undefined || (release !== undefined && compare(newest, release) < 0)) return undefined;
  return choice('slim', images.official(`${prefix}${distro}:${newest}${ending}`));
}

/** The file installs packages that the runtime gets too, and whose names belong to a release: they hold a version, or are headers. */
function hasPackages({ steps, buildPackages }: ProgramStage): boolean {
  return [...steps.values()].some(({ parts }) =>
    parts.some(
      ({ request }) =>
        request?.verb === 'install' &&
        request.packages.some(({ name }) => !buildPackages.has(name) && /\d|-dev(el)?$/.test(name)),
    ),
  );
}

function newestRelease(tags: readonly string[], ending: string): string | undefined {
  const releases = tags
    .filter((tag) => tag.endsWith(ending))
    .map((tag) => tag.slice(0, tag.length - ending.length))
    .filter((tag) => (ending === '' ? /^\d+\.\d+$/ : /^\d+$/).test(tag));
  return releases.sort(compare).at(-1);
}

function compare(one: string, other: string): number {
  const [a, b] = [one, other].map((release) => release.split('.').map(Number));
  return (a![0] ?? 0) - (b![0] ?? 0) || (a![1] ?? 0) - (b![1] ?? 0);
}

function hardened({ base, images }: SplitInput, { libc, also, unwinds }: Linkage): Found | undefined {
  const family = base.facts?.distro === 'alpine' ? 'alpine' : 'debian';
  if (libc === 'none' || also === 'nothing' || (libc === 'musl' && also === 'gcc' && !unwinds))
    return hardenedStatic(images, libc, family);
  // Debian's C library depends on libgcc, which is all that such a program needs besides.
  if (libc === 'glibc' && also === 'gcc') return images.hardened('debian-base', 'trixie');
  return undefined;
}

/** Debian releases that distroless images are made of, with their C library's version. */
const distrolessReleases: readonly (readonly [release: string, glibc: number])[] = [
  ['12', 2.36],
  ['13', 2.41],
];

function distroless({ base, stage, images }: SplitInput, { libc, also }: Linkage): Found | undefined {
  if (libc === 'musl') return undefined;
  const own = base.facts?.distro === 'debian' ? base.facts.release : undefined;
  if (libc === 'none') {
    const release = distrolessReleases.some(([one]) => one === own) ? own : '13';
    return images.distroless(`static-debian${release}`, 'nonroot');
  }
  const version = glibcVersion(stage);
  const fitting = distrolessReleases.find(([, glibc]) => version !== undefined && glibc >= version);
  return fitting && images.distroless(`${also === 'nothing' ? 'base' : 'cc'}-debian${fitting[0]}`, 'nonroot');
}

function chainguard({ images }: SplitInput, { libc, also }: Linkage): Found | undefined {
  if (libc === 'none') return images.chainguard('static', 'latest');
  return libc === 'glibc' && also === 'nothing' ? images.chainguard('glibc-dynamic', 'latest') : undefined;
}
