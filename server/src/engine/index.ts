// The engine's whole public API: text in, findings and fixes out. Pure and synchronous.
export type { AnyDockerfile, ComposeContext, FoundDockerfile, FoundFile, Wanted } from './compose/context.ts';
export { dockerfileKey, foundDockerfile, foundFile } from './compose/context.ts';
export { loadProject } from './compose/load.ts';
export type { ComposeProject, ComposeService } from './compose/project.ts';
export type { IgnoreFile, KnownImageDigest, LintContext } from './context.ts';
export { copySources } from './copy-sources.ts';
export type {
  AnyRule,
  ComposeRefactoring,
  DockerfileRefactoring,
  Edit,
  Example,
  Fix,
  FixSafety,
  Language,
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
export { rulesById } from './judge.ts';
export type {
  ComposeInput,
  ComposeResult,
  DaemonInput,
  DaemonResult,
  DockerfileInput,
  DockerfileResult,
  LintInput,
  LintResult,
} from './lint-result.ts';
export type { FactsTable, ImageFacts } from './model/facts.ts';
export { openFacts } from './model/facts.ts';
export { type KnownImage, withKnownImages } from './model/known-images.ts';
export { nearest } from './parse/errors/problem.ts';
export type { Span } from './parse/syntax.ts';
export { type RuntimeKind, runtimeKinds } from './refactor/plan.ts';
export type {
  Change,
  ExplainedEdit,
  NewFile,
  Refactoring,
  RefactoringName,
  RefactoringOffers,
  RefusedRefactoring,
} from './refactor/refactoring.ts';
export { refactorings } from './refactorings.ts';
export { ruleIdsOfForeignId } from './rules/aliases.ts';
export { lint } from './run.ts';
export type { SuppressionScope } from './suppress/commentable.ts';
export { suppressionEdit } from './suppress/edit.ts';
export { commentRules } from './suppress/findings.ts';
export { isDay } from './text/days.ts';
export { LineIndex } from './text/lines.ts';
