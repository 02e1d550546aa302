// The counts of a scan as text at the end of the line that was scanned, and marks beside the line numbers.
import * as vscode from 'vscode';
import type { ScanLine } from '../../server/src/protocol.ts';
import { severityColours } from './scan-view/colours.ts';
import { createMarks } from './scan-view/gutter-marks.ts';
import type { Scans } from './scan-view/scans.ts';

/** Shows what the server sends for as long as the returned object is not disposed. */
export function showScanResults(scans: Scans): vscode.Disposable {
  const marks = createMarks();
  const style = vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen,
    after: { margin: '0 0 0 2em', fontStyle: 'italic' },
  });
  const draw = (editor: vscode.TextEditor) => {
    const { document } = editor;
    const shown = scans.shownIn(document.uri);
    const lines = shown.lines.filter(({ line }) => line < document.lineCount);
    editor.setDecorations(
      style,
      lines.map((line) => decoration(document, line)),
    );
    marks.draw(editor, shown.marks);
  };
  return vscode.Disposable.from(
    style,
    marks,
    scans.onDidChangeLines((key) => {
      for (const editor of vscode.window.visibleTextEditors) {
        if (key === undefined || editor.document.uri.toString() === key) draw(editor);
      }
    }),
    vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach(draw)),
  );
}

function decoration(
  document: vscode.TextDocument,
  { line, text, stale, worst }: ScanLine,
): vscode.DecorationOptions {
  const { end } = document.lineAt(line).range;
  const lively = worst === 'none' ? 'testing.iconPassed' : severityColours[worst];
  const color = new vscode.ThemeColor(stale ? 'disabledForeground' : lively);
  return { range: new vscode.Range(end, end), renderOptions: { after: { contentText: text, color } } };
}
