// Keys and items written as lines in block style.
import type { FileStyle } from './file-style.ts';
import { flowText, InFlow, isList, isLong, type TextForm, type YamlValue, yamlText } from './yaml-text.ts';

/** A key to be written. */
export interface NewKey {
  readonly key: string;
  readonly value: YamlValue;
  /** Stands above the key, or at the end of its line; without `#`. Left out in JSON and in maps on one line. */
  readonly comment?: string;
  readonly commentAt?: 'above' | 'end';
}

/** A key with its value. @param keyForm how keys are written here */
export function keyLines(entry: NewKey, indent: string, style: FileStyle, keyForm: TextForm): string[] {
  const { key, value, comment, commentAt } = entry;
  const lines = [`${indent}${yamlText(key, keyForm)}:`, ...valueLines(value, indent, style)];
  if (!isLong(value)) lines.splice(0, 2, `${lines[0]} ${shortText(value, style.text)}`);
  if (comment !== undefined && comment.trim() !== '') {
    if (commentAt === 'end') lines[0] += ` # ${oneLine(comment)}`;
    else lines.unshift(`${indent}# ${oneLine(comment)}`);
  }
  return lines;
}

/** The lines below a key: its list or map. One line for anything else. */
export function valueLines(value: YamlValue, indent: string, style: FileStyle): string[] {
  if (!isLong(value)) return [shortText(value, style.text)];
  if (isList(value)) {
    const inner = indent + ' '.repeat(style.listStep);
    return value.flatMap((item) => itemLines(item, inner, style, style.text));
  }
  const inner = indent + ' '.repeat(style.step);
  return Object.entries(value).flatMap(([key, item]) => keyLines({ key, value: item }, inner, style, {}));
}

/** An item of a list. @param form how texts of this list are written */
export function itemLines(item: YamlValue, indent: string, style: FileStyle, form: TextForm): string[] {
  if (!isLong(item)) return [`${indent}- ${shortText(item, form)}`];
  if (isList(item)) return [`${indent}- ${flowText(item, form)}`];
  const inner = `${indent}  `;
  const lines = Object.entries(item).flatMap(([key, value]) => keyLines({ key, value }, inner, style, {}));
  lines[0] = `${indent}- ${lines[0]!.slice(inner.length)}`;
  return lines;
}

/** A value on one line, in block style around it. */
function shortText(value: YamlValue, form: TextForm): string {
  if (typeof value === 'object' && value !== null) {
    return flowText(value instanceof InFlow ? value : emptied(value), form);
  }
  return yamlText(value, form);
}

function emptied(value: YamlValue): YamlValue {
  return isList(value) ? [] : {};
}

/** A comment's text without what would end its line or hide what it says. */
export function oneLine(comment: string): string {
  return comment
    .replace(/[\s\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]+/g, ' ')
    .replace(/^[#\s]+/, '')
    .trim();
}
