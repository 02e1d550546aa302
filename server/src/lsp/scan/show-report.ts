// Hands the whole result of a scan to the client, or says it in one message where the client has no place for it.
import { type ReportProblem, type ScanReportParams, scanReport } from '../../protocol.ts';
import { safeHref } from '../markdown.ts';
import type { Session } from '../session.ts';
import { itemMessage } from './scan-diagnostics.ts';
import { scanReportMarkdown } from './scan-markdown.ts';
import type { ImageScan } from './scan-results.ts';
import { allCounts } from './severity.ts';

/** Findings that are listed as problems of a report. */
const problemLimit = 200;

/**
 * @param show open it now
 * @param onLine a line of an open document shows the result too, so that the report's own problems would be the same twice
 */
export function showReport(session: Session, scan: ImageScan, show: boolean, onLine: boolean): void {
  const { connection, abilities } = session;
  const summary = `${scan.target}: ${allCounts(scan.counts, scan.fixable)}`;
  connection.console.info(summary);
  const { markdown, lineOf } = scanReportMarkdown(scan);
  if (!abilities.options.plimsollClient) {
    if (show) {
      connection.console.info(markdown);
      connection.window.showInformationMessage(`${summary}. The list is in the log.`);
    }
    return;
  }
  const problems: ReportProblem[] = scan.found
    .filter(({ severity }) => severity === 'critical' || severity === 'high')
    .slice(0, problemLimit)
    .map((found) => {
      const href = safeHref(found.href);
      return {
        line: lineOf.get(found) ?? 0,
        severity: found.severity === 'critical' ? 'error' : 'warning',
        code: found.id,
        ...(href ? { href } : {}),
        message: itemMessage(found),
      };
    });
  const params: ScanReportParams = { target: scan.target, markdown, show, problems: onLine ? [] : problems };
  void connection.sendNotification(scanReport, params);
}
