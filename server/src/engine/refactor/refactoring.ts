// What a refactoring offers: edits, and what they do and why, for a preview in the editor and for the command line.
import type { ComposeRefactoring, DockerfileRefactoring, Edit, RefactoringName } from '../define-rule.ts';
import type { Span } from '../parse/syntax.ts';
import type { RefusalCause, RuntimeKind } from './plan.ts';

export type { RefactoringName };

/** `split:slim`, `harden:hardened`; for Compose with the service's name: `harden-service:api`. */
export type RefactoringId = `${DockerfileRefactoring}:${RuntimeKind}` | `${ComposeRefactoring}:${string}`;

/** A file that a refactoring makes beside the one it changes. */
export interface NewFile {
  /** Relative to the folder of the changed file, with `/`; never with `..`. */
  readonly path: string;
  readonly text: string;
  /** It holds a secret: it is written for its owner only. */
  readonly isSecret: boolean;
  /** A secret that another account of a container reads: the file is readable for everyone, its folder for its owner only. */
  readonly isShared?: boolean;
}

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
  readonly id: RefactoringId;
  /** `Split into builder and runtime on \`python:3.12-slim\``. */
  readonly title: string;
  /** Where it is offered, besides the FROM of its stage; for a service its name. */
  readonly at: Span;
  /** In the order of the text, not overlapping. */
  readonly edits: readonly ExplainedEdit[];
  /** What changed and why, in the order of the file. */
  readonly changes: readonly Change[];
  /** Files that have to be made with it; one that is there already is left as it is. */
  readonly files?: readonly NewFile[];
}

/** A refactoring that cannot be made safely, and why. */
export interface RefusedRefactoring {
  readonly name: RefactoringName;
  readonly id: RefactoringId | RefactoringName;
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
