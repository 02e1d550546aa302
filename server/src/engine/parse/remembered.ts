// Readings of an instruction that are computed once and kept on it.
import type { Instruction } from './syntax.ts';

let readers = 0;

/**
 * Makes a reading that is computed once for each instruction. It is kept on the instruction itself: a weak map of
 * thousands of short-lived keys makes the garbage collector the slowest part of a keystroke.
 */
export function remembered<T>(read: (instruction: Instruction) => T): (instruction: Instruction) => T {
  const index = readers++;
  return (instruction) => {
    instruction.readings ??= [];
    const known = instruction.readings[index] as { readonly value: T } | undefined;
    if (known !== undefined) return known.value;
    const value = read(instruction);
    instruction.readings[index] = { value };
    return value;
  };
}
