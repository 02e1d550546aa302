// Adds to a list.
import type { YamlEntry, YamlFile, YamlList, YamlNode } from '../parse/yaml/tree.ts';
import { lineAfter } from './after-entry.ts';
import { itemLines } from './block-text.ts';
import { styleOf } from './file-style.ts';
import { appendIntoFlow } from './flow-insert.ts';
import { linesAt, linesBelow, replaceByLines } from './insert-key.ts';
import { isRefusal, ownNode } from './own-node.ts';
import type { Edits } from './refused.ts';
import { beforeOn, columnOf } from './text-lines.ts';
import type { TextForm, YamlValue } from './yaml-text.ts';

/**
 * Adds an item at the end of a list.
 * @param into a list, or an entry whose value is a list or is empty (`cap_drop:`)
 */
export function appendItem(file: YamlFile, into: YamlList | YamlEntry, item: YamlValue): Edits {
  return appendItems(file, into, [item]);
}

/** Adds items at the end of a list, in the given order. */
export function appendItems(file: YamlFile, into: YamlList | YamlEntry, items: readonly YamlValue[]): Edits {
  if (items.length === 0) return [];
  const value: YamlNode = 'kind' in into ? into : into.value;
  if (value.kind !== 'list') {
    if ('kind' in into || value.kind !== 'scalar' || value.value !== null) {
      return { reason: 'This is not a list.' };
    }
    return replaceByLines(file, into, linesBelow(file, into, items));
  }
  const found = ownNode(file, value);
  if (isRefusal(found)) return found;
  const list = found.node;
  if (list.anchor !== undefined && file.text.includes(`<<: *${list.anchor}`)) {
    return { reason: 'The list is used by a merge key (<<).' };
  }
  const form = formOf(file, list);
  if (list.isFlow) return appendIntoFlow(file, list, items, form);
  const { text } = file;
  const column = columnOf(text, list.at.start);
  if (!/^(?:[ \t]|-[ \t])*$/.test(beforeOn(text, list.at.start))) {
    return { reason: 'The list does not start on a line of its own.' };
  }
  const last = list.items.at(-1);
  const place = lineAfter(file, last ?? list, list.at.end, column + 1);
  if (isRefusal(place)) return place;
  const style = styleOf(file);
  const lines = items.flatMap((item) => itemLines(item, ' '.repeat(column), style, form));
  return [linesAt(place, lines, style)];
}

/** Texts are quoted as the list's last text is. */
function formOf(file: YamlFile, list: YamlList): TextForm {
  const form = styleOf(file).text;
  if (form.isJson === true) return form;
  const last = list.items.findLast((item) => item.kind === 'scalar' && item.alias === undefined);
  if (last?.kind !== 'scalar') return form;
  if (last.style === 'single' || last.style === 'double') return { ...form, quote: last.style, always: true };
  return { ...form, always: false };
}
