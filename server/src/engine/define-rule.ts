// What a rule is: one file that default-exports `defineRule({...})` and exports its docs and examples.
import type { LintContext } from './context.ts';
import type { Model } from './model/model.ts';
import type { Span } from './parse/syntax.ts';

/** design.md's scale: error provably fails or discloses, warning is a true weakness, information hygiene, hint a suggestion. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

export type Profile = 'recommended' | 'strict' | 'cis' | 'hardened-images';

/** Replace the half-open range [start, end) of the text the findings were made from by `text`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** `safe`: same image and run-time behaviour, or the instruction provably failed before. `review`: may change behaviour. */
export type FixSafety = 'safe' | 'review';

/** `quickfix` stands beside the finding; `refactor` is offered as `refactor.rewrite`. */
export type FixKind = 'quickfix' | 'refactor';

export interface Fix {
  /** Says what will happen, in the imperative: `Probe with python instead of curl`. */
  readonly title: string;
  readonly safety: FixSafety;
  readonly kind?: FixKind;
  /** The one to take when only one can be taken. */
  readonly preferred?: boolean;
  /** Not empty, not overlapping; sorted or not. */
  readonly edits: readonly Edit[];
}

/** A fix that cannot be made, and why: shown as a disabled code action. */
export interface Refusal {
  readonly title: string;
  readonly kind?: FixKind;
  /** One sentence. */
  readonly reason: string;
}

/** Another place that explains the finding. */
export interface Related {
  readonly at: Span;
  readonly message: string;
}

export interface Problem<Data> {
  readonly at: Span;
  /** What is wrong here, in this file's own words, then what to do. Capital first, full stop last. */
  readonly message: string;
  /** Overrides the rule's severity for this finding (a number of rules are certain in one case and not in another). */
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly tags?: readonly ('unnecessary' | 'deprecated')[];
  /** Handed to `fix` unchanged. */
  readonly data?: Data;
}

/** Everything a rule may look at. It never parses text again. */
export interface RuleInput {
  readonly model: Model;
  readonly context: LintContext;
}

export interface Rule<Data = unknown> {
  /** Kebab case, names the weakness; file name, docs page, SARIF ruleId and diagnostic code at once. */
  readonly id: string;
  readonly severity: Severity;
  /** Profiles it is on in; `strict` holds everything that `recommended` holds. */
  readonly profiles: readonly Profile[];
  /** `correctness`: what it finds fails to build, to start or to turn healthy, and opens no door. Default `security`. */
  readonly concern?: 'security' | 'correctness';
  /** A short noun phrase or sentence without full stop: `The final stage runs as root`. */
  readonly summary: string;
  /** One sentence. */
  readonly why: string;
  /** Ids of the same weakness elsewhere: `hadolint:DL3002`, `trivy:DS-0002`, `cis:4.1`. */
  readonly sources: readonly string[];
  check(input: RuleInput): Iterable<Problem<Data>>;
  /** Runs only when asked. */
  fix?(problem: Problem<Data>, input: RuleInput): Iterable<Fix | Refusal>;
}

/** Types a rule so that `data` flows from `check` into `fix`. */
export function defineRule<Data>(rule: Rule<Data>): Rule<Data> {
  return rule;
}

/**
 * An example of a rule: run as a test, shown in the docs.
 * `bad` marks each expected finding's text with «…». `fixed` is the text after the preferred (else the first) fix
 * of every finding of the rule; `fixed: false` says that no fix is offered. `title` picks another fix by its title.
 */
export type Example =
  | {
      readonly bad: string;
      readonly fixed?: string | false;
      readonly title?: string;
      readonly note?: string;
      readonly files?: Readonly<Record<string, string>>;
    }
  | { readonly good: string; readonly note?: string; readonly files?: Readonly<Record<string, string>> };
