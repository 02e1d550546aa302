// The commands an instruction runs, as rules look at them.
import type { Instruction } from '../parse/syntax.ts';
import { type PlainCommand, plain, scriptsOf } from './apply-run.ts';
import type { Model } from './model.ts';

const cache = new WeakMap<Instruction, readonly PlainCommand[]>();

/**
 * The commands of a RUN, CMD, ENTRYPOINT or HEALTHCHECK in order, without `sudo` and the like in front.
 * Empty where the shell is no POSIX shell or the script cannot be read.
 */
export function commandsOf(model: Model, instruction: Instruction): readonly PlainCommand[] {
  const known = cache.get(instruction);
  if (known) return known;
  const commands = scriptsOf(instruction, model.before(instruction)).flatMap((script) =>
    script.commands.map(plain),
  );
  cache.set(instruction, commands);
  return commands;
}
