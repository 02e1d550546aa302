// Completion, formatting, symbols, folding, rename, definition, links, signatures and highlights.
import type { DockerfileLanguageService } from 'dockerfile-language-service';
import {
  BulkRegistration,
  CompletionRequest,
  type Definition,
  type DefinitionParams,
  DefinitionRequest,
  type Disposable,
  DocumentFormattingRequest,
  DocumentHighlightRequest,
  type DocumentLink,
  type DocumentLinkParams,
  DocumentLinkRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  RenameRequest,
  type ServerCapabilities,
  SignatureHelpRequest,
} from 'vscode-languageserver/node';
import { composeDefinition, composeLinks } from '../compose/definition.ts';
import { toWorkspaceEdit } from '../convert.ts';
import { describeError, guard } from '../guard.ts';
import { type CheckedCompose, type CheckedDockerfile, isCompose, type Session } from '../session.ts';
import { bearable, complete, keepLink, mayComplete } from './language-service.ts';

const completionTriggers = ['=', ' ', '$', '-'];
const signatureTriggers = ['-', '[', ',', '"', ' ', '='];
const formatTriggers = { firstTriggerCharacter: '\\', moreTriggerCharacter: ['`'] };

/** What the server says it can do, for clients that cannot be told later. */
export const staticEditingCapabilities: ServerCapabilities = {
  completionProvider: { resolveProvider: true, triggerCharacters: completionTriggers },
  signatureHelpProvider: { triggerCharacters: signatureTriggers },
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  documentOnTypeFormattingProvider: formatTriggers,
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  renameProvider: { prepareProvider: true },
  definitionProvider: true,
  documentLinkProvider: { resolveProvider: true },
  documentHighlightProvider: true,
};

/** Answers the requests. Whether a client sends them is decided by `EditingRegistration` or at initialize. */
export function serveEditing(session: Session, service: DockerfileLanguageService): void {
  const { connection } = session;
  /** Runs `use` on a document of bearable size while Plimsoll serves editing; otherwise there is nothing. */
  const on = <P extends { textDocument: { uri: string } }, R>(
    method: string,
    nothing: R,
    use: (checked: CheckedDockerfile, params: P) => R | Promise<R>,
  ) =>
    guard<P, R, void>(connection, method, nothing, async (params: P) => {
      if (!session.servesEditing) return nothing;
      const checked = await session.checkDockerfile(params.textDocument.uri);
      return checked && bearable(checked.index) ? use(checked, params) : nothing;
    });

  connection.onCompletion(
    on('textDocument/completion', [], ({ result, index }, { position }) =>
      mayComplete(result.dockerfile, index, position) ? complete(service, index, position) : [],
    ),
  );
  connection.onCompletionResolve((item) => service.resolveCompletionItem(item));
  connection.onSignatureHelp(
    on('textDocument/signatureHelp', null, ({ text }, { position }) =>
      service.computeSignatureHelp(text, position),
    ),
  );
  connection.onDocumentFormatting(
    on('textDocument/formatting', [], ({ text }, { options }) => service.format(text, options)),
  );
  connection.onDocumentRangeFormatting(
    on('textDocument/rangeFormatting', [], ({ text }, { range, options }) =>
      service.formatRange(text, range, options),
    ),
  );
  connection.onDocumentOnTypeFormatting(
    on('textDocument/onTypeFormatting', [], ({ text }, { position, ch, options }) =>
      service.formatOnType(text, position, ch, options),
    ),
  );
  connection.onDocumentSymbol(
    on('textDocument/documentSymbol', [], ({ text }, { textDocument }) =>
      service.computeSymbols(textDocument, text),
    ),
  );
  connection.onFoldingRanges(
    on('textDocument/foldingRange', [], ({ text }) => service.computeFoldingRanges(text)),
  );
  connection.onPrepareRename(
    on('textDocument/prepareRename', null, ({ text }, { position }) => service.prepareRename(text, position)),
  );
  connection.onRenameRequest(
    on('textDocument/rename', null, ({ text, uri, version }, { textDocument, position, newName }) => {
      if (!/^[\w.-]+$/.test(newName)) return null;
      const edits = service.computeRename(textDocument, text, position, newName);
      return toWorkspaceEdit(uri, version, edits, session.abilities.versionedEdits);
    }),
  );
  const definition = on<DefinitionParams, Definition | null>(
    'textDocument/definition',
    null,
    ({ text }, { textDocument, position }) => service.computeDefinition(textDocument, text, position),
  );
  connection.onDefinition(async (params, token) => {
    const compose = await composeAt(session, params.textDocument.uri);
    return compose ? composeDefinition(session, compose, params.position) : definition(params, token);
  });
  const links = on<DocumentLinkParams, DocumentLink[]>('textDocument/documentLink', [], ({ text, index }) =>
    service
      .computeLinks(text)
      .filter((found) => keepLink(found, wordAt(text, index.offset(found.range.start)))),
  );
  connection.onDocumentLinks(async (params, token) => {
    const compose = await composeAt(session, params.textDocument.uri);
    return compose ? composeLinks(compose) : links(params, token);
  });
  connection.onDocumentLinkResolve((found) => service.resolveLink(found));
  connection.onDocumentHighlight(
    on('textDocument/documentHighlight', [], ({ text }, { position }) =>
      service.computeHighlightRanges(text, position),
    ),
  );
}

