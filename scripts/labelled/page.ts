// docs/labelled-sets.md: the figures, and every difference with its reason.
import type { LabelledCase } from './case.ts';
import { classOf } from './foreign-ids.ts';
import type { Outcome } from './run-case.ts';

/** Why we answer otherwise, by the key of the case or by the id of its set (`hadolint DL3008`). */
export type Reasons = Readonly<Record<string, string>>;

/** The key of a case in reasons.json. */
export function keyOf({ set, id, name }: LabelledCase): string {
  return `${set} ${id} ${name}`;
}

/** The text that the label is of: of a Compose file the service's own lines. */
function textOf({ text, service }: LabelledCase): string {
  if (service === undefined) return text;
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`  ${service}:`));
  const length = lines.slice(start + 1).findIndex((line) => /^ {0,2}\S/.test(line));
  return lines.slice(start, length < 0 ? undefined : start + 1 + length).join('\n');
}

function agreed(outcomes: readonly Outcome[]): number {
  return outcomes.filter(({ agrees }) => agrees).length;
}

function of(outcomes: readonly Outcome[]): string {
  return `${agreed(outcomes)} of ${outcomes.length}`;
}

function percent(outcomes: readonly Outcome[]): string {
  return `${(Math.floor((1000 * agreed(outcomes)) / Math.max(1, outcomes.length)) / 10).toFixed(1)} %`;
}

/** @returns the page, a table for the terminal, and one line for each difference without a reason */
export function labelledPage(
  outcomes: readonly Outcome[],
  reasons: Reasons,
): { text: string; summary: string; open: string[] } {
  // Style is left to formatters, and counted only where a rule takes it up all the same.
  const scoped = outcomes.filter(
    ({ labelled, rules }) => rules.length > 0 || classOf(labelled.set, labelled.id) !== 'style',
  );
  const rows = [...new Set(scoped.map(({ labelled }) => labelled.set))].map((set) => {
    const own = scoped.filter(({ labelled }) => labelled.set === set);
    const isMain = ({ labelled }: Outcome) => /^(security|correctness)$/.test(classOf(set, labelled.id));
    const main = own.filter(isMain);
    const part = (expected: LabelledCase['expected']) =>
      main.filter(({ labelled }) => labelled.expected === expected);
    return `| ${set} | ${of(part('found'))} | ${of(part('silent'))} | ${percent(main)} | ${of(own.filter((one) => !isMain(one)))} |`;
  });
  const table = [
    '| Set | Positives found | Negatives silent | Agreement | Size and style |',
    '|---|--:|--:|--:|--:|',
    ...rows,
  ];
  const differences = scoped.filter(({ agrees }) => !agrees);
  const reasonOf = ({ labelled }: Outcome) =>
    reasons[keyOf(labelled)] ?? reasons[`${labelled.set} ${labelled.id}`];
  const open = differences
    .filter((one) => reasonOf(one) === undefined)
    .map(
      ({ labelled, messages, rules }) =>
        `${keyOf(labelled)} [${labelled.expected}; ${rules.join(', ') || 'no rule'}]: ${JSON.stringify(textOf(labelled))} ${messages.join(' | ')}`,
    );
  const text = [
    '<!-- Written by “npm run labelled -- FOLDER --write”. Do not edit. -->',
    '# Other tools’ labelled tests',
    '',
    'hadolint’s specifications, BuildKit’s lint tests, the examples of trivy-checks, the samples of Checkov and KICS, and for Compose',
    'files the tests of Semgrep’s rules and of compose-lint (those that check one service of a sample file) are run',
    'through Plimsoll with every rule on (profile `strict`, and the policy that forbids upgrades, as those tools do). A positive',
    'counts as found when a rule that names the other tool’s id among its sources reports something, on the line that the test',
    'names if it names one; a negative as silent when none does. What has no FROM stands on an image of the package manager that',
    'it calls. Agreement is that of the security and correctness cases. Which rule answers to which id: [migration](migration.md).',
    'The copies are not part of this repository: `npm run labelled -- FOLDER`. Of KICS’ samples only a part was at hand, for Compose files one',
    'or two of a query.',
    '',
    ...table,
    '',
    '## Differences',
    '',
    ...differences.flatMap((one) => [
      `- **${keyOf(one.labelled)}**: ${one.labelled.expected === 'found' ? 'not reported here' : 'reported here'}. ${reasonOf(one) ?? 'No reason yet.'}`,
      `  \`${textOf(one.labelled)
        .trim()
        .replace(/\s*\n\s*/g, ' ⏎ ')
        .replaceAll('`', 'ˋ')
        .slice(0, 300)}\``,
    ]),
    '',
  ].join('\n');
  return { text, summary: table.join('\n'), open };
}
