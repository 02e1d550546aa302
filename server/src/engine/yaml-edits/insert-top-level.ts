// Puts a section (`secrets:`, `networks:`) into a file.
import type { YamlFile, YamlMap } from '../parse/yaml/tree.ts';
import { lineAfter, takesBlankLines } from './after-entry.ts';
import { keyLines, type NewKey } from './block-text.ts';
import { type FileStyle, styleOf } from './file-style.ts';
import { insertKey, insertKeys } from './insert-key.ts';
import { fileRefusal, isRefusal } from './own-node.ts';
import type { Edits } from './refused.ts';
import { beforeOn, isFirstOn, lineStart, needsBreak } from './text-lines.ts';
import { isList, isLong, type YamlValue } from './yaml-text.ts';

/**
 * Adds a section at the file's end, apart from the others as they are from each other; or, where the section is there,
 * the keys of `value` that it does not have.
 * @param value what the section holds; a map where the section may be there already
 */
export function insertTopLevel(
  file: YamlFile,
  key: string,
  value: YamlValue,
  options: Pick<NewKey, 'comment'> = {},
): Edits {
  const refusal = fileRefusal(file);
  if (refusal !== undefined) return refusal;
  const { root, text } = file;
  const style = styleOf(file);
  if (root === undefined) {
    if (style.isJson || /^(?:---|%|\.\.\.)/m.test(text)) return { reason: 'The file is empty.' };
    return [
      sectionAt(text, text.length, needsBreak(text, text.length), false, { key, value, ...options }, style),
    ];
  }
  if (root.kind !== 'map') return { reason: 'The file holds no map.' };
  const entry = root.entry(key);
  if (entry !== undefined && entry.mergedBy === undefined) return intoSection(file, root, key, value);
  if (root.isFlow || entry !== undefined) return insertKey(file, root, key, value, options);
  if (beforeOn(text, root.at.start) !== '') return { reason: 'The sections do not start at the left.' };
  const last = root.entries.findLast((one) => (one.mergedBy ?? one.at).end === root.at.end);
  const place = lineAfter(file, last?.value ?? root, root.at.end, 0);
  if (isRefusal(place)) return place;
  const isApart = areApart(file, root) && !(last !== undefined && takesBlankLines(text, last.value));
  return [sectionAt(text, place.at, place.needsBreak, isApart, { key, value, ...options }, style)];
}

function sectionAt(
  text: string,
  at: number,
  breaks: boolean,
  isApart: boolean,
  entry: NewKey,
  style: FileStyle,
): { start: number; end: number; text: string } {
  const { lineBreak } = style;
  const body = keyLines(entry, '', style, {}).join(lineBreak);
  const isBlankBefore = at === 0 || /(?:^|\n)[ \t]*\r?\n$/.test(text.slice(Math.max(0, at - 200), at));
  const gap = isApart && !isBlankBefore ? lineBreak : '';
  const written = breaks ? `${lineBreak}${gap}${body}` : `${gap}${body}${lineBreak}`;
  return { start: at, end: at, text: written };
}

/** Whether most sections have an empty line before them; with one section only, whether its own parts have. */
function areApart(file: YamlFile, root: YamlMap): boolean {
  const own = root.entries.filter((entry) => entry.mergedBy === undefined).slice(1, 50);
  if (own.length === 0) return true;
  return own.filter((entry) => hasGap(file.text, entry.keyAt.start)).length * 2 >= own.length;
}

/** Whether an empty line stands above a line and the comments over it. */
function hasGap(text: string, offset: number): boolean {
  let start = lineStart(text, offset);
  while (start > 0) {
    const above = lineStart(text, start - 1);
    const line = text.slice(above, start);
    if (/^\s*$/.test(line)) return true;
    if (!/^\s*#/.test(line) || !isFirstOn(text, above)) return false;
    start = above;
  }
  return false;
}

function intoSection(file: YamlFile, root: YamlMap, key: string, value: YamlValue): Edits {
  const entry = root.entry(key)!;
  if (!isLong(value) || isList(value)) return { reason: `There is a section ${key} already.` };
  const there = entry.value.kind === 'map' ? entry.value : undefined;
  const missing = Object.entries(value).filter(([name]) => there?.entry(name) === undefined);
  return insertKeys(
    file,
    entry,
    missing.map(([name, item]) => ({ key: name, value: item })),
  );
}
