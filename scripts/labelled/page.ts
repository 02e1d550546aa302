// docs/labelled-sets.md: the figures, and every difference with its reason.
import type { LabelledCase } from './case.ts';
import { outOfScope } from './foreign-ids.ts';
import type { Outcome } from './run-case.ts';

/** Why we answer otherwise, by the key of the case or by the id of its set (`hadolint DL3008`). */
export type Reasons = Readonly<Record<string, string>>;

/** The key of a case in reasons.json. */
export function keyOf({ set, id, name }: LabelledCase): string {
  return `${set} ${id} ${name}`;
}

/** @returns the page, a table for the terminal, and one line for each difference without a reason */
export function labelledPage(
  outcomes: readonly Outcome[],
  reasons: Reasons,
): { text: string; summary: string; open: string[] } {
  const scoped = outcomes.filter(
    ({ labelled, rules }) => rules.length > 0 || !outOfScope(labelled.set, labelled.id),
  );
  const rows = [...new Set(scoped.map(({ labelled }) => labelled.set))].map((set) => {
    const all = scoped.filter(({ labelled }) => labelled.set === set);
    const part = (expected: LabelledCase['expected']) =>
      all.filter(({ labelled }) => labelled.expected === expected);
    const agreed = (some: readonly Outcome[]) => some.filter(({ agrees }) => agrees).length;
    const [found, silent] = [part('found'), part('silent')];
    const share = Math.floor((1000 * agreed(all)) / all.length) / 10;
    return {
      set,
      found: [agreed(found), found.length],
      silent: [agreed(silent), silent.length],
      share,
    } as const;
  });
  const table = [
    '| Set | Positives found | Negatives silent | Agreement |',
    '|---|--:|--:|--:|',
    ...rows.map(
      ({ set, found, silent, share }) =>
        `| ${set} | ${found.join(' of ')} | ${silent.join(' of ')} | ${share.toFixed(1)} % |`,
    ),
  ];
  const differences = scoped.filter(({ agrees }) => !agrees);
  const reasonOf = ({ labelled }: Outcome) =>
    reasons[keyOf(labelled)] ?? reasons[`${labelled.set} ${labelled.id}`];
  const open = differences
    .filter((one) => reasonOf(one) === undefined)
    .map(
      ({ labelled, messages, rules }) =>
        `${keyOf(labelled)} [${labelled.expected}; ${rules.join(', ') || 'no rule'}]: ${JSON.stringify(labelled.text)} ${messages.join(' | ')}`,
    );
  const text = [
    '<!-- Written by “npm run labelled -- FOLDER --write”. Do not edit. -->',
    '# Other tools’ labelled tests',
    '',
    'hadolint’s specifications, BuildKit’s lint tests, the examples of trivy-checks and the samples of Checkov and KICS are run',
    'through Plimsoll with every rule on. A positive counts as found when a rule that names the other tool’s id among its',
    'sources reports something; a negative as silent when none does. Ids of style alone are left out; the table of',
    '[migration](migration.md) names them. The copies are not part of this repository: `npm run labelled -- FOLDER`.',
    '',
    ...table,
    '',
    '## Differences',
    '',
    ...differences.flatMap((one) => [
      `- **${keyOf(one.labelled)}**: ${one.labelled.expected === 'found' ? 'not reported here' : 'reported here'}. ${reasonOf(one) ?? 'No reason yet.'}`,
      `  \`${one.labelled.text
        .trim()
        .replace(/\s*\n\s*/g, ' ⏎ ')
        .replaceAll('`', 'ˋ')
        .slice(0, 300)}\``,
    ]),
    '',
  ].join('\n');
  return { text, summary: table.join('\n'), open };
}
