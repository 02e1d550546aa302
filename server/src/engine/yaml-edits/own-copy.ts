// Lists that an alias or a merge key brings, copied so that something can be added in one place only.
import type { YamlFile, YamlMap, YamlNode } from '../parse/yaml/tree.ts';
import { appendItems } from './append-item.ts';
import { styleOf } from './file-style.ts';
import { type InsertOptions, insertKey, linesBelow, replaceUse } from './insert-key.ts';
import { isRefusal, ownEntry, ownNode } from './own-node.ts';
import type { Edits } from './refused.ts';
import { flowText, type YamlValue, yamlText } from './yaml-text.ts';

/**
 * Adds items to the list at a key of a map, wherever the list comes from: to the list that stands there; to a copy of
 * the one that an alias or a merge key brings, so that other places keep theirs; or as a new key.
 * @returns a refusal where a copy would not be exact (tags, numbers in another base)
 */
export function addToList(
  file: YamlFile,
  map: YamlMap,
  key: string,
  items: readonly YamlValue[],
  options: InsertOptions = {},
): Edits {
  const entry = map.entry(key);
  if (entry === undefined) return insertKey(file, map, key, items, options);
  if (entry.mergedBy === undefined && entry.value.alias === undefined) return appendItems(file, entry, items);
  if (entry.value.kind !== 'list') return { reason: `${key} is not a list.` };
  const copy = copyOf(entry.value);
  if (copy === undefined) return { reason: `${key} cannot be copied as it is.` };
  const all = [...(copy as readonly YamlValue[]), ...items];
  if (entry.mergedBy !== undefined) return insertKey(file, map, key, all, options);
  const found = ownNode(file, map);
  if (isRefusal(found)) return found;
  const own = ownEntry(found.node, key);
  if (isRefusal(own)) return own;
  const alias = own.value.alias!;
  if (found.node.isFlow) {
    const text = flowText(all, { ...styleOf(file).text, inFlow: true });
    return [{ start: alias.start, end: alias.end, text }];
  }
  return replaceUse(file, own, alias, linesBelow(file, own, all));
}

/** A value as it can be written again; undefined where that would not be exactly the same. */
export function copyOf(node: YamlNode): YamlValue | undefined {
  if (node.tag !== undefined) return undefined;
  if (node.kind === 'scalar') {
    const { value, written } = node;
    if (typeof value === 'string' || value === undefined) return written;
    return value === null || yamlText(value) === written ? value : undefined;
  }
  if (node.kind === 'list') {
    const items = node.items.map(copyOf);
    return items.includes(undefined) ? undefined : (items as YamlValue[]);
  }
  const copy = new Map<string, YamlValue>();
  for (const { key, value, mergedBy } of node.entries) {
    const copied = copyOf(value);
    // A key that looks like a number would change its place among the keys of an object.
    if (copied === undefined || mergedBy !== undefined || /^\d+$|^__proto__$/.test(key)) return undefined;
    copy.set(key, copied);
  }
  return Object.fromEntries(copy);
}
