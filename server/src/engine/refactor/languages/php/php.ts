// PHP: extensions and Composer's packages are made in the builder, and the runtime copies them into the same image.
import { type Language, SplitRefusal } from '../../plan.ts';
import { readPhpCommand } from './commands.ts';
import { planOf } from './plan.ts';

export const php: Language = {
  name: 'PHP',
  recognises: ({ base, model, stage }) =>
    base.facts?.runtime?.name === 'php' &&
    stage.instructions.some(
      (one) =>
        one.keyword === 'RUN' &&
        model
          .commandSteps(one)
          .some(({ command }) =>
            /^(extension|pear|packages|project|foreign)$/.test(readPhpCommand(command)?.purpose ?? ''),
          ),
    ),
  choices({ base, stage }) {
    const facts = base.facts!;
    if (facts.role === 'toolbox' || facts.hardened === true || facts.packageManager === 'none')
      throw new SplitRefusal(
        `\`${base.text}\` is no image that PHP programs are shipped in.`,
        'no runtime image known',
        stage.from.at,
      );
    return [{ kind: 'same', image: base.text, facts }];
  },
  plan: planOf,
};
