// Pages of the server's own as read-only Markdown documents: what a refactoring changed and why. Kept until VS Code closes.
import * as vscode from 'vscode';

const scheme = 'plimsoll-report';

/** Pages that are kept. */
const mostPages = 20;

export class Reports implements vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly all: vscode.Disposable;

  constructor() {
    this.all = vscode.Disposable.from(
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.changed.event,
        provideTextDocumentContent: (uri) =>
          this.texts.get(uri.toString()) ?? 'This page is no longer there.\n',
      }),
    );
  }

  /** Shows a page; what it quotes of files is escaped by the server. */
  async show(name: string, markdown: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${name.replace(/[\\/]/g, '∕')}.md` });
    const key = uri.toString();
    this.texts.delete(key);
    this.texts.set(key, markdown);
    const [oldest] = this.texts.keys();
    if (this.texts.size > mostPages && oldest !== undefined) this.texts.delete(oldest);
    this.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    try {
      // As a page to read: in the text, what others said is escaped.
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    } catch {
      await vscode.window.showTextDocument(document, { preview: false, preserveFocus: true });
    }
  }

  dispose(): void {
    this.all.dispose();
  }
}
