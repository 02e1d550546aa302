// Takes an entry out of a map or an item out of a list, with its lines, its comment and its comma.
import type { Edit } from '../define-rule.ts';
import type { Place, YamlFile, YamlList, YamlMap, YamlNode } from '../parse/yaml/tree.ts';
import { endsInOpenBlock, lineAfter, takesIn, trimmedEnd } from './after-entry.ts';
import { anchorUsedOutside, type Found, isRefusal, ownEntry, ownNode } from './own-node.ts';
import type { Edits } from './refused.ts';
import { beforeOn, columnOf, isFirstOn, lineEnd, lineStart, nextLine, skipTrivia } from './text-lines.ts';

export interface RemoveOptions {
  /**
   * What becomes of a map or list that would be empty: its own key is removed with it, however far up that goes, or it
   * stays as `{}` or `[]`. Refused when absent.
   */
  readonly emptied?: 'remove' | 'keep';
}

/** Removes a key and its value: whole lines, with the comment at their end; in flow style with the comma. */
export function removeEntry(file: YamlFile, map: YamlMap, key: string, options: RemoveOptions = {}): Edits {
  const found = ownNode(file, map);
  if (isRefusal(found)) return found;
  const entry = ownEntry(found.node, key);
  if (isRefusal(entry)) return entry;
  const places = placesOf(found.node);
  if (/(?:^|[\s{,])<<\s*:/.test(file.text.slice(found.node.at.start, found.node.at.end))) {
    return { reason: `The map has a merge key (<<), which may bring another ${key}.` };
  }
  const start = startOfEntry(file.text, found.node, entry.at.start);
  return removePart(file, found, places, { ...entry.at, start }, entry.value, options, key);
}

/** Removes an item of a list. */
export function removeItem(
  file: YamlFile,
  list: YamlList,
  item: YamlNode,
  options: RemoveOptions = {},
): Edits {
  const found = ownNode(file, list);
  if (isRefusal(found)) return found;
  const use = item.alias ?? item.at;
  const index = found.node.items.findIndex((one) => {
    const at = one.alias ?? one.at;
    return at.start === use.start && at.end === use.end && at.file === use.file;
  });
  if (index < 0) return { reason: 'This is no item of the list.' };
  const places = itemPlaces(file.text, found.node);
  const place = places[index];
  if (place === undefined) return { reason: 'The list is not written as one item after the other.' };
  return removePart(file, found, places, place, found.node.items[index]!, options, 'the item');
}

/** Where the entries of a map stand, merge keys among them, in the order of the text. */
function placesOf(map: YamlMap): Place[] {
  const places = new Set(map.entries.map((entry) => entry.mergedBy ?? entry.at));
  return [...places].sort((a, b) => a.start - b.start);
}

/** An anchor or a tag on the key belongs to it. */
function startOfEntry(text: string, map: YamlMap, start: number): number {
  const before = text.slice(Math.max(map.at.start, lineStart(text, start)), start);
  return start - (/(?:[&!][^\s,[\]{}]*[ \t]+)*$/.exec(before)?.[0].length ?? 0);
}

/** The items from their dash on, or as they are in flow style; empty when that is not understood. */
function itemPlaces(text: string, list: YamlList): Place[] {
  const places: Place[] = [];
  let from = list.isFlow ? list.at.start + 1 : list.at.start;
  for (const item of list.items) {
    const at = item.alias ?? item.at;
    const start = skipTrivia(text, from);
    if (list.isFlow) {
      places.push({ ...at, start: Math.min(start, at.start) });
      const comma = skipTrivia(text, at.end);
      from = text[comma] === ',' ? comma + 1 : comma;
    } else {
      if (text[start] !== '-') return [];
      places.push({ ...at, start, end: Math.max(at.end, start + 1) });
      from = Math.max(at.end, start + 1);
    }
  }
  return places;
}

function removePart(
  file: YamlFile,
  found: Found,
  places: readonly Place[],
  part: Place,
  value: YamlNode,
  options: RemoveOptions,
  name: string,
): Edits {
  const node = found.node as YamlMap | YamlList;
  const anchor = anchorUsedOutside(file, part.start, part.end);
  if (anchor !== undefined) return { reason: `The anchor &${anchor} on it is used elsewhere.` };
  if (places.length === 1) return removeLast(file, found, options, name);
  return node.isFlow ? fromFlow(file, node, places, part) : fromBlock(file, node, part, value);
}

/** Nothing would be left beside it. */
function removeLast(file: YamlFile, found: Found, options: RemoveOptions, name: string): Edits {
  const node = found.node as YamlMap | YamlList;
  const empty = node.kind === 'map' ? '{}' : '[]';
  if (options.emptied === undefined) {
    return { reason: `Nothing would be left beside ${name}; the ${node.kind} would be empty.` };
  }
  if (
    node.anchor !== undefined &&
    anchorUsedOutside(file, file.text.lastIndexOf('&', node.at.start), node.at.end)
  ) {
    return { reason: `The anchor &${node.anchor} on it is used elsewhere.` };
  }
  if (options.emptied === 'remove' && found.parent?.kind === 'map' && found.entry !== undefined) {
    return removeEntry(file, found.parent, found.entry.key, options);
  }
  if (options.emptied === 'remove' && found.parent?.kind === 'list') {
    return removeItem(file, found.parent, node, options);
  }
  if (file.comments.some(({ start }) => start > node.at.start && start < node.at.end)) {
    return { reason: 'There are comments in it that would be lost.' };
  }
  if (node.isFlow) return [{ start: node.at.start, end: node.at.end, text: empty }];
  if (found.entry === undefined) return { reason: 'Nothing would be left in the file.' };
  const between = /^[ \t]*:/.exec(file.text.slice(found.entry.keyAt.end, node.at.start));
  const gap = file.text.slice(found.entry.keyAt.end + (between?.[0].length ?? 0), node.at.start);
  if (between === null || gap.trim() !== '') return { reason: 'There are comments that would be lost.' };
  return [{ start: node.at.start - gap.length, end: trimmedEnd(file.text, node.at.end), text: ` ${empty}` }];
}

function fromBlock(file: YamlFile, node: YamlMap | YamlList, part: Place, value: YamlNode): Edits {
  const { text } = file;
  const column = columnOf(text, part.start);
  // Comments that are indented deeper speak of what goes.
  const place = lineAfter(file, value, part.end, column + 1);
  if (isRefusal(place)) {
    // Nothing is put behind it, so it does not matter that a block text is open at the end of the file.
    if (nextLine(text, part.end) < text.length) return place;
  }
  const end = isRefusal(place) ? text.length : place.at;
  const before = valueBefore(node, part.start);
  if (before !== undefined && takesIn(text, before, end, column)) {
    return { reason: 'The block text before it would take in the lines behind it.' };
  }
  if (isFirstOn(text, part.start)) {
    const start = lineStart(text, part.start);
    // The last line of a file that ends without a line break leaves none behind.
    if (end === text.length && !text.endsWith('\n')) {
      if (before !== undefined && endsInOpenBlock(text, before)) {
        return { reason: 'The block text before it would end the file without a line break.' };
      }
      return [withoutBreakBefore(text, start)];
    }
    return [{ start, end, text: '' }];
  }
  // First in a list's item (`- name: x`): what follows moves behind the dash.
  if (!/^(?:[ \t]|-[ \t])*$/.test(beforeOn(text, part.start))) {
    return { reason: 'It does not start on a line of its own.' };
  }
  const next = /^[ \t]*/.exec(text.slice(end, lineEnd(text, end)))![0].length;
  if (end + next >= lineEnd(text, end)) return { reason: 'It is followed by an empty line.' };
  if (text[end + next] === '#') return { reason: 'It is followed by a comment.' };
  return [{ start: part.start, end: end + next, text: '' }];
}

/** The value that stands before an offset in a map or list. */
function valueBefore(node: YamlMap | YamlList, offset: number): YamlNode | undefined {
  const values =
    node.kind === 'list'
      ? node.items
      : node.entries.filter((entry) => entry.mergedBy === undefined).map((entry) => entry.value);
  let last: YamlNode | undefined;
  for (const value of values) {
    if (value.alias === undefined && value.at.start < offset && value.at.start >= (last?.at.start ?? 0)) {
      last = value;
    }
  }
  return last;
}

function withoutBreakBefore(text: string, start: number): Edit {
  let from = start;
  if (text[from - 1] === '\n') from -= text[from - 2] === '\r' ? 2 : 1;
  return { start: from, end: text.length, text: '' };
}

function fromFlow(file: YamlFile, node: YamlNode, places: readonly Place[], part: Place): Edits {
  const { text } = file;
  if (!/[{[]/.test(text[node.at.start] ?? '')) return { reason: 'It stands between no braces.' };
  const isLast = places.at(-1)!.start === part.start;
  const next = skipTrivia(text, part.end);
  const hasComma = text[next] === ',';
  if (!hasComma && !isLast) return { reason: 'What stands behind it is not understood.' };
  const behind = hasComma ? next + 1 : part.end;
  const restEnd = lineEnd(text, behind);
  const ownLines =
    isFirstOn(text, part.start) &&
    /^[ \t]*(?:[ \t]#.*)?$/.test(text.slice(behind, restEnd)) &&
    restEnd < text.length;
  const edits: Edit[] = [];
  if (ownLines) edits.push({ start: lineStart(text, part.start), end: nextLine(text, behind), text: '' });
  else if (hasComma) edits.push({ start: part.start, end: behind + blanks(text, behind), text: '' });
  if (isLast && !hasComma) {
    // The comma before it goes too: JSON has none at the end.
    const before = places.at(-2)!;
    const comma = skipTrivia(text, before.end);
    if (text[comma] !== ',') return { reason: 'What stands before it is not understood.' };
    if (ownLines) edits.unshift({ start: comma, end: comma + 1, text: '' });
    else if (skipBlanks(text, comma + 1) === part.start)
      edits.push({ start: comma, end: part.end, text: '' });
    else
      edits.push({ start: comma, end: comma + 1, text: '' }, { start: part.start, end: part.end, text: '' });
  }
  return edits;
}

function blanks(text: string, offset: number): number {
  return /^[ \t]*/.exec(text.slice(offset, lineEnd(text, offset)))![0].length;
}

function skipBlanks(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && /\s/.test(text[at]!)) at += 1;
  return at;
}
