// Every place where a file names an image: FROM, COPY --from and RUN --mount from.
import { readCopy, readMounts } from '../parse/arguments.ts';
import { type ImageReference, parseImageReference } from '../parse/image-ref.ts';
import type { Instruction, Span } from '../parse/syntax.ts';
import type { Model, Stage } from './model.ts';

/** One image that the file names. */
export interface ImageUse {
  readonly reference: ImageReference;
  /** As written, with variables expanded. */
  readonly text: string;
  readonly at: Span;
  readonly instruction: Instruction;
  /** The stage that it is the base of, or that takes files from it. */
  readonly stage: Stage;
  readonly kind: 'base' | 'files';
  /** The shipped image is built on it. */
  readonly shipped: boolean;
}

/** The images of a file in the order of the text; stages and names with unknown parts are none. */
export function* imageUses(model: Model): Iterable<ImageUse> {
  const stageNames = new Set(model.stages.map((stage) => stage.name));
  const shippedStages = new Set(model.finalChain);
  for (const stage of model.stages) {
    const { base } = stage;
    if (base.kind === 'image') {
      const { reference, text } = base;
      const at = stage.imageWord?.at ?? stage.from.at;
      const shipped = shippedStages.has(stage);
      yield { reference, text, at, instruction: stage.from, stage, kind: 'base', shipped };
    }
    for (const written of stage.instructions) {
      const instruction = written.trigger ?? written;
      if (instruction.flags.length === 0) continue;
      for (const { value, at } of sourcesOf(instruction)) {
        // BuildKit expands no variables there; a number is a stage.
        if (value.includes('$') || /^\d+$/.test(value) || value === 'scratch') continue;
        if (stageNames.has(value.toLowerCase())) continue;
        const reference = parseImageReference(value);
        if (!('error' in reference))
          yield { reference, text: value, at, instruction, stage, kind: 'files', shipped: false };
      }
    }
  }
}

function* sourcesOf(instruction: Instruction): Iterable<{ value: string; at: Span }> {
  const copy = readCopy(instruction);
  if (copy?.from?.value) yield { value: copy.from.value, at: copy.from.valueAt ?? copy.from.at };
  for (const mount of readMounts(instruction)) {
    if (mount.from) yield { value: mount.from, at: mount.flag.at };
  }
}
