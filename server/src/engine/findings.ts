// What the engine hands to its edges: plain data with offsets.
import type { Fix, Profile, Refusal, Related, RuleOptions, Severity } from './define-rule.ts';
import type { Span } from './parse/syntax.ts';

/** One thing wrong with the file. */
export interface Finding {
  /** The rule's id, or `syntax-error`, `unused-suppression`. */
  readonly ruleId: string;
  readonly severity: Severity;
  readonly message: string;
  /** UTF-16 offsets into the linted text. */
  readonly at: Span;
  readonly related: readonly Related[];
  readonly tags: readonly ('unnecessary' | 'deprecated')[];
  /** The rule can be asked for fixes (it may still have none for this finding). */
  readonly fixable: boolean;
  /** Opaque: what the rule's `check` handed to its `fix`. */
  readonly data: unknown;
}

/** A finding that a comment in the file silences. */
export interface SuppressedFinding extends Finding {
  /** The reason the comment gives; empty when it gives none. */
  readonly reason: string;
  readonly commentAt: Span;
}

/** How the engine is to judge. Everything has a default. */
export interface LintSettings {
  /** Default `recommended`. */
  readonly profile?: Profile;
  /** Rule id to its severity, or `off`. */
  readonly rules?: Readonly<Record<string, Severity | 'off'>>;
  /** Rule id to the values of its options; each has the option's type (the edge checks that). */
  readonly options?: Readonly<Record<string, RuleOptions>>;
  /** A suppression comment without a reason is a finding. Default false. */
  readonly requireReasons?: boolean;
}

/** The fixes of one finding. */
export interface FixOffer {
  readonly fixes: readonly Fix[];
  readonly refusals: readonly Refusal[];
}
