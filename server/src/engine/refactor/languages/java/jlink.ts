// A runtime of one's own: jlink puts the modules of the JDK that programs use into a folder, which needs no Java image.

import type { ImageFacts } from '../../../model/facts.ts';
import { readPairs } from '../../../parse/arguments.ts';
import type { Found, Piece, RuntimeChoice, SplitInput } from '../../plan.ts';
import { probeFault } from '../../probe-tool.ts';
import type { Study } from './study.ts';
import type { JavaKit } from './vendor.ts';

/** Where the runtime lies in the image that is shipped. */
export const linkedHome = '/opt/jre';

/** glibc of distroless' Debian 13; a JDK that a distribution built needs the one of its own release. */
const newestRelease: Readonly<Record<string, number>> = { debian: 13, ubuntu: 24.04 };

/**
 * Java's standard modules and those that only reflection and service loading find: cryptography, locales, character sets, zip file
 * systems, DNS, Kerberos, management, `sun.misc.Unsafe`. Source: the module descriptions of the JDK.
 */
export function linkedModules(major: number): string {
  const more = [
    'charsets',
    // Its algorithms are in java.base from 22 on.
    ...(major < 22 ? ['crypto.ec'] : []),
    'httpserver',
    'jfr',
    'localedata',
    'management',
    'management.agent',
    'naming.dns',
    'net',
    'security.auth',
    'security.jgss',
    'unsupported',
    'zipfs',
  ];
  return ['java.se', ...more.map((name) => `jdk.${name}`)].join(',');
}

/** The image under a runtime of jlink; undefined where jlink cannot be used. */
export function jlinkChoice(input: SplitInput, { kit, major, start }: Study): RuntimeChoice | undefined {
  // Where only the project says a version, the JDK is another one.
  if (kit.major === undefined || major < 11 || !hasModules(kit, input)) return undefined;
  const choice = (found: Found | undefined): RuntimeChoice | undefined =>
    found && { kind: 'jlink', image: found.image, facts: withJava(found.facts) };
  if (kit.musl) return choice(alpine(input));
  if (!fitsDistroless(input, kit)) return undefined;
  const bare = choice(input.images.distroless('java-base-debian13', 'nonroot'));
  // What a distribution built may need more of its libraries than a bare image has.
  const needsMore = start.needsShell || start.script || (bare && probeFault(input, bare) !== undefined);
  const full =
    needsMore && kit.vendor !== 'packaged' ? choice(input.images.official('debian:13-slim')) : bare;
  return full ?? bare;
}

/**
 * Whether the JDK has the modules to link (`jmods`). Amazon's packages, and those of Alpine and of the RPM distributions, have them in
 * a package of their own; what other makers leave out is not known.
 */
function hasModules({ vendor, musl }: JavaKit, { base }: SplitInput): boolean {
  if (vendor === 'packaged') return !musl && base.facts?.packageManager === 'apt';
  return vendor === 'temurin' || vendor === 'openjdk';
}

/** The facts of the image with what jlink's folder brings: the start command's `java` is there. */
function withJava(facts: ImageFacts): ImageFacts {
  return {
    ...facts,
    tools: { ...facts.tools, java: true },
    runtime: { name: 'java', path: `${linkedHome}/bin/java`, kind: 'jre', javac: false },
  };
}

function fitsDistroless({ base, stage }: SplitInput, { vendor }: JavaKit): boolean {
  // Their makers build against an old glibc, so that they run on any.
  if (vendor !== 'packaged') return true;
  const { distro = '', release } = base.facts ?? stage.end.facts ?? {};
  const newest = Object.hasOwn(newestRelease, distro) ? newestRelease[distro]! : 0;
  return release !== undefined && Number(release) <= newest;
}

/** The newest release of Alpine that is listed: musl runs what older ones were linked with. */
function alpine({ images, facts }: SplitInput): Found | undefined {
  const releases = (facts.officialTags('library/alpine') ?? [])
    .filter((tag) => /^3\.\d+$/.test(tag))
    .sort((a, b) => Number(b.slice(2)) - Number(a.slice(2)));
  return releases[0] === undefined ? undefined : images.official(`alpine:${releases[0]}`);
}

/**
 * The step that makes the runtime. Options: names of compression are those of the version; the native debug symbols are left, as
 * taking them needs binutils. Source: the manual of the `jlink` command of 11 to 25.
 */
export function linkStep(major: number, output: string): Piece {
  const compress = major < 21 ? '--compress=2' : '--compress=zip-6';
  const strip = major < 13 ? '--strip-debug' : '--strip-java-debug-attributes';
  return {
    kind: 'added',
    text: [
      `RUN jlink --add-modules ${linkedModules(major)}`,
      `    ${strip} --no-man-pages --no-header-files ${compress}`,
      `    --output ${output}`,
    ].join(' \\\n'),
    why: "jlink makes a runtime of Java's standard modules and the usual ones of the JDK, without compiler and tools.",
  };
}

/** The locale that the file sets for glibc and Java. */
function localeOf(stage: SplitInput['stage']): string | undefined {
  const pairs = stage.instructions.filter(({ keyword }) => keyword === 'ENV').flatMap(readPairs);
  return (pairs.findLast(({ name }) => name === 'LC_ALL') ?? pairs.findLast(({ name }) => name === 'LANG'))
    ?.value;
}

/** Bare images have no other locale than these; musl knows no locales. */
export function localeNotes({ stage }: SplitInput, { image, facts }: RuntimeChoice): string[] {
  const locale = localeOf(stage);
  if (locale === undefined || facts.libc === 'musl' || /^(C|POSIX)(\.|$)/i.test(locale)) return [];
  return [
    `\`${image}\` has no locale \`${locale}\`: before Java 18 texts and file names are ASCII there. It has \`C.UTF-8\`.`,
  ];
}

/** What the runtime stage gets for it. */
export function linkedPieces({ stage }: SplitInput, { facts }: RuntimeChoice, output: string): Piece[] {
  const isSet = localeOf(stage) !== undefined;
  const locale = isSet || facts.env?.LANG !== undefined ? '' : ' LANG=C.UTF-8';
  return [
    {
      kind: 'added',
      text: `COPY --from=builder ${output} ${linkedHome}`,
      why: 'The runtime that jlink made.',
    },
    {
      kind: 'added',
      text: `ENV JAVA_HOME=${linkedHome} PATH=${linkedHome}/bin:$PATH${locale}`,
      why: `The start command finds \`java\` there.${locale && ' Java reads the encoding of texts and file names from `LANG`, which images with a Java set.'}`,
    },
  ];
}
