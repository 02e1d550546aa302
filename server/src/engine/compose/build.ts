// Reads `build` of a service: short, long, with an inline Dockerfile.
import type { YamlNode, YamlScalar } from '../parse/yaml/tree.ts';
import { cleanPath, isMachinePath, isRemoteContext, resolvePath } from './paths.ts';
import type { ComposeBuild } from './project.ts';
import { mapOf, scalarOf, shownText } from './values.ts';
import { readVariables } from './variables.ts';

/** Where a Dockerfile lies: in its context, unless its path is absolute. */
function dockerfilePath(context: string | undefined, named: YamlScalar | undefined): string | undefined {
  if (context === undefined) return undefined;
  const name = named === undefined ? 'Dockerfile' : named.text;
  if (name === undefined || name === '' || isMachinePath(name)) return undefined;
  return cleanPath(`${context}/${name}`);
}

/** @param folderFor the folder that relative paths in a scalar start from */
export function readBuild(
  node: YamlNode | undefined,
  folderFor: (node: YamlNode) => string,
): ComposeBuild | undefined {
  if (node === undefined || node.kind === 'list') return undefined;
  const isShort = node.kind === 'scalar';
  if (isShort && node.value === null) return undefined;
  const map = mapOf(node);
  const contextNode = isShort ? node : scalarOf(map?.get('context'));
  const named = scalarOf(map?.get('dockerfile'));
  const inline = scalarOf(map?.get('dockerfile_inline'));
  const text = contextNode === undefined ? '.' : contextNode.text;
  const context =
    text === undefined || isRemoteContext(text)
      ? undefined
      : resolvePath(folderFor(contextNode ?? node), text);
  return {
    at: node.at,
    node,
    contextAt: contextNode?.at,
    context,
    dockerfile: inline === undefined ? dockerfilePath(context, named) : undefined,
    dockerfileAt: named?.at,
    ...(contextNode?.variables || named?.variables
      ? {
          writtenDockerfile: `${contextNode ? shownText(contextNode) : '.'}/${named ? shownText(named) : 'Dockerfile'}`,
        }
      : {}),
    inline,
    target: scalarOf(map?.get('target')),
    args: readVariables(map?.get('args')),
  };
}
