// The images that the runtime stage of a Node program can stand on.
import { smallerTag } from '../../../model/smaller-tag.ts';
import { type Found, type RuntimeChoice, type SplitInput, SplitRefusal } from '../../plan.ts';
import { imageNeeds } from './native.ts';
import { type Reading, readNode } from './reading.ts';
import { siteChoice } from './site-choice.ts';
import { debianRelease, distrolessReleases, nodeVersion } from './versions.ts';

/** Best first. @throws SplitRefusal */
export function choicesForNode(input: SplitInput): readonly RuntimeChoice[] {
  const reading = readNode(input);
  const { start } = reading;
  const site = siteChoice(input, reading);
  if (start.development !== undefined) {
    if (site) return [site];
    throw new SplitRefusal(
      `\`${start.shown}\` ${start.development}, and needs the sources and every package at run time: nothing would be left behind in a builder.`,
      'start command',
      (start.cmd ?? start.entrypoint ?? input.stage.from).at,
    );
  }
  if (isDevelopmentVariant(input)) return [...(site ? [site] : []), runtimeVariant(input)];
  const { facts } = input.base;
  const choices: RuntimeChoice[] = [];
  const lean = preparesMore(reading) ? undefined : leanImage(input);
  if (lean) choices.push({ kind: 'slim', ...lean });
  else
    choices.push({
      kind: 'same',
      image: input.base.text,
      facts: facts ?? { id: 'unknown', tools: {}, confidence: 'derived' },
    });
  if (site) choices.push(site);
  const version = nodeVersion(input);
  if (isOfficial(input) && version) {
    const hardened = hardenedImage(input, version.major);
    const builder = version.moves ? pinned(input, version.major) : undefined;
    // A tag that goes on to the next Node would build for another one than the runtime has.
    const fits = !version.moves || builder !== undefined;
    const made = builder && { builder };
    if (hardened && fits) choices.push({ kind: 'hardened', ...hardened, ...made });
    const distroless = distrolessImage(input, reading, version.major);
    if (distroless && fits) choices.push({ kind: 'distroless', ...distroless, ...made });
    const chainguard = version.moves ? chainguardImage(input, reading) : undefined;
    if (chainguard) choices.push(chainguard);
  }
  return choices;
}

/** A variant of a hardened image to build in: what is shipped is the other one. */
function isDevelopmentVariant({ base }: SplitInput): boolean {
  const minimal = base.facts?.hardened === true || base.reference.registry === 'cgr.dev';
  return minimal && /-dev$/.test(base.reference.tag ?? '');
}

/** @throws SplitRefusal where no such image is known */
function runtimeVariant({ base, images, stage }: SplitInput): RuntimeChoice {
  const tag = (base.reference.tag ?? '').replace(/-(sfw(-ent)?-)?dev$/, '');
  const found = base.facts?.hardened
    ? images.hardened('node', tag)
    : images.chainguard('node', tag === '' ? 'latest' : tag);
  if (!found)
    throw new SplitRefusal(
      `\`${base.text}\` is made to build in, and no image of the same version to run in is known.`,
      'no runtime image known',
      stage.from.at,
    );
  return { kind: base.facts?.hardened ? 'hardened' : 'chainguard', ...found };
}

/** The official image, under whatever mirror: of its tags it is known what they mean. */
function isOfficial({ base }: SplitInput): boolean {
  return base.facts?.id.startsWith('node-') === true;
}

/** A step of unknown kind may need what only the full image has. */
function preparesMore({ steps, places }: Reading): boolean {
  return [...steps.values()].some(({ parts }) =>
    parts.some(
      (part) =>
        part.kind === 'unknown' &&
        places.place(part) !== 'builder' &&
        !/^(npm|yarn|pnpm|bun|git)$/.test(part.command.name ?? ''),
    ),
  );
}

