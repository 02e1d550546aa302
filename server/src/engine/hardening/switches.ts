// Reads a switch of a service: `privileged`, `read_only`, as Compose takes it.
import { scalarOf } from '../compose/values.ts';
import type { YamlNode } from '../parse/yaml/tree.ts';

// Compose casts texts to booleans by this list (compose-go v2.16.2, loader/interpolate.go).
const truths: ReadonlySet<string> = new Set(['1', 't', 'true', 'y', 'yes', 'on']);

/** True or false; false where nothing is written; undefined where the value is not known. */
export function switchOf(node: YamlNode | undefined): boolean | undefined {
  const scalar = scalarOf(node);
  if (scalar === undefined) return node === undefined || node.kind === 'scalar' ? false : undefined;
  return scalar.text === undefined ? undefined : truths.has(scalar.text.toLowerCase());
}
