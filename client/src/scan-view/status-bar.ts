// The status bar item of the active Dockerfile: what its last scan found, and whether that still holds.
import * as vscode from 'vscode';
import { serverCommands } from '../../../server/src/protocol.ts';
import { mayRun } from '../trust.ts';
import type { ReportPanels } from './report-panel.ts';
import type { Scans } from './scans.ts';

const command = 'plimsoll.scanStatus';

/** Shows the item while a Dockerfile is active; a click opens the report, or what can be scanned. */
export function showScanStatus(scans: Scans, reports: ReportPanels): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('plimsoll.scan', vscode.StatusBarAlignment.Left, 10);
  item.name = 'Plimsoll: Image Scan';
  item.command = command;
  const show = () => {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== 'dockerfile') return item.hide();
    const { text, tooltip, spoken } = wordsFor(scans, document.uri);
    item.text = text;
    item.tooltip = tooltip;
    item.accessibilityInformation = { label: spoken, role: 'button' };
    item.show();
  };
  show();
  return vscode.Disposable.from(
    item,
    scans.onDidChangeState(show),
    vscode.window.onDidChangeActiveTextEditor(show),
    vscode.workspace.onDidOpenTextDocument(show),
    vscode.commands.registerCommand(command, async () => {
      const document = vscode.window.activeTextEditor?.document;
      if (!document) return;
      const summary = scans.summaryOf(document.uri);
      if (summary) await reports.show(summary.id, summary.target);
      else await chooseScan(document);
    }),
  );
}

function wordsFor(scans: Scans, uri: vscode.Uri): { text: string; tooltip: string; spoken: string } {
  const summary = scans.summaryOf(uri);
  if (scans.isRunning(uri)) {
    const text = 'Scanning…';
    return {
      text: `$(sync~spin) ${text}`,
      tooltip: 'An image scan is under way.',
      spoken: 'Image scan under way',
    };
  }
  if (!summary) {
    const tooltip = 'No image of this Dockerfile was scanned yet. Click to choose what to scan.';
    return { text: '$(shield) Not scanned', tooltip, spoken: 'Image not scanned. Choose what to scan' };
  }
  const { text, counts, target, stale, finished } = summary;
  const when = new Date(finished).toLocaleString();
  const state = stale ? ' This Dockerfile has changed since.' : '';
  return {
    text: `$(shield) ${text}${stale ? ' (stale)' : ''}`,
    tooltip: `${target}: ${counts}, scanned ${when}.${state} Click to open the report.`,
    spoken: `Image scan of ${target}: ${counts}.${state} Open the report`,
  };
}

interface ScanItem extends vscode.QuickPickItem {
  readonly run?: vscode.Command;
}

/** What the lenses of the document offer to scan, and any other image. */
async function chooseScan(document: vscode.TextDocument): Promise<void> {
  if (!mayRun()) return;
  const lenses =
    (await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      100,
    )) ?? [];
  const commands = new Set<string>([
    serverCommands.scanBase,
    serverCommands.scanImage,
    serverCommands.buildAndScan,
    serverCommands.scanFile,
  ]);
  const offered = lenses.flatMap(({ command: run }): ScanItem[] =>
    run && commands.has(run.command) ? [{ label: run.title, run }] : [],
  );
  const uri = document.uri.toString();
  const always: ScanItem[] = [
    { label: 'Scan image', run: { title: '', command: serverCommands.scanImage, arguments: [uri] } },
    { label: 'Scan this file', run: { title: '', command: serverCommands.scanFile, arguments: [uri] } },
  ];
  const another: ScanItem = { label: 'Another image…', run: { title: '', command: 'plimsoll.scanImage' } };
  const picked = await vscode.window.showQuickPick([...(offered.length > 0 ? offered : always), another], {
    title: 'What to scan',
  });
  if (picked?.run) await vscode.commands.executeCommand(picked.run.command, ...(picked.run.arguments ?? []));
}
