// Writes another value in a scalar's place.
import type { YamlFile, YamlScalar } from '../parse/yaml/tree.ts';
import { trimmedEnd } from './after-entry.ts';
import { styleOf } from './file-style.ts';
import { type Found, isRefusal, ownNode } from './own-node.ts';
import type { Edits } from './refused.ts';
import { type TextForm, yamlText } from './yaml-text.ts';

export interface ReplaceOptions {
  /** The value is made of variables (`${TAG}`), and they may go. */
  readonly dropVariables?: boolean;
}

/**
 * Replaces a scalar. Quotes stay as they are where the new value allows it: a text keeps them, a number or a boolean
 * stands without.
 */
export function replaceScalar(
  file: YamlFile,
  scalar: YamlScalar,
  value: string | number | boolean | null,
  options: ReplaceOptions = {},
): Edits {
  const found = ownNode(file, scalar);
  if (isRefusal(found)) return found;
  const { node, parent } = found;
  if (options.dropVariables !== true && hasVariables(file, scalar)) {
    return { reason: 'The value is made of variables, which would be lost.' };
  }
  if (node.tag !== undefined) return { reason: `The value has the tag ${node.tag}.` };
  if (file.comments.some(({ start }) => start >= node.at.start && start < node.at.end)) {
    return { reason: 'There is a comment in the value that would be lost.' };
  }
  const { text } = file;
  if (lacksColon(text, found)) return { reason: 'The key stands without a colon.' };
  const isInFlow = parent?.isFlow ?? false;
  const form: TextForm = { ...styleOf(file).text, inFlow: isInFlow };
  const isQuoted = node.style === 'single' || node.style === 'double';
  const quote = isQuoted ? (node.style as 'single' | 'double') : undefined;
  const written = yamlText(value, {
    ...form,
    ...(quote === undefined ? {} : { quote }),
    always: isQuoted || (node.at.start === node.at.end && form.always === true),
  });
  const isAbsent = node.at.start === node.at.end;
  const start = isAbsent ? trimmedEnd(text, node.at.start) : node.at.start;
  const before = isAbsent && /[^\s[{(,]/.test(text[start - 1] ?? ' ') ? ' ' : '';
  const edit = { start, end: isAbsent ? start : node.at.end, text: before + written };
  return text.slice(edit.start, edit.end) === edit.text ? [] : [edit];
}

/** Whether Compose puts variables into a text; `$$` is a letter. */
export function hasVariables(file: YamlFile, scalar: YamlScalar): boolean {
  if ((scalar.variables?.length ?? 0) > 0) return true;
  return !styleOf(file).isJson && /\$\{?[A-Za-z_]/.test(scalar.written.replaceAll('$$', ''));
}

/** `{a, b: 1}`: nothing can be put behind `a` alone. */
export function lacksColon(text: string, found: Found): boolean {
  const { entry, node } = found;
  return entry !== undefined && !text.slice(entry.keyAt.end, node.at.start).includes(':');
}
