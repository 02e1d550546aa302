// What a rule is: one file that default-exports `defineRule({...})` and exports its docs and examples.
import type { ComposeContext } from './compose/context.ts';
import type { ComposeProject, ComposeService } from './compose/project.ts';
import type { ServiceImage } from './compose/service-image.ts';
import type { LintContext } from './context.ts';
import type { DaemonFile } from './daemon/daemon-file.ts';
import type { FactsTable } from './model/facts.ts';
import type { KnownImage } from './model/known-images.ts';
import type { Model } from './model/model.ts';
import type { Span } from './parse/syntax.ts';
import type { Place } from './parse/yaml/tree.ts';

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

/** What changes a file, or a service, as a whole; made by `refactor/` and `compose-refactor/`, on top of the rules. */
export type RefactoringName = DockerfileRefactoring | ComposeRefactoring;
export type DockerfileRefactoring = 'split' | 'harden';
export type ComposeRefactoring = 'harden-service' | 'secrets-to-files';

export interface Fix {
  /** Says what will happen, in the imperative: `Probe with python instead of curl`. */
  readonly title: string;
  readonly safety: FixSafety;
  /** The one to take when only one can be taken. */
  readonly preferred?: boolean;
  /** Not empty, not overlapping; sorted or not. */
  readonly edits: readonly Edit[];
}

/** A fix that cannot be made, and why: shown as a disabled code action. */
export interface Refusal {
  readonly title: string;
  /** One sentence. */
  readonly reason: string;
}

