// One client's session: its documents, its settings, and model and findings kept by document version.
import { dirname } from 'node:path';
import type { Connection, TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type ComposeResult,
  type DockerfileResult,
  type FactsTable,
  LineIndex,
  type LintResult,
  lint,
} from '../engine/index.ts';
import type { ProgramMemory } from '../trivy/program-memory.ts';
import { builtImageName } from '../workspace/builds.ts';
import { isInside } from '../workspace/root.ts';
import type { ClientAbilities } from './client-abilities.ts';
import { languageOfDocument } from './document-language.ts';
import { type DocumentEdit, difference, openDocuments } from './documents.ts';
import { isDecisionDocument } from './ignore-document.ts';
import { SessionDigests } from './pin/session-digests.ts';
import { KnownScans } from './scan/kept-scans.ts';
import { ScanStore } from './scan/scan-store.ts';
import { anchorsOf, imageAt } from './scan/stages.ts';
import { isSettingsDocument } from './settings-document.ts';
import { inputOf, type Surroundings, SurroundingsCache } from './surroundings.ts';
import { WarmUp } from './warm-up.ts';
import { WorkspaceFindings } from './workspace-findings.ts';

/** What the entry hands to the server: the data that the edge loads. */
export interface ServerParts {
  readonly facts: FactsTable;
  /** What was read of executables and which of them the user confirmed. */
  readonly programs: ProgramMemory;
  /** Where a rule is explained, as an address an editor can open. */
  rulePage(ruleId: string): string | undefined;
}

/** A document with everything the engine says of this version of it. */
export interface Checked<Result extends LintResult = LintResult> {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  readonly index: LineIndex;
  readonly result: Result;
  readonly surroundings: Surroundings;
}

export type CheckedDockerfile = Checked<DockerfileResult>;

/** Whether a checked document is a Dockerfile. */
export function isDockerfile(checked: Checked): checked is CheckedDockerfile {
  return checked.result.language === 'dockerfile';
}

export type CheckedCompose = Checked<ComposeResult>;

/** Whether a checked document is a Compose file. */
export function isCompose(checked: Checked): checked is CheckedCompose {
  return checked.result.language === 'compose';
}

/** The image that a Dockerfile builds, as far as the user's acts have shown. */
export interface BuiltImage {
  readonly name: string;
  /** No engine has it. */
  readonly missing: boolean;
  /** It was made before the Dockerfile was last changed. */
  readonly older: boolean;
  /** The Dockerfile's text on disk when the image was looked at, with LF; absent when it could not be read. */
  readonly saved?: string;
}

/** Whether a Compose file names something that was not looked for yet. */
function wantsMore({ result, surroundings }: Checked): boolean {
  return (
    result.language === 'compose' &&
    result.wanted.length > 0 &&
    surroundings.isWhole &&
    surroundings.path !== undefined
  );
}

/** Documents that are closed and whose results are kept, should they be opened again. */
const mostClosed = 50;

export class Session {
  readonly connection: Connection;
  readonly parts: ServerParts;
  readonly documents: TextDocuments<TextDocument>;
  readonly scans = new ScanStore();
  readonly surroundings: SurroundingsCache;
  readonly workspaceFindings: WorkspaceFindings;
  /** What is known of the image that a Dockerfile builds, by the Dockerfile's uri. */
  readonly builtImages = new Map<string, BuiltImage>();
  /** Image scans of this session by what was scanned, for documents opened later. */
  readonly knownScans = new KnownScans();
  /** What registries answered when they were asked for digests. */
  readonly digests = new SessionDigests();
  /** Aborted when the client asks the server to stop. */
  readonly stop = new AbortController();
  abilities!: ClientAbilities;
  /** False: nothing may be run. */
  trusted = false;
  otherProvider = false;
  /** Absolute paths of the workspace folders. */
  folders: string[] = [];
  /** Counts whatever changes the findings without changing a text. */
  generation = 0;
  /** What closed documents held when they were closed: a file can be another one when it is opened again. */
  private readonly closed = new Map<string, string>();
  private readonly warmUp = new WarmUp();
  private readonly cache = new Map<string, { generation: number; checked: Checked }>();

