// What can be done with a file, or a service, as a whole. Made only when asked for.
import { composeRefactorings } from './compose-refactor/offers.ts';
import type { LintResult } from './lint-result.ts';
import { dockerfileRefactorings } from './refactor/offers.ts';
import type { RefactoringOffers } from './refactor/refactoring.ts';

/** Of which parts of a file the refactorings are made. */
export interface RefactoringsOf {
  /** Names of services of a Compose file; absent for all. */
  readonly services?: readonly string[];
}

/**
 * All refactorings of a file, or of some of its services, with those that cannot be made and why. Never throws; costs some lints
 * of the file for each choice.
 */
export function refactorings(result: LintResult, { services }: RefactoringsOf = {}): RefactoringOffers {
  if (result.language === 'dockerfile') return dockerfileRefactorings(result);
  if (result.language !== 'compose') return { refactorings: [], refusals: [] };
  return composeRefactorings(result, services && new Set(services));
}
