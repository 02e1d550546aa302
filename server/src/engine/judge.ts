// What every language shares: whether a rule is on, its options, its problems as findings, comments that silence them.
import type { AnyRule, Language, PlacedProblem, Problem, RuleOptions } from './define-rule.ts';
import type { Finding, LintSettings, SuppressedFinding } from './findings.ts';
import { rules } from './rules/index.ts';
import type { Commentable } from './suppress/commentable.ts';
import { readSuppressions, type SuppressedId, type Suppression } from './suppress/comments.ts';
import { unreasonedSuppressions, unusedSuppressions } from './suppress/findings.ts';
import { matchSuppressions } from './suppress/match.ts';

/** Every rule by its id. */
export const rulesById: ReadonlyMap<string, AnyRule> = new Map(rules.map((rule) => [rule.id, rule]));

const ruleIds: ReadonlySet<string> = new Set(rulesById.keys());

type RuleOf<Name extends Language> = Extract<AnyRule, { readonly language: Name }>;

/** The rules of a language that are on. */
export function* rulesOn<Name extends Language>(
  language: Name,
  settings: LintSettings | undefined,
): Generator<RuleOf<Name>> {
  for (const rule of rules)
    if (rule.language === language && severityOf(rule, settings) !== 'off') yield rule as RuleOf<Name>;
}

const noOptions: RuleOptions = {};

/** The values of a rule's options: the user's, else the defaults. */
export function optionsOf(rule: AnyRule, settings: LintSettings | undefined): RuleOptions {
  if (!rule.options) return noOptions;
  const own = settings?.options?.[rule.id] ?? noOptions;
  return Object.fromEntries(
    Object.entries(rule.options).map(([name, spec]) => [name, own[name] ?? spec.default]),
  );
}

function severityOf(rule: AnyRule, settings: LintSettings | undefined): Finding['severity'] | 'off' {
  const own = settings?.rules?.[rule.id];
  if (own !== undefined) return own;
  const profile = settings?.profile ?? 'recommended';
  const on =
    rule.profiles.includes(profile) || (profile === 'strict' && rule.profiles.includes('recommended'));
  if (!on || rule.standsFor?.some((id) => isOn(id, settings))) return 'off';
  return rule.severity;
}

function isOn(id: string, settings: LintSettings | undefined): boolean {
  const rule = rulesById.get(id);
  return rule !== undefined && severityOf(rule, settings) !== 'off';
}

/** What a rule found, as the edges take it. */
export function findingOf(
  rule: AnyRule,
  problem: Problem<unknown>,
  settings: LintSettings | undefined,
): Finding {
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

/** A problem of the checked file as a finding; what is related may lie in another one. */
export function placedFinding(
  rule: AnyRule,
  problem: PlacedProblem<unknown>,
  settings: LintSettings | undefined,
): Finding {
  const { file: path, ...at } = problem.at;
  const related = (problem.related ?? []).map(({ at: { file, ...span }, message }) => ({
    at: span,
    message,
    ...(file === path ? {} : { file }),
  }));
  const plain: Problem<unknown> = { ...problem, at, related };
  return findingOf(rule, plain, settings);
}

/** A name in a file can be a megabyte long; a message is read by people. In UTF-16 units. */
const longestMessage = 1000;

function shortened(message: string): string {
  return message.length <= longestMessage ? message : `${message.slice(0, longestMessage - 2)}….`;
}

/** What is reported, in the order of the text, and what comments silence. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
}

/**
 * Takes out what comments silence and adds what is to be said of the comments themselves.
 * @param comments undefined in a language without comments
 * @param today YYYY-MM-DD; without it no comment expires
 */
export function judge(
  all: readonly Finding[],
  comments: Commentable | undefined,
  settings: LintSettings | undefined,
  today: string | undefined,
): Judged {
  const suppressions = comments ? readSuppressions(comments, today) : [];
  const findings: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  const { by, used } = matchSuppressions(suppressions, all);
  for (const finding of all) {
    const silencedBy = by.get(finding);
    if (!silencedBy) findings.push(finding);
    else suppressed.push({ ...finding, reason: silencedBy.reason, commentAt: silencedBy.at });
  }
  for (const finding of commentFindings(suppressions, used, settings)) findings.push(finding);
  findings.sort(
    (one, other) =>
      one.at.start - other.at.start || one.at.end - other.at.end || (one.ruleId < other.ruleId ? -1 : 1),
  );
  return { findings, suppressed };
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
  const isOff = (ruleId: string) => rulesById.has(ruleId) && !isOn(ruleId, settings);
  return [
    ...(unused === 'off' ? [] : unusedSuppressions(suppressions, used, unused, { ids: ruleIds, isOff })),
    ...(unreasoned === 'off' ? [] : unreasonedSuppressions(suppressions, unreasoned)),
  ];
}
