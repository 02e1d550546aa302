// What a registry answered earlier of an image, and the fix that writes it.
import type { KnownImageDigest, LintContext } from '../context.ts';
import type { Fix } from '../define-rule.ts';
import type { ImageUse } from '../model/image-uses.ts';
import type { Model } from '../model/model.ts';
import type { ImageReference } from '../parse/image-ref.ts';
import { dockerfilePlaces } from './dockerfile-places.ts';
import { nameIn, pinEdit } from './image-place.ts';

/** The digest that the image's tag had when its registry was asked; undefined where that is not known. */
export function knownDigest(
  { registry, repository, tag = 'latest' }: ImageReference,
  { digests }: LintContext,
): KnownImageDigest | undefined {
  const name = `${registry}/${repository}:${tag}`;
  return digests && Object.hasOwn(digests, name) ? digests[name] : undefined;
}

/** Writes that digest beside the tag; the title says how old the answer is. Undefined where nothing can be written. */
export function knownDigestFix(model: Model, use: ImageUse, context: LintContext): Fix | undefined {
  const known = knownDigest(use.reference, context);
  const place = known && dockerfilePlaces(model).places.find(({ at }) => at.start === use.at.start);
  const edit = place && pinEdit(place, known.digest);
  if (!edit) return undefined;
  const tagged = use.reference.tag === undefined ? '' : `:${use.reference.tag}`;
  const doing = use.reference.digest === undefined ? 'Pin' : 'Refresh';
  return {
    title: `${doing} \`${nameIn(place)}${tagged}\` to the digest that ${use.reference.registry} gave on ${known.at.slice(0, 10)}`,
    safety: 'review',
    edits: [edit],
  };
}
