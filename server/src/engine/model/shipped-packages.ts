// The packages that the file installs into the shipped image and leaves there.
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Instruction } from '../parse/syntax.ts';
import { commandsOf } from './commands.ts';
import type { Model } from './model.ts';
import { readPackageRequest } from './packages.ts';

/** One package word of an install command. */
export interface ShippedPackage {
  readonly name: string;
  readonly manager: string;
  readonly word: ShellWord;
  readonly instruction: Instruction;
  /** The command names other packages too. */
  readonly among: boolean;
}

/** In the order of the file; a name that is removed again later is not among them. */
export function* shippedPackages(model: Model): Iterable<ShippedPackage> {
  const { packages } = model.finalStage?.end ?? {};
  if (!packages || packages.size === 0) return;
  for (const stage of [...model.finalChain].reverse()) {
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'RUN') continue;
      for (const command of commandsOf(model, instruction)) {
        const request = readPackageRequest(command);
        if (request?.verb !== 'install') continue;
        for (const { name, word } of request.packages)
          if (packages.get(name)?.by === instruction)
            yield { name, manager: request.manager, word, instruction, among: request.packages.length > 1 };
      }
    }
  }
}
