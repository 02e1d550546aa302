// The report as GitHub workflow commands: annotations on the changed lines of a pull request.
import type { Severity } from '../engine/index.ts';
import { forWorkflowMessage, forWorkflowProperty } from './escape.ts';
import { type Report, regionOf } from './report.ts';

const commands: Record<Severity, string> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/** One `::error file=…::message` line for each finding; empty when there is none. */
export function githubReport(report: Report): string {
  const out: string[] = [];
  for (const file of report.files) {
    for (const finding of file.findings) {
      const at = regionOf(file.lines, finding.at);
      const properties = [
        `file=${forWorkflowProperty(file.path)}`,
        `line=${at.startLine}`,
        `endLine=${at.endLine}`,
        // GitHub takes columns on one line only.
        ...(at.startLine === at.endLine
          ? [`col=${at.startColumn}`, `endColumn=${Math.max(at.startColumn, at.endColumn - 1)}`]
          : []),
        `title=${forWorkflowProperty(`Plimsoll: ${finding.ruleId}`)}`,
      ];
      out.push(
        `::${commands[finding.severity]} ${properties.join(',')}::${forWorkflowMessage(finding.message)}\n`,
      );
    }
  }
  return out.join('');
}
