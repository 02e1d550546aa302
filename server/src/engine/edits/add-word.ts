// Adds a word to a command, or puts another in its place, in shell form and in exec form.
import type { Edit } from '../define-rule.ts';
import type { Dockerfile, Span } from '../parse/syntax.ts';
import { execItem } from './remove-word.ts';

/** Adds a word behind another one of the same command. */
export function addWord(dockerfile: Dockerfile, after: Span, word: string): Edit {
  const { end } = after;
  return {
    start: end,
    end,
    text: execItem(dockerfile, after) ? `, ${JSON.stringify(word)}` : ` ${word}`,
  };
}

/** Puts another word in the place of one. */
export function replaceWord(dockerfile: Dockerfile, span: Span, word: string): Edit {
  return { ...span, text: execItem(dockerfile, span) ? JSON.stringify(word) : word };
}
