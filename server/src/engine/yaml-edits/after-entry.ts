// The place of the first line behind an entry or an item of a block.
import type { YamlFile, YamlNode } from '../parse/yaml/tree.ts';
import type { Refused } from './refused.ts';
import { lineEnd, needsBreak, nextLine } from './text-lines.ts';

/** Where whole lines can be put in. */
export interface LinePlace {
  /** The start of a line, or the text's end. */
  readonly at: number;
  /** The text ends here without a line break. */
  readonly needsBreak: boolean;
}

/**
 * Behind a value, what stands behind it on its line, and the comment lines that are indented deeper than `column`.
 * @param end the end of the entry or item
 * @param column what comment lines must be indented by at least to belong to what stands before
 */
export function lineAfter(file: YamlFile, value: YamlNode, end: number, column: number): LinePlace | Refused {
  const { text } = file;
  // An absent value stands somewhere in the blanks behind its colon or dash.
  const valueEnd = endWithBlanks(text, value, trimmedEnd(text, end));
  const rest = text.slice(valueEnd, lineEnd(text, valueEnd));
  const isAbsent = value.kind === 'scalar' && value.at.start === value.at.end;
  const allowed = isAbsent
    ? /^(?:[ \t]*:)?(?:[ \t]+[&!]\S*)*[ \t]*(?:(?<=[\s:])#.*)?$/
    : /^[ \t]*(?:(?<=[ \t])#.*)?$/;
  if (!allowed.test(rest)) {
    return { reason: 'More stands behind this value on its line.' };
  }
  let at = nextLine(text, valueEnd);
  while (at < text.length) {
    const line = /^([ \t]*)#/.exec(text.slice(at, lineEnd(text, at)));
    if (line === null || line[1]!.length < column) break;
    at = nextLine(text, at);
  }
  const breaks = needsBreak(text, at);
  if (breaks && endsInOpenBlock(text, value)) {
    return {
      reason: 'The file ends in a block text without a line break, which a line behind it would change.',
    };
  }
  return { at, needsBreak: breaks };
}

/** Without the blanks before `end`. */
export function trimmedEnd(text: string, end: number): number {
  let at = end;
  while (at > 0 && (text[at - 1] === ' ' || text[at - 1] === '\t')) at -= 1;
  return at;
}

/** A block text owns blank lines behind it where its header keeps them (`|+`), or where they hold blanks. */
function endWithBlanks(text: string, value: YamlNode, end: number): number {
  const last = lastScalar(value);
  if (last === undefined) return end;
  const keeps = keepsLines(text, last);
  let result = lineEnd(text, end);
  if (text.slice(end, result).trim() !== '') return end;
  for (let at = nextLine(text, end); at < text.length; at = nextLine(text, at)) {
    const line = text.slice(at, lineEnd(text, at));
    if (/\S/.test(line)) break;
    if (keeps || line !== '') result = lineEnd(text, at);
  }
  return result;
}

/** The block text that a value ends in. */
function lastScalar(value: YamlNode): YamlNode | undefined {
  let node: YamlNode | undefined = value;
  while (node !== undefined && node.alias === undefined) {
    if (node.kind === 'scalar') return node.style === 'literal' || node.style === 'folded' ? node : undefined;
    node = node.kind === 'list' ? node.items.at(-1) : lastOwn(node);
  }
  return undefined;
}

function lastOwn(map: YamlNode & { kind: 'map' }): YamlNode | undefined {
  const last = map.entries.findLast((entry) => entry.at.end === map.at.end);
  return last?.mergedBy === undefined ? last?.value : undefined;
}

/** Whether a value ends in a block text that the file's last line break belongs to. */
export function endsInOpenBlock(text: string, value: YamlNode): boolean {
  const last = lastScalar(value);
  return last !== undefined && !/^[|>]\d?-/.test(text.slice(last.at.start, last.at.start + 3));
}

/** Whether blank lines behind a value would be part of it. */
export function takesBlankLines(text: string, value: YamlNode): boolean {
  const block = lastScalar(value);
  return block !== undefined && keepsLines(text, block);
}

/** `|+`: blank lines behind it are part of it. */
function keepsLines(text: string, block: YamlNode): boolean {
  return /^[|>]\d?\+/.test(text.slice(block.at.start, block.at.start + 3));
}

/**
 * Whether a block text that `value` ends in would take in what stands at `at`, the start of a line, if it came right
 * behind it: blank lines, or comments that are indented deeper than `column`.
 */
export function takesIn(text: string, value: YamlNode, at: number, column: number): boolean {
  const block = lastScalar(value);
  if (block === undefined) return false;
  for (let line = at; line < text.length; line = nextLine(text, line)) {
    const blanks = /^[ \t]*/.exec(text.slice(line, lineEnd(text, line)))![0].length;
    const isBlank = line + blanks === lineEnd(text, line);
    if (!isBlank) return text[line + blanks] === '#' && blanks > column;
    if (keepsLines(text, block) || blanks > 0) return true;
  }
  return false;
}
