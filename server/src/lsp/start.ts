// Puts the language server together on a connection: the first request, the features, the notifications.
import {
  CodeLensRefreshRequest,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { imageServerCommands } from '../compare-protocol.ts';
import { type OtherProviderParams, otherProviderChanged, serverCommands, trustGranted } from '../protocol.ts';
import { dockerfileName, languageOf } from '../workspace/names.ts';
import { checkAgain, checkAllAgain, checkComposeAgain } from './check-workspace.ts';
import { clientAbilities } from './client-abilities.ts';
import { fixAllKind, serveCodeActions } from './code-action.ts';
import { serveCodeLenses } from './code-lens.ts';
import { registerComposeDefinitions } from './compose/definition.ts';
import { forgetDependents, serveDependents } from './dependents.ts';
import { refreshDiagnostics, serveDiagnostics } from './diagnostics.ts';
import { EditingRegistration, serveEditing, staticEditingCapabilities } from './editing/editing-features.ts';
import { createLanguageService } from './editing/language-service.ts';
import { serveCommands } from './execute-command.ts';
import { describeError } from './guard.ts';
import { serveHover } from './hover.ts';
import { adoptScans } from './scan/known-scans.ts';
import { ScanLineSender } from './scan/scan-lines.ts';
import { type ServerParts, Session } from './session.ts';

const allCommands = [...Object.values(serverCommands), ...Object.values(imageServerCommands)];

/** Files beside a Dockerfile whose change may change its findings. What is read of them: workspace/texts.ts. */
const surroundingFiles = `**/{${[
  '.plimsoll.json,*baseline*.json',
  '.dockerignore,*.dockerignore,.containerignore',
  'docker-bake.json,docker-bake.hcl,docker-bake.override.json,docker-bake.override.hcl,daemon.json,.gitignore',
  'requirements*.txt,requirements*.in,constraints*.txt,pyproject.toml,Pipfile,package.json,*lock*,go.sum',
  'setup.py,setup.cfg,go.mod,go.work,Cargo.toml,pom.xml,*.gradle,*.gradle.kts,gradle.properties,*proj,*.props,global.json',
  'angular.json,*.config.*js,*.config.*ts,*.sh,*.go',
  '.npmrc,.yarnrc*,.netrc,.pypirc,pip.conf,.env*,*.env,*.key,*.pem,*entrypoint*',
].join(',')}}`;

/** Compose files, and what they include and extend, which can have any name. */
const yamlFiles = '**/*.{yml,yaml}';

/** Dockerfiles by their names; those that only look like one do no harm here. */
const dockerfiles = '**/{*Dockerfile*,*.dockerfile,*Containerfile*}';

function isDockerfile(uri: string): boolean {
  return dockerfileName(nameOf(uri)) === 'yes';
}

function nameOf(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}

/** Whether a file that is no Dockerfile may be one of `surroundingFiles`, or a Compose file: of YAML every file is watched. */
function isAround(uri: string): boolean {
  const name = nameOf(uri);
  return !/\.ya?ml$/i.test(name) || /lock|^\.yarnrc/.test(name) || languageOf(name) === 'compose';
}

/** Serves one client on this connection until it asks to stop. */
export function startServer(connection: Connection, parts: ServerParts, version: string): void {
  const session = new Session(connection, parts);
  const editing = new EditingRegistration(session);
  connection.onInitialize((params) => initialize(session, params, version));
  connection.onInitialized(() => {
    initialized(session, editing).catch((error) => connection.console.error(describeError(error)));
  });
  connection.onShutdown(() => session.stop.abort());
  session.documents.listen(connection);
}

function initialize(session: Session, params: InitializeParams, version: string): InitializeResult {
  const { connection } = session;
  session.abilities = clientAbilities(params);
  session.trusted = session.abilities.options.trusted;
  session.otherProvider = session.abilities.options.otherProvider;
  const roots = params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri ? [params.rootUri] : []);
  session.folders = pathsOf(roots);
  const service = createLanguageService(params.capabilities.textDocument ?? {});
  serveDiagnostics(session);
  serveCodeActions(session);
  serveCodeLenses(session);
  serveHover(session, service);
  serveEditing(session, service);
  serveCommands(session);
  serveDependents(session);
  const lines = new ScanLineSender(session);
  session.onChecked = (checked) => {
    adoptScans(session, checked);
    lines.update(checked);
  };
  session.onRefresh = () => {
    refreshDiagnostics(session);
    if (session.abilities.refreshesLenses) {
      connection
        .sendRequest(CodeLensRefreshRequest.type)
        .catch((error) => connection.console.warn(describeError(error)));
    }
    for (const uri of session.documents.keys())
      void session.check(uri).then((checked) => checked && lines.update(checked));
  };
  return { capabilities: capabilities(session), serverInfo: { name: 'plimsoll', version } };
}

