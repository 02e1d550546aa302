// The program that a stage's image starts.
import { commandsOf } from './commands.ts';
import type { Model, Stage } from './model.ts';

/** The program that the file itself starts, where it is certain. The entrypoints of build images start what CMD says. */
export function startedProgram(model: Model, stage: Stage): string | undefined {
  const { entrypoint, cmd } = stage.end;
  const command = entrypoint === undefined || entrypoint.by === 'image' ? cmd : entrypoint;
  if (command === undefined || command.by === 'image') return undefined;
  if (command.form === 'exec') return command.argv?.[0];
  const commands = commandsOf(model, command.by);
  const [only] = commands;
  return commands.length === 1 ? only?.name : undefined;
}
