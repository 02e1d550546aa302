// A refusal as it is offered: from the sentence that a plan ends with, or from a fault of this program.

import type { Span } from '../parse/syntax.ts';
import { SplitRefusal } from './plan.ts';
import type { RefusedRefactoring } from './refactoring.ts';

/**
 * What is told instead of a refactoring.
 * @param from of the stage: the place of what concerns no instruction
 */
export function refusal(
  error: unknown,
  { name, id, title }: Pick<RefusedRefactoring, 'name' | 'id' | 'title'>,
  from: Span,
): RefusedRefactoring {
  if (error instanceof SplitRefusal)
    return { name, id, title, cause: error.because, reason: error.message, at: error.at ?? from };
  // Whoever asked for a list must not lose the rest of it.
  const message = error instanceof Error ? error.message : String(error);
  return {
    name,
    id,
    title,
    cause: 'fault of this program',
    reason: `This failed by a fault of Plimsoll itself (${message}). The file is as it was; please report it.`,
    at: from,
  };
}
