// Makes the files that a refactoring puts beside the one it changes: never over one that is there, never outside the folder.
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { NewFile } from '../engine/index.ts';
import { groundFor, staysInside } from '../workspace/new-files.ts';
import { reason } from '../workspace/read.ts';
import { CommandError, exitCodes } from './exit.ts';

/** What became of the files, by their paths as the refactoring names them. */
export interface MadeFiles {
  readonly written: readonly string[];
  /** They were there already. */
  readonly kept: readonly string[];
}

/**
 * Writes each file, for its owner only where it holds a secret that no other account of a container reads. Looks at all
 * places first. Throws CommandError when one cannot be made; those before it stay.
 * @param folder of the changed file, absolute
 */
export function writeNewFiles(folder: string, files: readonly NewFile[]): MadeFiles {
  const places = files.map((file) => {
    const ground = groundFor(folder, file);
    if (typeof ground === 'object') throw refused(file, ground.fault);
    return { file, ground };
  });
  const kept = places.flatMap(({ file, ground }) => (ground === 'kept' ? [file.path] : []));
  const written = places.flatMap(({ file, ground }) => (ground === 'free' ? [file] : []));
  for (const file of written) {
    try {
      writeNewFile(folder, file);
    } catch (error) {
      throw refused(file, reason(error));
    }
  }
  return { written: written.map(({ path }) => path), kept };
}

function writeNewFile(folder: string, { path, text, isSecret, isShared = false }: NewFile): void {
  const file = resolve(folder, path);
  mkdirSync(dirname(file), { recursive: true, mode: isSecret ? 0o700 : 0o777 });
  // A folder that is a link could lead anywhere.
  if (!staysInside(file, folder)) throw new Error('its folder is a link that leads out');
  const descriptor = openSync(file, 'wx', isSecret && !isShared ? 0o600 : 0o666);
  try {
    writeFileSync(descriptor, text);
  } catch (error) {
    // Half a secret would stand in the way the next time.
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

function refused({ path }: NewFile, why: string): CommandError {
  return new CommandError(`${path} cannot be written: ${why}.`, exitCodes.wrongUse);
}

/** What is told of the files; without `made` they were not written. */
export function fileWords(files: readonly NewFile[], made: MadeFiles | undefined): string[] {
  if (!made) return files.map(({ path }) => `${path} has to be made with it.`);
  const secrets = new Set(files.flatMap(({ path, isSecret }) => (isSecret ? [path] : [])));
  return [
    ...made.written.map((path) => `${path} is written.`),
    ...made.kept.map((path) =>
      secrets.has(path)
        ? `${path} is there already with the same content and was left as it is.`
        : `${path} is there already and was left as it is: look whether it is the right one.`,
    ),
  ];
}
