// Splits stages that install and build with npm, Yarn, pnpm or Bun.
import { commandsOf, runsOf } from '../../../model/commands.ts';
import type { Language, SplitInput } from '../../plan.ts';
import { choicesForNode } from './choices.ts';
import { readNodeCommand } from './commands.ts';
import { planNode } from './plan.ts';

/** Runtimes whose images are another language's matter, though a front end is built in them with npm. */
const others = /^(python|php|ruby|java|go|golang|rust|dotnet|perl|erlang|elixir)$/;

function recognises({ model, stage, base }: SplitInput): boolean {
  const runtime = base.facts?.runtime?.name;
  if (runtime === 'node' || runtime === 'bun') return true;
  if (runtime !== undefined && others.test(runtime)) return false;
  return runsOf(stage).some((instruction) =>
    commandsOf(model, instruction).some((command) => {
      const read = readNodeCommand(command);
      return read?.kind === 'install' || (read?.kind === 'build' && read.manager !== undefined);
    }),
  );
}

export const node: Language = { name: 'Node', recognises, choices: choicesForNode, plan: planNode };
