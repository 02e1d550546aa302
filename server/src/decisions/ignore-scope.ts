// Which paths or packages an ignore entry names, so that it takes out the one finding and no other.

/** Kinds of packages that share one file with others: there the file alone says too little. */
const sharedFile = /^(gobinary|rustbinary|jar|.*-lock|.*lock.*|pip|npm|yarn|pnpm|gomod|pom)$/;

/**
 * A package of the distribution is named by its package URL, one of a language by its file in the image; both where
 * the file holds several packages. Qualifiers of the URL go: the entry is for every architecture and point release.
 * @param path the file in the image; for packages of the distribution Trivy's name of the target, which is not used
 */
export function ignoreScope(found: {
  readonly class: 'os' | 'library' | 'other';
  readonly type?: string;
  readonly path?: string;
  readonly purl?: string;
}): { readonly paths: readonly string[]; readonly purls: readonly string[] } {
  const purl = found.purl === undefined ? [] : [withoutQualifiers(found.purl)];
  if (found.class !== 'library' || !found.path) return { paths: [], purls: purl };
  const paths = [globOf(found.path.replace(/^\/+/, ''))];
  return sharedFile.test(found.type ?? '') ? { paths, purls: purl } : { paths, purls: [] };
}

/** Version and name say which package it is; a missing qualifier fits any. */
function withoutQualifiers(purl: string): string {
  return purl.replace(/[?#].*$/, '');
}

/** Trivy takes paths for globs. */
function globOf(path: string): string {
  return path.replace(/[*?[\]{}\\]/g, (character) => `\\${character}`);
}
