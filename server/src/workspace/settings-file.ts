// Finds and reads the project's `.plimsoll.json`. It can say how to judge, never what to run or contact.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AnyRule } from '../engine/index.ts';
import { parseSettingsFile, type SettingsFile, wrongFile } from '../settings/file.ts';
import { decode, reason } from './read.ts';
import { isInside } from './root.ts';

export const settingsFileName = '.plimsoll.json';

/** Reads the settings file at `path`. Never throws: a file that cannot be read has one problem. */
export function readSettingsFile(path: string, rules: ReadonlyMap<string, AnyRule>): SettingsFile {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return wrongFile(path, '', 'This is not a regular file.');
    if (stat.size > 1024 * 1024) return wrongFile(path, '', 'The file is larger than 1 MB.');
    return parseSettingsFile(decode(readFileSync(path)).text, path, rules);
  } catch (error) {
    return wrongFile(path, '', `The file cannot be read: ${reason(error)}.`);
  }
}

/** The nearest settings file from `folder` up to and including `root`; undefined when there is none. */
export function findSettingsFile(folder: string, root: string): string | undefined {
  for (let here = folder; isInside(here, root); here = dirname(here)) {
    const path = join(here, settingsFileName);
    if (existsSync(path)) return path;
    if (here === dirname(here)) break;
  }
  return undefined;
}
