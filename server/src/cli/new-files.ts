// Makes the files that a refactoring puts beside the one it changes: never over one that is there, never outside the folder.
import { closeSync, mkdirSync, openSync, realpathSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { NewFile } from '../engine/index.ts';
import { reason } from '../workspace/read.ts';
import { isInside } from '../workspace/root.ts';
import { CommandError, exitCodes } from './exit.ts';

/** What became of the files, by their paths as the refactoring names them. */
export interface MadeFiles {
  readonly written: readonly string[];
  /** They were there already. */
  readonly kept: readonly string[];
}

/**
 * Writes each file, for its owner only where it holds a secret that no other account of a container reads. Throws CommandError
 * when one cannot be made; the others stay.
 * @param folder of the changed file, absolute
 */
export function writeNewFiles(folder: string, files: readonly NewFile[]): MadeFiles {
  const written: string[] = [];
  const kept: string[] = [];
  for (const { path, text, isSecret, isShared = false } of files) {
    const file = resolve(folder, path);
    try {
      if (!isInside(file, folder)) throw new Error('it lies outside the folder');
      mkdirSync(dirname(file), { recursive: true, mode: isSecret ? 0o700 : 0o777 });
      // A folder that is a link could lead anywhere.
      if (!isInside(realpathSync(dirname(file)), realpathSync(folder)))
        throw new Error('its folder is a link that leads out');
      const descriptor = openSync(file, 'wx', isSecret && !isShared ? 0o600 : 0o666);
      try {
        writeSync(descriptor, text);
      } finally {
        closeSync(descriptor);
      }
      written.push(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') kept.push(path);
      else throw new CommandError(`${path} cannot be written: ${reason(error)}.`, exitCodes.wrongUse);
    }
  }
  return { written, kept };
}

/** What is told of the files; without `made` they were not written. */
export function fileWords(files: readonly NewFile[], made: MadeFiles | undefined): string[] {
  if (!made) return files.map(({ path }) => `${path} has to be made with it.`);
  return [
    ...made.written.map((path) => `${path} is written.`),
    ...made.kept.map(
      (path) => `${path} is there already and was left as it is: look whether it is the right one.`,
    ),
  ];
}
