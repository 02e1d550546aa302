// Where a go.mod may come from.
import { readMounts } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import type { PlainCommand } from './apply-run.ts';
import { commandsOf } from './commands.ts';
import { mayRunAnything } from './hidden-commands.ts';
import type { Model, Stage } from './model.ts';

/** Programs that may put one there. */
const bringers = /^(git|svn|hg|tar|unzip|bsdtar|curl|wget|cp|mv|ln|cat|echo|printf|tee|rsync|cd)$/;

/** Tells whether a command of a stage may have a go.mod above it: from sources of any kind, or from an image that is not known. */
export function goModuleSeeker(model: Model): (stage: Stage, command: PlainCommand) => boolean {
  let firsts: ReadonlyMap<Stage, number> | undefined;
  return (stage, { command }) => {
    firsts ??= firstSources(model);
    return command.at.start > (firsts.get(stage) ?? 0);
  };
}

/** For each stage the offset in the file from which on there may be one. */
function firstSources(model: Model): Map<Stage, number> {
  const firsts = new Map<Stage, number>();
  for (const stage of model.stages) {
    const { base, start } = stage;
    const isThere =
      base.kind === 'stage'
        ? firsts.get(base.stage) !== Number.POSITIVE_INFINITY
        : base.kind !== 'scratch' && start.facts === undefined;
    firsts.set(stage, isThere ? 0 : firstSource(model, stage));
  }
  return firsts;
}

function firstSource(model: Model, stage: Stage): number {
  for (const instruction of stage.instructions) {
    const found = bringsAt(model, instruction);
    if (found !== undefined) return found;
  }
  return Number.POSITIVE_INFINITY;
}

function bringsAt(model: Model, instruction: Instruction): number | undefined {
  const { keyword, at } = instruction;
  if (keyword === 'COPY' || keyword === 'ADD') return at.start;
  // What an ONBUILD does, it does to the sources of another build.
  if (keyword === 'ONBUILD') return instruction.trigger?.keyword === 'RUN' ? undefined : at.start;
  if (keyword !== 'RUN') return undefined;
  const commands = commandsOf(model, instruction);
  if (commands.length === 0 || readMounts(instruction).some(({ type }) => type === 'bind')) return at.start;
  return commands.find(
    (command) =>
      mayRunAnything(command) ||
      bringers.test(command.name ?? '') ||
      (command.name === 'go' && command.args[0]?.text === 'mod'),
  )?.command.at.start;
}
