// Where secrets stand that the rules for ENV, ARG, URLs and commands report, so that no place is reported twice.
import { readPairs } from '../parse/arguments.ts';
import type { Span } from '../parse/syntax.ts';
import { commandsOf } from './commands.ts';
import type { Model } from './model.ts';
import { secretsInCommand } from './secret-commands.ts';
import { secretUrls } from './secret-urls.ts';
import { judgeSecret } from './secrets.ts';

/** Keywords whose shell commands are looked at. */
export const commandKeywords: ReadonlySet<string> = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

/** The places of one file, in no particular order. */
export function reportedElsewhere(model: Model): Span[] {
  const spans: Span[] = [];
  for (const instruction of model.dockerfile.instructions) {
    for (const url of secretUrls(instruction)) if (url.variable === undefined) spans.push(url.at);
    if (instruction.keyword === 'ENV' || instruction.keyword === 'ARG') {
      for (const pair of readPairs(instruction))
        if (judgeSecret(pair.name, pair.value) === 'disclosed') spans.push(pair.at);
    } else if (commandKeywords.has(instruction.keyword) && instruction.stage >= 0) {
      for (const command of commandsOf(model, instruction))
        for (const secret of secretsInCommand(command)) spans.push(secret.at);
    }
  }
  return spans;
}
