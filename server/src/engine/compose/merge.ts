// Merges one Compose tree onto another with Compose's rules; every value keeps its place.
// The rules are those of compose-go's override package (v2.16.2).
import { quoted } from '../parse/errors/problem.ts';
import { makeList, makeMap } from '../parse/yaml/nodes.ts';
import type { Place, YamlEntry, YamlMap, YamlNode, YamlScalar } from '../parse/yaml/tree.ts';
import { type MergeRule, mergeRule } from './merge-rules.ts';
import { fingerprint, isNull, madeMap, madeScalar } from './nodes.ts';

/** What goes along with merging. */
export interface Merging {
  /** Told where Compose refuses to merge. */
  readonly refuse: (at: Place, message: string) => void;
  /** Asked before nodes are merged; false when so many were merged already that it is time to stop. */
  readonly spend: (nodes: number) => boolean;
}

/** `!reset` takes the value away that other files give. */
export function isReset(node: YamlNode | undefined): boolean {
  return node?.tag === '!reset';
}

/** The tree without what `!reset` takes away. */
export function withoutResets(node: YamlNode): YamlNode {
  switch (node.kind) {
    case 'scalar':
      return node;
    case 'list': {
      const items = node.items.filter((item) => !isReset(item)).map(withoutResets);
      const isSame =
        items.length === node.items.length && items.every((item, index) => item === node.items[index]);
      return isSame ? node : makeList(node, items, node.isFlow);
    }
    case 'map': {
      let isSame = true;
      const entries = node.entries.flatMap((entry) => {
        if (isReset(entry.value)) {
          isSame = false;
          return [];
        }
        const value = withoutResets(entry.value);
        if (value === entry.value) return [entry];
        isSame = false;
        return [{ ...entry, value }];
      });
      return isSame ? node : makeMap(node, entries, node.isFlow);
    }
  }
}

/**
 * What `base` becomes when `over` is merged onto it. Resets of `over` stay in the result, so that they are known
 * when it is merged onto another tree: `withoutResets` takes them out.
 */
export function mergeNodes(
  base: YamlNode,
  over: YamlNode,
  path: readonly string[],
  merging: Merging,
): YamlNode {
  if (isReset(over) || over.tag === '!override' || isReset(base)) return over;
  const rule = mergeRule(path);
  if (rule !== undefined) return mergeSpecially(rule, base, over, path, merging);
  if (isNull(over)) return base;
  if (base.kind === 'map' || base.kind === 'list') {
    if (over.kind !== base.kind) {
      if (over.kind !== 'scalar' || over.value !== undefined) refuseKind(base, over, path, merging);
      return over;
    }
    if (base.kind === 'map') return mergeMaps(base, over as YamlMap, path, merging);
    return mergeLists(base, base.items, itemsOfList(over), merging);
  }
  return over;
}

function refuseKind(base: YamlNode, over: YamlNode, path: readonly string[], { refuse }: Merging): void {
  const key = path.at(-1) ?? '';
  const kinds = { map: 'a map', list: 'a list', scalar: 'a single value' };
  refuse(
    over.at,
    `The key ${quoted(key)} is ${kinds[over.kind]} here and ${kinds[base.kind]} where it is written first, so Compose cannot merge them. Write both in the same way.`,
  );
}

function mergeMaps(base: YamlMap, over: YamlMap, path: readonly string[], merging: Merging): YamlMap {
  if (base.entries.length === 0) return makeMap(base, over.entries, over.isFlow);
  if (!merging.spend(base.entries.length + over.entries.length)) return base;
  const entries = new Map(base.entries.map((entry) => [entry.key, entry]));
  for (const entry of over.entries) {
    const before = entries.get(entry.key);
    if (before === undefined) {
      entries.set(entry.key, entry);
      continue;
    }
    const value = mergeNodes(before.value, entry.value, [...path, entry.key], merging);
    if (value === before.value) continue;
    entries.set(entry.key, value === entry.value ? entry : { ...before, value });
  }
  return makeMap(base, [...entries.values()], base.isFlow);
}

function itemsOfList(node: YamlNode): readonly YamlNode[] {
  if (node.kind === 'list') return node.items;
  return node.kind === 'scalar' && !isNull(node) ? [node] : [];
}

