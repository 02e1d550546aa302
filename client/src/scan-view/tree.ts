// The view "Image Scan": every scan with its findings by severity, by instruction or by package.
import * as vscode from 'vscode';
import type { ListedItem, ListedScan } from '../../../server/src/scan-protocol.ts';
import {
  countsOf,
  describe,
  describeScan,
  everything,
  type Filter,
  filtered,
  type Group,
  type Grouping,
  grouped,
  isFiltering,
  speak,
} from './arrange.ts';
import { severityIcon } from './colours.ts';
import type { Scans } from './scans.ts';

export const viewId = 'plimsoll.scans';

/** Findings of one group that are given to the editor at a time. */
const page = 500;

export type ScanNode =
  | { readonly kind: 'scan'; readonly scan: ListedScan }
  | { readonly kind: 'group'; readonly scan: ListedScan; readonly group: Group }
  | { readonly kind: 'item'; readonly scan: ListedScan; readonly item: ListedItem }
  | { readonly kind: 'more'; readonly parent: ScanNode & { kind: 'group' }; readonly left: number };

/** What the user chose; kept in the workspace. */
interface Choice {
  readonly grouping: Grouping;
  readonly filter: Filter;
}

export class ScanTree implements vscode.TreeDataProvider<ScanNode>, vscode.Disposable {
  private readonly scans: Scans;
  private readonly memory: vscode.Memento;
  private readonly changed = new vscode.EventEmitter<ScanNode | undefined>();
  private readonly view: vscode.TreeView<ScanNode>;
  private readonly all: vscode.Disposable;
  /** How many findings of a group are shown, where that is more than a page. */
  private readonly shown = new Map<string, number>();
  private choice: Choice;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(scans: Scans, memory: vscode.Memento) {
    this.scans = scans;
    this.memory = memory;
    const { grouping = 'severity', filter = everything } = memory.get<Partial<Choice>>(viewId) ?? {};
    this.choice = { grouping, filter };
    this.view = vscode.window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true });
    this.all = vscode.Disposable.from(
      this.view,
      this.changed,
      scans.onDidChange(() => this.changed.fire(undefined)),
    );
    this.tellContext();
  }

  get grouping(): Grouping {
    return this.choice.grouping;
  }

  get filter(): Filter {
    return this.choice.filter;
  }

  /** Changes how findings are arranged, and remembers it. */
  async arrange(choice: Partial<Choice>): Promise<void> {
    this.choice = { ...this.choice, ...choice };
    this.shown.clear();
    this.tellContext();
    this.changed.fire(undefined);
    await this.memory.update(viewId, this.choice);
  }

  /** Shows another page of a group. */
  showMore(node: ScanNode): void {
    if (node.kind !== 'more') return;
    const key = keyOf(node.parent);
    this.shown.set(key, (this.shown.get(key) ?? page) + page);
    this.changed.fire(node.parent);
  }

  async getChildren(node?: ScanNode): Promise<ScanNode[]> {
    const { grouping, filter } = this.choice;
    if (!node) {
      const scans = await this.scans.get();
      this.summarise(scans);
      return scans.map((scan): ScanNode => ({ kind: 'scan', scan }));
    }
    if (node.kind === 'scan') {
      const { scan } = node;
      return grouped(filtered(scan.items, filter), grouping).map(
        (group): ScanNode => ({ kind: 'group', scan, group }),
      );
    }
    if (node.kind !== 'group') return [];
    const { scan, group } = node;
    const most = this.shown.get(keyOf(node)) ?? page;
    const nodes = group.items.slice(0, most).map((item): ScanNode => ({ kind: 'item', scan, item }));
    const left = group.items.length - most;
    return left > 0 ? [...nodes, { kind: 'more', parent: node, left }] : nodes;
  }

  getTreeItem(node: ScanNode): vscode.TreeItem {
    const { grouping, filter } = this.choice;
    if (node.kind === 'scan') return scanItem(node.scan, filtered(node.scan.items, filter));
    if (node.kind === 'group') return groupItem(node, grouping);
    if (node.kind === 'more') {
      const more = new vscode.TreeItem(`Show ${Math.min(page, node.left)} of ${node.left} more`);
      more.iconPath = new vscode.ThemeIcon('ellipsis');
      more.command = { command: 'plimsoll.scans.showMore', title: 'Show More', arguments: [node] };
      return more;
    }
    return findingItem(node, grouping);
  }

  dispose(): void {
    this.all.dispose();
  }

  private summarise(scans: readonly ListedScan[]): void {
    const items = scans.flatMap((scan) => scan.items);
    const shown = filtered(items, this.choice.filter);
    this.view.description = scans.length === 0 ? '' : countsOf(shown);
    const hidden = items.length - shown.length;
    this.view.message = hidden > 0 ? `The filter hides ${hidden} of ${items.length} findings.` : undefined;
  }

  private tellContext(): void {
    const set = (key: string, value: unknown) =>
      vscode.commands.executeCommand('setContext', `${viewId}.${key}`, value);
    void set('grouping', this.choice.grouping);
    void set('filtered', isFiltering(this.choice.filter));
  }
}

