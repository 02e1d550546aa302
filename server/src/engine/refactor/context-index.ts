// The files of the build context that reach a build, by folder.
import type { LintContext } from '../context.ts';
import { isIgnored, readIgnoreFile } from '../surroundings/dockerignore.ts';

/** Paths are relative to the context; '' is the context itself. */
export interface ContextIndex {
  readonly files: ReadonlySet<string>;
  /** The names in each folder; those of folders end in `/`. */
  readonly folders: ReadonlyMap<string, ReadonlySet<string>>;
}

const indexes = new WeakMap<LintContext, ContextIndex>();

/** Undefined where the context is not known. Linear in its paths, and made once. */
export function contextIndex(context: LintContext): ContextIndex | undefined {
  const { paths, ignoreFile } = context;
  if (!paths) return undefined;
  const known = indexes.get(context);
  if (known) return known;
  const patterns = ignoreFile ? readIgnoreFile(ignoreFile.text) : undefined;
  const files = new Set<string>();
  const folders = new Map<string, Set<string>>([['', new Set()]]);
  for (const path of paths) {
    if (patterns && isIgnored(patterns, path)) continue;
    files.add(path);
    let rest = path;
    let name = path.slice(path.lastIndexOf('/') + 1);
    for (;;) {
      const slash = rest.lastIndexOf('/');
      rest = slash < 0 ? '' : rest.slice(0, slash);
      const names = folders.get(rest);
      names?.add(name);
      if (names) break;
      folders.set(rest, new Set([name]));
      name = `${rest.slice(rest.lastIndexOf('/') + 1)}/`;
    }
  }
  const index = { files, folders };
  indexes.set(context, index);
  return index;
}
