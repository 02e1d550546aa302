// What the engine has to know beside a document's text: settings, the project's settings file, the files around it.
import { dirname, join } from 'node:path';
import { URI } from 'vscode-uri';
import { type Baseline, readBaseline } from '../baseline/file.ts';
import {
  type ComposeContext,
  type FactsTable,
  type Language,
  type LintContext,
  type LintInput,
  type LintSettings,
  rulesById,
} from '../engine/index.ts';
import { factsWith, layered, lintSettingsFor, type SettingsFile } from '../settings/file.ts';
import { defaultSettings, lintSettingsOf, readSettings, type Settings } from '../settings.ts';
import type { Build } from '../workspace/builds.ts';
import { gatherCompose } from '../workspace/compose-context.ts';
import { gatherContext } from '../workspace/context.ts';
import { coversFile } from '../workspace/ignore.ts';
import { dockerfileName } from '../workspace/names.ts';
import type { OpenText } from '../workspace/project-files.ts';
import { projectRoot, relativeTo } from '../workspace/root.ts';
import { findSettingsFile, readSettingsFile } from '../workspace/settings-file.ts';
import { languageByName } from './document-language.ts';
import { describeError } from './guard.ts';
import type { Session } from './session.ts';

export interface Surroundings {
  /** False: this document is not to be checked. */
  readonly enabled: boolean;
  readonly settings: Settings;
  readonly lint: LintSettings;
  readonly context: LintContext;
  /** Likewise for a Compose file or a daemon.json. */
  readonly compose: ComposeContext;
  /** Nothing more was wanted of what surrounds a Compose file than was found. */
  readonly isWhole: boolean;
  /** Absolute paths of the files that this depends on, also of those that are not there. */
  readonly looked: ReadonlySet<string>;
  /** With what the settings file adds to them. */
  readonly facts: FactsTable;
  /** How the project says that the file is built. */
  readonly builds: readonly Build[];
  /** What the project accepts for now. */
  readonly baseline?: Baseline;
  /** Absolute path of the document; undefined when it is not a file. */
  readonly path?: string;
  /** The project's root, absolute; likewise. */
  readonly root?: string;
}

/** What the engine takes of a text with these surroundings. */
export function inputOf(
  { context, compose, lint: settings }: Surroundings,
  language: Language,
  text: string,
  facts: FactsTable,
): LintInput {
  const head = { text, facts, settings };
  return language === 'dockerfile' ? { ...head, context } : { language, ...head, context: compose };
}

/** Surroundings by document, read when first asked for and forgotten when they may have changed. */
export class SurroundingsCache {
  /** The settings that hold for the whole window. */
  window: Settings = defaultSettings;
  /** The stage that the user chose to have checked, by document. */
  readonly targets = new Map<string, string>();
  private readonly session: Session;
  private readonly byUri = new Map<string, Promise<Surroundings>>();
  /** Those of `byUri` that are there, to be looked at without waiting. */
  private readonly ready = new Map<string, Surroundings>();
  private readonly told = new Set<string>();
  /** The facts by the text of the settings file that adds to them, so that they are made once. */
  private readonly facts = new Map<string, FactsTable>();

  constructor(session: Session) {
    this.session = session;
  }

  /** Never rejects. */
  of(uri: string): Promise<Surroundings> {
    return this.byUri.get(uri) ?? this.keep(uri, this.gather(uri));
  }

  /** Those of a text that wants more than was found for an earlier one. Never rejects. @param before what it was checked with */
  async completed(uri: string, before: Surroundings): Promise<Surroundings> {
    const now = await this.of(uri);
    // Another check may have asked meanwhile.
    return now === before ? this.keep(uri, this.gather(uri)) : now;
  }

  private keep(uri: string, made: Promise<Surroundings>): Promise<Surroundings> {
    this.byUri.set(uri, made);
    void made.then((surroundings) => {
      if (this.byUri.get(uri) === made) this.ready.set(uri, surroundings);
    });
    return made;
  }

  forget(uri?: string): void {
    if (uri === undefined) {
      this.byUri.clear();
      this.ready.clear();
    } else {
      this.byUri.delete(uri);
      this.ready.delete(uri);
    }
  }

  /** The documents whose surroundings a file is part of, with those. @param path absolute */
  dependents(path: string): (readonly [uri: string, surroundings: Surroundings])[] {
    return [...this.ready].filter(([, { looked, path: own }]) => own !== path && looked.has(path));
  }

  /** The text of an open document, which wins over its file. */
  readonly openText: OpenText = (path) => this.session.documents.get(URI.file(path).toString())?.getText();

  /** Asks the editor for the window's settings. */
  async readWindow(): Promise<void> {
    this.window = await this.settingsFor(undefined);
  }

  /** Takes settings that a client pushes because it cannot be asked. */
  take(section: unknown): void {
    this.window = this.read(section);
  }

