// Puts keys into a map.
import type { Edit } from '../define-rule.ts';
import type { Place, YamlEntry, YamlFile, YamlMap } from '../parse/yaml/tree.ts';
import { type LinePlace, lineAfter } from './after-entry.ts';
import { keyLines, type NewKey, valueLines } from './block-text.ts';
import { combine } from './combine.ts';
import { type FileStyle, styleOf } from './file-style.ts';
import { insertIntoFlow } from './flow-insert.ts';
import { isRefusal, ownNode } from './own-node.ts';
import type { Edits } from './refused.ts';
import { beforeOn, columnOf, lineEnd } from './text-lines.ts';
import type { TextForm, YamlValue } from './yaml-text.ts';

export interface InsertOptions {
  /** Behind the first of these keys that the map has; else at the map's end. */
  readonly after?: readonly string[];
}

/**
 * Puts a key into a map that does not have it.
 * @param into a map, or an entry whose value is a map or is empty (`api:`, `api: {}`)
 */
export function insertKey(
  file: YamlFile,
  into: YamlMap | YamlEntry,
  key: string,
  value: YamlValue,
  options: InsertOptions & Pick<NewKey, 'comment' | 'commentAt'> = {},
): Edits {
  const { after, ...comment } = options;
  return insertKeys(file, into, [{ key, value, ...comment }], after === undefined ? {} : { after });
}

/** Puts several keys into a map, in the given order at the same place. */
export function insertKeys(
  file: YamlFile,
  into: YamlMap | YamlEntry,
  keys: readonly (NewKey & InsertOptions)[],
  options: InsertOptions = {},
): Edits {
  if (keys.length === 0) return [];
  const map = 'kind' in into ? into : into.value;
  if (map.kind !== 'map' || map.entries.length === 0) {
    return 'kind' in into ? intoEmpty(file, into, keys) : fillEntry(file, into, keys);
  }
  const found = ownNode(file, map);
  if (isRefusal(found)) return found;
  const taken = keys.find(({ key }) => {
    const there = found.node.entry(key);
    return there !== undefined && there.mergedBy === undefined;
  });
  if (taken !== undefined) return { reason: `There is a ${taken.key} here already.` };
  const groups = new Map<YamlEntry | undefined, NewKey[]>();
  for (const key of keys) {
    const after = anchorOf(found.node, key.after ?? options.after ?? []);
    groups.set(after, [...(groups.get(after) ?? []), key]);
  }
  const parts: Edits[] = [];
  for (const [after, group] of groups) {
    parts.push(
      found.node.isFlow
        ? insertIntoFlow(file, found.node, after, group)
        : intoBlock(file, found.node, after, group),
    );
  }
  return combine(file, ...parts);
}

function anchorOf(map: YamlMap, after: readonly string[]): YamlEntry | undefined {
  for (const key of after) {
    const entry = map.entry(key);
    if (entry !== undefined && entry.mergedBy === undefined) return entry;
  }
  return undefined;
}

function intoBlock(
  file: YamlFile,
  map: YamlMap,
  after: YamlEntry | undefined,
  keys: readonly NewKey[],
): Edits {
  const { text } = file;
  const column = columnOf(text, map.at.start);
  if (!/^(?:[ \t]|-[ \t])*$/.test(beforeOn(text, map.at.start))) {
    return { reason: 'The map does not start on a line of its own.' };
  }
  const last = map.entries.findLast((entry) => (entry.mergedBy ?? entry.at).end === map.at.end);
  const end = (after ?? map).at.end;
  const value = (after ?? last)?.value ?? map;
  const place = lineAfter(file, value, end, after === undefined ? column : column + 1);
  if (isRefusal(place)) return place;
  const style = styleOf(file);
  const indent = ' '.repeat(column);
  const lines = keys.flatMap((key) => keyLines(key, indent, style, keyFormOf(file, map)));
  return [linesAt(place, lines, style)];
}

