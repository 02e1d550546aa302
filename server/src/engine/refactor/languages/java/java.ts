// Java: Maven, Gradle and javac. The builder makes the jar, the runtime is a JRE with it.
import { commandsOf } from '../../../model/commands.ts';
import type { Language } from '../../plan.ts';
import { choicesOf } from './choices.ts';
import { buildCallOf, readBuildCall } from './commands.ts';
import { planOf } from './java-plan.ts';
import { study } from './study.ts';
import { javaKit } from './vendor.ts';

export const java: Language = {
  name: 'Java',
  recognises(input) {
    const { stage, model } = input;
    const runs = stage.instructions.some(
      (instruction) =>
        instruction.keyword === 'RUN' &&
        commandsOf(model, instruction).some((command) => readBuildCall(command) !== undefined),
    );
    if (runs || javaKit(input) === undefined) return runs;
    return stage.instructions.some(
      (instruction) =>
        /^(CMD|ENTRYPOINT)$/.test(instruction.keyword) &&
        (commandsOf(model, instruction).some((command) => readBuildCall(command) !== undefined) ||
          buildCallOf(instruction.exec?.items.map(({ value }) => value) ?? []) !== undefined),
    );
  },
  choices: (input) => choicesOf(input, study(input)),
  plan: (input, choice) => planOf(input, choice, study(input)),
};
