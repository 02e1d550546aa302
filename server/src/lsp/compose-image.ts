// The name under which the Compose file next to a Dockerfile builds its image.
import { dirname, join, resolve } from 'node:path';
import { isMap } from 'yaml';
import { parseImageReference } from '../engine/parse/image-ref.ts';
import { parseBoundedYaml } from '../workspace/bounded-yaml.ts';
import { readSmallFile } from '../workspace/read.ts';

/** In the order in which Docker Compose looks for them. */
const names = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** Bytes of a Compose file that is looked at. */
const largest = 1024 * 1024;

/**
 * The `image` of the service that is built from this Dockerfile, or the name that Compose gives it. Looks in the
 * Dockerfile's folder and the one above. Undefined when there is none or it depends on variables; never throws.
 * @param dockerfile absolute path
 */
export function composeImageName(dockerfile: string): string | undefined {
  const folder = dirname(dockerfile);
  for (const place of new Set([folder, dirname(folder)])) {
    for (const name of names) {
      const text = readSmallFile(join(place, name), largest);
      if (text === undefined) continue;
      const image = imageIn(text, place, dockerfile);
      if (image !== undefined) return image;
      break;
    }
  }
  return undefined;
}

function imageIn(text: string, folder: string, dockerfile: string): string | undefined {
  let root: unknown;
  try {
    const document = parseBoundedYaml(text, { merge: true });
    if (document === 'too-deep' || !isMap(document.contents)) return undefined;
    root = document.toJS({ maxAliasCount: 100 });
  } catch {
    return undefined;
  }
  const services = asRecord(asRecord(root)?.['services']);
  for (const [service, value] of Object.entries(services ?? {})) {
    const build = asRecord(value)?.['build'];
    if (build === undefined || builds(build, folder) !== dockerfile) continue;
    const image = asRecord(value)?.['image'];
    const named =
      typeof image === 'string' ? image : `${projectName(asRecord(root)?.['name'], folder)}-${service}`;
    const reference = parseImageReference(named);
    if (!('error' in reference)) return named;
  }
  return undefined;
}

/** The Dockerfile that a `build` section means; undefined when it cannot be told. */
function builds(build: unknown, folder: string): string | undefined {
  if (typeof build === 'string') return plainPath(build) ? resolve(folder, build, 'Dockerfile') : undefined;
  const section = asRecord(build);
  if (!section) return undefined;
  const context = section['context'] ?? '.';
  const file = section['dockerfile'] ?? 'Dockerfile';
  if (typeof context !== 'string' || typeof file !== 'string') return undefined;
  return plainPath(context) && plainPath(file) ? resolve(folder, context, file) : undefined;
}

function plainPath(text: string): boolean {
  return !/[$\0]|:\/\//.test(text);
}

/** Compose's rule: lower case, letters, digits, dashes and underscores, beginning with a letter or a digit. */
function projectName(given: unknown, folder: string): string {
  const name = typeof given === 'string' ? given : (folder.split(/[\\/]/).at(-1) ?? '');
  return name
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
