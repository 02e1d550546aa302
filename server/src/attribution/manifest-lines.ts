// Finds the line of a manifest or lock file that names a package, so that a finding leads to what has to be changed.
import type { Found } from './found.ts';
import { pythonName } from './installers.ts';
import { type NamedPackage, readerOf } from './manifest-readers.ts';

/** Kinds of installed packages, in Trivy's words (“Type” of a result), to the files that can name them, best first. */
const manifests: Readonly<Record<string, readonly RegExp[]>> = {
  'python-pkg': [
    /^requirements[\w.-]*\.(txt|in)$/,
    /^constraints[\w.-]*\.txt$/,
    /^pyproject\.toml$/,
    /^Pipfile$/,
    /^(poetry|uv|Pipfile)\.lock$/,
  ],
  'node-pkg': [
    /^package\.json$/,
    /^(package-lock|npm-shrinkwrap)\.json$/,
    /^yarn\.lock$/,
    /^pnpm-lock\.yaml$/,
  ],
  jar: [/^pom\.xml$/, /^build\.gradle(\.kts)?$/, /^libs\.versions\.toml$/, /^gradle\.lockfile$/],
  gobinary: [/^go\.mod$/],
  rustbinary: [/^Cargo\.toml$/, /^Cargo\.lock$/],
  gemspec: [/^Gemfile$/, /^Gemfile\.lock$/],
  'composer-vendor': [/^composer\.json$/, /^composer\.lock$/],
  'dotnet-core': [/\.(cs|fs|vb)proj$/, /^Directory\.Packages\.props$/, /^packages\.lock\.json$/],
};

/** Whether a file is one that packages are looked for in. `path`: in the build context. */
export function isManifest(path: string): boolean {
  const file = lastPart(path);
  return inRequirements(path) || Object.values(manifests).some((all) => all.some((one) => one.test(file)));
}

/** A line of a file of the build context. */
export interface ManifestLine {
  /** As the context has it: `services/api/requirements.txt`. */
  readonly path: string;
  /** Zero-based. */
  readonly line: number;
}

/** The manifests of one build context; each is read once. */
export class Manifests {
  private readonly files: Readonly<Record<string, string>>;
  private readonly paths: readonly string[];
  private readonly read = new Map<string, ReadonlyMap<string, readonly NamedPackage[]>>();

  /** @param files texts of the build context by path */
  constructor(files: Readonly<Record<string, string>>) {
    this.files = files;
    // Those at the root of the context first.
    const depth = (path: string) => path.split('/').length;
    this.paths = Object.keys(files)
      .filter(isManifest)
      .sort((one, other) => depth(one) - depth(other) || (one < other ? -1 : 1));
  }

  /**
   * The line that names a library; undefined where none does, or only with another version.
   * @param isUsed whether the build takes the file
   * @param isNamed whether the command that installs names the file
   */
  lineOf(
    { package: name, version, type = '' }: Found,
    isUsed: (path: string) => boolean,
    isNamed: (path: string) => boolean,
  ): ManifestLine | undefined {
    if (name === undefined || !Object.hasOwn(manifests, type)) return undefined;
    const key = keyOf(type, name);
    const used = this.paths.filter(isUsed);
    const ordered = [...used.filter(isNamed), ...used.filter((path) => !isNamed(path))];
    for (const pattern of manifests[type]!) {
      for (const path of ordered) {
        if (!pattern.test(lastPart(path)) && !(type === 'python-pkg' && inRequirements(path))) continue;
        const found = this.packagesOf(path, type)
          .get(key)
          ?.find((one) => one.version === undefined || version === undefined || one.version === version);
        if (found) return { path, line: found.line };
      }
    }
    return undefined;
  }

  private packagesOf(path: string, type: string): ReadonlyMap<string, readonly NamedPackage[]> {
    const known = this.read.get(path);
    if (known) return known;
    const byName = new Map<string, NamedPackage[]>();
    const lines = this.files[path]!.split(/\r?\n/);
    for (const one of readerOf(lastPart(path))?.(lines) ?? []) {
      const key = keyOf(type, one.name);
      const others = byName.get(key);
      if (others) others.push(one);
      else byName.set(key, [one]);
    }
    this.read.set(path, byName);
    return byName;
  }
}

/** `requirements/prod.txt`. */
function inRequirements(path: string): boolean {
  return /(?:^|\/)requirements\/[\w.-]+\.(?:txt|in)$/.test(path);
}

function keyOf(type: string, name: string): string {
  if (type === 'python-pkg') return pythonName(name);
  return type === 'dotnet-core' ? name.toLowerCase() : name;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
