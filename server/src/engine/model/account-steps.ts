// The account commands of a stage, each with the state it meets, and whether its failure stops the build.
import { readMounts } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import { withoutTrailing } from '../text/trailing.ts';
import { type AccountCommand, readAccountCommand } from './account-commands.ts';
import type { CommandStep } from './apply-run.ts';
import type { Model, Stage } from './model.ts';
import type { ImageState } from './state.ts';

/** An account command of a RUN. */
export interface AccountStep extends CommandStep {
  readonly instruction: Instruction;
  readonly account: AccountCommand;
  /** It runs in every build, and where it fails the build fails. */
  readonly certain: boolean;
}

/** In the order of the file. Only RUNs that name such a program are read. */
export function* accountSteps(model: Model, stage: Stage): Iterable<AccountStep> {
  for (const { instruction, step } of stepsNaming(model, stage, namesProgram)) {
    const account = readAccountCommand(step.command, step.before, model);
    if (account) yield { ...step, instruction, account, certain: isCertain(step) };
  }
}

const namesProgram = /(user|group)(add|mod|del)|(add|del)(user|group)/;

/** The commands of the RUNs whose text matches, in order. */
export function* stepsNaming(
  model: Model,
  stage: Stage,
  text: RegExp,
): Iterable<{ readonly instruction: Instruction; readonly step: CommandStep }> {
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN') continue;
    if (!text.test(model.dockerfile.text.slice(instruction.at.start, instruction.at.end))) continue;
    for (const step of model.commandSteps(instruction)) yield { instruction, step };
  }
}

/** The command runs in every build, and where it fails the build fails. */
export function isCertain({ command }: CommandStep): boolean {
  return command.command.certainty === 'always';
}

/** A word's value comes from a build argument, which a build can set otherwise. */
export function dependsOnArgument(text: string, state: ImageState): boolean {
  for (const [, name] of text.matchAll(/\$\{?([A-Za-z_]\w*)/g))
    if (name !== undefined && !state.env.has(name) && state.args.has(name)) return true;
  return false;
}

/** Where users and groups are looked up. */
export const accountFiles: readonly string[] = ['/etc/passwd', '/etc/group'];

/** A mount of the RUN hides one of these paths, or may do so. */
export function mountsOver(instruction: Instruction, paths: readonly string[]): boolean {
  return readMounts(instruction).some((mount) => {
    if (mount.type === 'secret' || mount.type === 'ssh') return false;
    const target = mount.target === undefined ? undefined : withoutTrailing(mount.target, '/');
    if (target === undefined || target.includes('$'))
      return mount.type === 'bind' || mount.from !== undefined;
    return paths.some((path) => path === target || path.startsWith(`${target}/`));
  });
}
