// Reads one entry of an image's history: which instruction made it, as each builder writes it.
// Source of the forms: images built by BuildKit 0.32, Docker 20.10's classic builder and Buildah 1.28.
import type { HistoryEntry } from '../trivy/report-types.ts';

/** `plain`: the instruction as the file has it, with no mark of a builder. */
export type Builder = 'buildkit' | 'classic' | 'plain';

/** An entry, read. */
export interface MadeBy {
  /** `RUN`, `COPY`, … Undefined: no instruction can be told from it. */
  readonly keyword: string | undefined;
  /** What follows the keyword, blanks made one; for RUN with the shell and the build arguments in front. Never shown. */
  readonly text: string;
  readonly builder: Builder;
  /** The layers of a build were merged into this one afterwards (`docker build --squash`). */
  readonly merged: boolean;
  /** Buildah kept one layer for this and what stands before it, or this one alone: it says on what it was made. */
  readonly madeOn: string | undefined;
  /** It made no layer. */
  readonly empty: boolean;
  /** The end of the text is missing. */
  readonly cut: boolean;
}

const keywords =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)(?=\s|$)/;

/** Never throws. */
export function readEntry({ createdBy, comment, empty, cut }: HistoryEntry): MadeBy {
  const madeOn = /^FROM (\S+)$/.exec(comment)?.[1];
  const entry = (keyword: string | undefined, text: string, builder: Builder): MadeBy => ({
    keyword,
    text: oneBlank(text),
    builder,
    merged: false,
    madeOn,
    empty,
    cut: cut === true,
  });
  if (/^merge sha256:/.test(comment)) return { ...entry(undefined, '', 'classic'), merged: true };
  const afterKeyword = (text: string, builder: Builder): MadeBy | undefined => {
    const keyword = keywords.exec(text)?.[1];
    return keyword === undefined ? undefined : entry(keyword, text.slice(keyword.length), builder);
  };
  if (comment.startsWith('buildkit.') || / # buildkit\s*$/.test(createdBy)) {
    const text = createdBy.replace(/ # buildkit\s*$/, '');
    return afterKeyword(text, 'buildkit') ?? entry(undefined, text, 'buildkit');
  }
  // Behind the words of the shell; a RUN may hold the same mark later in its text.
  const mark = /^[^#]{0,200}#\(nop\)\s{1,8}/.exec(createdBy)?.[0];
  if (mark !== undefined) {
    const text = createdBy.slice(mark.length);
    return afterKeyword(text, 'classic') ?? entry(undefined, text, 'classic');
  }
  if (createdBy.trim() === '') return entry(undefined, '', 'classic');
  return afterKeyword(createdBy, 'plain') ?? entry('RUN', createdBy, 'classic');
}

/** Runs of white space as one blank. */
export function oneBlank(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
