// The result of the policies as text, JSON and Markdown. Everything from outside is escaped.
import pc from 'picocolors';
import { codeSpan, forMarkdown, forTerminal } from '../report/escape.ts';
import type { PolicyResult, PolicyStatus } from './policy.ts';

export interface PolicyReport {
  readonly image: string;
  readonly results: readonly PolicyResult[];
  readonly refused: boolean;
}

/** `5 passed, 2 failed, 1 not known`. */
export function policyCounts(results: readonly PolicyResult[]): string {
  const words: readonly (readonly [PolicyStatus, string])[] = [
    ['pass', 'passed'],
    ['fail', 'failed'],
    ['not known', 'not known'],
    ['off', 'not judged'],
  ];
  return words
    .flatMap(([status, word]) => {
      const count = results.filter((one) => one.status === status).length;
      return count > 0 ? [`${count} ${word}`] : [];
    })
    .join(', ');
}

/** Ends with a line break. */
export function policyText({ image, results, refused }: PolicyReport, color: boolean): string {
  const colors = pc.createColors(color);
  const paint: Readonly<Record<PolicyStatus, (text: string) => string>> = {
    pass: colors.green,
    fail: (text) => colors.bold(colors.red(text)),
    'not known': colors.yellow,
    off: colors.dim,
  };
  const out = [colors.bold(forTerminal(image))];
  for (const { id, status, reason, fix, details } of results) {
    out.push(`${paint[status](status.toUpperCase().padEnd(9))} ${id}  ${forTerminal(reason)}`);
    for (const line of details) out.push(`            ${colors.dim(forTerminal(line))}`);
    if (fix !== undefined && status !== 'pass') out.push(`          ${forTerminal(`→ ${fix}`)}`);
  }
  out.push(`${policyCounts(results)}: ${refused ? 'the image is refused' : 'the image is accepted'}`);
  return `${out.join('\n')}\n`;
}

/** The value of the JSON report; its shape is fixed by `version`. */
export function policyJson({ image, results, refused }: PolicyReport, version: string): object {
  return {
    version: 1,
    tool: { name: 'plimsoll', version },
    image,
    refused,
    policies: results,
  };
}

const marks: Readonly<Record<PolicyStatus, string>> = {
  pass: '✅ pass',
  fail: '❌ fail',
  'not known': '❔ not known',
  off: '⏸ not judged',
};

export function policyMarkdown({ image, results, refused }: PolicyReport): string {
  const out = [
    `## Policies for ${codeSpan(image)}`,
    '',
    `${policyCounts(results)}: the image is ${refused ? '**refused**' : 'accepted'}.`,
    '',
    '| Policy | Result | Why | What to do |',
    '|---|---|---|---|',
    ...results.map(({ title, id, status, reason, fix }) => {
      const todo = status === 'pass' || fix === undefined ? '' : forMarkdown(fix);
      return `| ${title} (${codeSpan(id)}) | ${marks[status]} | ${forMarkdown(reason)} | ${todo} |`;
    }),
    '',
  ];
  for (const { title, details } of results) {
    if (details.length === 0) continue;
    out.push(`### ${title}`, '', ...details.map((line) => `- ${forMarkdown(line)}`), '');
  }
  return out.join('\n');
}
