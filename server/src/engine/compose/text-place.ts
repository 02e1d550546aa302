// Where a part of a scalar's text stands in its file.
import type { Place, YamlFile, YamlScalar } from '../parse/yaml/tree.ts';

/**
 * The place of [start, end) of a scalar's text. Exact where what is written before it is the same as what it means; else where
 * the part's text stands once in the scalar; else the whole scalar.
 */
export function textPlace(
  files: ReadonlyMap<string, YamlFile>,
  scalar: YamlScalar,
  start: number,
  end: number,
): Place {
  const { at, style } = scalar;
  const text = scalar.text ?? '';
  const quote = style === 'single' || style === 'double' ? 1 : 0;
  const raw = files.get(at.file)?.text.slice(at.start + quote, at.end - quote) ?? '';
  const part = text.slice(start, end);
  const from = raw.startsWith(text.slice(0, end)) ? start : onlyPlace(raw, part);
  if (from === undefined || part === '') return at;
  return { file: at.file, start: at.start + quote + from, end: at.start + quote + from + part.length };
}

function onlyPlace(raw: string, part: string): number | undefined {
  const first = raw.indexOf(part);
  return first < 0 || raw.includes(part, first + 1) ? undefined : first;
}
