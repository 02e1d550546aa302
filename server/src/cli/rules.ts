// `plimsoll rules`: every rule with its severity, profiles, fixes and the ids of other tools.

import { toJson } from '../report/escape.ts';
import { type RuleDocs, readRuleDocs } from '../workspace/assets.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { writeAll } from './streams.ts';

export const rulesFormats = ['text', 'json'] as const;

/** Prints the list. JSON: an array of objects; `fixes` holds `safe`, `review`, `refactor`. */
export function listRules(format: (typeof rulesFormats)[number]): ExitCode {
  const all = readRuleDocs();
  writeAll(1, format === 'json' ? `${toJson(all.map(ruleJson))}\n` : textList(all));
  return exitCodes.fine;
}

function ruleJson({ id, severity, profiles, concern, summary, why, fixes, options, sources }: RuleDocs) {
  return { id, severity, profiles, concern, summary, why, fixes, options, sources };
}

function textList(all: readonly RuleDocs[]): string {
  const width = Math.max(0, ...all.map((rule) => rule.id.length));
  return all
    .map((rule) => `${rule.id.padEnd(width)}  ${rule.severity.padEnd(11)}  ${rule.summary}\n`)
    .join('');
}
