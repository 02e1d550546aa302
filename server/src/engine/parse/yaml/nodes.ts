// Makes nodes of a YAML tree.
import type { Place, YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar } from './tree.ts';

/** What is known of a node apart from its contents. */
export interface NodeHead {
  readonly at: Place;
  readonly tag?: string;
  readonly anchor?: string;
  readonly alias?: Place;
}

/** Only what is set, for a node says nothing by a key that is undefined. */
function headOf(head: NodeHead): NodeHead {
  return {
    at: head.at,
    ...(head.tag === undefined ? {} : { tag: head.tag }),
    ...(head.anchor === undefined ? {} : { anchor: head.anchor }),
    ...(head.alias === undefined ? {} : { alias: head.alias }),
  };
}

/** A map; of entries with the same key the last one is meant by `get` and `entry`. */
export function makeMap(head: NodeHead, entries: readonly YamlEntry[], isFlow = false): YamlMap {
  let index: Map<string, YamlEntry> | undefined;
  const entry = (key: string): YamlEntry | undefined => {
    index ??= new Map(entries.map((one) => [one.key, one]));
    return index.get(key);
  };
  return { ...headOf(head), kind: 'map', entries, isFlow, entry, get: (key) => entry(key)?.value };
}

/** A list. */
export function makeList(head: NodeHead, items: readonly YamlNode[], isFlow = false): YamlList {
  return { ...headOf(head), kind: 'list', items, isFlow };
}

/** A scalar whose value follows from how it is written. */
export function makeScalar(
  head: NodeHead,
  written: string,
  style: YamlScalar['style'] = 'plain',
): YamlScalar {
  const value = scalarValue(written, style, head.tag);
  return {
    ...headOf(head),
    kind: 'scalar',
    value,
    text: value === null ? '' : written,
    written,
    style,
  };
}

/** What a scalar means by YAML's core schema (YAML 1.2, section 10.3.2). */
export function scalarValue(
  written: string,
  style: YamlScalar['style'],
  tag?: string,
): string | number | boolean | null {
  if (style !== 'plain' || tag === 'tag:yaml.org,2002:str' || tag === '!') return written;
  if (/^(?:|~|null|Null|NULL)$/.test(written)) return null;
  if (/^(?:true|True|TRUE)$/.test(written)) return true;
  if (/^(?:false|False|FALSE)$/.test(written)) return false;
  if (/^[-+]?\d+$/.test(written) || /^0x[\da-fA-F]+$/.test(written) || /^0o[0-7]+$/.test(written)) {
    return Number(written);
  }
  if (/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(written)) return Number(written);
  if (/^\+?\.(?:inf|Inf|INF)$/.test(written)) return Number.POSITIVE_INFINITY;
  if (/^-\.(?:inf|Inf|INF)$/.test(written)) return Number.NEGATIVE_INFINITY;
  if (/^\.(?:nan|NaN|NAN)$/.test(written)) return Number.NaN;
  return written;
}

/** The same node, used by an alias: so is everything in it. */
export function aliased(node: YamlNode, alias: Place): YamlNode {
  switch (node.kind) {
    case 'scalar':
      return { ...node, alias };
    case 'list':
      return { ...node, alias, items: node.items.map((item) => aliased(item, alias)) };
    case 'map':
      return makeMap(
        { ...node, alias },
        node.entries.map((entry) => ({ ...entry, value: aliased(entry.value, alias) })),
        node.isFlow,
      );
  }
}
