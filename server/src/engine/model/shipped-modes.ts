// The file modes that the shipped image keeps, by RUN and by COPY.
import { readCopy } from '../parse/arguments.ts';
import type { Instruction, Span } from '../parse/syntax.ts';
import { withoutTrailing } from '../text/trailing.ts';
import { stepsNaming } from './account-steps.ts';
import { expand, normalisePath } from './apply.ts';
import type { PlainCommand } from './apply-run.ts';
import type { Model } from './model.ts';
import { type ModeChange, modeChange, modePrograms } from './modes.ts';

/** A mode, and where it comes from. */
export interface ShippedMode extends ModeChange {
  readonly instruction: Instruction;
  /** `chmod`, `COPY --chmod`. */
  readonly by: string;
}

/** Every mode that is set in the final chain on something that is known and is not deleted again in the same step. */
export function* shippedModes(model: Model): Iterable<ShippedMode> {
  for (const stage of model.finalChain) {
    for (const instruction of stage.instructions) {
      const copy = readCopy(instruction);
      const mode = copy?.chmod?.value;
      if (!copy || mode === undefined || mode.includes('$')) continue;
      const state = model.before(instruction);
      const destination = expand(copy.destination.raw, state, model);
      const path = destination?.startsWith('/')
        ? normalisePath(destination)
        : destination !== undefined && state.workdir !== undefined
          ? normalisePath(`${state.workdir}/${destination}`)
          : undefined;
      const at: Span = copy.chmod?.valueAt ?? instruction.head;
      const by = `${instruction.keyword} --chmod`;
      yield { instruction, by, mode, at, paths: [path], recursive: false };
    }
    const steps = [...stepsNaming(model, stage, modePrograms)];
    for (const [index, { instruction, step }] of steps.entries()) {
      const change = modeChange(step.command, step.before, model);
      if (!change) continue;
      const later: PlainCommand[] = [];
      for (let next = index + 1; next < steps.length && later.length < 200; next++) {
        if (steps[next]?.instruction !== instruction) break;
        later.push(steps[next]!.step.command);
      }
      const paths = change.paths.filter((path) => path !== undefined && !removes(later, path));
      if (paths.length > 0) yield { ...change, paths, instruction, by: byOf(step.command) };
    }
  }
}

/** Whether one of the commands deletes the path, or gives it another mode. */
function removes(commands: readonly PlainCommand[], path: string): boolean {
  return commands.some(
    ({ name, args }) =>
      (name === 'rm' || name === 'rmdir' || name === 'mv' || name === 'chmod') &&
      args.some(
        ({ text }) =>
          text === path || (text.startsWith('/') && path.startsWith(`${withoutTrailing(text, '/')}/`)),
      ),
  );
}

/** `chmod`, `mkdir -m`. */
function byOf({ name }: PlainCommand): string {
  return name === 'mkdir' || name === 'install' ? `${name} -m` : 'chmod';
}
