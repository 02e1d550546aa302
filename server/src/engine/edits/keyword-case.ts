// Keywords as the file writes them.
import type { Dockerfile } from '../parse/syntax.ts';

/** `USER`, or `user` in a file that writes its keywords in lower case. */
export function keywordLike(dockerfile: Dockerfile, keyword: string): string {
  const from = dockerfile.instructions.find((instruction) => instruction.keyword === 'FROM');
  const at = from?.keywordAt;
  const written = at === undefined ? '' : dockerfile.text.slice(at.start, at.end);
  return written !== '' && written === written.toLowerCase() ? keyword.toLowerCase() : keyword;
}
