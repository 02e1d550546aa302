// The commands of a RUN with the folder and the variables that each of them meets.
import type { PlainCommand } from '../../../model/apply-run.ts';
import type { Model } from '../../../model/model.ts';
import type { ImageState } from '../../../model/state.ts';
import type { ShellWord } from '../../../parse/shell-syntax.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { SplitRefusal } from '../../plan.ts';
import { directoriesOf, type StageFiles } from '../../stage-files.ts';

/** A command in its surroundings. */
export interface PlacedCommand {
  readonly command: PlainCommand;
  readonly instruction: Instruction;
  readonly before: ImageState;
  /** Absolute; undefined where it is not known. */
  readonly directory: string | undefined;
  /** A variable of its environment: its text, undefined where it is not set, null where it is not known. */
  variable(name: string): string | undefined | null;
  /** A word as an absolute path; undefined where it is not known. */
  path(word: ShellWord | string): string | undefined;
}

/** Real stages have some hundred; what is written by hand never has more. */
const mostCommands = 2000;

/**
 * The commands of all RUNs in order.
 * @throws SplitRefusal for more of them than people write
 */
export function allCommands(
  model: Model,
  instructions: Iterable<Instruction>,
  files: StageFiles,
): PlacedCommand[] {
  const found: PlacedCommand[] = [];
  for (const instruction of instructions) {
    found.push(...placedCommands(model, instruction, files));
    if (found.length > mostCommands)
      throw new SplitRefusal(
        `The stage has more than ${mostCommands} commands.`,
        'step of unknown purpose',
        instruction.at,
      );
  }
  return found;
}

function placedCommands(model: Model, instruction: Instruction, files: StageFiles): PlacedCommand[] {
  const steps = model.commandSteps(instruction);
  const directories = directoriesOf(
    steps.map(({ command }) => command),
    files,
    instruction,
  );
  const exported = new Map<string, string | null>();
  return steps.map(({ command, before }): PlacedCommand => {
    const { assignments } = command.command;
    const own = new Map(assignments.map(({ name, value }) => [name, value ?? null]));
    if (command.name === undefined) for (const [name, value] of own) exported.set(name, value);
    const words = command.name === 'export' ? command.args : wordsBefore(command);
    for (const word of words) {
      const match = /^([A-Za-z_]\w*)=/.exec(word.text);
      if (!match) continue;
      const value = word.value === undefined ? null : word.value.slice(match[0].length);
      (command.name === 'export' ? exported : own).set(match[1]!, value);
    }
    const outer = new Map(exported);
    const directory = directories.get(command);
    return {
      command,
      instruction,
      before,
      directory,
      variable(name) {
        for (const variables of [own, outer, before.env, before.args])
          if (variables.has(name)) return variables.get(name) ?? null;
        return undefined;
      },
      path: (word) => files.path(word, instruction, directory),
    };
  });
}

/** `env A=b program` and `sudo A=b program`: what stands before the program's word. */
function wordsBefore({ command, word }: PlainCommand): ShellWord[] {
  const at = word === undefined ? -1 : command.args.indexOf(word);
  return at < 0 ? [] : command.args.slice(0, at);
}
