// A file in whose comments findings are silenced: what the suppression has to know of any language.
import type { Dockerfile, Span } from '../parse/syntax.ts';
import { dockerfileReach } from './reach.ts';

/**
 * `line`: the next instruction, or in YAML the next entry with all below it; `stage`: from the FROM below the comment to the
 * stage's end; `service`: the service below the comment, or that it stands in; `file`: everywhere.
 */
export type SuppressionScope = 'line' | 'stage' | 'service' | 'file';

/** Where a comment can be written. */
export interface CommentPlace {
  /** The start of the line above which it goes. */
  readonly start: number;
  /** The blanks before it. */
  readonly indent: string;
}

export interface Commentable {
  readonly text: string;
  /** From `#` to the end of the line; in a Dockerfile with the blanks before it. In order. */
  readonly comments: readonly Span[];
  /** Parser directives: only Dockerfiles have them. */
  readonly directives: readonly {
    readonly name: string;
    readonly value: string;
    readonly at: Span;
    readonly valueAt: Span;
  }[];
  /** The scopes that mean something in this file, the smallest first. */
  readonly scopes: readonly SuppressionScope[];
  /** The part of the text whose findings such a comment silences; undefined when nothing follows it. */
  reachOf(scope: SuppressionScope, comment: Span): Span | undefined;
  /** Where a comment of this scope can stand that silences what is at `at`; undefined where none can. */
  placeFor(scope: SuppressionScope, at: Span): CommentPlace | undefined;
}

/** A Dockerfile, as the suppression sees it. */
export function commentableDockerfile(dockerfile: Dockerfile, stages: number): Commentable {
  const { text, comments, directives, instructions } = dockerfile;
  return {
    text,
    comments,
    directives,
    // Where there is one stage, it is the file.
    scopes: stages > 1 ? ['line', 'stage', 'file'] : ['line', 'file'],
    reachOf: (scope, comment) =>
      scope === 'service' ? undefined : dockerfileReach(dockerfile, scope, comment),
    placeFor(scope, at) {
      if (scope === 'file') {
        const last = directives.at(-1);
        return { start: last ? lineAfter(text, last.at.end) : firstOffset(text), indent: '' };
      }
      let target = instructions.find(
        (instruction) => instruction.at.start <= at.start && at.start <= instruction.at.end,
      );
      if (scope === 'stage' && target)
        target =
          instructions.findLast(
            (instruction) => instruction.keyword === 'FROM' && instruction.at.start <= at.start,
          ) ?? target;
      if (!target) return undefined;
      const start = lineStart(text, target.at.start);
      return { start, indent: text.slice(start, target.at.start) };
    },
  };
}

/** Behind a byte order mark. */
function firstOffset(text: string): number {
  return text.startsWith('\ufeff') ? 1 : 0;
}

/** The start of the line that an offset is on, behind a byte order mark. */
export function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return start === 0 ? firstOffset(text) : start;
}

/** The start of the line after the one that an offset is on, or the end of the text. */
export function lineAfter(text: string, offset: number): number {
  const found = text.indexOf('\n', offset);
  return found < 0 ? text.length : found + 1;
}
