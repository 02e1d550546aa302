// A comparison of two images as text, JSON and Markdown. Everything from outside is escaped.
import pc from 'picocolors';
import { codeSpan, forMarkdown, forTerminal } from '../report/escape.ts';
import { bySeverity, type ComparedPackage, type ComparedVulnerability, type Comparison } from './compare.ts';
import { compareRows } from './compare-rows.ts';

/** Lines of each list that are shown. */
const mostListed = 50;

function summary(found: readonly ComparedVulnerability[]): string {
  return found.length === 0
    ? 'none'
    : `${found.length} (${bySeverity(found)
        .map(([severity, count]) => `${count} ${severity}`)
        .join(', ')})`;
}

/** Ends with a line break. */
export function compareText(comparison: Comparison, color: boolean): string {
  const colors = pc.createColors(color);
  const rows = compareRows(comparison);
  const { before, after, removed, added, kept, packages } = comparison;
  const heads = [before.traits.name, after.traits.name].map(forTerminal);
  const widths = [
    Math.max(...rows.map(({ what }) => what.length)),
    Math.min(60, Math.max((heads[0] ?? '').length, ...rows.map((row) => row.before.length))),
  ] as const;
  const out = [
    `${' '.repeat(widths[0])}  ${colors.bold((heads[0] ?? '').padEnd(widths[1]))}  ${colors.bold(heads[1] ?? '')}`,
  ];
  for (const { what, before: one, after: other, change } of rows) {
    const paint =
      change === 'better' ? colors.green : change === 'worse' ? colors.red : (text: string) => text;
    out.push(
      `${what.padEnd(widths[0])}  ${forTerminal(one).padEnd(widths[1])}  ${paint(forTerminal(other))}`,
    );
  }
  out.push(
    '',
    `Vulnerabilities removed: ${summary(removed)}`,
    ...vulnerabilityLines(removed, '-', colors.green),
  );
  out.push(`Vulnerabilities added: ${summary(added)}`, ...vulnerabilityLines(added, '+', colors.red));
  out.push(`In both: ${kept}`, '');
  const { removed: gone, added: come, changed, same } = packages;
  out.push(
    `Packages: ${gone.length} removed, ${come.length} added, ${changed.length} changed, ${same} the same`,
  );
  out.push(...packageLines(gone, ({ name, before: version }) => `- ${name} ${version}`));
  out.push(...packageLines(come, ({ name, after: version }) => `+ ${name} ${version}`));
  out.push(...packageLines(changed, (row) => `  ${row.name} ${row.before} → ${row.after}`));
  return `${out.join('\n')}\n`;
}

function vulnerabilityLines(
  found: readonly ComparedVulnerability[],
  sign: string,
  paint: (text: string) => string,
): string[] {
  const lines = found
    .slice(0, mostListed)
    .map(
      ({ id, severity, packages }) =>
        `  ${paint(sign)} ${severity.toUpperCase().padEnd(8)} ${forTerminal(id)}  ${forTerminal(packages.join(', '))}`,
    );
  return [...lines, ...more(found.length)];
}

function packageLines(rows: readonly ComparedPackage[], line: (row: ComparedPackage) => string): string[] {
  return [...rows.slice(0, mostListed).map((row) => `  ${forTerminal(line(row))}`), ...more(rows.length)];
}

function more(count: number): string[] {
  return count > mostListed ? [`  and ${count - mostListed} more`] : [];
}

/** The value of the JSON report; its shape is fixed by `version`. */
export function compareJson(comparison: Comparison, version: string): object {
  const { before, after, removed, added, kept, packages } = comparison;
  return {
    version: 1,
    tool: { name: 'plimsoll', version },
    before: { ...before.traits, counts: before.counts },
    after: { ...after.traits, counts: after.counts },
    vulnerabilities: { removed, added, kept },
    packages,
  };
}

/** @param most rows of each list */
export function compareMarkdown(comparison: Comparison, most = mostListed): string {
  const { before, after, removed, added, kept, packages } = comparison;
  const heads = [before, after].map(({ traits }) => codeSpan(traits.name));
  const marks = { better: ' 🟢', worse: ' 🔴' } as const;
  const out = [
    `## ${heads[0]} → ${heads[1]}`,
    '',
    `| | ${heads[0]} | ${heads[1]} |`,
    '|---|---|---|',
    ...compareRows(comparison).map(
      (row) =>
        `| ${row.what} | ${forMarkdown(row.before)} | ${forMarkdown(row.after)}${row.change ? marks[row.change] : ''} |`,
    ),
    '',
    `Vulnerabilities removed: **${summary(removed)}**, added: **${summary(added)}**, in both: ${kept}.`,
    '',
    ...vulnerabilityTable('Removed vulnerabilities', removed, most),
    ...vulnerabilityTable('Added vulnerabilities', added, most),
    `Packages: ${packages.removed.length} removed, ${packages.added.length} added, ${packages.changed.length} changed, ${packages.same} the same.`,
    '',
    ...packageTable(comparison, most),
  ];
  return out.join('\n');
}

function vulnerabilityTable(title: string, found: readonly ComparedVulnerability[], most: number): string[] {
  if (found.length === 0) return [];
  return [
    `### ${title}`,
    '',
    '| Severity | Id | Packages | Fix | Title |',
    '|---|---|---|---|---|',
    ...found.slice(0, most).map(({ id, severity, packages, fixable, title: text }) => {
      const names = packages.slice(0, 5).map(codeSpan).join(', ');
      const rest = packages.length > 5 ? ` and ${packages.length - 5} more` : '';
      return `| ${severity} | ${codeSpan(id)} | ${names}${rest} | ${fixable ? 'yes' : 'none yet'} | ${forMarkdown(text)} |`;
    }),
    '',
    ...(found.length > most ? [`and ${found.length - most} more.`, ''] : []),
  ];
}

function packageTable({ before, after, packages }: Comparison, most: number): string[] {
  const rows = [...packages.removed, ...packages.added, ...packages.changed];
  if (rows.length === 0) return [];
  return [
    '### Packages',
    '',
    `| Package | ${codeSpan(before.traits.name)} | ${codeSpan(after.traits.name)} |`,
    '|---|---|---|',
    ...rows
      .slice(0, most)
      .map(
        (row) => `| ${codeSpan(row.name)} | ${codeSpan(row.before) || '—'} | ${codeSpan(row.after) || '—'} |`,
      ),
    '',
    ...(rows.length > most ? [`and ${rows.length - most} more.`, ''] : []),
  ];
}
