// Takes a flag out of an instruction.
import type { Edit } from '../define-rule.ts';
import type { Dockerfile, Flag } from '../parse/syntax.ts';

/** Removes a flag and the blanks behind it on its line; undefined where the flag stands over several lines. */
export function removeFlag({ text }: Dockerfile, flag: Flag): Edit | undefined {
  const { start } = flag.at;
  let { end } = flag.at;
  if (text.slice(start, end).includes('\n')) return undefined;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return { start, end, text: '' };
}
