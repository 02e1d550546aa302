// Packages of the distribution that a Node project needs only to be installed and built, and those the image has anyway.
import type { SplitInput } from '../../plan.ts';
import { runtimeLibraries } from '../../runtime-libraries.ts';
import type { Reading } from './reading.ts';

const python =
  /^(python|python2|python3|python-is-python3|python2-minimal|python3-minimal|py3-setuptools|py3-pip|python3-pip|python3-setuptools|python3-distutils)$/;

/**
 * Python stands with a compiler for node-gyp alone, and git for packages that are named by a repository, or for a clone. Without
 * such a sign a program may start them.
 */
export function buildPackages(input: SplitInput, { steps, places }: Reading): ReadonlySet<string> {
  const names = new Set<string>();
  const calls = new Set<string>();
  for (const { parts } of steps.values())
    for (const { request, command } of parts) {
      for (const { name } of request?.packages ?? []) names.add(name);
      if (command.name !== undefined) calls.add(command.name);
    }
  const found = new Set<string>();
  const compiles = [...names].some((name) =>
    /^(g\+\+|build-essential|build-base|gcc|clang|alpine-sdk|gcc-c\+\+)$/.test(name),
  );
  for (const name of names) {
    if (compiles && python.test(name)) found.add(name);
    if (name === 'alpine-sdk' || name === 'node-gyp') found.add(name);
    if (/^(git|openssh|openssh-client)$/.test(name) && (calls.has('git') || usesGit(input, places.roots)))
      found.add(name);
  }
  return found;
}

/** The project names packages by their repository. */
function usesGit({ context }: SplitInput, roots: readonly string[]): boolean {
  return (
    roots.length > 0 &&
    Object.entries(context.files ?? {}).some(
      ([path, text]) =>
        /(^|\/)package\.json$/.test(path) && /"(git\+|git:|github:|git@|[\w-]+\/[\w.-]+#)/.test(text),
    )
  );
}

/** Node itself needs the libraries of C++, so every image that has Node has them. */
const present: ReadonlySet<string> = new Set(['libstdc++', 'libgcc', 'libstdc++6', 'libgcc-s1']);

/** What stays of a build package at run time; undefined where that is not known. */
export function librariesLeft(
  manager: string,
  release: string | undefined,
  name: string,
): readonly string[] | undefined {
  return runtimeLibraries(manager, release, name)?.filter((library) => !present.has(library));
}