/** Quotes for keys where every key beside has them. */
export function keyFormOf(file: YamlFile, map: YamlMap): TextForm {
  const quotes = new Set(
    map.entries.slice(0, 50).map(({ keyAt, mergedBy }) => (mergedBy ? '' : file.text[keyAt.start])),
  );
  const { isJson } = styleOf(file);
  if (isJson) return { isJson };
  const [first] = quotes;
  if (quotes.size !== 1 || (first !== '"' && first !== "'")) return {};
  return { always: true, quote: first === '"' ? 'double' : 'single' };
}

/** Whole lines put in at a place. */
export function linesAt(place: LinePlace, lines: readonly string[], style: FileStyle): Edit {
  const { lineBreak } = style;
  const body = lines.join(lineBreak);
  const text = place.needsBreak ? lineBreak + body : body + lineBreak;
  return { start: place.at, end: place.at, text };
}

/** `{}` that is no entry's value, or that is asked for without its entry. */
function intoEmpty(file: YamlFile, map: YamlMap, keys: readonly NewKey[]): Edits {
  const found = ownNode(file, map);
  if (isRefusal(found)) return found;
  return found.entry === undefined
    ? insertIntoFlow(file, found.node, undefined, keys)
    : fillEntry(file, found.entry, keys);
}

/** Gives a value to an entry that has none, or an empty map. */
function fillEntry(file: YamlFile, entry: YamlEntry, keys: readonly NewKey[]): Edits {
  const value = entry.value;
  if (value.kind === 'map') {
    const found = ownNode(file, value);
    if (isRefusal(found)) return found;
    const parent = found.parent;
    const inner = file.text.slice(value.at.start + 1, value.at.end - 1);
    const isBlock = parent?.kind === 'map' && !parent.isFlow && !styleOf(file).isJson;
    if (!isBlock || inner.trim() !== '') return insertIntoFlow(file, found.node, undefined, keys);
  } else if (value.kind !== 'scalar' || value.value !== null) {
    return { reason: `${entry.key} holds something else than a map.` };
  }
  const column = columnOf(file.text, entry.keyAt.start);
  const style = styleOf(file);
  const indent = ' '.repeat(column + style.step);
  const lines = keys.flatMap((key) => keyLines(key, indent, style, {}));
  return replaceByLines(file, entry, lines);
}

/**
 * Takes an entry's short value away and puts lines below its key; comments stay.
 * @param lines without line breaks
 */
export function replaceByLines(file: YamlFile, entry: YamlEntry, lines: readonly string[]): Edits {
  const found = ownNode(file, entry.value);
  if (isRefusal(found)) return found;
  const { parent, node } = found;
  if (parent?.kind === 'map' && parent.isFlow) return { reason: 'The map is written on one line.' };
  if (node.tag !== undefined) return { reason: `The value has the tag ${node.tag}.` };
  return replaceUse(file, entry, node.at, lines);
}

/** As `replaceByLines`, for what stands behind the key: a value, or an alias. */
export function replaceUse(file: YamlFile, entry: YamlEntry, use: Place, lines: readonly string[]): Edits {
  const { text } = file;
  const { keyAt } = entry;
  if (!/^(?:[ \t]|-[ \t])*$/.test(beforeOn(text, keyAt.start))) {
    return { reason: 'The key does not start its line.' };
  }
  if (lineEnd(text, keyAt.start) < use.end) return { reason: 'The value is written on several lines.' };
  const place = lineAfter(file, entry.value, use.end, columnOf(text, keyAt.start) + 1);
  if (isRefusal(place)) return place;
  const edits = [linesAt(place, lines, styleOf(file))];
  if (use.end === use.start) return edits;
  const blanks = /[ \t]*$/.exec(text.slice(keyAt.end, use.start))![0].length;
  return [{ start: use.start - blanks, end: use.end, text: '' }, ...edits];
}

/** The lines of a value that is to stand below `entry`'s key. */
export function linesBelow(file: YamlFile, entry: YamlEntry, value: YamlValue): string[] {
  return valueLines(value, ' '.repeat(columnOf(file.text, entry.keyAt.start)), styleOf(file));
}
