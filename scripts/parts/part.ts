// What a real part is: a name, the paths it gives to tests, and the one line that says how it was had.

/** Every path that a test can ask for; the environment variable is PLIMSOLL_PART_ and this in capitals. */
export const pathNames = [
  'vscode-host',
  'chromium',
  'trivy',
  'trivy-cache',
  'trivy-db',
  'buildkit-oracle',
  'compose-oracle',
  'actionlint',
  'buildkitd',
  'buildctl',
  'buildah',
  'redis-server',
  'podman',
  'containerd',
  'dockerd',
  'docker',
  'docker-registry',
  'oci-registry',
  'skopeo',
  'umoci',
  'runc',
  'stand-ins',
  'hadolint',
  'curl',
  'wget',
  'busybox',
] as const;
export type PathName = (typeof pathNames)[number];

export type Prepared = { paths: Partial<Record<PathName, string>> } | { missing: string };

/** Prints one plain line. */
export type Log = (line: string) => void;

export interface Part {
  name: string;
  /** What it gives when it can be had. */
  gives: readonly PathName[];
  /** Debian packages it wants, installed in one call for all parts. */
  debian: readonly string[];
  /** Never throws for what is merely absent: then it says what is missing and how to get it. */
  prepare(log: Log): Promise<Prepared>;
}

/** PLIMSOLL_PART_TRIVY_CACHE for trivy-cache. */
export function pathVariable(name: string): string {
  return `PLIMSOLL_PART_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** PLIMSOLL_MISSING_TRIVY for trivy: holds the reason when the path could not be had. */
export function missingVariable(name: string): string {
  return `PLIMSOLL_MISSING_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** "12 s" or "4 min 40 s", from a start in milliseconds. */
export function since(start: number): string {
  const seconds = (Date.now() - start) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 100) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** One line of an error, for "missing" reasons. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n').filter(Boolean).slice(0, 2).join(': ').slice(0, 400);
}
