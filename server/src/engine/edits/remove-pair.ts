// Takes a name and its value out of ENV, ARG or LABEL.
import type { Edit } from '../define-rule.ts';
import { readPairs } from '../parse/arguments.ts';
import type { Dockerfile, Instruction } from '../parse/syntax.ts';
import { removeLines } from './insert.ts';

/** The whole instruction where it holds nothing else; undefined where a comment between its lines would go too. */
export function removePair(
  dockerfile: Dockerfile,
  instruction: Instruction,
  index: number,
): Edit | undefined {
  const pairs = readPairs(instruction);
  const pair = pairs[index];
  const { text } = dockerfile;
  if (!pair || /\n[ \t]*#/.test(text.slice(instruction.at.start, instruction.at.end))) return undefined;
  if (pairs.length === 1) return removeLines(dockerfile, instruction);
  return index === 0
    ? { start: pair.at.start, end: pairs[1]!.at.start, text: '' }
    : { start: pairs[index - 1]!.at.end, end: pair.at.end, text: '' };
}
