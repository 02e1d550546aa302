// One client's session: its documents, its settings, and model and findings kept by document version.
import type { Connection, TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type FactsTable, LineIndex, type LintResult, lint } from '../engine/index.ts';
import type { ProgramMemory } from '../trivy/program-memory.ts';
import type { ClientAbilities } from './client-abilities.ts';
import { type DocumentEdit, openDocuments } from './documents.ts';
import { type ImageScan, ScanStore } from './scan/scan-store.ts';
import { imageAt } from './scan/stages.ts';
import { type Surroundings, SurroundingsCache } from './surroundings.ts';

/** What the entry hands to the server: the data that the edge loads. */
export interface ServerParts {
  readonly facts: FactsTable;
  /** What was read of executables and which of them the user confirmed. */
  readonly programs: ProgramMemory;
  /** Where a rule is explained, as an address an editor can open. */
  rulePage(ruleId: string): string | undefined;
}

/** A document with everything the engine says of this version of it. */
export interface Checked {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  readonly index: LineIndex;
  readonly result: LintResult;
  readonly surroundings: Surroundings;
}

/** The image that a Dockerfile builds, as far as the user's acts have shown. */
export interface BuiltImage {
  readonly name: string;
  /** No engine has it. */
  readonly missing: boolean;
  /** It was made before the Dockerfile was last changed. */
  readonly older: boolean;
}

export class Session {
  readonly connection: Connection;
  readonly parts: ServerParts;
  readonly documents: TextDocuments<TextDocument>;
  readonly scans = new ScanStore();
  readonly surroundings: SurroundingsCache;
  /** What is known of the image that a Dockerfile builds, by the Dockerfile's uri. */
  readonly builtImages = new Map<string, BuiltImage>();
  /** Image scans of this session by what was scanned, for documents opened later. */
  readonly knownScans = new Map<string, ImageScan>();
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
  private readonly cache = new Map<string, { generation: number; checked: Checked }>();

  constructor(connection: Connection, parts: ServerParts) {
    this.connection = connection;
    this.parts = parts;
    this.surroundings = new SurroundingsCache(this);
    this.documents = openDocuments((uri: string, edit: DocumentEdit) => this.scans.moveWith(uri, edit));
    this.documents.onDidClose(({ document }) => {
      this.cache.delete(document.uri);
      this.surroundings.forget(document.uri);
    });
  }

  /** Whether Plimsoll serves completion, formatting and the like. */
  get servesEditing(): boolean {
    const choice = this.surroundings.window.editingFeatures;
    return choice === 'on' || (choice === 'auto' && !this.otherProvider);
  }

  /** The findings of an open document's present text; undefined when it is not open or not to be checked. */
  async check(uri: string): Promise<Checked | undefined> {
    if (!this.documents.get(uri)) return undefined;
    const surroundings = await this.surroundings.of(uri);
    // The document may have changed or gone while its surroundings were read.
    const document = this.documents.get(uri);
    return document ? this.checkNow(document, surroundings) : undefined;
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
    const { facts } = this.parts;
    const result = lint({ text, facts, context: surroundings.context, settings: surroundings.lint });
    const checked = {
      uri: document.uri,
      version: document.version,
      text,
      index: new LineIndex(text),
      result,
      surroundings,
    };
    this.cache.set(document.uri, { generation: this.generation, checked });
    this.scans.settle(document.uri, result.dockerfile, imageAt(result));
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
