// Where what a COPY --from takes over was installed.

import type { Model, Stage } from '../engine/model/model.ts';
import { stageNamed } from '../engine/model/root-image.ts';
import { readCopy } from '../engine/parse/arguments.ts';
import type { Instruction, Span } from '../engine/parse/syntax.ts';
import { chainOf } from './expected-entries.ts';
import type { Found } from './found.ts';
import { installerIn } from './installers.ts';

/** The place in another stage of the file. */
export interface Installed {
  /** `install`: that command installed it. `base`: it comes from the image of that FROM. */
  readonly kind: 'install' | 'base';
  readonly instruction: Instruction;
  readonly at: Span;
  /** It names the package; otherwise it is only the one command there that installs such packages. */
  readonly isNamed: boolean;
}

/** Stages that are followed from one to the next. */
const mostSteps = 5;

/**
 * The command in the stage that a COPY takes from which installed a package; undefined unless there is one that names it, or
 * only one that installs such packages.
 */
export function installedBefore(model: Model, copy: Instruction, found: Found): Installed | undefined {
  let at = copy;
  for (let step = 0; step < mostSteps; step++) {
    const stage = sourceOf(model, at);
    if (!stage) return undefined;
    // The standard library of Go comes with the compiler.
    if (found.type === 'gobinary' && found.package === 'stdlib') {
      const { from } = chainOf(stage)[0]!;
      return { kind: 'base', instruction: from, at: from.head, isNamed: true };
    }
    const here = installedIn(model, stage, found);
    if (here) return here;
    const copies = stage.instructions.filter((one) => sourceOf(model, one) !== undefined);
    if (copies.length !== 1) return undefined;
    at = copies[0]!;
  }
  return undefined;
}

/** The command that installed a package in a stage or in one that it is built FROM. */
export function installedIn(model: Model, stage: Stage, found: Found): Installed | undefined {
  const all = chainOf(stage).flatMap(({ instructions }) =>
    instructions.flatMap((instruction) => {
      const installer = installerIn(model, instruction, found);
      return installer ? [{ installer, instruction }] : [];
    }),
  );
  const named = all.findLast(({ installer }) => installer.kind === 'word');
  const chosen = named ?? (all.length === 1 ? all[0] : undefined);
  if (!chosen) return undefined;
  const { instruction, installer } = chosen;
  return { kind: 'install', instruction, at: installer.at, isNamed: named !== undefined };
}

function sourceOf(model: Model, instruction: Instruction): Stage | undefined {
  const from = readCopy(instruction)?.from?.value;
  const stage = model.stageOf(instruction);
  return from === undefined || !stage ? undefined : stageNamed(model, stage, from);
}
