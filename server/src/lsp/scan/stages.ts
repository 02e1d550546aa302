// What of a Dockerfile can be scanned, read from the model.
import type { LintResult } from '../../engine/index.ts';
import type { Instruction, Span } from '../../engine/parse/syntax.ts';

/** A stage whose FROM names an image of a registry or engine. */
export interface ScannableBase {
  /** Index of the stage. */
  readonly stage: number;
  /** Variables expanded, checked against the grammar of references: `python:3.12-slim`. */
  readonly image: string;
  readonly from: Instruction;
}

/** The stages that start from an external image; an image that cannot be resolved has no entry. */
export function scannableBases({ model }: LintResult): ScannableBase[] {
  return model.stages.flatMap(({ base, index, from }) =>
    base.kind === 'image' ? [{ stage: index, image: base.text, from }] : [],
  );
}

/** Where the results for a FROM stand: the instruction without what may follow in heredocs. */
export function anchorOf(from: Instruction): Span {
  return { start: from.head.start, end: from.head.end };
}

/** The image named by the FROM that starts at an offset. */
export function imageAt(result: LintResult): (start: number) => string | undefined {
  return (start) => scannableBases(result).find(({ from }) => from.head.start === start)?.image;
}
