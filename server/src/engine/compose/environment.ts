// The variables that a project's environment files set.
import { readEnvironmentFile } from './environment-file.ts';
import type { Loading } from './loading.ts';
import type { Lookup } from './template.ts';

/** @param outer what is set already, which wins */
export function environmentLookup(loading: Loading, paths: readonly string[], outer: Lookup): Lookup {
  const values = new Map<string, string | null>();
  const lookup: Lookup = (name) => {
    const before = outer(name);
    return before === undefined ? values.get(name) : before;
  };
  for (const path of paths) {
    const found = loading.find(path);
    if (found === undefined || !('text' in found)) continue;
    // What it would set is set to nobody knows what.
    if (!loading.spendReading(found.text.length)) return () => null;
    for (const [name, value] of readEnvironmentFile(found.text, lookup, loading.expansion).values)
      values.set(name, value ?? null);
  }
  return lookup;
}