function capabilities(session: Session): ServerCapabilities {
  const { abilities } = session;
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
    ...(abilities.pullsDiagnostics
      ? {
          diagnosticProvider: {
            identifier: 'plimsoll',
            interFileDependencies: false,
            workspaceDiagnostics: true,
          },
        }
      : {}),
    codeActionProvider: {
      codeActionKinds: ['quickfix', 'refactor.rewrite', fixAllKind],
      resolveProvider: abilities.resolvesActionEdits,
    },
    codeLensProvider: { resolveProvider: false },
    hoverProvider: true,
    ...(abilities.dynamicEditing
      ? {}
      : { definitionProvider: true, documentLinkProvider: { resolveProvider: true } }),
    executeCommandProvider: { commands: allCommands, workDoneProgress: true },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    ...(abilities.dynamicEditing || session.otherProvider ? {} : staticEditingCapabilities),
  };
}

async function initialized(session: Session, editing: EditingRegistration): Promise<void> {
  const { connection, abilities } = session;
  const surroundingsChanged = () => {
    session.surroundings.forget();
    session.refresh();
    checkAllAgain(session).catch((error) => connection.console.error(describeError(error)));
  };
  const settingsChanged = async () => {
    await session.surroundings.readWindow();
    editing.update();
    surroundingsChanged();
  };
  connection.onDidChangeConfiguration(({ settings }) => {
    if (!abilities.configuration)
      session.surroundings.take((settings as { plimsoll?: unknown } | null)?.plimsoll);
    settingsChanged().catch((error) => connection.console.error(describeError(error)));
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const uris = changes.map(({ uri }) => uri);
    const others = uris.filter((uri) => !isDockerfile(uri));
    if (others.some(isAround)) surroundingsChanged();
    else if (forgetDependents(session, pathsOf(uris)) || uris.length > others.length)
      checkComposeAgain(session).catch((error) => connection.console.error(describeError(error)));
    checkAgain(session, uris).catch((error) => connection.console.error(describeError(error)));
  });
  connection.onNotification(trustGranted, () => {
    session.trusted = true;
    session.surroundings.forget();
    session.refresh();
  });
  connection.onNotification(otherProviderChanged, ({ present }: OtherProviderParams) => {
    session.otherProvider = present === true;
    editing.update();
  });
  if (abilities.folders) {
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(pathsOf(removed.map(({ uri }) => uri)));
      session.folders = [
        ...session.folders.filter((path) => !gone.has(path)),
        ...pathsOf(added.map(({ uri }) => uri)),
      ];
      session.surroundings.forget();
      session.refresh();
    });
  }
  if (abilities.configurationChanges) {
    await connection.client.register(DidChangeConfigurationNotification.type, { section: 'plimsoll' });
  }
  if (abilities.watchesFiles) {
    const watchers = [surroundingFiles, yamlFiles, dockerfiles].map((globPattern) => ({ globPattern }));
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }
  await registerComposeDefinitions(session);
  await session.surroundings.readWindow();
  editing.update();
  const { window } = session.surroundings;
  if (!window['codeLens.enable'] || window.editingFeatures !== 'auto') session.refresh();
}

function pathsOf(uris: readonly string[]): string[] {
  return uris.flatMap((uri) => {
    const parsed = URI.parse(uri);
    return parsed.scheme === 'file' ? [parsed.fsPath] : [];
  });
}
