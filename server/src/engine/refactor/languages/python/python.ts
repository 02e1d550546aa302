// Python: packages in an environment of the builder, which the runtime copies.
import type { Language } from '../../plan.ts';
import { distributionOf } from './distribution.ts';
import { runtimeChoices } from './images.ts';
import { planOf } from './plan.ts';
import { installsPackages, readStage } from './reading.ts';

export const python: Language = {
  name: 'Python',
  recognises: (input) =>
    input.base.facts !== undefined &&
    (input.base.facts.runtime === undefined || input.base.facts.runtime.name === 'python') &&
    installsPackages(input),
  choices(input) {
    // What is not known of the installs holds for every runtime image.
    distributionOf(input);
    readStage(input);
    return runtimeChoices(input);
  },
  plan: planOf,
};
