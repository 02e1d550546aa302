// Instructions of which a stage keeps only the last: CMD, ENTRYPOINT and HEALTHCHECK.
import type { Problem } from '../define-rule.ts';
import type { Instruction } from '../parse/syntax.ts';
import { LineIndex } from '../text/lines.ts';
import type { Model } from './model.ts';

/** What the fix of such a finding needs. */
export interface Overridden {
  readonly instruction: Instruction;
}

/**
 * A problem for each instruction of this kind that a later one of the same stage replaces.
 * @param loss what that means for it: `it never runs`
 */
export function* overridden(
  model: Model,
  keyword: 'CMD' | 'ENTRYPOINT' | 'HEALTHCHECK',
  loss: string,
): Generator<Problem<Overridden>> {
  let index: LineIndex | undefined;
  for (const stage of model.stages) {
    const all = stage.instructions.filter((instruction) => instruction.keyword === keyword);
    const last = all.pop();
    if (last === undefined) continue;
    if (all.length === 0) continue;
    index ??= new LineIndex(model.dockerfile.text);
    const line = index.position(last.at.start).line + 1;
    for (const instruction of all) {
      yield {
        at: instruction.at,
        message: `This ${keyword} is replaced by the one in line ${line}: ${loss}. Remove it, or make one ${keyword} of both.`,
        related: [{ at: last.head, message: `This ${keyword} is the one that counts.` }],
        tags: ['unnecessary'],
        data: { instruction },
      };
    }
  }
}
