// What a split is made of: which text stands in which stage, and why. Languages make plans, `write.ts` writes them.
import type { LintContext } from '../context.ts';
import type { FactsTable, ImageFacts } from '../model/facts.ts';
import type { Model, Stage } from '../model/model.ts';
import type { ImageReference } from '../parse/image-ref.ts';
import type { Instruction, Span } from '../parse/syntax.ts';

/** Why a split is not made, in a few words that can be counted: the same words for the same cause. */
export type RefusalCause =
  | 'nothing to split'
  | 'no language that can be split'
  | 'several stages'
  | 'unknown base image'
  | 'no runtime image known'
  | 'step of unknown purpose'
  | 'script of the project'
  | 'conditions in the shell'
  | 'file whose stage is not known'
  | 'editable install'
  | 'start command'
  | 'library of unknown package'
  | 'user before the build'
  | 'instruction that cannot move'
  | 'start by package manager'
  | 'files needed are not known'
  | 'result would be wrong'
  | 'syntax error'
  | 'image reads no files'
  | 'secret that cannot move'
  | 'service that others are made from'
  | 'lines that cannot be changed'
  | 'nothing known to be safe'
  /** Not the file's: a mistake here, which the tests look for. */
  | 'fault of this program';

/** Thrown with the sentence that tells the user why the split is not offered, and the place it is about. */
export class SplitRefusal extends Error {
  readonly because: RefusalCause;
  readonly at: Span | undefined;

  /** @param message one sentence or two, in the file's own words, full stop last */
  constructor(message: string, because: RefusalCause, at?: Span) {
    super(message);
    this.because = because;
    this.at = at;
  }
}

/**
 * A piece of a stage. Every instruction of the file is `kept` or `changed` in exactly one stage, or is among the plan's `dropped`;
 * besides, it may be repeated in, or something derived from it for, the other stage. Texts are whole lines joined by `\n`
 * without a last line break; the writer gives them the file's own line breaks.
 */
export type Piece =
  /** As written, with the comments above it. */
  | { readonly kind: 'kept'; readonly instruction: Instruction }
  /** In the instruction's place and with its comments, but with another text. */
  | {
      readonly kind: 'changed';
      readonly instruction: Instruction;
      readonly text: string;
      readonly why: string;
    }
  /** Also needed in this stage, as written; its comments stay with the other one. */
  | { readonly kind: 'repeated'; readonly instruction: Instruction; readonly why?: string }
  /** The part of an instruction of the other stage that this stage needs. */
  | {
      readonly kind: 'derived';
      readonly instruction: Instruction;
      readonly text: string;
      readonly why: string;
    }
  /** New. `check` marks what the user has to look at. */
  | {
      readonly kind: 'added';
      readonly text: string;
      readonly why: string;
      readonly check?: boolean;
      readonly blankBefore?: boolean;
    };

/** A file of one stage as two. */
export interface Plan {
  /** Begins with a FROM (`changed` from the file's own, for its comments): `FROM python:3.12-slim AS builder`. */
  readonly builder: readonly Piece[];
  /** Begins with a FROM, `derived` from the file's own (or `added`): the image of the choice. */
  readonly runtime: readonly Piece[];
  readonly dropped: readonly { readonly instruction: Instruction; readonly why: string }[];
  /** What else the user should know or look at; one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Where the runtime image comes from. `jlink`: a runtime that the builder makes of the modules of its own JDK. `nginx`: a web server
 * for files that the builder makes.
 */
export const runtimeKinds = [
  'same',
  'slim',
  'hardened',
  'distroless',
  'chainguard',
  'scratch',
  'jlink',
  'nginx',
] as const;

export type RuntimeKind = (typeof runtimeKinds)[number];

/** An image that the runtime stage can stand on. It exists: facts or a list of tags say so. */
export interface RuntimeChoice {
  readonly kind: RuntimeKind;
  /** As it is to stand after FROM: `gcr.io/distroless/static-debian12:nonroot`. */
  readonly image: string;
  readonly facts: ImageFacts;
  /** The image to build in where the file's own does not fit to this runtime: `dhi.io/python:3.13-dev`. */
  readonly builder?: { readonly image: string; readonly facts: ImageFacts };
}

/** What a language looks at. */
export interface SplitInput {
  readonly model: Model;
  /** The only stage. */
  readonly stage: Stage;
  /** What `stage` stands on; its `facts` may be absent. */
  readonly base: { readonly text: string; readonly reference: ImageReference; readonly facts?: ImageFacts };
  readonly facts: FactsTable;
  readonly context: LintContext;
  /** The images that are offered, by kind; made by `runtime-images.ts`. */
  readonly images: RuntimeImages;
}

/** Looks up images that exist. Undefined: not known to exist. */
export interface RuntimeImages {
  /** `python`, `3.13-debian13`: under dhi.io, or under the organisation's mirror where the project's settings name one. */
  hardened(image: string, tag: string): Found | undefined;
  /** All tags of a hardened image, newest catalogue; undefined: there is no such image. */
  hardenedTags(image: string): readonly string[] | undefined;
  /** `python3-debian12`, `nonroot`: gcr.io/distroless. */
  distroless(image: string, tag: string): Found | undefined;
  /** `python`, `latest`: cgr.dev/chainguard. */
  chainguard(image: string, tag: string): Found | undefined;
  /** A tag of an official image (`library/python`) or of another one that facts know: `docker.io/library/python:3.12-slim`. */
  official(image: string): Found | undefined;
}

export interface Found {
  /** As it is to stand after FROM. */
  readonly image: string;
  readonly facts: ImageFacts;
}

/** One language (with its package managers) that can be split. */
export interface Language {
  readonly name: string;
  /** Whether the stage is this language's matter: by the base image's runtime and the commands that run. */
  recognises(input: SplitInput): boolean;
  /**
   * The images that the runtime stage can stand on, best first, never empty.
   * @throws SplitRefusal
   */
  choices(input: SplitInput): readonly RuntimeChoice[];
  /** @throws SplitRefusal */
  plan(input: SplitInput, choice: RuntimeChoice): Plan;
}
