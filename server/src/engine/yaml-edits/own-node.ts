// Which node of a file is meant, what it stands in, and whether it may be edited.
import { jsonError } from '../parse/json/strict-json.ts';
import type { YamlEntry, YamlFile, YamlList, YamlMap, YamlNode } from '../parse/yaml/tree.ts';
import type { Refused } from './refused.ts';

/** Where a node stands. */
export interface Found {
  readonly node: YamlNode;
  /** The map and the entry, or the list, that it is a value of; nothing for the root. */
  readonly parent?: YamlMap | YamlList;
  readonly entry?: YamlEntry;
}

const indexes = new WeakMap<YamlFile, Map<string, Found>>();

/** Nodes that are written in the file, by kind and start; what aliases and merge keys repeat is not among them. */
function indexOf(file: YamlFile): Map<string, Found> {
  const known = indexes.get(file);
  if (known !== undefined) return known;
  const index = new Map<string, Found>();
  const open: Found[] = file.root === undefined ? [] : [{ node: file.root }];
  for (let found = open.pop(); found !== undefined; found = open.pop()) {
    const { node } = found;
    if (node.alias !== undefined) continue;
    index.set(`${node.kind} ${node.at.start}`, found);
    if (node.kind === 'list') for (const item of node.items) open.push({ node: item, parent: node });
    if (node.kind === 'map') {
      for (const entry of node.entries) {
        if (entry.mergedBy === undefined) open.push({ node: entry.value, parent: node, entry });
      }
    }
  }
  indexes.set(file, index);
  return index;
}

const refusals = new WeakMap<YamlFile, Refused | 'none'>();

/** Why nothing can be edited in a file; undefined when it can. */
export function fileRefusal(file: YamlFile): Refused | undefined {
  let refusal = refusals.get(file);
  if (refusal === undefined) {
    refusal = readRefusal(file) ?? 'none';
    refusals.set(file, refusal);
  }
  return refusal === 'none' ? undefined : refusal;
}

function readRefusal(file: YamlFile): Refused | undefined {
  if (file.problems.length > 0) return { reason: 'The file has errors; mend them first.' };
  if (file.isMulti) return { reason: 'The file holds more than one document.' };
  if (file.path.toLowerCase().endsWith('.json') && jsonError(file.text) !== undefined) {
    return { reason: 'The file is no JSON; mend it first.' };
  }
  for (const { entry } of indexOf(file).values()) {
    if (entry !== undefined && entry.keyAt.start === entry.keyAt.end) {
      return { reason: 'The file has a value whose key is missing.' };
    }
  }
  if (/\r(?!\n)/.test(file.text)) return { reason: 'The file has carriage returns that end no line.' };
  if (file.text.indexOf('\ufeff', 1) > 0) return { reason: 'The file has a byte order mark in its midst.' };
  if (/(?:^|[{[,]|- )[ \t]*\?(?=\s)/m.test(file.text)) {
    return { reason: 'The file has keys that are written with a question mark.' };
  }
  return undefined;
}

/**
 * The node as it is written in the file: of a node that was merged from several files the part that stands in this one.
 * @returns a refusal for a node of another file, and for one that an alias or a merge key brought here
 */
export function ownNode<Node extends YamlNode>(
  file: YamlFile,
  node: Node,
): (Found & { readonly node: Node }) | Refused {
  const refusal = fileRefusal(file);
  if (refusal !== undefined) return refusal;
  if (node.at.file !== file.path) return { reason: `This is written in ${node.at.file}.` };
  if (node.alias !== undefined) {
    return {
      reason: 'This is written elsewhere and used here by an alias; an edit would change other places too.',
    };
  }
  const found = indexOf(file).get(`${node.kind} ${node.at.start}`);
  if (found === undefined) return { reason: 'This is not written in this file.' };
  return found as Found & { readonly node: Node };
}

/** Whether it is a refusal. */
export function isRefusal(found: object): found is Refused {
  return 'reason' in found;
}

/** The own entry of a map; a refusal where there is none, or where a merge key brings it. */
export function ownEntry(map: YamlMap, key: string): YamlEntry | Refused {
  const entry = map.entry(key);
  if (entry === undefined) return { reason: `There is no ${key} here.` };
  if (entry.mergedBy !== undefined) {
    return {
      reason: `${key} comes from another map by a merge key (<<), so it cannot be changed here alone.`,
    };
  }
  return entry;
}

/**
 * The entry at a path of keys, as it is written in this file: `entryAt(file, 'services', 'api')`.
 * Undefined where the file has none there, or where an alias or a merge key brings it.
 */
export function entryAt(file: YamlFile, ...path: readonly string[]): YamlEntry | undefined {
  let node = file.root;
  let entry: YamlEntry | undefined;
  for (const key of path) {
    if (node?.kind !== 'map' || node.alias !== undefined) return undefined;
    entry = node.entry(key);
    if (entry === undefined || entry.mergedBy !== undefined) return undefined;
    node = entry.value;
  }
  return entry;
}

/** Whether an anchor inside [start, end) is used by an alias outside of it: without it the file would not be read. */
export function anchorUsedOutside(file: YamlFile, start: number, end: number): string | undefined {
  for (const [, name] of file.text.slice(start, end).matchAll(/(?:^|[\s,[\]{}:])&([^\s,[\]{}]+)/g)) {
    for (let at = file.text.indexOf(`*${name}`); at >= 0; at = file.text.indexOf(`*${name}`, at + 1)) {
      if (at < start || at >= end) return name;
    }
  }
  return undefined;
}

/**
 * The anchor on a node, or on what it stands in, that an alias uses: an edit of the node changes those places too.
 * Undefined where there is none.
 */
export function sharedAnchor(file: YamlFile, node: YamlNode): string | undefined {
  const index = indexOf(file);
  let found = index.get(`${node.kind} ${node.at.start}`);
  while (found !== undefined) {
    const { anchor } = found.node;
    if (anchor !== undefined && file.text.includes(`*${anchor}`)) return anchor;
    const { parent } = found;
    found = parent === undefined ? undefined : index.get(`${parent.kind} ${parent.at.start}`);
  }
  return undefined;
}
