// An image scan for people at a terminal: what is new where there is a baseline, with the lines where they are known.
import { plural } from '../report/report.ts';
import { scanText } from '../report/scan-text.ts';
import { countFindings, type TrivyReport } from '../trivy/index.ts';
import { placeWords, type ScanOutcome } from './scan-outcome.ts';

/** Ends with a line break. */
export function scanOutcomeText(outcome: ScanOutcome, color: boolean): string {
  const { report, findings, parted } = outcome;
  const byEntry = new Map(findings.map((finding) => [finding.of, finding]));
  const from = (entry: object) => {
    const finding = byEntry.get(entry);
    return finding && placeWords(outcome, finding);
  };
  if (!parted) return scanText(report, color, from);
  const { fresh, known, gone } = parted;
  const isNew = new Set(fresh.map(({ of }) => of));
  const since = [
    fresh.length === 0 ? 'Nothing new since the baseline' : `New since the baseline: ${fresh.length}`,
    `${known.length} known`,
    `${plural(gone.length, 'entry', 'entries')} fixed or gone`,
  ];
  const text = scanText(only(report, isNew), color, from);
  // Without new ones the line of counts would say that nothing was found.
  const listed = fresh.length > 0 ? text : `${text.split('\n', 1)[0]}\n`;
  return `${listed}${since.join(', ')}.\n`;
}

function only(report: TrivyReport, kept: ReadonlySet<object>): TrivyReport {
  const lists = {
    vulnerabilities: report.vulnerabilities.filter((one) => kept.has(one)),
    misconfigurations: report.misconfigurations.filter((one) => kept.has(one)),
    secrets: report.secrets.filter((one) => kept.has(one)),
    licenses: report.licenses.filter((one) => kept.has(one)),
  };
  return { ...report, ...lists, counts: countFindings(lists) };
}
