// Ruby: gems in the folder of the image, which the runtime copies.
import { directoryBefore } from '../../../model/start-directory.ts';
import { type Language, type RuntimeChoice, type SplitInput, SplitRefusal } from '../../plan.ts';
import { slimTwin } from '../../slim-twin.ts';
import { readRubyCommand } from './commands.ts';
import { planOf } from './plan.ts';

export const ruby: Language = {
  name: 'Ruby',
  recognises: ({ base, model, stage }) =>
    base.facts?.runtime?.name === 'ruby' &&
    stage.instructions.some(
      (one) =>
        one.keyword === 'RUN' &&
        model.commandSteps(one).some(({ command }) => readRubyCommand(command)?.purpose === 'install'),
    ),
  choices: (input) => [choiceOf(input)],
  plan: planOf,
};

/** @throws SplitRefusal where the smaller image of the same version is not known */
function choiceOf(input: SplitInput): RuntimeChoice {
  const { base, stage, model } = input;
  const facts = base.facts!;
  const [first] = stage.instructions;
  if (first && directoryBefore(model, stage, first) === undefined)
    throw new SplitRefusal(
      `The folder that \`${base.text}\` works in is not known.`,
      'files needed are not known',
      stage.from.at,
    );
  if (facts.bloated !== true) return { kind: 'same', image: base.text, facts };
  const twin = slimTwin(input);
  if (twin) return twin;
  throw new SplitRefusal(
    `\`${base.text}\` carries compilers and what builds need, and no smaller image with the same Ruby is known.`,
    'no runtime image known',
    stage.from.at,
  );
}
