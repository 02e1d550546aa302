// .NET: the SDK publishes, Microsoft's runtime image or a smaller one runs what is published.
import { commandsOf } from '../../../model/commands.ts';
import type { Language } from '../../plan.ts';
import { choicesOf } from './choices.ts';
import { dotnetCall } from './commands.ts';
import { planOf } from './dotnet-plan.ts';
import { study } from './study.ts';

export const dotnet: Language = {
  name: '.NET',
  recognises({ base, stage, model }) {
    const { repository, tag = '' } = base.reference;
    const isSdk =
      /(^|\/)(dotnet(\/core)?(\/nightly)?\/sdk|dotnet-sdk)$/.test(repository) ||
      (/(^|\/)(dhi-)?dotnet$/.test(repository) && /sdk/.test(tag));
    const builds = stage.instructions.some(
      (instruction) =>
        instruction.keyword === 'RUN' &&
        commandsOf(model, instruction).some((command) =>
          /^(publish|build|restore|run)$/.test(dotnetCall(command)?.verb ?? ''),
        ),
    );
    const starts = stage.instructions.some(
      (instruction) =>
        /^(CMD|ENTRYPOINT)$/.test(instruction.keyword) &&
        commandsOf(model, instruction).some(({ name }) => name === 'dotnet'),
    );
    return isSdk ? builds || starts : builds;
  },
  choices(input) {
    return choicesOf(input, study(input));
  },
  plan: (input, choice) => planOf(input, choice, study(input)),
};
