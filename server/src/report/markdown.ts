// The report as Markdown: for a pull request's comment or a job's summary.
import { fixesFor } from '../engine/index.ts';
import { sectionOf } from './cis.ts';
import { codeSpan, messageMarkdown } from './escape.ts';
import {
  allFindings,
  type CheckedFile,
  countFindings,
  countWords,
  plural,
  type Report,
  ranked,
  regionOf,
  silencedWords,
} from './report.ts';

/** A heading, the counts and a table for each file with findings. Text from files cannot become markup. */
export function markdownReport(report: Report): string {
  const counts = countWords(countFindings(allFindings(report)));
  const out = [
    '## Plimsoll',
    '',
    `${counts === '' ? 'Nothing found' : counts}${silencedWords(report)}. ${plural(report.files.length, 'file')} checked.`,
    '',
  ];
  for (const file of report.files) {
    out.push(...controlTable(file));
    if (file.findings.length === 0) continue;
    out.push(
      `### ${codeSpan(file.path)}`,
      '',
      '| Line | Severity | Rule | Finding | Fix |',
      '|--:|---|---|---|---|',
    );
    for (const finding of ranked(file.findings)) {
      const { startLine } = regionOf(file.lines, finding.at);
      const fix = finding.fixable ? fixesFor(file.result, finding).fixes[0] : undefined;
      const title = fix ? `${messageMarkdown(fix.title)} (${fix.safety})` : '';
      out.push(
        `| ${startLine} | ${finding.severity} | ${codeSpan(finding.ruleId)} | ${messageMarkdown(finding.message)} | ${title} |`,
      );
    }
    out.push('');
  }
  return out.join('\n');
}

/** The benchmark's controls, where the file was checked by them. */
function controlTable(file: CheckedFile): string[] {
  const section = sectionOf(file);
  if (!section) return [];
  return [
    `### CIS Docker Benchmark, section ${section.number}: ${codeSpan(file.path)}`,
    '',
    '| Control | Status | What it asks |',
    '|---|---|---|',
    ...section.controls.map(
      ({ id, title, status, reason }) => `| ${id} | ${status} | ${title}${reason ? ` (${reason})` : ''} |`,
    ),
    '',
  ];
}
