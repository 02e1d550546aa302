// What a case of the YAML edits is, and how it says which node it means.

import type {
  YamlEntry,
  YamlFile,
  YamlList,
  YamlMap,
  YamlNode,
  YamlScalar,
} from '../../../server/src/engine/parse/yaml/tree.ts';
import type { Edits } from '../../../server/src/engine/yaml-edits/index.ts';
import { entryAt } from '../../../server/src/engine/yaml-edits/index.ts';

/**
 * Each case runs as it is, with CRLF, and without the last line break (before and after).
 * A `refused` case gives a part of the reason.
 */
export interface EditCase {
  readonly name: string;
  /** `compose.yaml` when absent. */
  readonly path?: string;
  readonly before: string;
  readonly edit: (file: YamlFile) => Edits;
  readonly after?: string;
  readonly refused?: string;
  /** It is about the end of the file or about line breaks: it runs as it is only. */
  readonly asIs?: true;
}

/** The entry at `services.api.ports`; keys with dots by a list. */
export function entry(file: YamlFile, path: string | readonly string[]): YamlEntry {
  const keys = typeof path === 'string' ? path.split('.') : path;
  const found = entryAt(file, ...keys);
  if (found === undefined) throw new Error(`no ${keys.join('.')}`);
  return found;
}

/** Any node, also one that an alias or a merge key brings; `0` is an item's number. The root for an empty path. */
export function node(file: YamlFile, path: string): YamlNode {
  let found = file.root;
  for (const key of path === '' ? [] : path.split('.')) {
    found =
      found?.kind === 'list' ? found.items[Number(key)] : found?.kind === 'map' ? found.get(key) : undefined;
  }
  if (found === undefined) throw new Error(`no ${path}`);
  return found;
}

export function map(file: YamlFile, path: string): YamlMap {
  const found = node(file, path);
  if (found.kind !== 'map') throw new Error(`${path} is no map`);
  return found;
}

export function list(file: YamlFile, path: string): YamlList {
  const found = node(file, path);
  if (found.kind !== 'list') throw new Error(`${path} is no list`);
  return found;
}

export function scalar(file: YamlFile, path: string): YamlScalar {
  const found = node(file, path);
  if (found.kind !== 'scalar') throw new Error(`${path} is no scalar`);
  return found;
}
