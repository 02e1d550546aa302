// Steps that need nothing of an image but the programs of its distribution.
import { commandsOf } from './commands.ts';
import type { Model, Stage } from './model.ts';

const plain: ReadonlySet<string> = new Set(
  'mkdir chown chmod chgrp addgroup adduser groupadd useradd usermod install rm ln cp mv echo printf true : set cd touch cat sed test [ export apt-get apt apk'.split(
    ' ',
  ),
);

/** Every command that these stages run is certainly one that any image of the same distribution has. */
export function runOnlyPlainSteps(model: Model, stages: readonly Stage[]): boolean {
  return stages.every((stage) =>
    stage.instructions.every((instruction) => {
      if (instruction.keyword !== 'RUN') return true;
      if (instruction.heredocs.length > 0) return false;
      const commands = commandsOf(model, instruction);
      return commands.length > 0 && commands.every(({ name }) => name !== undefined && plain.has(name));
    }),
  );
}
