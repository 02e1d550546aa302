// What ONBUILD keeps for the images that are built from a stage, looked at like the stage's own instructions.
import type { Instruction } from '../parse/syntax.ts';
import type { Stage } from './model.ts';

/**
 * The instructions of a stage, with what an ONBUILD keeps for later in its place: what is wrong with it is wrong in the
 * images that are built from this one. Nothing may be put before or after such a trigger as if it were an instruction.
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
