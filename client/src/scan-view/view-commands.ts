// What can be done in the view "Image Scan": arrange it, filter it, and act on one finding.
import * as vscode from 'vscode';
import { type ListedSeverity, listedSeverities } from '../../../server/src/scan-protocol.ts';
import { capital, countsOf, type Grouping, groupings } from './arrange.ts';
import type { ReportPanels } from './report-panel.ts';
import type { Scans } from './scans.ts';
import type { ScanNode, ScanTree } from './tree.ts';

/** Registers the view's commands of package.json. */
export function registerViewCommands(scans: Scans, tree: ScanTree, reports: ReportPanels): vscode.Disposable {
  const table: Record<string, (node?: ScanNode) => unknown> = {
    'plimsoll.scans.filter': () => chooseFilter(tree),
    'plimsoll.scans.changeFilter': () => chooseFilter(tree),
    'plimsoll.scans.showMore': (node) => node && tree.showMore(node),
    'plimsoll.scans.goToLine': (node) => node && goToLine(node, reports),
    'plimsoll.scans.openAdvisory': (node) => openAdvisory(node),
    'plimsoll.scans.copyId': (node) => node?.kind === 'item' && vscode.env.clipboard.writeText(node.item.id),
    'plimsoll.showReport': (node) => showReport(scans, reports, node),
    ...Object.fromEntries(
      groupings.map((grouping: Grouping) => [
        `plimsoll.scans.groupBy${capital(grouping)}`,
        () => tree.arrange({ grouping }),
      ]),
    ),
  };
  return vscode.Disposable.from(
    ...Object.entries(table).map(([id, run]) => vscode.commands.registerCommand(id, run)),
  );
}

interface FilterItem extends vscode.QuickPickItem {
  readonly severity?: ListedSeverity;
}

async function chooseFilter(tree: ScanTree): Promise<void> {
  const { fixableOnly, severities } = tree.filter;
  const items: FilterItem[] = [
    ...listedSeverities.map((severity) => ({
      label: capital(severity),
      severity,
      picked: severities.includes(severity),
    })),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: 'Only what has a fixed version', picked: fixableOnly },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: 'What the view shows',
    placeHolder: 'Choose severities',
    canPickMany: true,
  });
  if (!picked) return;
  const chosen = picked.flatMap(({ severity }) => severity ?? []);
  const filter = {
    // None at all would only be an empty view.
    severities: chosen.length === 0 ? listedSeverities : chosen,
    fixableOnly: picked.some(({ severity }) => severity === undefined),
  };
  await tree.arrange({ filter });
}

async function goToLine(node: ScanNode, reports: ReportPanels): Promise<void> {
  if (node.kind === 'more') return;
  const place = node.kind === 'item' ? node.item.place : node.kind === 'group' ? node.group.place : undefined;
  if (!place || node.scan.uri === undefined) return reports.show(node.scan.id, node.scan.target);
  await showPlace(node.scan.uri, place.line, place.character);
}

/** Shows a place of a document; line and character zero-based. */
export async function showPlace(uri: string, line: number, character: number): Promise<void> {
  const at = new vscode.Position(line, character);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection: new vscode.Range(at, at) });
}

/** VS Code asks before it opens an address that the user does not trust yet. */
async function openAdvisory(node?: ScanNode): Promise<void> {
  const href = node?.kind === 'item' ? node.item.href : undefined;
  if (href === undefined) return;
  const address = vscode.Uri.parse(href, true);
  if (address.scheme === 'https') await vscode.env.openExternal(address);
}

/** The report of the tree's node; else of the active Dockerfile; else the user chooses. */
async function showReport(scans: Scans, reports: ReportPanels, node?: ScanNode): Promise<void> {
  if (node && node.kind !== 'more') return reports.show(node.scan.id, node.scan.target);
  const active = vscode.window.activeTextEditor?.document;
  const summary = active && scans.summaryOf(active.uri);
  if (summary) return reports.show(summary.id, summary.target);
  const all = await scans.get();
  if (all.length === 0) {
    void vscode.window.showInformationMessage('No image was scanned yet.');
    return;
  }
  const items = all.map(({ id, target, items }) => ({
    label: target.replaceAll('$(', '\\$('),
    description: countsOf(items),
    id,
    target,
  }));
  const picked =
    items.length === 1 ? items[0] : await vscode.window.showQuickPick(items, { title: 'Which report?' });
  if (picked) await reports.show(picked.id, picked.target);
}
