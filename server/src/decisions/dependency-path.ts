// Why a package is in an image: the chains of packages that depend on it.
import type { InstalledPackage } from '../trivy/index.ts';

/** A chain of `name version`, from something that nothing else needs down to the package. */
export type DependencyPath = readonly InstalledPackage[];

const mostPaths = 5;
const longestPath = 50;

/**
 * The shortest chains that lead to a package, at most five, each from another root. Only the package itself: nothing
 * needs it. Undefined where the list does not have the package, or has no identifiers.
 * @param packages all packages of the image
 */
export function dependencyPaths(
  packages: readonly InstalledPackage[],
  wanted: Pick<InstalledPackage, 'name' | 'version'> & { readonly id?: string; readonly target?: string },
): readonly DependencyPath[] | undefined {
  const isWanted = (one: InstalledPackage) =>
    one.name === wanted.name &&
    one.version === wanted.version &&
    (wanted.id === undefined || one.id === undefined || one.id === wanted.id);
  const all = packages.filter(isWanted);
  const found = all.find(({ target }) => target === wanted.target) ?? all[0];
  if (found?.id === undefined) return undefined;
  // Identifiers hold within one list of Trivy's. Packages of one file and those with files of their own differ in that.
  const near = packages.filter(
    ({ class: kind, type, id }) => kind === found.class && type === found.type && id !== undefined,
  );
  const dependents = new Map<string, InstalledPackage[]>();
  for (const one of near) {
    for (const needed of one.dependsOn) {
      const known = dependents.get(needed);
      if (known) known.push(one);
      else dependents.set(needed, [one]);
    }
  }
  const paths: DependencyPath[] = [];
  const seen = new Set<string>([found.id]);
  // Breadth first: the first way to each root is a shortest one.
  let level: DependencyPath[] = [[found]];
  for (let length = 1; level.length > 0 && length <= longestPath && paths.length < mostPaths; length++) {
    const next: DependencyPath[] = [];
    for (const path of level) {
      const [top] = path;
      const above = (dependents.get(top!.id!) ?? []).filter((one) => one.id !== top!.id);
      if (above.length === 0 || top!.direct) {
        if (paths.length < mostPaths) paths.push(path);
        if (above.length === 0) continue;
      }
      for (const one of above) {
        if (seen.has(one.id!)) continue;
        seen.add(one.id!);
        next.push([one, ...path]);
      }
    }
    level = next;
  }
  // A circle without a root: the package stands for itself.
  return paths.length > 0 ? paths : [[found]];
}
