// Rust: the program is compiled in the builder and runs without the toolchain.
import { commandsOf } from '../../../model/commands.ts';
import type { Language, Plan, RuntimeChoice, SplitInput } from '../../plan.ts';
import { programChoices } from '../programs/choices.ts';
import { planPrograms } from '../programs/program-plan.ts';
import type { ProgramStage } from '../programs/program-stage.ts';
import { checkCommands } from '../programs/unknown-commands.ts';
import { readRustStage } from './reading.ts';

const stages = new WeakMap<SplitInput, ProgramStage>();

function stageOf(input: SplitInput): ProgramStage {
  let stage = stages.get(input);
  if (!stage) {
    stage = readRustStage(input);
    checkCommands(stage);
    stages.set(input, stage);
  }
  return stage;
}

export const rust: Language = {
  name: 'rust',

  recognises({ model, stage, base }: SplitInput): boolean {
    if (base.facts?.runtime?.name === 'rust' || /(^|\/)rust$/.test(base.reference.repository)) return true;
    return stage.instructions.some(
      (instruction) =>
        instruction.keyword === 'RUN' &&
        commandsOf(model, instruction).some(
          ({ name, args }) =>
            name === 'cargo' && args.some(({ text }) => /^(build|b|install|run)$/.test(text)),
        ),
    );
  },

  choices: (input: SplitInput): readonly RuntimeChoice[] => programChoices(stageOf(input)),

  plan: (input: SplitInput, choice: RuntimeChoice): Plan => planPrograms(stageOf(input), choice),
};
