// The instruction that stands at an offset of the file.
import type { Dockerfile, Instruction } from './syntax.ts';

/** The first instruction that ends at or after the offset (in UTF-16 units), found in logarithmic time. */
export function instructionAt({ instructions }: Dockerfile, offset: number): Instruction | undefined {
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (instructions[middle]!.at.end < offset) low = middle + 1;
    else high = middle;
  }
  return instructions[low];
}
