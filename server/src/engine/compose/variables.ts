// Reads `environment` and `build.args`: a map, or a list of `NAME=value`.
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from '../parse/yaml/tree.ts';
import { writtenValue } from './number-text.ts';
import type { ComposeVariable } from './project.ts';
import { partOf } from './values.ts';

function ofEntry({ key, keyAt, at, value }: YamlEntry): ComposeVariable {
  const scalar = value.kind === 'scalar' ? value : undefined;
  const isNull = scalar?.value === null;
  return {
    name: key,
    at,
    nameAt: keyAt,
    value: isNull ? null : scalar && writtenValue(scalar),
    valueAt: isNull ? undefined : value.at,
    isInterpolated: scalar?.variables !== undefined,
    form: 'map',
    node: value,
  };
}

function ofItem(node: YamlScalar): ComposeVariable {
  const cut = node.written.indexOf('=');
  const text = node.text;
  const textCut = text?.indexOf('=') ?? -1;
  const name = cut < 0 ? node.written : node.written.slice(0, cut);
  const value = cut < 0 ? (node.variables === undefined ? null : undefined) : undefined;
  return {
    name: text === undefined ? name : textCut < 0 ? text : text.slice(0, textCut),
    at: node.at,
    nameAt: partOf(node, 0, name.length),
    value: text === undefined ? value : textCut < 0 ? null : text.slice(textCut + 1),
    valueAt: cut < 0 ? undefined : partOf(node, cut + 1),
    isInterpolated: node.variables !== undefined,
    form: 'list',
    node,
  };
}

/** Variables in order. A map among the items of a list came there by merging a map with a list. */
export function readVariables(node: YamlNode | undefined): readonly ComposeVariable[] {
  if (node?.kind === 'map') return (node as YamlMap).entries.map(ofEntry);
  if (node?.kind !== 'list') return [];
  return node.items.flatMap((item) => {
    if (item.kind === 'map') return item.entries.map(ofEntry);
    return item.kind === 'scalar' && item.value !== null ? [ofItem(item)] : [];
  });
}
