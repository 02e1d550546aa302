// Sources that a step fetches with git before the packages are installed: the builder has them, and the runtime copies them from there.
import { absolute } from '../../../model/artifacts.ts';
import { readOptions } from '../../../model/options.ts';
import type { ImageState } from '../../../model/state.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import type { SplitInput } from '../../plan.ts';
import { isWithin } from '../../stage-files.ts';
import type { StepPart } from '../../steps.ts';
import { folderOf, type Reading } from './reading.ts';

/** Folders that the runtime gets from the builder, with what the steps did in them. */
export interface Clones {
  /** Absolute. */
  readonly folders: readonly string[];
  /** The command works in one of the folders, or makes it. */
  has(part: StepPart): boolean;
}

// The options of `git clone` that take a value in the next word. Source: git's documentation.
const options = {
  short: 'bocju',
  long: 'branch origin config depth jobs reference template upload-pack filter separate-git-dir server-option shallow-since shallow-exclude'.split(
    ' ',
  ),
};

/** Reads the clones before `last`. A folder of which a step takes something to another place, or gives it away, is none of them. */
export function readClones({ input, steps }: Reading, last: Instruction): Clones {
  const { model } = input;
  const folders: string[] = [];
  const works = new Map<StepPart, readonly (string | undefined)[]>();
  for (const [instruction, step] of steps) {
    if (instruction.at.start > last.at.start) continue;
    const states = new Map(model.commandSteps(instruction).map(({ command, before }) => [command, before]));
    for (const part of step.parts) {
      const before = states.get(part.command);
      if (before === undefined || part.command.command.depth > 0) continue;
      const target = cloned(input, part, before);
      if (target !== undefined) folders.push(target);
      works.set(part, placesOf(input, part, before));
    }
  }
  const outer = folders.filter((path) => !folders.some((other) => other !== path && isWithin(other, path)));
  const eligible = [...new Set(outer)].filter((folder) => folder !== '/' && staysInside(folder));

  function staysInside(folder: string): boolean {
    for (const [part, places] of works) {
      if (!places.some((place) => place !== undefined && isWithin(folder, place))) continue;
      if (/^(chown|chgrp)$/.test(part.command.name ?? '')) return false;
      if (part.kind === 'own' || part.kind === 'setting' || part.kind === 'cleaning' || part.request)
        continue;
      if (places.some((place) => place !== undefined && place !== '/' && !isWithin(folder, place)))
        return false;
    }
    return true;
  }

  return {
    folders: eligible,
    has: (part) =>
      eligible.some((folder) =>
        works.get(part)?.some((place) => place !== undefined && isWithin(folder, place)),
      ),
  };
}

function cloned(input: SplitInput, { command }: StepPart, before: ImageState): string | undefined {
  if (command.name !== 'git' || command.args[0]?.text !== 'clone') return undefined;
  const [, address, folder] = readOptions(command, options).positional;
  if (address === undefined) return undefined;
  const name = folder?.value ?? /([^/:]+?)(?:\.git)?\/?$/.exec(address.text)?.[1];
  if (name === undefined || name.includes('$') || (folder && folder.value === undefined)) return undefined;
  return absolute(name, folderOf(input, command, before));
}

/** The folder that a command runs in, where it changed to it, and the paths among its words. */
function placesOf(input: SplitInput, part: StepPart, before: ImageState): (string | undefined)[] {
  const { command } = part;
  const folder = folderOf(input, command, before);
  if (command.name === 'git' && command.args[0]?.text === 'clone') return [cloned(input, part, before)];
  const words = [
    ...command.args,
    ...command.command.redirects.flatMap(({ target }) => (target ? [target] : [])),
  ];
  const paths = words.flatMap(({ value }) =>
    value !== undefined &&
    /^[\w./-]*[./][\w./-]*$/.test(value) &&
    !value.startsWith('-') &&
    !value.startsWith('/dev/')
      ? [absolute(value, folder)]
      : [],
  );
  return [...paths, folder];
}
