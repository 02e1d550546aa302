// Everything that shows results of scans: on the lines, in the view, in the status bar, as a report.
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { showScanResults } from '../decorations.ts';
import { ReportPanels } from './report-panel.ts';
import { Scans } from './scans.ts';
import { showScanStatus } from './status-bar.ts';
import { ScanTree } from './tree.ts';
import { registerViewCommands } from './view-commands.ts';

/** Shows results until the returned object is disposed. */
export function showScans(client: LanguageClient, context: vscode.ExtensionContext): vscode.Disposable {
  const scans = new Scans(client);
  const tree = new ScanTree(scans, context.workspaceState);
  const reports = new ReportPanels(client, scans, context.extensionUri);
  return vscode.Disposable.from(
    scans,
    tree,
    reports,
    showScanResults(scans),
    showScanStatus(scans, reports),
    registerViewCommands(scans, tree, reports),
  );
}
