// What each suite writes to .reports/<suite>.json, and the closing line that sums them up.
export interface SuiteReport {
  suite: string;
  passed: number;
  /** Full names, with the first line of the message. */
  failed: string[];
  skipped: { name: string; reason: string }[];
  /** What the suite printed; shown only when something failed. */
  output?: string;
}

/** A report as read from a file: anything that is not one, or that holds no test at all, is a failure. */
export function readReport(suite: string, text: string | undefined): SuiteReport {
  const empty = (why: string): SuiteReport => ({
    suite,
    passed: 0,
    failed: [`${suite}: ${why}`],
    skipped: [],
  });
  if (text === undefined) return empty('the suite left no report');
  let report: SuiteReport;
  try {
    report = JSON.parse(text) as SuiteReport;
  } catch {
    return empty('the report cannot be read');
  }
  const wellFormed =
    Number.isInteger(report.passed) && Array.isArray(report.failed) && Array.isArray(report.skipped);
  if (!wellFormed) return empty('the report is not one');
  if (report.passed + report.failed.length + report.skipped.length === 0)
    return empty('the report holds no test');
  return report;
}

/** The last line of `npm test`. */
export function closingLine(reports: readonly SuiteReport[]): string {
  const sum = (count: (report: SuiteReport) => number) =>
    reports.reduce((total, report) => total + count(report), 0);
  const passed = sum((report) => report.passed);
  const failed = sum((report) => report.failed.length);
  const skipped = sum((report) => report.skipped.length);
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
