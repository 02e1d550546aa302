// What is known of a place in a shell script: whether it is reached, and whether its failure counts.
import { neverSucceeds, type ShellOptions } from './shell-options.ts';
import type { Statement } from './unbash.ts';

/** What is known of a place in a script. */
export interface Place {
  /** Started in every successful run. */
  readonly reached: boolean;
  /** Where it is reached, its failure makes the whole script fail. */
  readonly implied: boolean;
  /** A failure of the shell that runs it (this one or a subshell) makes the whole script fail. */
  readonly shellImplied: boolean;
  /** `set -e` works here: not inside a condition. */
  readonly errexitWorks: boolean;
  readonly inFunction?: boolean;
  readonly pipeline?: number;
  readonly depth: number;
}

/** One running shell: a subshell has its own. */
export interface Shell {
  options: ShellOptions;
  /** It may have ended, or given way to another program, without failing. */
  mayHaveEnded: boolean;
}

/**
 * The places of the commands of `a && b || c`. It groups from the left: what the last operator says decides about all that
 * stands before it.
 */
export function chainPlaces(
  nodes: readonly Statement['command'][],
  operators: readonly string[],
  place: Place,
): Place[] {
  const places: Place[] = [];
  let before = { reached: place.reached, implied: place.implied };
  for (let i = nodes.length - 1; i > 0; i--) {
    if (operators[i - 1] === '&&') {
      places[i] = { ...place, reached: before.reached && before.implied, implied: before.implied };
      continue;
    }
    places[i] = { ...place, reached: false, implied: false };
    const never = neverSucceeds(nodes[i]!);
    const rescued = never === 'ends' ? place.shellImplied : never === 'fails' && before.implied;
    before = { reached: place.reached, implied: rescued };
  }
  places[0] = { ...place, implied: before.implied };
  return places;
}
