// What a refactoring offers: edits, and what they do and why, for a preview in the editor and for the command line.
import type { Edit, RefactoringName } from '../define-rule.ts';
import type { Span } from '../parse/syntax.ts';
import type { RefusalCause, RuntimeKind } from './plan.ts';

export type { RefactoringName };

/** One line of the summary. */
export interface Change {
  /** `check`: the user has to look at it, because it cannot be known from the file. */
  readonly kind: 'added' | 'moved' | 'changed' | 'repeated' | 'dropped' | 'check';
  /** One sentence, full stop last: what, then why. */
  readonly what: string;
  /** The instruction of the file as it was that it is about. */
  readonly at?: Span;
}

/** An edit of a refactoring: a hunk of whole lines. */
export interface ExplainedEdit extends Edit {
  /** What happens here and why: the sentences of the changes that touch these lines. */
  readonly why: string;
}

export interface Refactoring {
  readonly name: RefactoringName;
  /** Tells the offers of one file apart and stays the same: `split:same`, `split:hardened`, `harden:hardened`. */
  readonly id: `${RefactoringName}:${RuntimeKind}`;
  /** `Split into builder and runtime on \`python:3.12-slim\``. */
  readonly title: string;
  /** Where it is offered, besides the FROM of its stage. */
  readonly at: Span;
  /** In the order of the text, not overlapping. */
  readonly edits: readonly ExplainedEdit[];
  /** What changed and why, in the order of the file. */
  readonly changes: readonly Change[];
}

/** A refactoring that cannot be made safely, and why. */
export interface RefusedRefactoring {
  readonly name: RefactoringName;
  readonly id: `${RefactoringName}:${RuntimeKind}` | RefactoringName;
  readonly title: string;
  readonly cause: RefusalCause;
  /** A sentence or two. */
  readonly reason: string;
  /** The instruction that stands in the way, or the FROM. */
  readonly at: Span;
}

/** Everything that is offered for a file; made only when asked for. */
export interface RefactoringOffers {
  readonly refactorings: readonly Refactoring[];
  readonly refusals: readonly RefusedRefactoring[];
}
