// Which version of Docker's syntax a file asks for.
import type { Dockerfile } from '../parse/syntax.ts';

/**
 * False only where the `syntax` directive names a release of docker/dockerfile that is older than the one asked for. Without a
 * directive BuildKit's own reader decides, which has the syntax of its day.
 */
export function mayHaveSyntax(dockerfile: Dockerfile, major: number, minor: number): boolean {
  const named = syntaxOf(dockerfile);
  return named === undefined || isAtLeast(named, major, minor);
}

/** The directive names that release or a newer one: `docker/dockerfile:1` is the newest 1.x. */
export function hasSyntax(dockerfile: Dockerfile, major: number, minor: number): boolean {
  const named = syntaxOf(dockerfile);
  return named !== undefined && isAtLeast(named, major, minor);
}

type Release = readonly [major: number, minor: number];

/** Undefined without a directive, and for another reader than Docker's. */
function syntaxOf({ directives }: Dockerfile): Release | undefined {
  const value = directives.find(({ name }) => name === 'syntax')?.value ?? '';
  const [, image, major, minor] =
    /^(?:docker\.io\/)?docker\/(dockerfile(?:-upstream)?)(?::(\d+)?(?:\.(\d+))?[\w.-]*)?$/.exec(value) ?? [];
  if (image === undefined) return undefined;
  const newest = Number.POSITIVE_INFINITY;
  if (major === undefined) return /:(experimental|.*labs)/.test(value) ? undefined : [newest, newest];
  return [Number(major), minor === undefined ? newest : Number(minor)];
}

function isAtLeast([ownMajor, ownMinor]: Release, major: number, minor: number): boolean {
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
