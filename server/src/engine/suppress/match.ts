// Which comment silences which finding.
import type { Finding } from '../findings.ts';
import type { SuppressedId, Suppression } from './comments.ts';

/** What the comments of a file do. */
export interface Silenced {
  /** The first comment, in the order given, that silences a finding. */
  readonly by: ReadonlyMap<Finding, Suppression>;
  /** Every id that silences something, also what another one silences already. */
  readonly used: ReadonlySet<SuppressedId>;
}

/** A file can have thousands of both, each comment reaching each finding: no pair of them is looked at. */
export function matchSuppressions(
  suppressions: readonly Suppression[],
  findings: readonly Finding[],
): Silenced {
  const by = new Map<Finding, Suppression>();
  const used = new Set<SuppressedId>();
  if (suppressions.length === 0) return { by, used };
  const ofRules = new Map<string, Finding[]>();
  for (const finding of findings) {
    const known = ofRules.get(finding.ruleId);
    if (known) known.push(finding);
    else ofRules.set(finding.ruleId, [finding]);
  }
  for (const [ruleId, ofRule] of ofRules) {
    ofRule.sort((one, other) => one.at.start - other.at.start);
    const open = new Open(ofRule.length);
    for (const suppression of suppressions) {
      const { reach } = suppression;
      const id = reach && suppression.idFor(ruleId);
      if (!reach || !id) continue;
      const first = firstFrom(ofRule, reach.start);
      const reached = ofRule[first];
      if (reached === undefined || reached.at.start > reach.end) continue;
      used.add(id);
      for (let index = open.from(first); ; index = open.from(index + 1)) {
        const finding = ofRule[index];
        if (finding === undefined || finding.at.start > reach.end) break;
        by.set(finding, suppression);
        open.close(index);
      }
    }
  }
  return { by, used };
}

/** Numbers below a limit of which some are closed; the next open one is found without passing all closed ones. */
class Open {
  readonly #next: number[];

  constructor(count: number) {
    this.#next = Array.from({ length: count + 1 }, (_, index) => index);
  }

  /** The first open number from this one on; the limit when there is none. */
  from(index: number): number {
    let found = index;
    while (this.#next[found] !== found) found = this.#next[found] ?? this.#next.length - 1;
    // What was passed leads there at once the next time.
    for (let at = index; at !== found; ) {
      const next = this.#next[at]!;
      this.#next[at] = found;
      at = next;
    }
    return found;
  }

  close(index: number): void {
    this.#next[index] = index + 1;
  }
}

/** Index of the first finding at or after the offset. */
function firstFrom(findings: readonly Finding[], offset: number): number {
  let low = 0;
  let high = findings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (findings[middle]!.at.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
