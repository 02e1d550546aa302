// Checks a daemon.json. JSON has no comments, so only settings silence what is found.
import { readDaemonFile } from './daemon/daemon-file.ts';
import type { Finding } from './findings.ts';
import { judge, optionsOf, placedFinding, rulesOn } from './judge.ts';
import type { DaemonInput, DaemonResult } from './lint-result.ts';

/** Never throws; linear in the length of the text. */
export function lintDaemon(input: DaemonInput): DaemonResult {
  const { text, context, settings } = input;
  const daemon = readDaemonFile(context.path, text);
  const all: Finding[] = [];
  for (const rule of rulesOn('daemon', settings)) {
    for (const problem of rule.check({ daemon, options: optionsOf(rule, settings) }))
      all.push(placedFinding(rule, problem, settings));
  }
  const judged = judge(all, undefined, settings, context.today);
  return { language: 'daemon', input, daemon, comments: undefined, ...judged };
}
