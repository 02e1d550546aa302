// A health check as a decision tree: which requests decide, and in what way.
import { Refusal } from './request.ts';

/** Healthy, unhealthy, or a request whose success decides how it goes on. */
export type Outcome<T> = boolean | Decision<T>;

/** One request and the two ways on. */
export interface Decision<T> {
  readonly test: T;
  readonly yes: Outcome<T>;
  readonly no: Outcome<T>;
}

/** Several tests that all must succeed, or of which one must. */
export interface Folded<T> {
  readonly tests: readonly T[];
  readonly join: 'all' | 'any';
}

const ALWAYS = 'it is always healthy, whatever is answered';

/**
 * Reads a decision tree as "all of these" or "any of these".
 * @throws Refusal where the tree is neither, or where no request decides.
 */
export function fold<T>(outcome: Outcome<T>): Folded<T> {
  if (outcome === true) throw new Refusal(ALWAYS);
  if (outcome === false) throw new Refusal('it is never healthy');
  const tests: T[] = [];
  let join: Folded<T>['join'] | undefined;
  for (let next: Outcome<T> = outcome; ; ) {
    tests.push(next.test);
    const { yes, no }: Decision<T> = next;
    if (yes === true && no === false) return { tests, join: join ?? 'all' };
    if (yes === no) throw new Refusal(yes ? ALWAYS : 'it is never healthy');
    if (no === false && typeof yes === 'object' && join !== 'any') {
      join = 'all';
      next = yes;
    } else if (yes === true && typeof no === 'object' && join !== 'all') {
      join = 'any';
      next = no;
    } else if (yes === false && no === true) {
      throw new Refusal('it is healthy when the request fails');
    } else if (typeof yes === 'object' && typeof no === 'object') {
      throw new Refusal('one request is ignored or chooses between others');
    } else throw new Refusal('its conditions are neither all-of nor any-of');
  }
}
