// What a program in Go uses of its image, as far as its sources are known: programs that it starts, accounts that it asks for.
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

/** The package of the standard library with which the program looks accounts up in /etc/passwd. */
export function accountsAsked({ files }: LintContext): string | undefined {
  const imports = /^[ \t]{0,20}(?:import[ \t]{1,20})?(?:[\w.]{1,60}[ \t]{1,20})?"os\/user"/m;
  const asks = Object.entries(files ?? {}).some(
    ([path, text]) => path.endsWith('.go') && !path.endsWith('_test.go') && imports.test(text),
  );
  return asks ? 'os/user' : undefined;
}
