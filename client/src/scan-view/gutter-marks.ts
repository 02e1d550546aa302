// Marks beside the numbers of the lines that findings of a scan stand on, by what is worst there.
import * as vscode from 'vscode';
import type { ScanMark } from '../../../server/src/protocol.ts';
import { listedSeverities } from '../../../server/src/scan-protocol.ts';
import { severityColours } from './colours.ts';

type Severity = ScanMark['worst'];

/** Fill on light and on dark; the shapes differ too. */
const fills: Record<Severity, readonly [light: string, dark: string]> = {
  critical: ['#a1260d', '#f48771'],
  high: ['#b54708', '#ffa657'],
  medium: ['#7a5c00', '#e2c08d'],
  low: ['#005fb8', '#75beff'],
  unknown: ['#616161', '#a0a0a0'],
};

/** Inside of a square of 16. `ink` is what is drawn on top of the fill. */
const shapes: Record<Severity, (fill: string, ink: string) => string> = {
  critical: (fill, ink) =>
    `<path fill="${fill}" d="M8 1l5.5 2v4.6c0 3.3-2.2 6-5.5 7.4-3.3-1.4-5.5-4.1-5.5-7.4V3z"/><path stroke="${ink}" stroke-width="1.6" stroke-linecap="round" d="M8 4.5v4M8 11.3v.1"/>`,
  high: (fill, ink) =>
    `<path fill="${fill}" d="M8 1.8L15 14H1z"/><path stroke="${ink}" stroke-width="1.5" stroke-linecap="round" d="M8 6v3.5M8 11.7v.1"/>`,
  medium: (fill) => `<path fill="${fill}" d="M8 2.5L13.5 8 8 13.5 2.5 8z"/>`,
  low: (fill) => `<circle cx="8" cy="8" r="4.2" fill="none" stroke="${fill}" stroke-width="1.8"/>`,
  unknown: (fill) =>
    `<circle cx="8" cy="8" r="4.2" fill="none" stroke="${fill}" stroke-width="1.8" stroke-dasharray="2.2 2.2"/>`,
};

/** One style for each severity. */
export function createMarks(): {
  draw(editor: vscode.TextEditor, marks: readonly ScanMark[]): void;
} & vscode.Disposable {
  const styles = listedSeverities.map((severity) => {
    const [light, dark] = fills[severity];
    const style = vscode.window.createTextEditorDecorationType({
      light: { gutterIconPath: icon(severity, light, '#ffffff') },
      dark: { gutterIconPath: icon(severity, dark, '#1f1f1f') },
      gutterIconSize: 'contain',
      overviewRulerColor: new vscode.ThemeColor(severityColours[severity]),
      overviewRulerLane: vscode.OverviewRulerLane.Left,
    });
    return { severity, style };
  });
  return {
    draw(editor, marks) {
      for (const { severity, style } of styles) {
        const lines = marks.filter(
          ({ worst, line }) => worst === severity && line < editor.document.lineCount,
        );
        editor.setDecorations(
          style,
          lines.map(({ line }) => new vscode.Range(line, 0, line, 0)),
        );
      }
    },
    dispose() {
      for (const { style } of styles) style.dispose();
    },
  };
}

function icon(severity: Severity, fill: string, ink: string): vscode.Uri {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">${shapes[severity](fill, ink)}</svg>`;
  return vscode.Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);
}
