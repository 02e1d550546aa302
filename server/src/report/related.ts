// The places that belong to a finding, each with the lines of the file that it lies in, which can be another one.
import { type Finding, LineIndex, type LintResult, type Span } from '../engine/index.ts';

export interface RelatedPlace {
  readonly message: string;
  readonly at: Span;
  /** Of the file that it lies in. */
  readonly lines: LineIndex;
  /** Another file's path from the project's root, with `/`; absent for the checked one. */
  readonly file?: string;
}

const known = new WeakMap<object, LineIndex>();

/** Those whose text is at hand: without it nobody could say the line. @param lines of the checked file */
export function relatedPlaces(result: LintResult, { related }: Finding, lines: LineIndex): RelatedPlace[] {
  return related.flatMap(({ message, at, file }): RelatedPlace[] => {
    if (file === undefined) return [{ message, at, lines }];
    const other = result.language === 'compose' ? linesOf(result.project.files.get(file)) : undefined;
    return other ? [{ message, at, lines: other, file }] : [];
  });
}

function linesOf(file: { readonly text: string } | undefined): LineIndex | undefined {
  if (!file) return undefined;
  const lines = known.get(file) ?? new LineIndex(file.text);
  known.set(file, lines);
  return lines;
}
