// The build graph of a file: its stages, what each starts from, and the state at every instruction.
import type { LintContext } from '../context.ts';
import type { ImageReference } from '../parse/image-ref.ts';
import type { Dockerfile, Instruction, Word } from '../parse/syntax.ts';
import type { CommandStep } from './apply-run.ts';
import type { ImageFacts } from './facts.ts';
import type { ImageState, Variables } from './state.ts';

/** What a stage starts from. */
export type StageBase =
  | { readonly kind: 'scratch' }
  | { readonly kind: 'stage'; readonly stage: Stage }
  | {
      readonly kind: 'image';
      /** With variables expanded: `python:3.12-slim`. */
      readonly text: string;
      readonly reference: ImageReference;
      readonly facts?: ImageFacts;
      /** The build argument whose default gives (part of) the image, if any. */
      readonly fromArgument?: string;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/** One FROM and what follows it. */
export interface Stage {
  readonly index: number;
  /** Lower case. */
  readonly name?: string;
  readonly from: Instruction;
  /** The word that names the image or stage. */
  readonly imageWord?: Word;
  readonly base: StageBase;
  /** Without the FROM. */
  readonly instructions: readonly Instruction[];
  /** What runs right after FROM: the base with its ONBUILD triggers. */
  readonly start: ImageState;
  readonly end: ImageState;
}

/** A file, understood. */
export interface Model {
  readonly dockerfile: Dockerfile;
  readonly stages: readonly Stage[];
  /** The stage that is shipped: the target, else the last one. */
  readonly finalStage: Stage | undefined;
  /** The final stage and the stages it is built FROM, nearest first. */
  readonly finalChain: readonly Stage[];
  /** Defaults of the ARGs before the first FROM. */
  readonly globalArguments: Variables;
  /** The state before an instruction of a stage (for FROM: after it). */
  before(instruction: Instruction): ImageState;
  /** The state after an instruction of a stage. */
  after(instruction: Instruction): ImageState;
  /** The commands of a RUN, each with the state it meets. */
  commandSteps(instruction: Instruction): readonly CommandStep[];
  stageOf(instruction: Instruction): Stage | undefined;
  readonly context: LintContext;
}