/** The slim image of the same version, where the file's own is the full one. */
export function leanImage(input: SplitInput): Found | undefined {
  const { base, facts, images, stage, model } = input;
  if (base.facts?.bloated !== true || base.facts.runtime?.name !== 'node') return undefined;
  const tag = base.reference.tag ?? 'latest';
  const plain = /^\d+(\.\d+){0,2}(-(buster|bullseye|bookworm|trixie))?$/.test(tag)
    ? `${tag}-slim`
    : undefined;
  const slim = smallerTag(facts, { ...base.reference, tag }) ?? (tag === 'latest' ? 'slim' : plain);
  if (slim === undefined) return undefined;
  const name = base.text.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
  const found = images.official(`${name}:${slim}`);
  if (!found) return undefined;
  // Where a build argument gives the version, it goes on to give it.
  const { imageWord } = stage;
  const written = imageWord && model.dockerfile.text.slice(imageWord.at.start, imageWord.at.end);
  return written?.includes('$') &&
    slim === `${tag}-slim` &&
    !written.includes('@') &&
    base.reference.tag !== undefined
    ? { ...found, image: `${written}-slim` }
    : found;
}

/** The hardened image of the same major and C library, on the release that was built on or the next one. */
function hardenedImage({ base, images }: SplitInput, major: number): Found | undefined {
  const { tag = '' } = base.reference;
  if (base.facts?.libc === 'musl') {
    const release = /alpine(\d+\.\d+)/.exec(tag)?.[1];
    const endings = release === undefined ? ['-alpine'] : [`-alpine${release}`];
    return firstOf(endings.map((ending) => () => images.hardened('node', `${major}${ending}`)));
  }
  const release = debianRelease(base.facts);
  if (release === undefined) return undefined;
  const releases = [12, 13].filter((one) => one >= release);
  return firstOf(releases.map((one) => () => images.hardened('node', `${major}-debian${one}`)));
}

/** Distroless is glibc's, and add-ons that were compiled for a newer one do not load there. */
function distrolessImage(
  { base, images, stage }: SplitInput,
  { project, places }: Reading,
  major: number,
): Found | undefined {
  const release = debianRelease(base.facts);
  if (release === undefined || base.facts?.hardened) return undefined;
  if (imageNeeds(project).size > 0) return undefined;
  const compiles =
    base.facts?.compiler === true ||
    stage.end.packages.has('g++') ||
    stage.end.packages.has('build-essential');
  const releases = distrolessReleases(major).filter((one) => one >= release || !compiles);
  const sorted = [...releases].sort(
    (one, other) => Number(one < release) - Number(other < release) || one - other,
  );
  if (places.roots.length === 0) return undefined;
  return firstOf(sorted.map((one) => () => images.distroless(`nodejs${major}-debian${one}`, 'nonroot')));
}

/**
 * Chainguard's free images are always the newest Node, which only suits a file that takes the newest one too. They are built in the
 * variant with npm, whose accounts and packages are others than Debian's.
 */
function chainguardImage(
  { base, images, stage }: SplitInput,
  { steps, managers, globals, start }: Reading,
): RuntimeChoice | undefined {
  const { tag = 'latest' } = base.reference;
  if (!/^(latest|current|slim)(-|$)/.test(tag) || base.facts?.libc !== 'glibc') return undefined;
  if ([...managers].some((manager) => manager !== 'npm') || globals.size > 0 || !start.plain)
    return undefined;
  const plain = [...steps.values()].every(({ parts }) =>
    parts.every(
      ({ kind, command }) => /^(own|setting|cleaning|files)$/.test(kind) && command.name !== 'chown',
    ),
  );
  const accounts = stage.instructions.some(
    (instruction) => instruction.keyword === 'USER' || instruction.flags.some(({ name }) => name === 'chown'),
  );
  const runtime = images.chainguard('node', 'latest');
  const builder = images.chainguard('node', 'latest-dev');
  return plain && !accounts && runtime && builder ? { kind: 'chainguard', ...runtime, builder } : undefined;
}

function firstOf(found: readonly (() => Found | undefined)[]): Found | undefined {
  for (const look of found) {
    const one = look();
    if (one) return one;
  }
  return undefined;
}

/** The image of the file with the number of the version that its tag means now: `node:24-alpine` for `node:lts-alpine`. */
function pinned({ base, images }: SplitInput, major: number): Found | undefined {
  const tag = base.reference.tag ?? 'latest';
  const rest = tag.replace(/^(latest|current|lts)(?=-|$)-?/, '');
  const name = base.text.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
  const found = images.official(`${name}:${major}${rest === '' ? '' : `-${rest}`}`);
  return found && found.facts.libc === base.facts?.libc ? found : undefined;
}
