// What "Check Workspace" found in files that are not open, and how the client is told.
import {
  type CancellationToken,
  type Diagnostic,
  DocumentDiagnosticReportKind,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver/node';
import type { Session } from './session.ts';

interface Known {
  readonly resultId: string;
  readonly items: readonly Diagnostic[];
}

/** The findings of the workspace's files by uri, kept from one check to the next. */
export class WorkspaceFindings {
  private readonly session: Session;
  private readonly byUri = new Map<string, Known>();
  private readonly waiting = new Set<() => void>();
  private counter = 0;

  constructor(session: Session) {
    this.session = session;
  }

  /** Whether the file was part of the last check. */
  has(uri: string): boolean {
    return this.byUri.has(uri);
  }

  /** The files of the last check. */
  get uris(): string[] {
    return [...this.byUri.keys()];
  }

  /** Takes what was found in a file; call `publish` when all is taken. */
  set(uri: string, items: readonly Diagnostic[]): void {
    this.byUri.set(uri, { resultId: `w${++this.counter}`, items });
  }

  /** Forgets files that the check did not find again. An empty report takes their findings away. */
  keepOnly(uris: ReadonlySet<string>): void {
    for (const uri of this.byUri.keys()) if (!uris.has(uri)) this.set(uri, []);
  }

  /** Tells the client: answers the request it holds open, or sends the findings of closed files. */
  publish(): void {
    if (this.session.abilities.pullsDiagnostics) {
      for (const answer of this.waiting) answer();
      return;
    }
    for (const [uri, { items }] of this.byUri)
      if (!this.session.documents.get(uri))
        void this.session.connection.sendDiagnostics({ uri, diagnostics: [...items] });
  }

  /**
   * Answers workspace/diagnostic with what is new since the client's last results. The request is held open while there
   * is nothing new, as the protocol foresees, so that the client need not ask again and again.
   */
  async report(
    previous: readonly { readonly uri: string; readonly value: string }[],
    token: CancellationToken,
  ): Promise<WorkspaceDiagnosticReport> {
    const { stop } = this.session;
    const before = new Map(previous.map(({ uri, value }) => [uri, value]));
    while (!token.isCancellationRequested && !stop.signal.aborted) {
      const fresh = [...this.byUri].filter(([uri, { resultId }]) => before.get(uri) !== resultId);
      if (fresh.length > 0)
        return {
          items: fresh.map(([uri, { resultId, items }]) => ({
            kind: DocumentDiagnosticReportKind.Full,
            uri,
            version: null,
            resultId,
            items: [...items],
          })),
        };
      await new Promise<void>((resolve) => {
        const answer = () => {
          this.waiting.delete(answer);
          heard.dispose();
          stop.signal.removeEventListener('abort', answer);
          resolve();
        };
        this.waiting.add(answer);
        const heard = token.onCancellationRequested(answer);
        stop.signal.addEventListener('abort', answer);
      });
    }
    return { items: [] };
  }
}
