// Looks up images for the runtime stage: only those that facts, the hardened catalogue or the official lists know to exist.
import type { LintContext } from '../context.ts';
import type { FactsTable, ImageKey } from '../model/facts.ts';
import { HARDENED } from '../model/image-mirrors.ts';
import { parseImageReference } from '../parse/image-ref.ts';
import type { Found, RuntimeImages } from './plan.ts';

/** A version: full ones, and lines that get no more versions, are in no list of current tags. */
const version = /^\d+(\.\d+){0,2}(-|$)/;

/** @param context `hardenedMirror` is the text before a hardened image's name, where the organisation has its own copies */
export function runtimeImages(facts: FactsTable, context: LintContext): RuntimeImages {
  const known = (key: ImageKey, image: string): Found | undefined => {
    const found = facts.lookup(key);
    return found === undefined ? undefined : { image, facts: found };
  };
  return {
    hardened(image, tag) {
      const key: ImageKey = { registry: HARDENED, repository: image, tag };
      if (facts.exists(key) !== true) return undefined;
      return known(key, `${context.hardenedMirror ?? `${HARDENED}/`}${image}:${tag}`);
    },
    hardenedTags: (image) => facts.hardenedTags(image),
    distroless: (image, tag) =>
      known(
        { registry: 'gcr.io', repository: `distroless/${image}`, tag },
        `gcr.io/distroless/${image}:${tag}`,
      ),
    chainguard: (image, tag) =>
      known(
        { registry: 'cgr.dev', repository: `chainguard/${image}`, tag },
        `cgr.dev/chainguard/${image}:${tag}`,
      ),
    official(image) {
      const key = parseImageReference(image);
      if ('error' in key || key.tag === undefined) return undefined;
      const found = known(key, image);
      const exists = facts.exists(key);
      if (exists === true) return found;
      // The lists hold neither: there the release that the facts know tells that the tag was published.
      if (exists === undefined && key.registry !== 'docker.io') return found;
      return version.test(key.tag) && found?.facts.release !== undefined ? found : undefined;
    },
  };
}
