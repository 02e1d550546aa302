// The counts of a scan as text at the end of the line that was scanned.
import * as vscode from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import { type ScanLine, type ScanResultsParams, scanResultsChanged } from '../../server/src/protocol.ts';

const colours: Record<ScanLine['worst'], string> = {
  critical: 'editorError.foreground',
  high: 'editorWarning.foreground',
  medium: 'editorInfo.foreground',
  low: 'editorHint.foreground',
  unknown: 'editorHint.foreground',
  none: 'testing.iconPassed',
};

/** Shows what the server sends for as long as the returned object is not disposed. */
export function showScanResults(client: LanguageClient): vscode.Disposable {
  const results = new Map<string, readonly ScanLine[]>();
  const style = vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen,
    after: { margin: '0 0 0 2em', fontStyle: 'italic' },
  });
  const draw = (editor: vscode.TextEditor) => {
    const lines = results.get(editor.document.uri.toString()) ?? [];
    editor.setDecorations(
      style,
      lines
        .filter(({ line }) => line < editor.document.lineCount)
        .map((line) => decoration(editor.document, line)),
    );
  };
  const redraw = () => vscode.window.visibleTextEditors.forEach(draw);
  return vscode.Disposable.from(
    style,
    // A server that stopped takes its results along; the next one says nothing of lines it has no results for.
    client.onDidChangeState(({ newState }) => {
      if (newState !== State.Stopped) return;
      results.clear();
      redraw();
    }),
    client.onNotification(scanResultsChanged, ({ uri, lines }: ScanResultsParams) => {
      const key = client.protocol2CodeConverter.asUri(uri).toString();
      if (lines.length === 0) results.delete(key);
      else results.set(key, lines);
      for (const editor of vscode.window.visibleTextEditors) {
        if (editor.document.uri.toString() === key) draw(editor);
      }
    }),
    vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach(draw)),
    // Also when only the language changes: the editor stays.
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (results.delete(uri.toString())) redraw();
    }),
  );
}

function decoration(
  document: vscode.TextDocument,
  { line, text, stale, worst }: ScanLine,
): vscode.DecorationOptions {
  const { end } = document.lineAt(line).range;
  const color = new vscode.ThemeColor(stale ? 'disabledForeground' : colours[worst]);
  return { range: new vscode.Range(end, end), renderOptions: { after: { contentText: text, color } } };
}
