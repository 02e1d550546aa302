// What a scan can be told, and the few keys of a workspace's trivy.yaml that may tell it.
import { open } from 'node:fs/promises';
import { parseBoundedYaml } from '../engine/parse/yaml/bounded.ts';
import type { ScanSeverity } from '../settings.ts';

export type Scanner = 'vuln' | 'secret' | 'misconfig' | 'license';
export type PackageType = 'os' | 'library';

/** Absent: Trivy's own default, unless said otherwise. */
export interface ScanOptions {
  readonly severities?: readonly ScanSeverity[];
  /** Leave out what has no fixed version. */
  readonly ignoreUnfixed?: boolean;
  /** For images. Default: `vuln`. */
  readonly scanners?: readonly Scanner[];
  readonly packageTypes?: readonly PackageType[];
  /** Glob patterns, inside the image or directory. */
  readonly skipDirectories?: readonly string[];
  readonly skipFiles?: readonly string[];
  /** Milliseconds. Default: 300,000. */
  readonly timeoutMs?: number;
}

export const timeoutLimits = { default: 300_000, least: 1000, most: 7_200_000 } as const;

const severityNames: readonly ScanSeverity[] = ['critical', 'high', 'medium', 'low', 'unknown'];
const scannerNames: readonly Scanner[] = ['vuln', 'secret', 'misconfig', 'license'];
const packageTypeNames: readonly PackageType[] = ['os', 'library'];
const fileLimit = 64 * 1024;
const listLimit = 200;
const patternLimit = 500;

/** What a trivy.yaml gave, and one sentence for each value that could not be taken. Other keys are passed over. */
export interface WorkspaceOptions {
  readonly options: ScanOptions;
  readonly problems: readonly string[];
}

/** Reads a workspace's trivy.yaml. No file: no options. Never throws. */
export async function readWorkspaceOptions(file: string): Promise<WorkspaceOptions> {
  try {
    const handle = await open(file, 'r');
    try {
      if (!(await handle.stat()).isFile()) return { options: {}, problems: ['trivy.yaml is not a file.'] };
      const buffer = Buffer.alloc(fileLimit + 1);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      if (bytesRead > fileLimit) return { options: {}, problems: ['trivy.yaml is larger than 64 KiB.'] };
      return parseWorkspaceOptions(buffer.toString('utf8', 0, bytesRead));
    } finally {
      await handle.close();
    }
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { options: {}, problems: missing ? [] : ['trivy.yaml can’t be read.'] };
  }
}

/**
 * Takes severity, vulnerability.ignore-unfixed, scan.scanners, pkg.types, scan.skip-dirs, scan.skip-files and timeout
 * from the text of a trivy.yaml; nothing that names an output, a program, a server or a policy.
 */
export function parseWorkspaceOptions(text: string): WorkspaceOptions {
  let data: unknown;
  try {
    const document = parseBoundedYaml(text);
    if (document === 'too-deep')
      return { options: {}, problems: ['trivy.yaml nests too deeply; it was not read.'] };
    if (document.errors.length > 0) return { options: {}, problems: ['trivy.yaml is not valid YAML.'] };
    // Aliases are how a small file grows without end.
    data = document.toJS({ maxAliasCount: 0 });
  } catch {
    return { options: {}, problems: ['trivy.yaml has aliases; it was not read.'] };
  }
  const problems: string[] = [];
  const at = (path: string): unknown => {
    let value = data;
    for (const key of path.split('.')) {
      if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
      value = (value as Record<string, unknown>)[key];
    }
    return value;
  };
  const list = (path: string): readonly string[] | undefined => {
    const value = at(path);
    if (value === undefined || value === null) return undefined;
    const items = typeof value === 'string' ? value.split(',') : value;
    if (
      Array.isArray(items) &&
      items.length <= listLimit &&
      items.every((item) => typeof item === 'string')
    ) {
      return items.map((item) => item.trim());
    }
    problems.push(`${path} in trivy.yaml must be a list of texts.`);
    return undefined;
  };
  const choices = <T extends string>(path: string, names: readonly T[]): readonly T[] | undefined => {
    const given = list(path)?.map((item) => item.toLowerCase());
    if (!given) return undefined;
    const known = names.filter((name) => given.includes(name));
    if (known.length === given.length && known.length > 0) return known;
    problems.push(`${path} in trivy.yaml must be of ${names.join(', ')}.`);
    return undefined;
  };
  const patterns = (path: string): readonly string[] | undefined => {
    const given = list(path);
    if (given?.every((item) => item.length <= patternLimit && !/\p{Cc}/u.test(item))) return given;
    if (given) problems.push(`${path} in trivy.yaml has a pattern that can’t be one.`);
    return undefined;
  };
  const unfixed = at('vulnerability.ignore-unfixed');
  if (unfixed !== undefined && typeof unfixed !== 'boolean') {
    problems.push('vulnerability.ignore-unfixed in trivy.yaml must be true or false.');
  }
  const timeout = at('timeout');
  const timeoutMs = typeof timeout === 'string' ? parseGoDuration(timeout) : undefined;
  if (timeout !== undefined && timeoutMs === undefined) {
    problems.push('timeout in trivy.yaml must be a duration as 5m0s.');
  }
  const options: ScanOptions = {
    severities: choices('severity', severityNames),
    ignoreUnfixed: typeof unfixed === 'boolean' ? unfixed : undefined,
    scanners: choices('scan.scanners', scannerNames),
    packageTypes: choices('pkg.types', packageTypeNames),
    skipDirectories: patterns('scan.skip-dirs'),
    skipFiles: patterns('scan.skip-files'),
    timeoutMs,
  };
  return { options: mergeScanOptions(options), problems };
}

/** The first one that says something about an option wins: the user's own before the workspace's. */
export function mergeScanOptions(...sources: readonly ScanOptions[]): ScanOptions {
  const merged: Record<string, unknown> = {};
  for (const source of sources) {
    for (const [key, value] of Object.entries(source)) {
      if (value !== undefined && !Object.hasOwn(merged, key)) merged[key] = value;
    }
  }
  return merged;
}

/** Go's `1h2m3.5s` in milliseconds; undefined for what is no duration or not positive. */
function parseGoDuration(text: string): number | undefined {
  if (text.length > 40 || !/^(?:\d+(?:\.\d+)?(?:ms|h|m|s))+$/.test(text)) return undefined;
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)) {
    total += Number(amount) * (units[unit!] ?? 0);
  }
  return total > 0 ? Math.min(Math.max(total, timeoutLimits.least), timeoutLimits.most) : undefined;
}
