// Services whose lines other services are made from: what is added to one is added to all of them.
import type { ComposeProject, ComposeService } from '../../compose/project.ts';
import { mapOf, textOf } from '../../compose/values.ts';
import type { OwnService } from '../../hardening/own-service.ts';
import type { YamlFile } from '../../parse/yaml/tree.ts';
import { anchorUsedOutside } from '../../yaml-edits/own-node.ts';

/** Why the service's lines are not its own alone, in a sentence; undefined where they are. */
export function sharedBy(
  project: ComposeProject,
  { file, entry }: OwnService,
  service: ComposeService,
): string | undefined {
  const { anchor } = entry.value;
  const from = entry.keyAt.end;
  if (anchor !== undefined && anchorUsedOutside(file, from, entry.at.end) === anchor)
    return `Others are made from this service by \`*${anchor}\`, and would be changed too. Harden each where it is written, or the shared part by hand.`;
  const child = project.files.get(project.path) && childrenOf(file).get(service.name);
  return child === undefined
    ? undefined
    : `\`${child}\` extends this service, and would be changed too. Harden it by hand where both should have it.`;
}

const children = new WeakMap<YamlFile, Map<string, string>>();

/** For each service that is extended in the same file, one that does. */
function childrenOf(file: YamlFile): ReadonlyMap<string, string> {
  const known = children.get(file);
  if (known) return known;
  const found = new Map<string, string>();
  children.set(file, found);
  for (const { key, value } of mapOf(mapOf(file.root)?.get('services'))?.entries ?? []) {
    const said = mapOf(value)?.get('extends');
    const map = mapOf(said);
    const parent = map
      ? map.get('file') === undefined
        ? textOf(map.get('service'))
        : undefined
      : textOf(said);
    if (parent !== undefined) found.set(parent, key);
  }
  return found;
}