  private async settingsFor(scopeUri: string | undefined): Promise<Settings> {
    if (!this.session.abilities.configuration) return this.window;
    try {
      const item = { section: 'plimsoll', ...(scopeUri === undefined ? {} : { scopeUri }) };
      return this.read(await this.session.connection.workspace.getConfiguration(item));
    } catch (error) {
      this.session.connection.console.warn(`workspace/configuration: ${describeError(error)}`);
      return this.window;
    }
  }

  private read(section: unknown): Settings {
    const { settings, problems } = readSettings(section, rulesById);
    for (const { message } of problems) this.tell(message);
    return settings;
  }

  /** Says a thing in the log, once. */
  private tell(message: string): void {
    if (this.told.has(message)) return;
    this.told.add(message);
    this.session.connection.console.warn(message);
  }

  /** For a file that is not open: read now and not kept. @param text of the file  Never rejects. */
  once(uri: string, text: string): Promise<Surroundings> {
    return this.gather(uri, text);
  }

  private async gather(uri: string, closed?: string): Promise<Surroundings> {
    const settings = await this.settingsFor(uri);
    const today = new Date().toISOString().slice(0, 10);
    const lint = lintSettingsOf(settings);
    const { facts } = this.session.parts;
    const parsed = URI.parse(uri);
    const name = parsed.path.split('/').at(-1) ?? '';
    const isFile = parsed.scheme === 'file';
    const path = parsed.fsPath;
    const bare: Surroundings = {
      enabled: settings.enable && dockerfileName(name) !== 'lookalike',
      settings,
      lint,
      facts,
      context: { fileName: name, today },
      compose: { path: name, today },
      isWhole: !isFile,
      looked: new Set(),
      builds: [],
      ...(isFile ? { path } : {}),
    };
    if (!isFile) return bare;
    try {
      const root = this.session.folderOf(path) ?? projectRoot(dirname(path), dirname(path));
      const file = this.settingsFile(path, root);
      const document = this.session.documents.get(uri);
      const text = closed ?? document?.getText() ?? '';
      const task = { path, root, text, openText: this.openText, ...(file && { settings: file }) };
      const language = languageByName(name, document?.languageId);
      const made: Surroundings =
        language === 'dockerfile' || language === undefined
          ? { ...bare, root, ...(await this.aroundDockerfile(uri, task, today)) }
          : language === 'compose'
            ? { ...bare, root, ...(await aroundCompose(task, today)) }
            : { ...bare, root, isWhole: true, compose: { path: relativeTo(root, path), today } };
      return file ? this.withSettingsFile(made, path, file) : made;
    } catch (error) {
      this.session.connection.console.warn(`${path}: ${describeError(error)}`);
      return bare;
    }
  }

  private async aroundDockerfile(uri: string, task: Parameters<typeof gatherContext>[0], today: string) {
    const { context, builds, looked } = await gatherContext(task);
    const chosen = this.targets.get(uri);
    const target = chosen === undefined ? {} : { target: chosen };
    return { builds, looked, isWhole: true, context: { ...context, today, ...target } };
  }

  private settingsFile(path: string, root: string): SettingsFile | undefined {
    const found = findSettingsFile(dirname(path), root);
    if (!found) return undefined;
    const file = readSettingsFile(found, rulesById);
    // Where the editor shows the file, its problems stand in it; other editors have the log.
    for (const { message } of file.problems) this.tell(`${found}: ${message}`);
    return file;
  }

  /** The settings file has precedence over the editor's settings. */
  private withSettingsFile(from: Surroundings, path: string, file: SettingsFile): Surroundings {
    const own = relativeTo(dirname(file.path), path);
    return {
      ...from,
      enabled: from.enabled && !coversFile(file.exclude, own),
      lint: layered(from.lint, lintSettingsFor(file, own)),
      facts: this.factsWith(file),
      ...this.baselineOf(file),
    };
  }

  private baselineOf(file: SettingsFile): { baseline?: Baseline } {
    if (file.baseline === undefined) return {};
    const path = join(dirname(file.path), file.baseline);
    try {
      return { baseline: readBaseline(path, 'error') };
    } catch (error) {
      this.tell(`${path} ${describeError(error)}.`);
      return {};
    }
  }

  private factsWith(file: SettingsFile): FactsTable {
    const { facts } = this.session.parts;
    if (file.images.length === 0 && file.hardenedMirror === undefined) return facts;
    const known = this.facts.get(file.text);
    if (known) return known;
    if (this.facts.size > 20) this.facts.clear();
    const made = factsWith(file, facts);
    this.facts.set(file.text, made);
    return made;
  }
}

async function aroundCompose(task: Parameters<typeof gatherCompose>[0], today: string) {
  const { context, looked, isWhole } = await gatherCompose(task);
  return { looked, isWhole, compose: { ...context, today } };
}
