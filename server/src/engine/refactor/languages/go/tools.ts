// Programs that a program in Go starts itself, as far as its sources are known.
import type { LintContext } from '../../../context.ts';
import { lastPart } from '../../../text/paths.ts';
import { goTexts } from './embedded.ts';

const call = /\bexec\.Command(?:Context)?\(\s{0,20}(?:[\w.()]{1,60},\s{0,20})?"([\w./+-]{1,80})"/g;

/** Names of programs, without their folders. */
export function startedTools(context: LintContext): string[] {
  const names = new Set<string>();
  for (const text of goTexts(context)) {
    if (!text.includes('exec.Command')) continue;
    for (const [, name] of text.matchAll(call)) if (!name!.startsWith('./')) names.add(lastPart(name!));
  }
  return [...names];
}
