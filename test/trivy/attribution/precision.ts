// How often a finding is on the right line, for each builder, as docs/attribution.md publishes it.
import type { BuilderName } from './builders.ts';

/** One finding in one image. */
export interface Outcome {
  readonly builder: BuilderName;
  /** The case. */
  readonly name: string;
  readonly finding: string;
  /** The one-based line that it truly comes from; 0: a line that is no longer in the file. */
  readonly truth: number;
  /** What was said: a line, that it cannot be told, or that no line of the file brought it. */
  readonly said: number | 'unsure' | 'nowhere';
}

/** The table as Markdown, with a line for each builder and one for all. */
export function precisionTable(outcomes: readonly Outcome[]): string {
  const builders = [...new Set(outcomes.map(({ builder }) => builder))];
  const rows = [...builders, undefined].map((builder) => {
    const own = outcomes.filter((one) => builder === undefined || one.builder === builder);
    const placed = own.filter(({ said }) => typeof said === 'number');
    const right = placed.filter(({ said, truth }) => said === truth).length;
    const unsure = own.filter(({ said }) => said === 'unsure').length;
    const nowhere = own.filter(({ said }) => said === 'nowhere');
    const gone = nowhere.filter(({ truth }) => truth === 0).length;
    return [
      builder ?? 'All',
      new Set(own.map((one) => `${one.builder} ${one.name}`)).size,
      own.length,
      right,
      placed.length - right,
      unsure,
      gone,
      nowhere.length - gone,
      `${((100 * right) / placed.length).toFixed(1)} %`,
    ];
  });
  const head = [
    'Builder',
    'Cases',
    'Findings',
    'On the right line',
    'On a wrong line',
    'Said to be unsure',
    'On no line: its line is gone',
    'On no line: missed',
    'Precision',
  ];
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |\n`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('');
}
