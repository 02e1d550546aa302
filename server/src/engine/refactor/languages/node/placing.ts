// Which stage needs a COPY, or a command that is none of Node's own.
import { downloads } from '../../../model/downloads.ts';
import { readCopy } from '../../../parse/arguments.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import type { Place } from '../../arrange.ts';
import type { RuntimeChoice, SplitInput } from '../../plan.ts';
import { isWithin } from '../../stage-files.ts';
import type { StepPart } from '../../steps.ts';
import { readNodeCommand } from './commands.ts';
import type { Reading } from './reading.ts';

/** What lies in the project's folder comes with it; what lies elsewhere both stages may need. */
export function placeOfCopy({ places, files }: Reading, instruction: Instruction): Place {
  const own = files.copied.filter((one) => one.instruction === instruction);
  const copy = readCopy(instruction);
  if (!copy) return 'both';
  const directory = files.directoryBefore(instruction);
  const target = own[0]?.target ?? files.path(copy.destination.value, instruction, directory);
  if (target === undefined) return 'both';
  const targets = own.length > 0 ? own.map((one) => one.target) : [target];
  return targets.every((path) => places.roots.some((root) => root !== '/' && isWithin(root, path)))
    ? 'builder'
    : 'both';
}

/** What is not known is repeated where the runtime stands on the same image, and nothing came before that it may need. */
export function placeOfUnknown(
  { stage }: SplitInput,
  reading: Reading,
  choice: RuntimeChoice,
  part: StepPart,
  instruction: Instruction,
): Place | undefined {
  const { name } = part.command;
  if (reading.globals.size > 0 && readNodeCommand(part.command)?.kind === 'global')
    return usedByBuild(reading, instruction) ? 'both' : 'runtime';
  if (name === 'git') return gitPlace(reading, part, instruction);
  if (name === 'curl' || name === 'wget') {
    if (reading.places.place(part) === 'builder') return 'builder';
    const place = downloadPlace(reading, part, instruction);
    if (place) return place;
  }
  if (choice.kind !== 'same' || name === undefined || !preparing.test(name)) return undefined;
  const copies = stage.instructions.some(
    (one) => (one.keyword === 'COPY' || one.keyword === 'ADD') && one.at.start < instruction.at.start,
  );
  return copies ? undefined : 'both';
}

/** Commands that put programs into an image, or settings for them. */
const preparing =
  /^(curl|wget|gpg2?|apt-key|sh|bash|dpkg|rpm|add-apt-repository|apt-add-repository|apt-mark|update-ca-certificates|update-alternatives|locale-gen|localedef|dpkg-reconfigure|debconf-set-selections|sha\d+sum|shasum|md5sum|grep|awk|cut|head|sort|yum-config-manager|fc-cache)$/;

/** What is downloaded into the project's folder comes with it. */
function downloadPlace(
  { places, files, steps }: Reading,
  { command }: StepPart,
  instruction: Instruction,
): Place | undefined {
  const { pipeline } = command.command;
  const taker = steps
    .get(instruction)
    ?.parts.find(
      (part) => pipeline !== undefined && part.command.command.pipeline === pipeline && part.kind === 'files',
    );
  if (taker) return places.place(taker) === 'builder' ? 'builder' : undefined;
  const output = downloads(command)?.outputWord;
  const path = output && files.path(output, instruction, places.folderOf(command));
  return path !== undefined && places.isInside(path) ? 'builder' : undefined;
}

/** A clone into the project's folder, or settings of git, which no program reads at run time. */
function gitPlace(
  { places, files }: Reading,
  { command }: StepPart,
  instruction: Instruction,
): Place | undefined {
  const words = command.args.filter(({ text }) => !text.startsWith('-'));
  if (words[0]?.text === 'config') return 'builder';
  const directory = places.folderOf(command);
  const target =
    words[0]?.text === 'clone' && words.length > 2
      ? files.path(words.at(-1)!, instruction, directory)
      : directory;
  return target !== undefined && places.isInside(target) ? 'builder' : undefined;
}

/** A later step of the builder may run what was installed for the whole image. */
function usedByBuild({ places, globals, start }: Reading, instruction: Instruction): boolean {
  const later = places.own.filter((one) => one.instruction.at.start >= instruction.at.start);
  return later.some(
    ({ read, command }) =>
      read.kind === 'build' || globals.has(command.name ?? '') || start.managers.has(read.manager ?? 'npm'),
  );
}
