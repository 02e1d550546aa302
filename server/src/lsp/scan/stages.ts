// What of a file can be scanned: the images that a Dockerfile stands on, or that a Compose file names.
import type { ComposeResult, DockerfileResult, LintResult, Span } from '../../engine/index.ts';
import { parseImageReference } from '../../engine/parse/image-ref.ts';
import type { Instruction } from '../../engine/parse/syntax.ts';

/** A stage whose FROM names an image of a registry or engine, or a service that runs one. */
export interface ScannableImage {
  /** Index of the stage, or of the service. */
  readonly index: number;
  /** Variables expanded, checked against the grammar of references: `python:3.12-slim`. */
  readonly image: string;
  /** Where results stand. */
  readonly at: Span;
  /** Where the lens stands. */
  readonly keywordAt: Span;
}

/** The images that a file names; one that cannot be resolved has no entry. */
export function scannableImages(result: LintResult): ScannableImage[] {
  if (result.language === 'compose') return imagesOfServices(result);
  return result.language === 'dockerfile' ? basesOfStages(result) : [];
}

/** The stages that start from an external image. */
function basesOfStages({ model }: DockerfileResult): ScannableImage[] {
  return model.stages.flatMap(({ base, index, from }) =>
    base.kind === 'image' ? [{ index, image: base.text, at: anchorOf(from), keywordAt: from.keywordAt }] : [],
  );
}

/** The services that pull their image, where this file is the one that names it. */
function imagesOfServices({ project }: ComposeResult): ScannableImage[] {
  return project.services.flatMap(({ node, image, build }, index) => {
    const entry = node.entry('image');
    const text = image?.text;
    if (!entry || build || entry.mergedBy || entry.at.file !== project.path || !text) return [];
    if ('error' in parseImageReference(text)) return [];
    return [{ index, image: text, at: spanOf(entry.at), keywordAt: spanOf(entry.keyAt) }];
  });
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

/** Where the results for a FROM stand: the instruction without what may follow in heredocs. */
export function anchorOf(from: Instruction): Span {
  return { start: from.head.start, end: from.head.end };
}

/** The image named at the place that starts at an offset. */
export function imageAt(result: LintResult): (start: number) => string | undefined {
  return (start) => scannableImages(result).find(({ at }) => at.start === start)?.image;
}

/** A text and the parts of it that results are anchored to. */
export interface AnchorText {
  readonly text: string;
  /** `head`: without what may follow in heredocs. */
  readonly instructions: readonly { readonly at: Span; readonly head: Span }[];
}

/** The parts of a checked file that results can stand on. */
export function anchorsOf(result: LintResult): AnchorText {
  if (result.language === 'dockerfile') return result.dockerfile;
  const { text } = result.input;
  return { text, instructions: scannableImages(result).map(({ at }) => ({ at, head: at })) };
}
