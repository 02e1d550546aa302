// The C library of a stage, and which programs it can start.
import { readCopy } from '../parse/arguments.ts';
import { withoutTrailing } from '../text/trailing.ts';
import type { Model, Stage } from './model.ts';
import { rootBase } from './root-image.ts';
import { releaseOf } from './runtimes.ts';

export type Libc = 'glibc' | 'musl' | 'none';

/** Undefined where it is not known, or where the file may have brought another one besides. */
export function shippedLibc(model: Model, stage: Stage): Libc | undefined {
  const base = rootBase(stage);
  const libc = base.kind === 'scratch' ? 'none' : base.kind === 'image' ? base.facts?.libc : undefined;
  if (libc === undefined || libc === 'uclibc') return undefined;
  return bringsLoader(model, stage) ? undefined : libc;
}

/** Packages that let programs of glibc run on musl. */
const compatibility = ['gcompat', 'libc6-compat', 'glibc', 'musl'];

/** Something of the stage may have brought the loader of another C library. */
function bringsLoader(model: Model, stage: Stage): boolean {
  const { end } = stage;
  if (compatibility.some((name) => end.packages.has(name))) return true;
  for (
    let at: Stage | undefined = stage, depth = 0;
    at;
    at = at.base.kind === 'stage' ? at.base.stage : undefined
  ) {
    if (++depth > 50) return true;
    for (const instruction of at.instructions) {
      const { keyword, body } = instruction;
      if (keyword === 'RUN' && /glibc|gcompat|ld-(linux|musl)|\/lib64/.test(body.text)) return true;
      const copy = readCopy(instruction);
      if (!copy) continue;
      const destination = withoutTrailing(copy.destination.value, '/');
      // A whole root, or a folder of libraries: the loader may be in it.
      if (/^\/?(usr\/)?(lib|lib64)(\/[\w.-]+)?$/.test(destination) || (destination === '' && copy.from))
        return true;
      if (copy.sources.some(({ value }) => /ld-(linux|musl)|^\/(usr\/)?lib(64)?\/?$/.test(value)))
        return true;
      if (keyword === 'ADD' && copy.sources.some(({ value }) => /\.tar(\.|$)|\.t[gx]z$/.test(value)))
        return true;
    }
    // A script may do it, but packages of the distribution do not.
    if (
      at.instructions.some(
        (instruction) =>
          model.after(instruction).opaqueBy === instruction &&
          instruction.keyword === 'RUN' &&
          !installsOnly(model, stage),
      )
    )
      return true;
  }
  return false;
}

/** What is not known to be harmless is packages of the distribution alone. */
function installsOnly(model: Model, stage: Stage): boolean {
  const by = stage.end.opaqueBy;
  if (by === undefined || by === 'image') return by === undefined;
  return (
    model.commandSteps(by).every(({ command }) => command.name !== undefined) &&
    /^\s*(apk|apt-get|apt)\b/.test(by.body.text) &&
    !/\b(curl|wget|bash|tar)\b/.test(by.body.text)
  );
}

/** Source: the glibc packages of the releases (packages.debian.org, launchpad.net). */
const glibcOfRelease: Readonly<Record<string, number>> = {
  'debian 10': 2.28,
  'debian 11': 2.31,
  'debian 12': 2.36,
  'debian 13': 2.41,
  'ubuntu 20.04': 2.31,
  'ubuntu 22.04': 2.35,
  'ubuntu 24.04': 2.39,
};

/** The version of glibc at the start of a stage, as its distribution's release says. */
export function glibcVersion(stage: Stage): number | undefined {
  const release = releaseOf(stage);
  return release && glibcOfRelease[`${release.distro} ${release.release}`];
}
