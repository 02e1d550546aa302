// What can be done with a file, or a service, as a whole. Made only when asked for.
import { composeRefactorings } from './compose-refactor/offers.ts';
import type { LintResult } from './lint-result.ts';
import { dockerfileRefactorings } from './refactor/offers.ts';
import type { RefactoringOffers } from './refactor/refactoring.ts';

/** All refactorings of a file, with those that cannot be made and why. Never throws; costs some lints of the file for each choice. */
export function refactorings(result: LintResult): RefactoringOffers {
  if (result.language === 'dockerfile') return dockerfileRefactorings(result);
  return result.language === 'compose' ? composeRefactorings(result) : { refactorings: [], refusals: [] };
}
