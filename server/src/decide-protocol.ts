// What the server and its VS Code client say to each other about decisions on findings of a scan.
// No imports: both sides take it as it is.

/** Which finding of which scan; what it holds is looked up in the server's own results. */
export interface FindingReference {
  /** The Dockerfile that shows it. */
  readonly uri: string;
  /** What was scanned: `python:3.12-slim`. */
  readonly target: string;
  /** `CVE-2024-1234`. */
  readonly id: string;
  /** The package. */
  readonly subject: string;
  readonly installed?: string;
  /** The file in the image, or the distribution. */
  readonly path?: string;
}

/** The argument of the server's ignore command, and of the client's own that asks first. */
export interface IgnoreArguments {
  readonly finding: FindingReference;
  /** One line; absent: a text that asks for one is written. */
  readonly reason?: string;
  /** YYYY-MM-DD: the first day on which it no longer holds; absent or empty: none. */
  readonly expires?: string;
  /** Wherever the id is found, not only in this package. */
  readonly everywhere?: boolean;
}

/** What the client offers when it asks. */
export interface AskIgnore extends IgnoreArguments {
  /** The file that it will stand in: `.trivyignore.yaml`. */
  readonly file: string;
  /** What the narrow entry is for: `bash 5.2.15-2`; absent: the file can hold an entry for all only. */
  readonly only?: string;
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly suggestedExpiry: string;
}

/** The argument of the server's VEX command, and of the client's own that asks first. */
export interface VexArguments {
  readonly finding: FindingReference;
  readonly status?: string;
  readonly justification?: string;
  /** One line. */
  readonly note?: string;
  /** Of a new document. */
  readonly author?: string;
  /** The statement is about the image with this digest only. */
  readonly onlyImage?: boolean;
}
export interface AskVex extends VexArguments {
  /** The document that it will stand in. */
  readonly file: string;
  readonly isNew: boolean;
  readonly statuses: readonly string[];
  readonly justifications: readonly string[];
  /** The image's name with its digest; absent: it has none. */
  readonly image?: string;
}

/** What can be done about one finding, for a client that lets the user choose. */
export interface DecideArguments {
  /** `CVE-2024-1234 in bash`. */
  readonly title: string;
  readonly choices: readonly {
    readonly title: string;
    readonly command: string;
    readonly argument: unknown;
  }[];
}

/** What the commands that write a file answer. */
export interface DecisionResult {
  readonly done: boolean;
  readonly message?: string;
  /** The file that was written to. */
  readonly uri?: string;
  /** It was open with the user's own changes, or could have been: it is not saved for them. */
  readonly wasOpen?: boolean;
  /** The server's command that scans again what was decided on. */
  readonly again?: { readonly command: string; readonly arguments: readonly unknown[] };
}

/** The client's commands; each asks, then runs the server's. */
export const ignoreFindingCommand = 'plimsoll.ignoreFinding';
export const writeVexCommand = 'plimsoll.writeVex';
export const decideCommand = 'plimsoll.decide';

/** Server to client, notification: a page to read. */
export const showPage = 'plimsoll/page';
export interface ShowPageParams {
  readonly name: string;
  /** Escaped where it holds what others said. */
  readonly markdown: string;
}
