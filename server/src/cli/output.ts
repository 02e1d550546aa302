// Where a report goes: to standard output, or to the file that --output names.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { reason } from '../workspace/read.ts';
import { CommandError, exitCodes } from './exit.ts';
import { writeAll } from './streams.ts';

/** @param output as given on the command line. Throws CommandError where it cannot be written. */
export function printOrWrite(text: string, output: string | undefined): void {
  if (output === undefined) writeAll(1, text);
  else writeNamed(text, output);
}

/** Writes a file that the user named. */
export function writeNamed(text: string, name: string): void {
  try {
    writeFileSync(resolve(name), text);
  } catch (error) {
    throw new CommandError(`${name} cannot be written: ${reason(error)}.`, exitCodes.wrongUse);
  }
}
