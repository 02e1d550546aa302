// Where an organisation keeps its copies of the Docker Hardened Images: read from `.plimsoll.json`, never contacted.
import { parseImageReference } from '../engine/parse/image-ref.ts';

/**
 * What stands before an image's name in the mirror: `docker.io/acme` gives `acme/dhi-`, as Docker names its mirrors on
 * Docker Hub; `registry.example.com/team` gives `registry.example.com/team/`. A value that ends in `-` is taken as it is.
 * @returns undefined where no image could be named so
 */
export function hardenedPrefix(value: string): string | undefined {
  const place = value.replace(/\/$/, '').replace(/^(?:index\.)?docker\.io\//, '');
  const host = place.slice(0, Math.max(place.indexOf('/'), 0)) || place;
  const onHub = !/[.:]/.test(host) && host !== 'localhost';
  // Docker Hub knows organisations and their repositories, and nothing below.
  if (onHub && place.split('/').length > (place.endsWith('-') ? 2 : 1)) return undefined;
  const prefix = place.endsWith('-') ? place : `${place}/${onHub ? 'dhi-' : ''}`;
  const image = parseImageReference(`${prefix}python`);
  if ('error' in image || image.tag !== undefined || image.digest !== undefined) return undefined;
  // Docker takes a first word with a capital letter for a host.
  return onHub && image.registry !== 'docker.io' ? undefined : prefix;
}
