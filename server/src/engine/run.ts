// Runs the rules over a file: parse, model, rules, suppression, severity, order.
import type { LintContext } from './context.ts';
import type { Fix, Problem, Refusal, Rule, RuleOptions } from './define-rule.ts';
import type { Finding, FixOffer, LintSettings, SuppressedFinding } from './findings.ts';
import { buildModel } from './model/build.ts';
import type { FactsTable } from './model/facts.ts';
import type { Model } from './model/model.ts';
import { parseDockerfile } from './parse/dockerfile.ts';
import type { Dockerfile } from './parse/syntax.ts';
import { templateMark } from './parse/template-marks.ts';
import { rules } from './rules/index.ts';
import { readSuppressions, type SuppressedId, type Suppression } from './suppress/comments.ts';
import {
  commentFixes,
  commentRules,
  unreasonedSuppressions,
  unusedSuppressions,
} from './suppress/findings.ts';
import { matchSuppressions } from './suppress/match.ts';

/** Everything that decides the findings of one file. */
export interface LintInput {
  readonly text: string;
  readonly facts: FactsTable;
  readonly context?: LintContext;
  readonly settings?: LintSettings;
}

/** The findings of one file, with what they were made from. */
export interface LintResult {
  readonly input: LintInput;
  readonly dockerfile: Dockerfile;
  readonly model: Model;
  /** In the order of the text; suppressed ones are not among them. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
}

/** Every rule by its id. */
export const rulesById: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule as Rule]));

const ruleIds: ReadonlySet<string> = new Set(rulesById.keys());

/** Never throws; linear in the length of the text. */
export function lint(input: LintInput): LintResult {
  const context = input.context ?? {};
  const dockerfile = parseDockerfile(input.text);
  const model = buildModel(dockerfile, input.facts, context);
  const all: Finding[] = [];
  // What a template will hold is not known.
  const isTemplate = templateMark(dockerfile) !== undefined;
  for (const rule of rulesById.values()) {
    if (isTemplate && rule.id !== 'syntax-error') continue;
    if (severityOf(rule, input.settings) === 'off') continue;
    const ruleInput = { model, context, facts: input.facts, options: optionsOf(rule, input.settings) };
    for (const problem of rule.check(ruleInput)) all.push(findingOf(rule, problem, input.settings));
  }
  const suppressions = readSuppressions(dockerfile, context.today);
  const findings: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  const { by, used } = matchSuppressions(suppressions, all);
  for (const finding of all) {
    const silencedBy = by.get(finding);
    if (!silencedBy) findings.push(finding);
    else suppressed.push({ ...finding, reason: silencedBy.reason, commentAt: silencedBy.at });
  }
  if (!isTemplate)
    for (const finding of commentFindings(suppressions, used, input.settings)) findings.push(finding);
  findings.sort(
    (one, other) =>
      one.at.start - other.at.start || one.at.end - other.at.end || (one.ruleId < other.ruleId ? -1 : 1),
  );
  return { input, dockerfile, model, findings, suppressed };
}

/** What is to be said of the comments themselves. */
function commentFindings(
  suppressions: readonly Suppression[],
  used: ReadonlySet<SuppressedId>,
  settings: LintSettings | undefined,
): Finding[] {
  if (suppressions.length === 0) return [];
  const unused = settings?.rules?.['unused-suppression'] ?? 'information';
  const unreasoned =
    settings?.rules?.['suppression-without-reason'] ?? (settings?.requireReasons ? 'warning' : 'off');
  const isOff = (ruleId: string) => {
    const rule = rulesById.get(ruleId);
    return rule !== undefined && severityOf(rule, settings) === 'off';
  };
  return [
    ...(unused === 'off' ? [] : unusedSuppressions(suppressions, used, unused, { ids: ruleIds, isOff })),
    ...(unreasoned === 'off' ? [] : unreasonedSuppressions(suppressions, unreasoned)),
  ];
}

/** The fixes of one finding of this result, made only now and not yet tried: see `fixesFor`. */
export function proposedFixes(result: LintResult, finding: Finding): FixOffer {
  const rule = rulesById.get(finding.ruleId);
  const fixes: Fix[] = [];
  const refusals: Refusal[] = [];
  const problem: Problem<unknown> = { at: finding.at, message: finding.message, data: finding.data };
  if ((commentRules as readonly string[]).includes(finding.ruleId))
    return { fixes: commentFixes(result.dockerfile, result.findings, finding), refusals: [] };
  const { context = {}, facts, settings } = result.input;
  const ruleInput = rule && { model: result.model, context, facts, options: optionsOf(rule, settings) };
  for (const offer of (ruleInput && rule.fix?.(problem, ruleInput)) ?? []) {
    if ('reason' in offer) refusals.push(offer);
    else fixes.push(offer);
  }
  return { fixes, refusals };
}

const noOptions: RuleOptions = {};

/** The values of a rule's options: the user's, else the defaults. */
function optionsOf(rule: Rule, settings: LintSettings | undefined): RuleOptions {
  if (!rule.options) return noOptions;
  const own = settings?.options?.[rule.id] ?? noOptions;
  return Object.fromEntries(
    Object.entries(rule.options).map(([name, spec]) => [name, own[name] ?? spec.default]),
  );
}

function severityOf(rule: Rule, settings: LintSettings | undefined): Finding['severity'] | 'off' {
  const own = settings?.rules?.[rule.id];
  if (own !== undefined) return own;
  const profile = settings?.profile ?? 'recommended';
  const on =
    rule.profiles.includes(profile) || (profile === 'strict' && rule.profiles.includes('recommended'));
  return on ? rule.severity : 'off';
}

function findingOf(rule: Rule, problem: Problem<unknown>, settings: LintSettings | undefined): Finding {
  const own = settings?.rules?.[rule.id];
  return {
    ruleId: rule.id,
    severity: own === undefined || own === 'off' ? (problem.severity ?? rule.severity) : own,
    message: shortened(problem.message),
    at: problem.at,
    related: problem.related ?? [],
    tags: problem.tags ?? [],
    fixable: rule.fix !== undefined,
    data: problem.data,
  };
}

/** A name in a file can be a megabyte long; a message is read by people. In UTF-16 units. */
const longestMessage = 1000;

function shortened(message: string): string {
  return message.length <= longestMessage ? message : `${message.slice(0, longestMessage - 2)}….`;
}
