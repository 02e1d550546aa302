// Puts keys and items between braces and brackets, in JSON as in YAML.
import type { Edit } from '../define-rule.ts';
import type { Place, YamlEntry, YamlFile, YamlList, YamlMap, YamlNode } from '../parse/yaml/tree.ts';
import { trimmedEnd } from './after-entry.ts';
import type { NewKey } from './block-text.ts';
import { type FileStyle, styleOf } from './file-style.ts';
import { keyFormOf } from './insert-key.ts';
import type { Edits } from './refused.ts';
import { beforeOn, isFirstOn, lineEnd, lineStart, skipTrivia } from './text-lines.ts';
import { flowText, InFlow, isList, isLong, type TextForm, type YamlValue, yamlText } from './yaml-text.ts';

/** Puts keys into `{…}`. @param after the entry they shall follow; the last one when absent */
export function insertIntoFlow(
  file: YamlFile,
  map: YamlMap,
  after: YamlEntry | undefined,
  keys: readonly NewKey[],
): Edits {
  const own = map.entries.filter((entry) => entry.mergedBy === undefined);
  const places = map.entries.map((entry) => entry.mergedBy ?? entry.at);
  const form = keyFormOf(file, map);
  const colon = colonOf(file, own[0]);
  const write = (indent: string | undefined) =>
    keys.map(({ key, value }) => {
      const keyText = yamlText(key, { ...form, inFlow: true });
      return `${keyText}${colon}${valueText(file, value, indent, colon)}`;
    });
  return insertBetween(file, map, places, after?.at, write);
}

/** Puts items at the end of `[…]`. @param form how texts of this list are written */
export function appendIntoFlow(
  file: YamlFile,
  list: YamlList,
  items: readonly YamlValue[],
  form: TextForm,
): Edits {
  const places = list.items.map((one) => one.alias ?? one.at);
  const write = (): string[] => items.map((item) => flowText(item, { ...form, inFlow: true }));
  return insertBetween(file, list, places, undefined, write);
}

