// “Harden this service”: adds what a service lacks and its image is known to bear, and says what it left out.
import type { ComposeService } from '../../compose/project.ts';
import type { Edit } from '../../define-rule.ts';
import { applyEdits } from '../../fix.ts';
import { missingIn } from '../../hardening/missing.ts';
import { type Addition, additionEdits, type OwnService, ownService } from '../../hardening/own-service.ts';
import type { ComposeResult } from '../../lint-result.ts';
import type { RefusalCause } from '../../refactor/plan.ts';
import type {
  Change,
  ExplainedEdit,
  Refactoring,
  RefactoringOffers,
  RefusedRefactoring,
} from '../../refactor/refactoring.ts';
import { refusal as refusalOf } from '../../refactor/refusal.ts';
import { isRefused } from '../../yaml-edits/index.ts';
import { withReadOnlyRoot } from './filesystem.ts';
import { withLimits } from './limits.ts';
import { onInternalNetwork } from './network.ts';
import { onLoopback } from './ports.ts';
import { asAccount, withoutCapabilities, withoutNewPrivileges } from './rights.ts';
import { sharedBy } from './shared.ts';
import type { HardenInput, LeftOut, Step } from './step.ts';
import { faultsOf } from './verify.ts';
import { wholeLines } from './whole-lines.ts';

/** A file with more services than this was made by a program; only so many are looked at. */
const mostServices = 100;

/** What is done to one service, before it was tried. */
export interface Hardened {
  readonly service: ComposeService;
  readonly own: OwnService;
  readonly edits: readonly Edit[];
  readonly steps: readonly Step[];
  readonly left: readonly LeftOut[];
}

/**
 * The refactoring for each service that is written in the checked file and lacks something.
 * @param names of the services that are asked for; undefined for all
 */
export function hardenOffers(result: ComposeResult, names?: ReadonlySet<string>): RefactoringOffers {
  const { project } = result;
  const refusals: RefusedRefactoring[] = [];
  const drafts: Hardened[] = [];
  let count = 0;
  for (const service of project.services) {
    if (names && !names.has(service.name)) continue;
    const own = ownService(project, service);
    if (!own) continue;
    count += 1;
    if (count > mostServices) break;
    const draft = tried(result, service, own);
    if (draft === undefined) continue;
    if ('reason' in draft) refusals.push(refusal(service, own, draft.cause, draft.reason));
    else drafts.push(draft);
  }
  const faults = faultsOf(result, drafts);
  const refactorings: Refactoring[] = [];
  for (const draft of drafts) {
    const fault = faults.get(draft);
    if (fault === undefined) refactorings.push(offer(result, draft));
    else refusals.push(refusal(draft.service, draft.own, 'result would be wrong', fault));
  }
  return { refactorings, refusals };
}

type Refused = { readonly reason: string; readonly cause: RefusalCause };

/** Whoever asked for a list must not lose the rest of it by a fault of ours. */
function tried(result: ComposeResult, service: ComposeService, own: OwnService): ReturnType<typeof harden> {
  try {
    return harden(result, service, own);
  } catch (error) {
    const { name, id, title, at } = refusal(service, own, 'fault of this program', '');
    return { reason: refusalOf(error, { name, id, title }, at).reason, cause: 'fault of this program' };
  }
}

function harden(
  result: ComposeResult,
  service: ComposeService,
  own: OwnService,
): Hardened | Refused | undefined {
  const { project, input, imageOf } = result;
  const { context, facts } = input;
  const image = imageOf(service);
  const ruleInput = { project, context, facts, options: {}, imageOf };
  const all: HardenInput = { project, context, service, own, image, ruleInput };
  const missing = new Set(missingIn(service).map(({ what }) => what));
  if (missing.size === 0) return undefined;
  const [error] = project.problems.filter(({ kind }) => kind === 'error');
  if (error)
    return { reason: `Compose does not take the file as it is: ${error.message}`, cause: 'syntax error' };
  const sharer = sharedBy(project, own, service);
  if (sharer !== undefined) return { reason: sharer, cause: 'service that others are made from' };
  const found = [
    ...onLoopback(all),
    asAccount(all),
    missing.has('no-new-privileges') ? withoutNewPrivileges(all) : undefined,
    missing.has('capabilities') ? withoutCapabilities(all) : undefined,
    missing.has('read-only') ? withReadOnlyRoot(all) : undefined,
    ...withLimits(all, missing),
    onInternalNetwork(all),
  ].flatMap((one) => one ?? []);
  const left: LeftOut[] = found.filter((one) => 'left' in one);
  const steps: Step[] = [];
  const additions: Addition[] = [];
  let edits: readonly Edit[] = [];
  let reason: string | undefined;
  for (const step of found) {
    if ('left' in step) continue;
    const together = additionEdits(own, [...additions, ...step.additions]);
    if (isRefused(together)) {
      reason = together.reason;
      left.push({ left: `This was left out: “${step.what}” ${together.reason}` });
      continue;
    }
    additions.push(...step.additions);
    steps.push(step);
    edits = together;
  }
  if (edits.length > 0) return { service, own, edits, steps, left };
  if (reason !== undefined) return { reason, cause: 'lines that cannot be changed' };
  const why = left.map((one) => one.left).join(' ');
  return { reason: `Nothing that it lacks is known to be safe. ${why}`, cause: 'nothing known to be safe' };
}

function titleOf({ name }: ComposeService): string {
  return `Harden this service: ${name}`;
}

function refusal(
  service: ComposeService,
  own: OwnService,
  cause: RefusalCause,
  reason: string,
): RefusedRefactoring {
  const { start, end } = own.entry.keyAt;
  return {
    name: 'harden-service',
    id: `harden-service:${service.name}`,
    title: titleOf(service),
    cause,
    reason,
    at: { start, end },
  };
}

function offer({ input }: ComposeResult, { service, own, edits, steps, left }: Hardened): Refactoring {
  const { start, end } = own.entry.keyAt;
  const at = { start, end };
  const changes: Change[] = [
    ...steps.map(({ what }): Change => ({ kind: 'added', what, at })),
    ...steps.flatMap(({ checks = [] }) => checks.map((what): Change => ({ kind: 'check', what, at }))),
    ...left.map((one): Change => ({ kind: 'check', what: one.left, at })),
  ];
  return {
    name: 'harden-service',
    id: `harden-service:${service.name}`,
    title: titleOf(service),
    at,
    edits: wholeLines(input.text, edits).map((edit) => explained(edit, steps)),
    changes,
  };
}

function explained(edit: Edit, steps: readonly Step[]): ExplainedEdit {
  const here = steps.filter(({ signs }) => signs.some((sign) => edit.text.includes(sign)));
  return { ...edit, why: (here.length > 0 ? here : steps).map(({ what }) => what).join(' ') };
}

/** The text of the file with these drafts. */
export function textWith(text: string, drafts: readonly Hardened[]): string {
  return applyEdits(
    text,
    drafts.flatMap(({ edits }) => edits),
  );
}
