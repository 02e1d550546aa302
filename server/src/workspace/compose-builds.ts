// The builds that a Compose file declares. Source: the Compose specification, “build”.
import { basename, dirname, resolve } from 'node:path';
import { isMap } from 'yaml';
import { parseBoundedYaml } from './bounded-yaml.ts';
import type { Build } from './builds.ts';

/** In the order in which Docker Compose looks for them. */
export const composeFileNames = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** What depends on variables, or is built from elsewhere, is left out. Never throws. @param path absolute */
export function composeBuilds(text: string, path: string): Build[] {
  let root: Record<string, unknown> | undefined;
  try {
    const document = parseBoundedYaml(text, { merge: true });
    if (document === 'too-deep' || !isMap(document.contents)) return [];
    root = asRecord(document.toJS({ maxAliasCount: 100 }));
  } catch {
    return [];
  }
  const folder = dirname(path);
  return Object.entries(asRecord(root?.['services']) ?? {}).flatMap(([service, value]) => {
    const { build, image } = asRecord(value) ?? {};
    const places = build === undefined ? undefined : placesOf(build, folder);
    if (!places) return [];
    const name = typeof image === 'string' ? image : `${projectName(root?.['name'], folder)}-${service}`;
    return [{ source: `${basename(path)}, service ${service}`, ...places, image: name }];
  });
}

function placesOf(build: unknown, folder: string): Omit<Build, 'source' | 'image'> | undefined {
  const section = typeof build === 'string' ? { context: build } : asRecord(build);
  if (!section || section['dockerfile_inline'] !== undefined) return undefined;
  const { context = '.', dockerfile = 'Dockerfile', target } = section as Record<string, unknown>;
  if (!isPlainPath(context) || !isPlainPath(dockerfile)) return undefined;
  const place = resolve(folder, context);
  const literal = typeof target === 'string' && !target.includes('$');
  // A target that cannot be told is not the last stage: nothing can be said of what is shipped.
  if (target !== undefined && !literal) return undefined;
  return { dockerfile: resolve(place, dockerfile), context: place, ...(literal ? { target } : {}) };
}

/** No variable, no address of a repository. */
export function isPlainPath(text: unknown): text is string {
  return typeof text === 'string' && !/[$\0]|:\/\/|^git@/.test(text);
}

/** Compose's rule: lower case, letters, digits, dashes and underscores, beginning with a letter or a digit. */
function projectName(given: unknown, folder: string): string {
  return (typeof given === 'string' ? given : basename(folder))
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
