// One colour and one icon for each severity, the same in the tree, at line ends and in the report.
import * as vscode from 'vscode';
import type { ListedSeverity } from '../../../server/src/scan-protocol.ts';

/** The colours of package.json. */
export const severityColours: Record<ListedSeverity, string> = {
  critical: 'plimsoll.criticalForeground',
  high: 'plimsoll.highForeground',
  medium: 'plimsoll.mediumForeground',
  low: 'plimsoll.lowForeground',
  unknown: 'plimsoll.unknownForeground',
};

/** Different shapes too: a colour alone says nothing to many. */
const icons: Record<ListedSeverity, string> = {
  critical: 'error',
  high: 'warning',
  medium: 'circle-filled',
  low: 'circle-outline',
  unknown: 'question',
};

export function severityIcon(severity: ListedSeverity): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icons[severity], new vscode.ThemeColor(severityColours[severity]));
}
