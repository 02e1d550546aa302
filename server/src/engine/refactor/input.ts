// What a language looks at, made from a checked file.

import type { DockerfileResult } from '../lint-result.ts';
import type { Stage } from '../model/model.ts';
import { type SplitInput, SplitRefusal } from './plan.ts';
import { runtimeImages } from './runtime-images.ts';

/**
 * @param stage the shipped one
 * @throws SplitRefusal where it stands on no image
 */
export function inputOf({ model, input }: DockerfileResult, stage: Stage): SplitInput {
  const context = input.context ?? {};
  if (stage.base.kind === 'scratch')
    throw new SplitRefusal('The image starts from nothing already.', 'nothing to split', stage.from.at);
  if (stage.base.kind === 'stage')
    throw new SplitRefusal('The shipped stage is built on another stage.', 'several stages', stage.from.at);
  if (stage.base.kind !== 'image')
    throw new SplitRefusal(
      `The base image is not known: ${stage.base.reason}.`,
      'unknown base image',
      stage.from.at,
    );
  const { text, reference, facts } = stage.base;
  const base = { text, reference, ...(facts && { facts }) };
  return { model, stage, base, facts: input.facts, context, images: runtimeImages(input.facts, context) };
}