  constructor(connection: Connection, parts: ServerParts) {
    this.connection = connection;
    this.parts = parts;
    this.surroundings = new SurroundingsCache(this);
    this.workspaceFindings = new WorkspaceFindings(this);
    this.documents = openDocuments((uri: string, edit: DocumentEdit) => this.scans.moveWith(uri, edit));
    this.documents.onDidOpen(({ document }) => {
      const before = this.closed.get(document.uri);
      if (before === undefined) return;
      this.closed.delete(document.uri);
      this.scans.moveWith(document.uri, difference(before, document.getText()));
    });
    this.documents.onDidClose(({ document }) => {
      const { uri } = document;
      this.cache.delete(uri);
      this.surroundings.forget(uri);
      if (!this.scans.follows(uri)) return;
      this.closed.set(uri, document.getText());
      const [oldest] = this.closed.keys();
      if (this.closed.size <= mostClosed || oldest === undefined) return;
      this.closed.delete(oldest);
      this.scans.clear(oldest);
    });
  }

  /** The innermost workspace folder that a file lies in. */
  folderOf(path: string): string | undefined {
    const around = this.folders.filter((folder) => isInside(path, folder));
    return around.sort((a, b) => b.length - a.length)[0];
  }

  /** The name under which the project's Compose or Bake file builds this Dockerfile's image. `path`: absolute. */
  builtName(path: string): string | undefined {
    return builtImageName(path, this.folderOf(path) ?? dirname(dirname(path)));
  }

  /** Whether Plimsoll serves completion, formatting and the like. */
  get servesEditing(): boolean {
    const choice = this.surroundings.window.editingFeatures;
    return choice === 'on' || (choice === 'auto' && !this.otherProvider);
  }

  /** The findings of an open document's present text; undefined when it is not open or not to be checked. */
  async check(uri: string): Promise<Checked | undefined> {
    if (!this.documents.get(uri) || isSettingsDocument(uri) || isDecisionDocument(uri)) return undefined;
    let surroundings = await this.surroundings.of(uri);
    for (let round = 0; ; round++) {
      // The document may have changed or gone while its surroundings were read.
      const document = this.documents.get(uri);
      const checked = document && this.checkNow(document, surroundings);
      if (!checked || round === 2 || !wantsMore(checked)) return checked;
      surroundings = await this.surroundings.completed(uri, surroundings);
    }
  }

  /** As `check`; undefined also for what is no Dockerfile. */
  async checkDockerfile(uri: string): Promise<CheckedDockerfile | undefined> {
    const checked = await this.check(uri);
    return checked && isDockerfile(checked) ? checked : undefined;
  }

  private checkNow(document: TextDocument, surroundings: Surroundings): Checked | undefined {
    if (!surroundings.enabled) return undefined;
    const kept = this.cache.get(document.uri);
    if (
      kept?.generation === this.generation &&
      kept.checked.version === document.version &&
      kept.checked.surroundings === surroundings
    ) {
      return kept.checked;
    }
    const text = document.getText();
    const language = languageOfDocument(document.uri, document.languageId, text);
    if (language === undefined) return undefined;
    const facts = this.knownScans.factsOver(surroundings.facts);
    const input = this.digests.over(inputOf(surroundings, language, text, facts));
    const result = lint(input);
    this.warmUp.after(input);
    const checked = {
      uri: document.uri,
      version: document.version,
      text,
      index: new LineIndex(text),
      result,
      surroundings,
    };
    this.cache.set(document.uri, { generation: this.generation, checked });
    this.scans.settle(document.uri, anchorsOf(result), imageAt(result));
    this.onChecked(checked);
    return checked;
  }

  /** Called with each newly checked version of a document. */
  onChecked: (checked: Checked) => void = () => {};

  /** Sends the diagnostics of every open document again; set where diagnostics are pushed. */
  pushAll: () => void = () => {};

  /** Called after scans, and when settings, trust or surroundings changed. */
  onRefresh: () => void = () => {};

  /** Findings may differ although no text changed: everything shown is asked for again. */
  refresh(): void {
    this.generation++;
    this.onRefresh();
  }
}
