// Takes a package out of every command that installs it into the shipped image.
import type { Edit, Fix } from '../define-rule.ts';
import { commandsOf } from '../model/commands.ts';
import type { Model } from '../model/model.ts';
import { readPackageRequest } from '../model/packages.ts';
import type { ShippedPackage } from '../model/shipped-packages.ts';
import type { Instruction } from '../parse/syntax.ts';
import { preparesOrCleans } from './housekeeping.ts';
import { removeLines } from './insert.ts';
import { removeCommand } from './remove-command.ts';
import { removeWords } from './remove-word.ts';

/** A command that installs nothing else goes as a whole, and with it what only prepares it. */
export function* withoutPackage(model: Model, { name }: ShippedPackage): Iterable<Fix> {
  const edits: Edit[] = [];
  for (const stage of model.finalChain) {
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'RUN') continue;
      const found = editsIn(model, instruction, name);
      if (!found) return;
      edits.push(...found);
    }
  }
  if (edits.length > 0)
    yield { title: `Do not install \`${name}\``, safety: 'review', preferred: true, edits };
}

/** Undefined where one of them cannot be taken out. */
function editsIn(model: Model, instruction: Instruction, name: string): Edit[] | undefined {
  const { text } = model.dockerfile;
  const edits: Edit[] = [];
  const commands = commandsOf(model, instruction);
  for (const command of commands) {
    const request = readPackageRequest(command);
    if (request?.verb !== 'install') continue;
    const words = request.packages.filter((each) => each.name === name).map(({ word }) => word);
    if (words.length === 0) continue;
    if (request.packages.length > words.length) {
      if (instruction.exec || words.some((word) => text.slice(word.at.start, word.at.end) !== word.raw))
        return undefined;
      for (const word of words) {
        const edit = removeWords(model.dockerfile, word.at);
        if (!edit) return undefined;
        edits.push(edit);
      }
      continue;
    }
    // Words that are not known may be packages too.
    if (!request.complete) return undefined;
    const others = commands.filter((other) => other !== command);
    const edit = others.every(preparesOrCleans)
      ? removeLines(model.dockerfile, instruction)
      : removeCommand(model, instruction, command);
    if (!edit) return undefined;
    edits.push(edit);
  }
  return edits;
}
