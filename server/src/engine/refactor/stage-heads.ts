// The FROM of each of the two stages.
import type { Piece, RuntimeChoice, SplitInput } from './plan.ts';

/** The FROM of the stage that builds. */
export function fromOfBuilder({ model, stage, base }: SplitInput, choice: RuntimeChoice): Piece {
  const { from } = stage;
  const { text } = model.dockerfile;
  const flags = from.flags.map(({ at }) => `${text.slice(at.start, at.end)} `).join('');
  const written = stage.imageWord ? text.slice(stage.imageWord.at.start, stage.imageWord.at.end) : base.text;
  const image = choice.builder?.image ?? written;
  return {
    kind: 'changed',
    instruction: from,
    text: `FROM ${flags}${image} AS builder`,
    why: choice.builder
      ? `The first stage builds on \`${image}\`, which fits to the runtime image.`
      : 'The first stage builds; nothing of it is shipped but what is copied from it.',
  };
}

/** The FROM of the stage that is shipped. */
export function fromOfRuntime({ model, stage, base }: SplitInput, choice: RuntimeChoice): Piece {
  const { from } = stage;
  const { text } = model.dockerfile;
  const flags = from.flags.map(({ at }) => `${text.slice(at.start, at.end)} `).join('');
  const same = choice.image === base.text && stage.imageWord;
  const image = same ? text.slice(stage.imageWord.at.start, stage.imageWord.at.end) : choice.image;
  const own = from.words[2] && /^as$/i.test(from.words[1]?.raw ?? '') ? from.words[2].raw : undefined;
  // The first stage takes this name.
  const taken = own !== undefined && /^builder$/i.test(own);
  const name = own === undefined || taken ? '' : ` AS ${own}`;
  return {
    kind: 'derived',
    instruction: from,
    text: `FROM ${flags}${image}${name}`,
    why: `The second stage is what is shipped: \`${choice.image}\` with what the program needs.${taken ? ` It has no name: \`${own}\` is the first stage now.` : ''}`,
  };
}