function keyOf({ scan, group }: { scan: ListedScan; group: Group }): string {
  return `${scan.id} ${group.key}`;
}

function scanItem(scan: ListedScan, shown: readonly ListedItem[]): vscode.TreeItem {
  const { target, id, kind, finished, notes, stale } = scan;
  const state =
    shown.length === 0 ? vscode.TreeItemCollapsibleState.None : vscode.TreeItemCollapsibleState.Expanded;
  const item = new vscode.TreeItem(asText(target), state);
  item.id = id;
  item.description = asText(describeScan(scan, shown));
  item.contextValue = `scan.${kind}`;
  item.iconPath =
    shown.length > 0 || stale
      ? new vscode.ThemeIcon(kind === 'file' ? 'file' : 'package')
      : new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
  const when = `Scanned ${new Date(finished).toLocaleString()}.`;
  item.tooltip = [`${target}: ${describeScan(scan, shown)}`, when, ...notes].join('\n');
  item.accessibilityInformation = { label: `${target}, ${describeScan(scan, shown)}` };
  return item;
}

function groupItem({ scan, group }: { scan: ListedScan; group: Group }, grouping: Grouping): vscode.TreeItem {
  const { label, items, worst, place } = group;
  const isOpen = grouping !== 'package' && (worst === 'critical' || worst === 'high') && items.length <= page;
  const item = new vscode.TreeItem(
    asText(label),
    isOpen ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed,
  );
  item.id = `${keyOf({ scan, group })} ${grouping}`;
  item.description = grouping === 'severity' ? String(items.length) : countsOf(items);
  item.iconPath = severityIcon(worst);
  item.contextValue = place ? 'group.place' : 'group';
  const findings = `${items.length} ${items.length === 1 ? 'finding' : 'findings'}`;
  item.tooltip = `${label}: ${countsOf(items)}`;
  item.accessibilityInformation = { label: `${label}, ${findings}: ${countsOf(items)}` };
  return item;
}

function findingItem(
  node: { scan: ListedScan; item: ListedItem } & ScanNode,
  grouping: Grouping,
): vscode.TreeItem {
  const { scan, item: found } = node;
  const item = new vscode.TreeItem(asText(found.id));
  item.description = asText(describe(found, grouping));
  item.iconPath = severityIcon(found.severity);
  item.contextValue = ['finding', found.href ? 'advisory' : '', found.place ? 'place' : '']
    .filter(Boolean)
    .join('.');
  const lines = [speak(found), ...(found.from ? [`From: ${found.from}.`] : [])];
  if (scan.stale) lines.push('Scanned before this change.');
  // A plain text: VS Code reads Markdown only in a MarkdownString.
  item.tooltip = lines.join('\n');
  item.accessibilityInformation = { label: lines.join(' ') };
  item.command = { command: 'plimsoll.scans.goToLine', title: 'Go to Line', arguments: [node] };
  return item;
}

/** Text in which a label's `$(name)` stays text, should an editor draw icons there. */
function asText(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}
