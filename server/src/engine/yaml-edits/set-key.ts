// Gives a key of a map a value, whether or not it has one.
import type { YamlEntry, YamlFile, YamlMap } from '../parse/yaml/tree.ts';
import { trimmedEnd } from './after-entry.ts';
import type { NewKey } from './block-text.ts';
import { styleOf } from './file-style.ts';
import { type InsertOptions, insertKey, linesBelow, replaceByLines } from './insert-key.ts';
import { anchorUsedOutside, isRefusal, ownNode } from './own-node.ts';
import type { Edits } from './refused.ts';
import { hasVariables, lacksColon, type ReplaceOptions, replaceScalar } from './replace-scalar.ts';
import { lineEnd } from './text-lines.ts';
import { flowText, isLong, type YamlValue } from './yaml-text.ts';

/**
 * Inserts a key, or replaces the value it has. A value that a merge key brings is not touched: the own key wins over it.
 * @param into as for `insertKey`
 */
export function setKey(
  file: YamlFile,
  into: YamlMap | YamlEntry,
  key: string,
  value: YamlValue,
  options: InsertOptions & ReplaceOptions & Pick<NewKey, 'comment' | 'commentAt'> = {},
): Edits {
  const { dropVariables, ...inserting } = options;
  const map = 'kind' in into ? into : into.value;
  const entry = map.kind === 'map' ? map.entry(key) : undefined;
  if (entry === undefined || entry.mergedBy !== undefined) {
    return insertKey(file, into, key, value, inserting);
  }
  return replaceValue(file, entry, value, dropVariables === undefined ? {} : { dropVariables });
}

/** Replaces the value of an entry, whatever it is. Refused where a comment would be lost with it. */
export function replaceValue(
  file: YamlFile,
  entry: YamlEntry,
  value: YamlValue,
  options: ReplaceOptions = {},
): Edits {
  if (entry.value.kind === 'scalar' && (typeof value !== 'object' || value === null)) {
    return replaceScalar(file, entry.value, value, options);
  }
  const found = ownNode(file, entry.value);
  if (isRefusal(found)) return found;
  const { node, parent } = found;
  const { text } = file;
  if (lacksColon(text, found)) return { reason: 'The key stands without a colon.' };
  if (node.tag !== undefined) return { reason: `The value has the tag ${node.tag}.` };
  if (node.kind === 'scalar' && options.dropVariables !== true && hasVariables(file, node)) {
    return { reason: 'The value is made of variables, which would be lost.' };
  }
  if (file.comments.some(({ start }) => start > entry.keyAt.end && start < node.at.end)) {
    return { reason: 'There are comments in the value that would be lost.' };
  }
  const anchor = anchorUsedOutside(file, entry.keyAt.end, node.at.end);
  if (anchor !== undefined) return { reason: `The anchor &${anchor} in the value is used elsewhere.` };
  const isFlowAround = parent?.kind === 'map' && parent.isFlow;
  if (!isFlowAround && isLong(value)) {
    const lines = linesBelow(file, entry, value);
    if (lineEnd(text, entry.keyAt.start) >= node.at.end) return replaceByLines(file, entry, lines);
    const start = colonEnd(text, entry);
    if (start === undefined || node.anchor !== undefined)
      return { reason: 'The value is not written below its key.' };
    const { lineBreak } = styleOf(file);
    return [{ start, end: trimmedEnd(text, node.at.end), text: lineBreak + lines.join(lineBreak) }];
  }
  const written = flowText(value, { ...styleOf(file).text, inFlow: isFlowAround === true });
  if (node.kind === 'scalar' || node.isFlow) {
    if (node.at.start < node.at.end) return [{ start: node.at.start, end: node.at.end, text: written }];
    const absent = trimmedEnd(text, node.at.start);
    return [{ start: absent, end: absent, text: ` ${written}` }];
  }
  const start = colonEnd(text, entry);
  if (start === undefined || node.anchor !== undefined)
    return { reason: 'The value is not written below its key.' };
  return [{ start, end: trimmedEnd(text, node.at.end), text: ` ${written}` }];
}

/** Behind the colon of a key whose value follows. */
function colonEnd(text: string, entry: YamlEntry): number | undefined {
  const between = /^[ \t]*:/.exec(text.slice(entry.keyAt.end, entry.keyAt.end + 100));
  return between === null ? undefined : entry.keyAt.end + between[0].length;
}