/** Items of `over` go behind those of `base`, unless exactly the same is there. */
function mergeLists(
  head: YamlNode,
  base: readonly YamlNode[],
  over: readonly YamlNode[],
  { spend }: Merging,
): YamlNode {
  if (!spend(base.length + over.length)) return makeList(head, base);
  const seen = new Set(base.map(fingerprint));
  const items = [...base];
  for (const item of over) {
    if (isReset(item)) continue;
    const print = fingerprint(item);
    if (print !== undefined && seen.has(print)) continue;
    seen.add(print);
    items.push(item);
  }
  return makeList(head, items, head.kind === 'list' && head.isFlow);
}

function mergeSpecially(
  rule: MergeRule,
  base: YamlNode,
  over: YamlNode,
  path: readonly string[],
  merging: Merging,
): YamlNode {
  switch (rule) {
    case 'replace':
      return over;
    case 'pairs':
      return mergePairs(base, over, path, merging);
    case 'sequence':
      if (isNull(over)) return base;
      return mergeLists(isNull(base) ? over : base, itemsOfList(base), itemsOfList(over), merging);
    case 'names':
    case 'dependencies':
      return mergeMaps(
        namesMap(base, rule, path, merging),
        namesMap(over, rule, path, merging),
        path,
        merging,
      );
    case 'build':
      return mergeMaps(buildMap(base), buildMap(over), path, merging);
    case 'logging': {
      if (base.kind !== 'map' || over.kind !== 'map') {
        if (!isUnknown(base) && !isUnknown(over)) refuseKind(base, over, path, merging);
        return over;
      }
      const [before, after] = [base.get('driver'), over.get('driver')];
      const isOther = before && after && fingerprint(before) !== fingerprint(after);
      return isOther ? over : mergeMaps(base, over, path, merging);
    }
    case 'limit':
      return base.kind === 'map' && over.kind === 'map' ? mergeMaps(base, over, path, merging) : over;
  }
}

function isUnknown(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === undefined;
}

/** `NAME=value` lists and maps: by name, the last one counts. In a mix, an entry of a map is a map among the items. */
function mergePairs(base: YamlNode, over: YamlNode, path: readonly string[], merging: Merging): YamlNode {
  if (isNull(over)) return base;
  if (isNull(base)) return over;
  if (base.kind === 'map' && over.kind === 'map') {
    const entries = new Map(base.entries.map((entry) => [entry.key, entry]));
    if (!merging.spend(base.entries.length + over.entries.length)) return base;
    for (const entry of over.entries) entries.set(entry.key, entry);
    return makeMap(base, [...entries.values()], base.isFlow);
  }
  const items = (node: YamlNode): readonly YamlNode[] =>
    node.kind === 'map'
      ? node.entries.filter(({ value }) => !isReset(value)).map((entry) => makeMap({ at: entry.at }, [entry]))
      : itemsOfList(node).filter((item) => !isReset(item));
  const all = [...items(base), ...items(over)];
  if (!merging.spend(all.length)) return base;
  void path;
  return makeList(base, all);
}

/** `build: folder` as a map. */
function buildMap(node: YamlNode): YamlMap {
  if (node.kind === 'map') return node;
  if (node.kind === 'scalar' && !isNull(node)) return madeMap(node, [['context', node]]);
  return makeMap({ at: node.at }, []);
}

/** A list of names as the map that Compose makes of it. */
function namesMap(node: YamlNode, rule: MergeRule, path: readonly string[], { refuse }: Merging): YamlMap {
  if (node.kind === 'map') return node;
  const names = itemsOfList(node).flatMap((item): YamlEntry[] => {
    if (isReset(item)) return [];
    if (item.kind !== 'scalar' || (typeof item.value !== 'string' && item.value !== undefined)) {
      refuse(
        item.at,
        `The key ${quoted(path.at(-1) ?? '')} is a list of names, and this is none. Write the name as a text.`,
      );
      return [];
    }
    const value = rule === 'dependencies' ? startedMap(item) : madeScalar(item.at, '');
    return [{ key: item.text ?? item.written, keyAt: item.at, at: item.at, value }];
  });
  return makeMap(node, names, false);
}

/** What the short form of `depends_on` stands for. */
function startedMap(item: YamlScalar): YamlMap {
  return madeMap(item, [
    ['condition', madeScalar(item.at, 'service_started')],
    ['required', madeScalar(item.at, 'true')],
  ]);
}
