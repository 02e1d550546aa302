// What the server and its VS Code client say to each other beyond the language server protocol.
// No imports: both sides, and both bundles, take it as it is.

/** What a client may pass as `initializationOptions`. Everything has a default for clients that pass nothing. */
export interface InitializationOptions {
  /** False: nothing may be run (VS Code's Restricted Mode). Default true: who starts a server by hand trusts it. */
  readonly trusted?: boolean;
  /** Another extension already serves completion, hover and formatting for Dockerfiles. Default false. */
  readonly otherProvider?: boolean;
  /** The client answers the requests and knows the commands of this file. Default false. */
  readonly plimsollClient?: boolean;
}

/** What is said where something would have to be run in Restricted Mode. */
export const restrictedMessage =
  'Plimsoll runs nothing in Restricted Mode: Trivy and container engines are started only when you trust this workspace.';

/** Client to server, notification, no parameters: the user has trusted the workspace. */
export const trustGranted = 'plimsoll/trustGranted';

/** Client to server, notification: another provider of editing features came or went. */
export const otherProviderChanged = 'plimsoll/otherProviderChanged';
export interface OtherProviderParams {
  readonly present: boolean;
}

/** Server to client, notification: the texts at the ends of the lines of one document, replacing the earlier ones. */
export const scanResultsChanged = 'plimsoll/scanResults';
export interface ScanResultsParams {
  readonly uri: string;
  readonly version: number;
  readonly lines: readonly ScanLine[];
  /** The lines that findings stand on, none of stale results. */
  readonly marks: readonly ScanMark[];
  /** What the results come to; absent: there are none. */
  readonly summary?: ScanSummary;
}
export interface ScanMark {
  /** Zero-based. */
  readonly line: number;
  readonly worst: 'critical' | 'high' | 'medium' | 'low' | 'unknown';
  /** How many findings stand on the line. */
  readonly count: number;
}
export interface ScanSummary {
  /** Of the scan, for its report. */
  readonly id: string;
  readonly target: string;
  /** The worst that occurs and how often: `2 critical`; `nothing found`. */
  readonly text: string;
  /** Everything: `2 critical, 4 high, 3 fixable`. */
  readonly counts: string;
  readonly worst: ScanLine['worst'];
  readonly stale: boolean;
  /** Milliseconds since 1970. */
  readonly finished: number;
}
export interface ScanLine {
  /** Zero-based. */
  readonly line: number;
  /** `3 critical · 12 high · 9 fixable`. Plain text. */
  readonly text: string;
  /** The instruction has changed since: shown grey. */
  readonly stale: boolean;
  readonly worst: 'critical' | 'high' | 'medium' | 'low' | 'unknown' | 'none';
}

/** Client to server, request, no parameters, after the user asked to scan an image: contacts the container engines. */
export const localImages = 'plimsoll/localImages';
export interface LocalImagesResult {
  readonly images: readonly LocalImage[];
  /** What was tried, one line each, for the message when there is nothing to list. */
  readonly tried: readonly string[];
}
export interface LocalImage {
  readonly name: string;
  /** `docker`, `podman` … */
  readonly engine: string;
  /** Milliseconds since 1970, when known. */
  readonly created?: number;
  /** Bytes, when known. */
  readonly size?: number;
}

/** Client to server, request: what can be done with a Dockerfile as a whole. */
export const listRefactorings = 'plimsoll/refactorings';
export interface RefactoringsParams {
  readonly uri: string;
  readonly name: 'split' | 'harden' | 'harden-service' | 'secrets-to-files';
}
export interface RefactoringsResult {
  /** Best first. */
  readonly choices: readonly RefactoringChoice[];
  readonly refusals: readonly RefactoringRefusal[];
}
export interface RefactoringChoice {
  /** For the server's command: `split:slim`. */
  readonly id: string;
  readonly title: string;
  /** How many changes. */
  readonly changes: number;
  /** How many things the user has to look at afterwards. */
  readonly toCheck: number;
  /** What the shipped image has otherwise than before: `no shell`. */
  readonly traits: readonly string[];
}
export interface RefactoringRefusal {
  readonly title: string;
  readonly reason: string;
  /** Zero-based, of what stands in the way. */
  readonly line: number;
  readonly character: number;
}

/** What a refactoring did, for the user to read afterwards. */
export interface RefactoringSummary {
  readonly title: string;
  /** The file's base name. */
  readonly file: string;
  readonly changes: number;
  readonly toCheck: number;
  /** What changed and why; escaped where it holds what the file says. */
  readonly markdown: string;
}

/** The client's command that follows a refactoring from the light bulb: [RefactoringSummary]. */
export const refactoredCommand = 'plimsoll.refactored';

/** The client's commands that let the user choose among these: [uri?], the active Dockerfile without one. */
export const refactorCommands = {
  split: 'plimsoll.split',
  harden: 'plimsoll.harden',
  'harden-service': 'plimsoll.hardenService',
  'secrets-to-files': 'plimsoll.secretsToFiles',
} as const;

/** What `showPlace` takes. */
export interface ShowPlaceArguments {
  readonly uri: string;
  /** Zero-based, in UTF-16 units. */
  readonly line: number;
  readonly character: number;
}

/** Compose files by their names; what they hold decides in the end. */
export const composePattern =
  '**/{compose,docker-compose,docker_compose,*.docker-compose,*-docker-compose}*.{yml,yaml}';

/** Docker's daemon.json; those of others are left alone. */
export const daemonPattern = '**/daemon.json';

/** Server to client, request: the name under which the image of this Dockerfile is built. */
export const askImageName = 'plimsoll/askImageName';
export interface AskImageNameParams {
  readonly uri: string;
  /** The name of the last stage's folder, or what was given before. */
  readonly suggestion: string;
  /** Ask even when a name is remembered. */
  readonly again: boolean;
}
export interface AskImageNameResult {
  /** Null when the user cancelled. */
  readonly name: string | null;
}

