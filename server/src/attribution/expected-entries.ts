// The history entries that a stage of a Dockerfile makes, in order.
import type { Model, Stage } from '../engine/model/model.ts';
import type { Instruction } from '../engine/parse/syntax.ts';
import { type Expected, expectation } from './expectation.ts';

/** No image has so many entries; a longer chain of stages was not built into one. */
const mostEntries = 4000;

/** What a builder makes of the instructions of one stage and of the stages that it is built FROM. */
export interface Expectation {
  /** Outermost stage first. */
  readonly entries: readonly Expected[];
  /** How many of them, at the end, are of the stage itself. */
  readonly own: number;
}

/**
 * The expectations that can hold, most usual first. BuildKit makes no entry for ONBUILD, the classic builder and Buildah
 * make one; Buildah does not run what an ONBUILD keeps unless it writes Docker's own format. Measured, not documented.
 */
export function expectations(model: Model, stage: Stage): Expectation[] {
  const chain = chainOf(stage);
  const hasTriggers = chain.some(({ instructions }) =>
    instructions.some(({ keyword }) => keyword === 'ONBUILD'),
  );
  const ways = hasTriggers
    ? [
        { triggers: true, onbuild: false },
        { triggers: true, onbuild: true },
        { triggers: false, onbuild: true },
      ]
    : [{ triggers: false, onbuild: false }];
  return ways.flatMap((way) => {
    const made = build(model, chain, way.triggers, way.onbuild);
    return made ? [made] : [];
  });
}

/** The stage and those that it is built FROM, outermost first. */
export function chainOf(stage: Stage): Stage[] {
  const chain = [stage];
  for (let at = stage; at.base.kind === 'stage' && chain.length < mostEntries; at = at.base.stage)
    chain.push(at.base.stage);
  return chain.reverse();
}

function build(
  model: Model,
  chain: readonly Stage[],
  triggers: boolean,
  onbuild: boolean,
): Expectation | undefined {
  const entries: Expected[] = [];
  let own = 0;
  for (const [index, stage] of chain.entries()) {
    const parent = triggers ? chain[index - 1] : undefined;
    const inherited = parent?.instructions.flatMap(({ trigger }) => (trigger ? [trigger] : [])) ?? [];
    const instructions: Instruction[] = [
      ...inherited,
      ...stage.instructions.filter(({ keyword }) => onbuild || keyword !== 'ONBUILD'),
    ];
    if (entries.length + instructions.length > mostEntries) return undefined;
    for (const one of instructions) entries.push(expectation(model, one));
    own = instructions.length;
  }
  return { entries, own };
}
