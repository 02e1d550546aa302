// Where programs live: which paths a copy can put a program into.
import type { ImageState } from './state.ts';

/** PATH where neither the image nor the file sets one. Source: BuildKit, util/system/path.go. */
export const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const defaultDirectories: readonly string[] = defaultPath.split(':');

/** The directories of PATH as far as they are known; Docker's default ones are always among them. */
function pathDirectories(state: ImageState): readonly string[] {
  const own = state.env.get('PATH');
  if (own === undefined || own === defaultPath) return defaultDirectories;
  return [...new Set([...defaultDirectories, ...own.split(':').filter((entry) => entry.startsWith('/'))])];
}

/** What putting something at `path` can do to the programs of the image. */
export type PathEffect =
  /** It is (or goes into) a directory of programs: a program of that name is there. */
  | { readonly kind: 'program'; readonly name: string }
  /** It holds, or may hold, directories of programs: anything may be there; `language`: only what a language's tools bring. */
  | { readonly kind: 'anything'; readonly language?: boolean }
  | { readonly kind: 'none' };

/**
 * @param path absolute and normalised
 * @param isDirectory what is put there is a directory (its content goes into `path`)
 */
export function effectOfPath(state: ImageState, path: string, isDirectory: boolean): PathEffect {
  let language = false;
  for (const directory of pathDirectories(state)) {
    if (isDirectory && (path === directory || directory.startsWith(path === '/' ? '/' : `${path}/`))) {
      if (!languageFolder.test(directory)) return { kind: 'anything' };
      language = true;
    } else if (isDirectory && path.startsWith(`${directory}/`)) return { kind: 'none' };
    else if (!isDirectory && path.slice(0, path.lastIndexOf('/')) === directory) {
      return { kind: 'program', name: path.slice(path.lastIndexOf('/') + 1) };
    }
  }
  return language ? { kind: 'anything', language } : { kind: 'none' };
}

/** Folders of PATH that language package managers fill, and nothing else. */
export const languageFolder =
  /\/(\.?venv|env|virtualenv|\.local|node_modules|\.?cargo|poetry|go|gopath|\.bun|\.deno|\.?pnpm|\.yarn|\.?npm[\w-]*|\.dotnet|composer|gems?|\.rbenv|\.pyenv)(\/|$)/;

/** The path names a package source: what a package's name means from then on is not known. */
export function namesPackageSource(path: string): boolean {
  return /^\/etc\/(apt\/sources\.list|apk(\/|$)|yum\.repos\.d|zypp\/repos\.d|apt$)/.test(path);
}
