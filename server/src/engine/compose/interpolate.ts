// Puts variables into the values of a Compose file; keys stay as they are.
import { makeList, makeMap, scalarValue } from '../parse/yaml/nodes.ts';
import type { YamlNode, YamlScalar } from '../parse/yaml/tree.ts';
import type { Loading } from './loading.ts';
import { fillTemplate, type Lookup } from './template.ts';

/** Keys of a service whose text Compose reads as true or false, also in quotes. */
const switches = new Set(['privileged', 'read_only', 'init', 'tty', 'stdin_open', 'oom_kill_disable']);

/** Keys anywhere below a service or the top level of which the same holds. */
const innerSwitches = new Set([
  'disable',
  'external',
  'internal',
  'attachable',
  'required',
  'nocopy',
  'read_only',
]);

const spellings: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['y', true],
  ['yes', true],
  ['on', true],
  ['false', false],
  ['n', false],
  ['no', false],
  ['off', false],
]);

function isSwitch(path: readonly string[]): boolean {
  const key = path.at(-1) ?? '';
  if (path[0] === 'services' && path.length === 3) return switches.has(key);
  return path.length >= 3 && innerSwitches.has(key);
}

/**
 * A copy of the tree with variables put in; every scalar of it is a new object.
 * @param loading is told of a problem for each `$` that starts no variable
 * @param made is told of every scalar
 */
export function interpolate(
  root: YamlNode,
  lookup: Lookup,
  loading: Pick<Loading, 'problem' | 'expansion'>,
  made: (scalar: YamlScalar) => void,
): YamlNode {
  const scalar = (node: YamlScalar, path: readonly string[]): YamlScalar => {
    let filled: YamlScalar = { ...node };
    if (typeof node.value === 'string') {
      const { text, variables, invalidAt } = fillTemplate(node.written, lookup, loading.expansion);
      if (invalidAt !== undefined) {
        loading.problem(
          'error',
          node.at,
          'A $ in this value starts no variable, so Compose refuses the file. Write $$ for a plain $, or close the braces.',
        );
      }
      const value =
        text === undefined ? undefined : variables.length > 0 ? scalarValue(text, node.style) : text;
      filled = {
        ...node,
        text,
        value: value === null ? '' : value,
        ...(variables.length === 0 ? {} : { variables }),
      };
      const spelled = text === undefined ? undefined : spellings.get(text.toLowerCase());
      if (spelled !== undefined && isSwitch(path)) filled = { ...filled, value: spelled };
    }
    made(filled);
    return filled;
  };
  const walk = (node: YamlNode, path: readonly string[]): YamlNode => {
    switch (node.kind) {
      case 'scalar':
        return scalar(node, path);
      case 'list': {
        const inner = [...path, '*'];
        return makeList(
          node,
          node.items.map((item) => walk(item, inner)),
          node.isFlow,
        );
      }
      case 'map':
        return makeMap(
          node,
          node.entries.map((entry) =>
            // Extensions are no part of the project, and Compose interpolates them without use.
            ({ ...entry, value: walk(entry.value, [...path, entry.key]) }),
          ),
          node.isFlow,
        );
    }
  };
  return walk(root, []);
}
