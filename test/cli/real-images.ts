// Images as `docker save` writes them, made by the tests, and the flags that scan them with the real Trivy.
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { debianLayer, type HistoryLine, type Layer, writeImage } from '../trivy/docker-tar.ts';
import { needPart } from '../trivy/parts.ts';

const created = '2026-03-04T05:06:07Z';

/** Writes an image into a folder and returns its path. */
export function putImage(
  folder: string,
  file: string,
  layers: readonly Layer[],
  history?: readonly HistoryLine[],
): string {
  const path = join(folder, file);
  writeImage(path, 'example/app:1', layers, created, history);
  return path;
}

/** Debian 12 with those of its packages that the test database knows; `versions` replaces single ones. */
export function debianWith(names: readonly string[], versions: Readonly<Record<string, string>> = {}): Layer {
  const status = debianLayer['var/lib/dpkg/status']!.split('\n\n')
    .filter((one) => names.some((name) => one.startsWith(`Package: ${name}\n`)))
    .map((one) => {
      const name = /^Package: (\S+)/.exec(one)?.[1] ?? '';
      const version = versions[name];
      return version === undefined ? one : one.replace(/^Version: .*$/m, `Version: ${version}`);
    });
  return { ...debianLayer, 'var/lib/dpkg/status': `${status.join('\n\n')}\n` };
}

/** What `pip install` leaves behind of one package. `python`: as `3.12`. */
export function pythonPackage(name: string, version: string, license?: string, python = '3.12'): Layer {
  const folder = `usr/local/lib/python${python}/site-packages/${name.toLowerCase()}-${version}.dist-info`;
  const lines = ['Metadata-Version: 2.1', `Name: ${name}`, `Version: ${version}`];
  if (license !== undefined) lines.push(`License: ${license}`);
  return { [`${folder}/METADATA`]: `${lines.join('\n')}\n` };
}

/** The flags that run the real Trivy with the database of the tests; skips the test where a part is missing. */
export function trivyFlags(context: TestContext): string[] {
  const cache = needPart(context, 'trivy-cache');
  return ['--trivy', needPart(context, 'trivy'), '--offline', '--cache-dir', cache];
}
