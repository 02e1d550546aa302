// What can be done with the services of a Compose file: harden one, move its secrets to files. Made only when asked for.
import type { ComposeResult } from '../lint-result.ts';
import type { RefactoringOffers } from '../refactor/refactoring.ts';
import { hardenOffers } from './harden/harden-service.ts';
import { secretsToFiles } from './secrets/secrets-to-files.ts';

/** Each gives its refactorings, and those that it cannot make with the reason; none throws. */
const offers: readonly ((result: ComposeResult, names?: ReadonlySet<string>) => RefactoringOffers)[] = [
  hardenOffers,
  secretsToFiles,
];

/**
 * All refactorings of the services written in this file, with those that cannot be made and why. Never throws.
 * @param names of the services that are asked for; undefined for all
 */
export function composeRefactorings(result: ComposeResult, names?: ReadonlySet<string>): RefactoringOffers {
  const made = offers.map((offer) => offer(result, names));
  return {
    refactorings: made.flatMap(({ refactorings }) => refactorings),
    refusals: made.flatMap(({ refusals }) => refusals),
  };
}
