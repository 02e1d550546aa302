// What an open document is: by the language that the editor says, by its name, by what it holds.
import { basename } from 'node:path';
import { URI } from 'vscode-uri';
import type { Language } from '../engine/index.ts';
import { languageOfText } from '../workspace/language.ts';
import { languageOf } from '../workspace/names.ts';

/** Data that no editor takes for a Dockerfile. */
const data = /\.(?:ya?ml|jsonc?)$/i;

/**
 * The language that a name and the editor speak for; undefined: neither does.
 * @param languageId what the editor says; absent for a closed file
 */
export function languageByName(name: string, languageId?: string): Language | undefined {
  if (languageId === 'dockerfile') return 'dockerfile';
  const byName = languageOf(name);
  if (byName) return byName;
  if (languageId === 'dockercompose') return 'compose';
  // Editors have names of their own for Dockerfiles, and send nothing that they were not told to.
  return languageId === undefined || data.test(name) ? undefined : 'dockerfile';
}

/** The language that a document is checked as; undefined: it is not to be checked. */
export function languageOfDocument(uri: string, languageId: string, text: string): Language | undefined {
  const { path, fsPath } = URI.parse(uri);
  const name = basename(path);
  const language = languageByName(name, languageId);
  // The name alone says little; who chose the language by hand says enough.
  return language !== 'dockerfile' && languageOf(name) === language ? languageOfText(fsPath, text) : language;
}
