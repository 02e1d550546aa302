// The engine's whole public API: text in, findings and fixes out. Pure and synchronous.
export type { IgnoreFile, LintContext } from './context.ts';
export { copySources } from './copy-sources.ts';
export type {
  Edit,
  Example,
  Fix,
  FixSafety,
  OptionSpec,
  OptionValue,
  Profile,
  Refusal,
  Related,
  Rule,
  RuleOptions,
  Severity,
} from './define-rule.ts';
export type { Finding, FixOffer, LintSettings, SuppressedFinding } from './findings.ts';
export { applyEdits, mergeFixes } from './fix.ts';
export { type FixAllResult, fixAll } from './fix-all.ts';
export { fixesFor } from './fixes-for.ts';
export type { FactsTable, ImageFacts } from './model/facts.ts';
export { openFacts } from './model/facts.ts';
export { type KnownImage, withKnownImages } from './model/known-images.ts';
export { nearest } from './parse/errors/problem.ts';
export type { Span } from './parse/syntax.ts';
export { refactorings } from './refactor/offers.ts';
export { type RuntimeKind, runtimeKinds } from './refactor/plan.ts';
export type {
  Change,
  ExplainedEdit,
  Refactoring,
  RefactoringName,
  RefactoringOffers,
  RefusedRefactoring,
} from './refactor/refactoring.ts';
export { ruleIdsOfForeignId } from './rules/aliases.ts';
export { type LintInput, type LintResult, lint, rulesById } from './run.ts';
export { suppressionEdit } from './suppress/edit.ts';
export { commentRules } from './suppress/findings.ts';
export type { SuppressionScope } from './suppress/reach.ts';
export { isDay } from './text/days.ts';
export { LineIndex } from './text/lines.ts';