/** Another place that explains the finding. */
export interface Related {
  readonly at: Span;
  /** Path of the file it is in, as in the context; absent for the file that was checked. */
  readonly file?: string;
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

/** What an option of a rule can hold. */
export type OptionValue = boolean | number | string | readonly string[];

/** The values of a rule's options by name. */
export type RuleOptions = Readonly<Record<string, OptionValue>>;

/** One option of a rule: set in `.plimsoll.json`, checked by the edge against this. */
export interface OptionSpec<Value extends OptionValue = OptionValue> {
  /** Its type is the option's type; a list holds texts. */
  readonly default: Value;
  /** One sentence, shown in the settings file's schema and in the docs. */
  readonly description: string;
  /** For a text: the only values there are. */
  readonly values?: readonly string[];
  /** For a number, which is whole. */
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Everything a rule for Dockerfiles may look at. It never parses text again. */
export interface RuleInput<Options extends RuleOptions = RuleOptions> {
  readonly model: Model;
  readonly context: LintContext;
  readonly facts: FactsTable;
  /** Every option has a value: the user's, else the default. */
  readonly options: Options;
}

/** Everything a rule for Compose files may look at. */
export interface ComposeRuleInput<Options extends RuleOptions = RuleOptions> {
  readonly project: ComposeProject;
  readonly context: ComposeContext;
  readonly facts: FactsTable;
  readonly options: Options;
  /** What a service runs; undefined where nothing is known of it. Made once, when first asked for. */
  imageOf(service: ComposeService): ServiceImage | undefined;
}

/** Everything a rule for daemon.json may look at. */
export interface DaemonRuleInput<Options extends RuleOptions = RuleOptions> {
  readonly daemon: DaemonFile;
  readonly options: Options;
}

/** A problem in a Compose file or daemon.json. One in another file than the checked one is reported when that file is. */
export interface PlacedProblem<Data> extends Omit<Problem<Data>, 'at' | 'related'> {
  readonly at: Place;
  readonly related?: readonly { readonly at: Place; readonly message: string }[];
}

/** What every rule says of itself. */
export interface RuleHead<Options extends RuleOptions = RuleOptions> {
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
  readonly options?: { readonly [Name in keyof Options]: OptionSpec<Options[Name]> };
  /** The refactoring that does away with what is found. */
  readonly refactoring?: RefactoringName;
  /**
   * Its fixes change what the image is, so that anything below may be true or false anew: a fix that brings a finding of
   * the same or a higher severity is refused. Costs one more check of the file for each fix that is asked for.
   */
  readonly checksFixes?: boolean;
  /** It says in one sentence what these rules say one by one: it is silent where one of them is on. */
  readonly standsFor?: readonly string[];
}

/** A rule for Dockerfiles. */
export interface Rule<Data = unknown, Options extends RuleOptions = RuleOptions> extends RuleHead<Options> {
  readonly language: 'dockerfile';
  check(input: RuleInput<Options>): Iterable<Problem<Data>>;
  /** Runs only when asked. */
  fix?(problem: Problem<Data>, input: RuleInput<Options>): Iterable<Fix | Refusal>;
}

/** A rule for Compose files. */
export interface ComposeRule<Data = unknown, Options extends RuleOptions = RuleOptions>
  extends RuleHead<Options> {
  readonly language: 'compose';
  check(input: ComposeRuleInput<Options>): Iterable<PlacedProblem<Data>>;
  /** Runs only when asked. All edits are of the checked file. */
  fix?(problem: PlacedProblem<Data>, input: ComposeRuleInput<Options>): Iterable<Fix | Refusal>;
}

/** A rule for daemon.json. */
export interface DaemonRule<Data = unknown, Options extends RuleOptions = RuleOptions>
  extends RuleHead<Options> {
  readonly language: 'daemon';
  check(input: DaemonRuleInput<Options>): Iterable<PlacedProblem<Data>>;
  /** Runs only when asked. */
  fix?(problem: PlacedProblem<Data>, input: DaemonRuleInput<Options>): Iterable<Fix | Refusal>;
}

export type AnyRule = Rule | ComposeRule | DaemonRule;

/** The languages that are checked. */
export type Language = AnyRule['language'];

/**
 * Types a rule so that `data` flows from `check` into `fix`, and the options' values are known by type:
 * `defineRule<Data, { maximumAge: number; allow: readonly string[] }>({ options: { maximumAge: { default: 14, … } } })`.
 */
export function defineRule<Data, Options extends RuleOptions = Readonly<Record<never, never>>>(
  rule: Omit<Rule<Data, Options>, 'language'>,
): Rule<Data, Options> {
  return { ...rule, language: 'dockerfile' };
}

/** As `defineRule`, for a rule on Compose files. */
export function defineComposeRule<Data, Options extends RuleOptions = Readonly<Record<never, never>>>(
  rule: Omit<ComposeRule<Data, Options>, 'language'>,
): ComposeRule<Data, Options> {
  return { ...rule, language: 'compose' };
}

/** As `defineRule`, for a rule on daemon.json. */
export function defineDaemonRule<Data, Options extends RuleOptions = Readonly<Record<never, never>>>(
  rule: Omit<DaemonRule<Data, Options>, 'language'>,
): DaemonRule<Data, Options> {
  return { ...rule, language: 'daemon' };
}

/**
 * An example of a rule: run as a test, shown in the docs.
 * `bad` marks each expected finding's text with «…». `fixed` is the text after the preferred (else the first) fix
 * of every finding of the rule; `fixed: false` says that no fix is offered. `title` picks another fix by its title.
 */
export type Example = ExampleSurroundings &
  (
    | {
        readonly bad: string;
        readonly fixed?: string | false;
        readonly title?: string;
        readonly note?: string;
      }
    | { readonly good: string; readonly note?: string }
  );

/** What an example's file stands in. */
export interface ExampleSurroundings {
  /** The files of the build context; `.dockerignore` among them is the one in force, and without it there is none. */
  readonly files?: Readonly<Record<string, string>>;
  /** More of a Dockerfile's context: `fileName`, `target`. */
  readonly context?: LintContext;
  /**
   * A Compose file's path from the project's root, `compose.yaml` when absent; then `files` are paths from the root too:
   * Dockerfiles, other Compose files, environment files, .gitignore.
   */
  readonly path?: string;
  /** Options of this rule. */
  readonly options?: RuleOptions;
  /** Facts the project states about its own images. */
  readonly images?: readonly KnownImage[];
}
