// What the client at the other end can do, read once from its initialize request.
import type { InitializeParams } from 'vscode-languageserver/node';
import type { InitializationOptions } from '../protocol.ts';

export interface ClientAbilities {
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesLenses: boolean;
  readonly versionedEdits: boolean;
  /** Edits can make files. */
  readonly createsFiles: boolean;
  /** Edits can ask to be confirmed. */
  readonly previewsEdits: boolean;
  readonly appliesEdits: boolean;
  readonly resolvesActionEdits: boolean;
  readonly disabledActions: boolean;
  readonly preferredActions: boolean;
  readonly configuration: boolean;
  readonly configurationChanges: boolean;
  readonly watchesFiles: boolean;
  readonly folders: boolean;
  readonly progress: boolean;
  readonly markdownHover: boolean;
  /** A definition can say which word it is of. */
  readonly linksDefinitions: boolean;
  readonly showsDocuments: boolean;
  readonly dynamicEditing: boolean;
  readonly options: Required<InitializationOptions>;
}

/** Reads the abilities; what is absent is not there. */
export function clientAbilities(params: InitializeParams): ClientAbilities {
  const { textDocument, workspace, window } = params.capabilities;
  const action = textDocument?.codeAction;
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    createsFiles: workspace?.workspaceEdit?.resourceOperations?.includes('create') === true,
    previewsEdits: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    appliesEdits: workspace?.applyEdit === true,
    resolvesActionEdits:
      action?.resolveSupport?.properties.includes('edit') === true && action.dataSupport === true,
    disabledActions: action?.disabledSupport === true,
    preferredActions: action?.isPreferredSupport === true,
    configuration: workspace?.configuration === true,
    configurationChanges: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    folders: workspace?.workspaceFolders === true,
    progress: window?.workDoneProgress === true,
    linksDefinitions: textDocument?.definition?.linkSupport === true,
    showsDocuments: window?.showDocument?.support === true,
    markdownHover: textDocument?.hover?.contentFormat?.includes('markdown') !== false,
    dynamicEditing:
      textDocument?.completion?.dynamicRegistration === true &&
      textDocument.formatting?.dynamicRegistration === true,
    options: readOptions(params.initializationOptions),
  };
}

function readOptions(value: unknown): Required<InitializationOptions> {
  const given = (value !== null && typeof value === 'object' ? value : {}) as Record<string, unknown>;
  return {
    trusted: given['trusted'] !== false,
    otherProvider: given['otherProvider'] === true,
    plimsollClient: given['plimsollClient'] === true,
  };
}
