// What a step of hardening looks at, and what it gives.
import type { ComposeContext } from '../../compose/context.ts';
import type { ComposeProject, ComposeService } from '../../compose/project.ts';
import type { ServiceImage } from '../../compose/service-image.ts';
import type { ComposeRuleInput } from '../../define-rule.ts';
import type { Addition, OwnService } from '../../hardening/own-service.ts';

/** One service, where it is written in the checked file. */
export interface HardenInput {
  readonly project: ComposeProject;
  readonly context: ComposeContext;
  readonly service: ComposeService;
  readonly own: OwnService;
  readonly image: ServiceImage | undefined;
  /** For rules whose fixes are steps here. */
  readonly ruleInput: ComposeRuleInput;
}

/** What is added, and what the user is told. */
export interface Step {
  readonly additions: readonly Addition[];
  /** What, then why; full stop last. */
  readonly what: string;
  /** What cannot be known and is to be looked at; sentences. */
  readonly checks?: readonly string[];
  /** Rules that have nothing to say of the service afterwards. */
  readonly mends?: readonly string[];
  /** It changes other services too. */
  readonly isWide?: true;
  /** Texts by which the new lines are recognised. */
  readonly signs: readonly string[];
}

/** What was left out, in a sentence that says why. */
export interface LeftOut {
  readonly left: string;
}
