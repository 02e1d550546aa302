// Tells the client that a scan has ended, or says the whole result where the client has no place for it.
import { type ScanReportParams, scanReport } from '../../scan-protocol.ts';
import type { Session } from '../session.ts';
import { listedId } from './scan-list.ts';
import { scanReportMarkdown } from './scan-markdown.ts';
import type { ImageScan } from './scan-results.ts';
import { allCounts } from './severity.ts';

/** @param show open the result now, where no line of an open document shows it */
export function showReport(session: Session, scan: ImageScan, show: boolean): void {
  const { connection, abilities } = session;
  const { target } = scan;
  const summary = `${target}: ${allCounts(scan.counts, scan.fixable)}`;
  connection.console.info(summary);
  if (abilities.options.plimsollClient) {
    const params: ScanReportParams = { id: listedId('other', target), target, show };
    void connection.sendNotification(scanReport, params);
  } else if (show) {
    connection.console.info(scanReportMarkdown(scan));
    connection.window.showInformationMessage(`${summary}. The list is in the log.`);
  }
}
