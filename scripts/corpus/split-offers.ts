// A refactoring together with the file before and after it, for tests and for the run over real files.
import { applyEdits, type DockerfileResult, lint, refactorings } from '../../server/src/engine/index.ts';
import type { Refactoring, RefusedRefactoring } from '../../server/src/engine/refactor/refactoring.ts';

/** One offer and what it makes of the file. */
export interface TriedOffer {
  readonly before: DockerfileResult;
  readonly offer: Refactoring;
  /** The whole file after it. */
  readonly text: string;
  readonly after: DockerfileResult;
}

/** What is offered for a file, each made, and what is refused. */
export interface TriedFile {
  readonly tried: readonly TriedOffer[];
  readonly refusals: readonly RefusedRefactoring[];
}

/** Makes every offer of a file; lints each result in the same surroundings. */
export function tryOffers(before: DockerfileResult): TriedFile {
  const { refactorings: offers, refusals } = refactorings(before);
  const tried = offers.map((offer) => {
    const text = applyEdits(before.input.text, offer.edits);
    return { before, offer, text, after: lint({ ...before.input, text }) };
  });
  return { tried, refusals };
}
