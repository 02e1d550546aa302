// `plimsoll explain`: what a rule finds and why, from the documentation that the build packs.
import pc from 'picocolors';
import { nearest } from '../engine/index.ts';
import { forTerminal } from '../report/escape.ts';
import { type RuleDocs, readRuleDocs } from '../workspace/assets.ts';
import { CommandError, type ExitCode, exitCodes } from './exit.ts';
import { listRules } from './rules.ts';
import { wantsColor, writeAll } from './streams.ts';

/** A rule by its id, or by another tool's id with or without the tool's name: `DL3002`, `hadolint:DL3002`. */
function findRules(all: readonly RuleDocs[], name: string): RuleDocs[] {
  const exact = all.filter((rule) => rule.id === name);
  if (exact.length > 0) return exact;
  const wanted = name.toLowerCase();
  return all.filter((rule) =>
    rule.sources.some((source) => {
      const known = source.toLowerCase();
      return known === wanted || known.slice(known.indexOf(':') + 1) === wanted;
    }),
  );
}

function indent(text: string): string {
  return text.replace(/\n$/, '').replace(/^/gm, '    ');
}

function page(rule: RuleDocs, colors: ReturnType<typeof pc.createColors>): string {
  const out = [
    `${colors.bold(rule.id)} ${colors.dim(`(${rule.severity}; profiles: ${rule.profiles.join(', ')})`)}`,
    `${rule.summary}. ${rule.why}`,
    '',
    rule.docs.trim(),
    '',
  ];
  for (const example of rule.examples) {
    const note = example.note ? ` (${example.note})` : '';
    out.push(
      colors.bold(example.kind === 'bad' ? `Found in${note}:` : `Silent in${note}:`),
      indent(example.text),
      '',
    );
    if (example.fixed !== undefined) out.push(colors.bold('Fixed:'), indent(example.fixed), '');
  }
  if (rule.sources.length > 0) out.push(`Also known as: ${rule.sources.join(', ')}.`, '');
  return out.join('\n');
}

/** Prints the pages of one rule, or one line for each rule when `name` is absent. */
export function explain(name: string | undefined, color: boolean): ExitCode {
  const all = readRuleDocs();
  const colors = pc.createColors(wantsColor(color, process.stdout.isTTY));
  if (name === undefined) {
    return listRules('text');
  }
  const rules = findRules(all, name);
  if (rules.length === 0) {
    const similar =
      nearest(
        name,
        all.map((rule) => rule.id),
      ) ?? '';
    const near = all
      .map((rule) => rule.id)
      .filter((id) => id === similar || id.includes(name) || name.includes(id));
    const hint = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ' “plimsoll explain” lists all.';
    throw new CommandError(`there is no rule “${forTerminal(name)}”.${hint}`, exitCodes.wrongUse);
  }
  writeAll(1, rules.map((rule) => page(rule, colors)).join('\n'));
  return exitCodes.fine;
}