/** Server to client, request: the token of a Trivy server, sealed (sealed-text.ts) so that no trace of messages holds it. */
export const askTrivyToken = 'plimsoll/trivyToken';
export interface AskTrivyTokenParams {
  /** Scheme, host and port of the server that the token is for. */
  readonly server: string;
  /** Whom it is sealed for. */
  readonly publicKey: string;
}
export interface AskTrivyTokenResult {
  /** Null: none is kept for this server. */
  readonly sealed: { readonly key: string; readonly nonce: string; readonly data: string } | null;
}

/** Server to client, notification, no parameters: show the log. */
export const showOutput = 'plimsoll/showOutput';

/** Server to client, notification: show a setting in the settings editor. */
export const openSetting = 'plimsoll/openSetting';
export interface OpenSettingParams {
  /** With `plimsoll.`. */
  readonly key: string;
}

/** The server's commands; any editor can run them by `workspace/executeCommand`. */
export const serverCommands = {
  /** [uri, stage index, again?]: scans the base image that the FROM of this stage names. `again`: see scanTarget. */
  scanBase: 'plimsoll.server.scanBase',
  /** [uri]: scans the Dockerfile itself for misconfigurations. */
  scanFile: 'plimsoll.server.scanFile',
  /** [uri, again?]: scans the image that this Dockerfile builds. `again`: see scanTarget. */
  scanImage: 'plimsoll.server.scanImage',
  /** [uri]: builds that image, then scans it. */
  buildAndScan: 'plimsoll.server.buildAndScan',
  /**
   * [target, again?]: scans an image by name; or what an absolute path names, with `tar:` (also an OCI layout), `fs:`,
   * `config:` or `sbom:` before it. `again`: true scans even where an earlier result would answer.
   */
  scanTarget: 'plimsoll.server.scanTarget',
  /** [uri?]: forgets scan results. */
  clearResults: 'plimsoll.server.clearResults',
  /** []: checks every Dockerfile, Compose file and daemon.json of the open folders and reports what is found, in closed ones too. */
  checkWorkspace: 'plimsoll.server.checkWorkspace',
  /** []: applies every safe fix in every such file of the open folders, after a preview where the editor has one. */
  fixWorkspace: 'plimsoll.server.fixWorkspace',
  /** [ShowPlaceArguments]: has the editor show a place in a file of the workspace. */
  showPlace: 'plimsoll.server.showPlace',
  /** [uri]: applies every safe fix. */
  fixAll: 'plimsoll.server.fixAll',
  /** [uri, id]: splits the file or moves it to a hardened image: `split:slim`, or `split` for the first choice. */
  refactor: 'plimsoll.server.refactor',
  /** [PinArguments]: asks the registry of one image for its digest or a newer tag, and writes it. */
  pinImage: 'plimsoll.server.pinImage',
  /** [uri?]: asks the registries for the digests of every image of a file, or of the workspace, and writes them. */
  updateDigests: 'plimsoll.server.updateDigests',
  /** [uri?]: likewise, with the newest tag of the same line for each. */
  newerTags: 'plimsoll.server.newerTags',
  /** [CreatePipelineArguments of pipeline/choices.ts]: makes the file of a CI pipeline, never over one that is there. */
  createPipeline: 'plimsoll.server.createPipeline',
  /** [SuppressArguments]: inserts the comment that silences a finding. */
  suppress: 'plimsoll.server.suppress',
  /** [IgnoreArguments of decide-protocol.ts]: writes an entry of the project's ignore file. */
  ignoreFinding: 'plimsoll.server.ignoreFinding',
  /** [VexArguments]: writes a statement of the project's OpenVEX document. */
  writeVex: 'plimsoll.server.writeVex',
  /** [FindingReference]: shows what depends on the package. */
  showWhy: 'plimsoll.server.showWhy',
  /** [uri, target]: lists what an ignore file or VEX statements left out of a scan's result. */
  showLeftOut: 'plimsoll.server.showLeftOut',
  /** [FindingReference]: opens the advisory in the browser. */
  openAdvisory: 'plimsoll.server.openAdvisory',
  /** [uri, stage?]: has this stage checked as the one that is shipped; without a stage it asks. */
  chooseTarget: 'plimsoll.server.chooseTarget',
  showOutput: 'plimsoll.server.showOutput',
} as const;

/** The client's command behind the lens that says which stage is checked: asks, then runs the server's. */
export const chooseTargetCommand = 'plimsoll.chooseTarget';
export interface ChooseTargetArguments {
  readonly uri: string;
  readonly stages: readonly {
    /** The stage's name, or its number. */
    readonly target: string;
    /** Zero-based. */
    readonly line: number;
    /** Who builds it: `compose.yaml, service api`. */
    readonly builds: readonly string[];
  }[];
  readonly current: string;
}

/** The argument of the command that pins one image. */
export interface PinArguments {
  readonly uri: string;
  readonly version: number;
  /** UTF-16 offset at which the image is named. */
  readonly start: number;
  readonly what: 'digest' | 'newer';
}

/** The argument of the suppress command, and of the client's own command that asks for the reason first. */
export interface SuppressArguments {
  readonly uri: string;
  readonly version: number;
  readonly ruleId: string;
  /** UTF-16 offsets of the finding. */
  readonly start: number;
  readonly end: number;
  readonly scope: 'line' | 'stage' | 'service' | 'file';
  readonly reason?: string;
}

/** The client's command behind the suppress actions: asks for the reason, then runs the server's. */
export const suppressCommand = 'plimsoll.suppress';
