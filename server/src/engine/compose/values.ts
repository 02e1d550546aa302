// Looks at single values of a Compose file, whatever kind they turn out to be.
import type { Place, YamlMap, YamlNode, YamlScalar } from '../parse/yaml/tree.ts';

/** The node when it is a map. */
export function mapOf(node: YamlNode | undefined): YamlMap | undefined {
  return node?.kind === 'map' ? node : undefined;
}

/** The node when it is a scalar that is not null. */
export function scalarOf(node: YamlNode | undefined): YamlScalar | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node : undefined;
}

/** The text of a scalar; undefined when there is none, or when it is not known. */
export function textOf(node: YamlNode | undefined): string | undefined {
  return scalarOf(node)?.text;
}

/** A scalar as messages show it: what variables stand for, such as a password of `.env`, is not for logs. */
export function shownText({ text, written, variables }: YamlScalar): string {
  return variables === undefined ? (text ?? written) : written;
}

/** The value at a path of keys. */
export function valueAt(node: YamlNode | undefined, path: readonly string[]): YamlNode | undefined {
  let at = node;
  for (const key of path) at = mapOf(at)?.get(key);
  return at;
}

/** The items of a list, or one value that stands alone; nothing for null. */
export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return [];
  return node.kind === 'list' ? node.items : [node];
}

/** Where a part of a scalar stands, by offsets into what is written; exact unless escapes stand before it. */
export function partOf(scalar: YamlScalar, start: number, end?: number): Place {
  const { at, style } = scalar;
  if (style === 'literal' || style === 'folded') return at;
  const quote = style === 'plain' ? 0 : 1;
  const last = at.end - quote;
  const from = Math.min(at.start + quote + start, last);
  return {
    file: at.file,
    start: from,
    end: end === undefined ? last : Math.max(from, Math.min(at.start + quote + end, last)),
  };
}
