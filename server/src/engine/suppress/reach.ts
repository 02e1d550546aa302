// How far a comment in a Dockerfile reaches that silences findings.
import type { Dockerfile, Instruction, Span } from '../parse/syntax.ts';

/** The part of the text whose findings a comment at `comment` silences; undefined when nothing follows it. */
export function dockerfileReach(
  dockerfile: Dockerfile,
  scope: 'line' | 'stage' | 'file',
  comment: Span,
): Span | undefined {
  if (scope === 'file') return { start: 0, end: dockerfile.text.length };
  const { instructions } = dockerfile;
  // A comment between the lines of an instruction speaks of that instruction.
  const index = firstEndingAfter(instructions, comment.start);
  const target = instructions[index];
  if (!target) return undefined;
  if (scope === 'line') return target.at;
  const next = fromsOf(dockerfile)[target.stage + 1];
  return { start: target.at.start, end: next ? next.at.start - 1 : dockerfile.text.length };
}

const froms = new WeakMap<Dockerfile, readonly Instruction[]>();

/** The FROM of every stage. */
function fromsOf(dockerfile: Dockerfile): readonly Instruction[] {
  let found = froms.get(dockerfile);
  if (found === undefined) {
    found = dockerfile.instructions.filter(({ keyword }) => keyword === 'FROM');
    froms.set(dockerfile, found);
  }
  return found;
}

/** Index of the first instruction that ends after `offset`; a file can have as many comments as instructions. */
function firstEndingAfter(instructions: readonly Instruction[], offset: number): number {
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (instructions[middle]!.at.end > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