/** What stands between a key and its value. */
function colonOf(file: YamlFile, entry: YamlEntry | undefined): string {
  if (entry === undefined) return ': ';
  const between = file.text.slice(entry.keyAt.end, (entry.value.alias ?? entry.value.at).start);
  const isQuoted = /["']/.test(file.text[entry.keyAt.start] ?? '');
  return isQuoted && /^[ \t]*:[ \t]*$/.test(between) && (styleOf(file).isJson || between !== ':')
    ? between
    : ': ';
}

function insertBetween(
  file: YamlFile,
  parent: YamlNode,
  places: readonly Place[],
  after: Place | undefined,
  write: (indent: string | undefined) => string[],
): Edits {
  const { text } = file;
  if (!/[{[]/.test(text[parent.at.start] ?? '')) return { reason: 'The map has no braces.' };
  const { lineBreak } = styleOf(file);
  const last = places.reduce<Place | undefined>(
    (best, place) => (best === undefined || place.end > best.end ? place : best),
    undefined,
  );
  const before = after ?? last;
  if (before === undefined) return intoNothing(file, parent, write);
  const beforeEnd = text[before.end] === '#' ? trimmedEnd(text, before.end) : before.end;
  const isOwnLine = isFirstOn(text, before.start) && before.start > parent.at.start;
  const indent = isOwnLine ? beforeOn(text, before.start) : undefined;
  const glue = isOwnLine ? lineBreak + indent : commaOf(text, places);
  const written = write(indent);
  const next = skipTrivia(text, beforeEnd);
  const hasComma = text[next] === ',';
  if (!hasComma && !/[}\]]/.test(text[next] ?? '')) {
    return { reason: 'What stands behind the value before is not understood.' };
  }
  if (!isOwnLine) {
    if (!hasComma) return [at(beforeEnd, written.map((one) => `,${glue}${one}`).join(''))];
    return [at(next + 1, written.map((one) => `${glue}${one},`).join(''))];
  }
  const commaAt = hasComma ? next + 1 : beforeEnd;
  const lineAt = endOfComment(text, commaAt);
  const isLast = before.end === last!.end;
  const body = written.map((one) => glue + one).join(',') + (hasComma ? ',' : '');
  // Without a trailing comma the new one is the last, and the comma goes behind the value that was.
  const parts = hasComma ? [at(lineAt, body)] : [at(commaAt, ','), at(lineAt, body)];
  if (!hasComma && !isLast) return { reason: 'What stands behind the value before is not understood.' };
  if (parts.length === 2 && parts[0]!.start === parts[1]!.start) return [at(commaAt, `,${body}`)];
  return parts;
}

/** What follows a comma between values on one line. */
function commaOf(text: string, places: readonly Place[]): string {
  const sorted = [...places.slice(0, 50)].sort((a, b) => a.start - b.start);
  for (let i = 1; i < sorted.length; i++) {
    const between = /^[ \t]*,([ \t]*)$/.exec(text.slice(sorted[i - 1]!.end, sorted[i]!.start));
    if (between !== null) return between[1]!;
  }
  return ' ';
}

/** Behind a comment that stands on the line of `offset` with nothing but blanks before it. */
function endOfComment(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  return /^[ \t]+#/.test(text.slice(offset, end)) ? end : offset;
}

function intoNothing(
  file: YamlFile,
  parent: YamlNode,
  write: (indent: string | undefined) => string[],
): Edits {
  const { text } = file;
  const { at: place } = parent;
  const inner = text.slice(place.start + 1, place.end - 1);
  if (inner.trim() !== '') return { reason: 'There is a comment between the braces.' };
  const style = styleOf(file);
  const outer = /^[ \t]*/.exec(text.slice(lineStart(text, place.start), place.start))![0];
  if (inner.includes('\n') || (style.isJson && parent.kind === 'map')) {
    const indent = outer + flowStep(file);
    const body = write(indent)
      .map((one) => style.lineBreak + indent + one)
      .join(',');
    if (inner.includes('\n')) return [at(place.start + 1, body)];
    return [{ start: place.start + 1, end: place.end - 1, text: body + style.lineBreak + outer }];
  }
  return [at(place.start + 1, write(undefined).join(', '))];
}

/** By what lines inside braces are indented: as those of the root are, else by the file's step. */
export function flowStep(file: YamlFile): string {
  const { root, text } = file;
  if (root?.kind === 'map' && root.isFlow) {
    const first = root.entries.find((entry) => isFirstOn(text, entry.keyAt.start));
    if (first !== undefined && beforeOn(text, first.keyAt.start) !== '')
      return beforeOn(text, first.keyAt.start);
  }
  return ' '.repeat(styleOf(file).step);
}

/** A value in JSON over several lines where it is a map, and the map around it has lines. */
function valueText(file: YamlFile, value: YamlValue, indent: string | undefined, colon: string): string {
  const style: FileStyle = styleOf(file);
  const form: TextForm = { ...style.text, inFlow: true };
  if (indent === undefined || !isLong(value) || !style.isJson) {
    const short = flowText(value, form);
    return colon === ':' && style.isJson && !(value instanceof InFlow) ? compact(value) : short;
  }
  const inner = indent + flowStep(file);
  const isTexts = isList(value) && value.every((item) => !isLong(item));
  if (isTexts) return flowText(value, form);
  const parts = isList(value)
    ? value.map((item) => valueText(file, item, inner, colon))
    : Object.entries(value).map(
        ([key, item]) => `${yamlText(key, form)}${colon}${valueText(file, item, inner, colon)}`,
      );
  const lines = parts.map((part) => style.lineBreak + inner + part).join(',');
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}'];
  return `${open}${lines}${style.lineBreak}${indent}${close}`;
}

/** JSON without blanks. */
function compact(value: YamlValue): string {
  if (value instanceof InFlow) return compact(value.value);
  if (isList(value)) return `[${value.map(compact).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      ([key, item]) => `${yamlText(key, { isJson: true })}:${compact(item)}`,
    );
    return `{${entries.join(',')}}`;
  }
  return yamlText(value, { isJson: true });
}

function at(offset: number, text: string): Edit {
  return { start: offset, end: offset, text };
}
