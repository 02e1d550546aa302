// The commands an instruction runs, as rules look at them.
import { remembered } from '../parse/remembered.ts';
import type { Instruction } from '../parse/syntax.ts';
import { type PlainCommand, plain, scriptsOf } from './apply-run.ts';
import type { Model, Stage } from './model.ts';

const kept = remembered((): { commands?: readonly PlainCommand[] } => ({}));

/**
 * The commands of a RUN, CMD, ENTRYPOINT or HEALTHCHECK in order, without `sudo` and the like in front.
 * Empty where the shell is no POSIX shell or the script cannot be read.
 */
export function commandsOf(model: Model, instruction: Instruction): readonly PlainCommand[] {
  const known = kept(instruction);
  known.commands ??=
    instruction.keyword === 'RUN'
      ? model.commandSteps(instruction).map(({ command }) => command)
      : scriptsOf(instruction, model.before(instruction)).flatMap((script) => script.commands.map(plain));
  return known.commands;
}

/**
 * The instructions of a stage, with what an ONBUILD keeps for the images that are built from it in its place: what is wrong
 * with it is wrong there. Nothing may be put before or after such a trigger as if it were an instruction of its own.
 */
export function instructionsOf({ instructions }: Stage): Instruction[] {
  return instructions.map((instruction) =>
    instruction.keyword === 'ONBUILD' ? (instruction.trigger ?? instruction) : instruction,
  );
}

/** The RUNs among them. */
export function runsOf(stage: Stage): Instruction[] {
  return instructionsOf(stage).filter(({ keyword }) => keyword === 'RUN');
}
