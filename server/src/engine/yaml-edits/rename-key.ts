// Gives a key another name.
import type { YamlFile, YamlMap } from '../parse/yaml/tree.ts';
import { styleOf } from './file-style.ts';
import { isRefusal, ownEntry, ownNode } from './own-node.ts';
import type { Edits } from './refused.ts';
import { beforeOn } from './text-lines.ts';
import { yamlText } from './yaml-text.ts';

/** Renames a key; its value, its quotes and its place stay. */
export function renameKey(file: YamlFile, map: YamlMap, key: string, name: string): Edits {
  const found = ownNode(file, map);
  if (isRefusal(found)) return found;
  const entry = ownEntry(found.node, key);
  if (isRefusal(entry)) return entry;
  if (key === name) return [];
  if (found.node.entry(name) !== undefined) return { reason: `There is a ${name} here already.` };
  const { start, end } = entry.keyAt;
  const first = file.text[start];
  const isQuoted = first === '"' || first === "'";
  if (/[&!]\S*[ \t]+$/.test(beforeOn(file.text, start))) return { reason: 'The key has an anchor or a tag.' };
  const written = file.text.slice(start, end);
  if (!isQuoted && !/^[^\s{}[\],#&*!|>%@`][^\n]*$/.test(written))
    return { reason: 'The key is not a plain name.' };
  const text = yamlText(name, {
    isJson: styleOf(file).isJson,
    inFlow: found.node.isFlow,
    always: isQuoted,
    ...(isQuoted ? { quote: first === '"' ? 'double' : 'single' } : {}),
  });
  return [{ start, end, text }];
}
