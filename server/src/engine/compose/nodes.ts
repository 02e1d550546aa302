// Makes and compares nodes that stand for something written in another way.
import { makeMap, makeScalar } from '../parse/yaml/nodes.ts';
import type { Place, YamlMap, YamlNode, YamlScalar } from '../parse/yaml/tree.ts';

/** Null is written, or nothing. */
export function isNull(node: YamlNode | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && node.value === null);
}

/** A scalar that stands for what is at a place. */
export function madeScalar(at: Place, text: string): YamlScalar {
  return makeScalar({ at }, text);
}

/** A map that stands for the one value `at`. */
export function madeMap(at: YamlNode, values: readonly (readonly [string, YamlNode])[]): YamlMap {
  return makeMap(
    { at: at.at, ...(at.alias === undefined ? {} : { alias: at.alias }) },
    values.map(([key, value]) => ({ key, keyAt: at.at, at: at.at, value })),
  );
}

/** The same for nodes that mean the same, whatever their places; undefined for what is not known. */
export function fingerprint(node: YamlNode): string | undefined {
  switch (node.kind) {
    case 'scalar':
      return node.value === undefined ? undefined : (JSON.stringify(node.value) ?? 'null');
    case 'list': {
      const items = node.items.map(fingerprint);
      return items.includes(undefined) ? undefined : `[${items.join()}]`;
    }
    case 'map': {
      const entries = node.entries.map(({ key, value }) => {
        const print = fingerprint(value);
        return print === undefined ? undefined : `${JSON.stringify(key)}:${print}`;
      });
      return entries.includes(undefined) ? undefined : `{${entries.sort().join()}}`;
    }
  }
}
