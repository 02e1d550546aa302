// Hardened images to compare an image with, from the facts: those that exist. Pure.
import type { FactsTable } from '../engine/index.ts';
import { hardenedTwin } from '../engine/model/hardened-twin.ts';
import { parseImageReference } from '../engine/parse/image-ref.ts';

export interface HardenedChoice {
  readonly image: string;
  /** Why it is offered. */
  readonly why: string;
}

/** Empty where nothing is known of the image. */
export function hardenedChoices(image: string, facts: FactsTable): HardenedChoice[] {
  const key = parseImageReference(image);
  if ('error' in key) return [];
  const own = facts.lookup(key);
  const twin = hardenedTwin(facts, key, own);
  const found: HardenedChoice[] = [];
  if (twin) found.push({ image: twin.image, why: 'the same program, hardened' });
  if (own?.unprivilegedTwin)
    found.push({ image: own.unprivilegedTwin, why: 'the same server, without root' });
  const tag = key.tag ?? 'latest';
  if (key.registry === 'docker.io' && !tag.includes('slim')) {
    const slim = { ...key, tag: tag === 'latest' ? 'slim' : `${tag}-slim` };
    if (facts.exists(slim) === true)
      found.push({
        image: `${key.familiar.replace(/[:@].*$/, '')}:${slim.tag}`,
        why: 'the same image with fewer packages',
      });
  }
  return found.filter((one) => one.image !== key.familiar);
}
