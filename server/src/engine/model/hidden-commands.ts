// Commands that may do what the file does not show.

import { scriptArgument } from '../parse/shell-nested.ts';
import type { PlainCommand } from './apply-run.ts';
import { interpreter } from './downloads.ts';

/** It runs a script or a program of the project's own, which may do anything: clean up, fetch an index, install. */
export function mayRunAnything(command: PlainCommand): boolean {
  const { name, path, word, args } = command;
  if (command.command.name === undefined) return false;
  if (name === undefined || path === undefined) return true;
  // The commands of a script given as a string are read themselves.
  if (scriptArgument({ name: word, args }) !== undefined) return false;
  if (name === '.' || name === 'source' || name === 'eval' || name === 'make') return true;
  if (/\.(sh|bash|py|pl|rb)$/.test(name) || /clean/i.test(name)) return true;
  if (path.includes('/') && !/^\/(usr\/(local\/)?)?s?bin\//.test(path)) return true;
  return /^(ba|da|a|z|k)?sh$/.test(name) && interpreter(command) !== undefined;
}