/** The document as a Compose file, whoever serves the editing of Dockerfiles. */
async function composeAt(session: Session, uri: string): Promise<CheckedCompose | undefined> {
  const checked = await session.check(uri);
  return checked && isCompose(checked) ? checked : undefined;
}

/** The whole word, registry included, around an offset. */
function wordAt(text: string, offset: number): string {
  const start = text.slice(0, offset).search(/\S+$/);
  return /^\S*/.exec(text.slice(start < 0 ? offset : start))?.[0] ?? '';
}

/** Tells clients that can be told later when Plimsoll begins or ceases to serve editing. */
export class EditingRegistration {
  private readonly session: Session;
  private registered: Promise<Disposable | undefined> | undefined;

  constructor(session: Session) {
    this.session = session;
  }

  /** Brings the registration in line with the settings and the other providers. */
  update(): void {
    if (!this.session.abilities.dynamicEditing) return;
    if (this.session.servesEditing && !this.registered) this.registered = this.register();
    else if (!this.session.servesEditing && this.registered) {
      const earlier = this.registered;
      this.registered = undefined;
      void earlier.then((disposable) => disposable?.dispose());
    }
  }

  private async register(): Promise<Disposable | undefined> {
    const all = BulkRegistration.create();
    const documentSelector = [{ language: 'dockerfile' }];
    all.add(CompletionRequest.type, {
      documentSelector,
      resolveProvider: true,
      triggerCharacters: completionTriggers,
    });
    all.add(SignatureHelpRequest.type, { documentSelector, triggerCharacters: signatureTriggers });
    all.add(DocumentFormattingRequest.type, { documentSelector });
    all.add(DocumentRangeFormattingRequest.type, { documentSelector });
    all.add(DocumentOnTypeFormattingRequest.type, { documentSelector, ...formatTriggers });
    all.add(DocumentSymbolRequest.type, { documentSelector });
    all.add(FoldingRangeRequest.type, { documentSelector });
    all.add(RenameRequest.type, { documentSelector, prepareProvider: true });
    all.add(DefinitionRequest.type, { documentSelector });
    all.add(DocumentLinkRequest.type, { documentSelector, resolveProvider: true });
    all.add(DocumentHighlightRequest.type, { documentSelector });
    try {
      return await this.session.connection.client.register(all);
    } catch (error) {
      this.session.connection.console.error(`client/registerCapability: ${describeError(error)}`);
      return undefined;
    }
  }
}
