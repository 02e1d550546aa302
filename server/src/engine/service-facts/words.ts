// Which other services a service may speak of.
import type { ComposeContext } from '../compose/context.ts';
import type { ComposeService } from '../compose/project.ts';
import type { YamlNode } from '../parse/yaml/tree.ts';
import { valuesIn } from './environment-files.ts';

/** Every word of a service, where a name of another one could stand; undefined where a part is not known. */
export function wordsIn(service: ComposeService, context: ComposeContext): ReadonlySet<string> | undefined {
  const texts: string[] = [];
  const open: YamlNode[] = [service.node];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === 'map') {
      for (const { key, value } of node.entries) {
        texts.push(key);
        open.push(value);
      }
    } else if (node.kind === 'list') for (const item of node.items) open.push(item);
    else if (node.text === undefined) return undefined;
    else texts.push(node.text);
  }
  for (const { path } of service.envFiles) {
    const values = valuesIn(context, path);
    if (values === undefined) return undefined;
    for (const value of values.values()) {
      if (value === undefined) return undefined;
      texts.push(value);
    }
  }
  return new Set(texts.flatMap((text) => text.split(/[^\w.-]+/)));
}
