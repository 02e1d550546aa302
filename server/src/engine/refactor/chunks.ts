// An instruction with the comments that belong to it, as text that can be moved.
import type { Dockerfile, Instruction } from '../parse/syntax.ts';

/** A piece of the file: blank and comment lines above an instruction, and the instruction with its line break. */
export interface Chunk {
  readonly instruction: Instruction;
  /** Blank lines and comments above. */
  readonly lead: string;
  /** The instruction's own lines; always ends in a line break. */
  readonly text: string;
}

/** The chunks of some instructions that follow each other in the file, from `start` on. */
export function chunksOf(
  dockerfile: Dockerfile,
  instructions: readonly Instruction[],
  start: number,
  lineBreak: string,
): Chunk[] {
  const { text } = dockerfile;
  const chunks: Chunk[] = [];
  let at = start;
  for (const instruction of instructions) {
    const from = Math.max(at, text.lastIndexOf('\n', instruction.at.start - 1) + 1);
    const newline = text.indexOf('\n', instruction.at.end);
    const end = newline < 0 ? text.length : newline + 1;
    const own = ended(text.slice(from, end), end === text.length, dockerfile.escape);
    const whole = own.endsWith('\n') ? own : own + lineBreak;
    chunks.push({ instruction, lead: text.slice(at, from), text: whole });
    at = end;
  }
  return chunks;
}

/** The last instruction of a file may say that it goes on, where nothing follows: what comes after it now would be its next line. */
function ended(text: string, last: boolean, mark: string): string {
  if (!last) return text;
  const bare = text.trimEnd();
  return bare.endsWith(mark) ? bare.slice(0, -1).trimEnd() : text;
}
