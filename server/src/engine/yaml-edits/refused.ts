// What an edit gives that cannot be made.
import type { Edit } from '../define-rule.ts';

/** The edit was not made, and why. */
export interface Refused {
  /** One sentence. */
  readonly reason: string;
}

/** Edits of one file, or why there are none. */
export type Edits = Edit[] | Refused;

/** Whether the edit was refused. */
export function isRefused(edits: readonly Edit[] | Refused): edits is Refused {
  return !Array.isArray(edits);
}
