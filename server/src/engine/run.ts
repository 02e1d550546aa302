// Runs the rules over a file of any language, and asks them for their fixes.
import type { Fix, PlacedProblem, Problem, Refusal } from './define-rule.ts';
import type { Finding, FixOffer } from './findings.ts';
import { optionsOf, rulesById } from './judge.ts';
import { lintCompose } from './lint-compose.ts';
import { lintDaemon } from './lint-daemon.ts';
import { lintDockerfile } from './lint-dockerfile.ts';
import type {
  ComposeInput,
  ComposeResult,
  DaemonInput,
  DaemonResult,
  DockerfileInput,
  DockerfileResult,
  LintInput,
  LintResult,
} from './lint-result.ts';
import { commentFixes, commentRules } from './suppress/findings.ts';

/** Never throws; linear in the length of the text. */
export function lint(input: DockerfileInput): DockerfileResult;
export function lint(input: ComposeInput): ComposeResult;
export function lint(input: DaemonInput): DaemonResult;
export function lint(input: LintInput): LintResult;
export function lint(input: LintInput): LintResult {
  if (input.language === 'compose') return lintCompose(input);
  return input.language === 'daemon' ? lintDaemon(input) : lintDockerfile(input);
}

/** The fixes of one finding of this result, made only now and not yet tried: see `fixesFor`. */
export function proposedFixes(result: LintResult, finding: Finding): FixOffer {
  const fixes: Fix[] = [];
  const refusals: Refusal[] = [];
  if ((commentRules as readonly string[]).includes(finding.ruleId)) {
    const made = result.comments ? commentFixes(result.comments, result.findings, finding) : [];
    return { fixes: made, refusals: [] };
  }
  for (const offer of offersOf(result, finding)) {
    if ('reason' in offer) refusals.push(offer);
    else fixes.push(offer);
  }
  return { fixes, refusals };
}

function offersOf(result: LintResult, finding: Finding): Iterable<Fix | Refusal> {
  const rule = rulesById.get(finding.ruleId);
  if (rule === undefined) return [];
  const { at, message, data } = finding;
  const options = optionsOf(rule, result.input.settings);
  if (result.language === 'dockerfile') {
    if (rule.language !== 'dockerfile') return [];
    const { context = {}, facts } = result.input;
    const problem: Problem<unknown> = { at, message, data };
    return rule.fix?.(problem, { model: result.model, context, facts, options }) ?? [];
  }
  const { context, facts } = result.input;
  const problem: PlacedProblem<unknown> = { at: { ...at, file: context.path }, message, data };
  if (result.language === 'daemon')
    return (rule.language === 'daemon' && rule.fix?.(problem, { daemon: result.daemon, options })) || [];
  const { project, imageOf } = result;
  return (
    (rule.language === 'compose' && rule.fix?.(problem, { project, context, facts, options, imageOf })) || []
  );
}
