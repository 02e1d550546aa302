// How far a claim about an image carries.
import type { Severity } from '../define-rule.ts';
import { confidenceOf } from './facts.ts';
import type { ImageState } from './state.ts';

/**
 * The severity that what is known of `attribute` (such as `tools.curl`) allows: an inferred fact proves nothing, so
 * that an error becomes a warning.
 */
export function provable(state: ImageState, severity: Severity, attribute: string): Severity {
  if (severity !== 'error' || !state.facts) return severity;
  return confidenceOf(state.facts, attribute) === 'derived' ? 'warning' : severity;
}
