// Keeps the trees of files: a project is loaded again and again until nothing more is wanted, with the same files.
import { readYaml } from '../parse/yaml/read-yaml.ts';
import type { YamlFile } from '../parse/yaml/tree.ts';
import type { FoundFile } from './context.ts';

const read = new WeakMap<FoundFile, YamlFile>();
let checked: YamlFile | undefined;

function isOf(file: YamlFile | undefined, path: string, text: string): file is YamlFile {
  return file !== undefined && file.path === path && file.text === text;
}

/** The tree of a file that was found; of the same finding it is made once. */
export function readFound(path: string, found: Extract<FoundFile, { readonly text: string }>): YamlFile {
  const known = read.get(found);
  if (isOf(known, path, found.text)) return known;
  const file = readYaml(path, found.text);
  read.set(found, file);
  return file;
}

/** The tree of the checked file; the last one is kept. */
export function readChecked(path: string, text: string): YamlFile {
  if (!isOf(checked, path, text)) checked = readYaml(path, text);
  return checked;
}
