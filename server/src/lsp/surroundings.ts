// What the engine has to know beside a document's text: settings, the project's settings file, the files around it.
import { dirname, join } from 'node:path';
import { URI } from 'vscode-uri';
import { type Baseline, readBaseline } from '../baseline/file.ts';
import { type FactsTable, type LintContext, type LintSettings, rulesById } from '../engine/index.ts';
import { factsWith, layered, lintSettingsFor, type SettingsFile } from '../settings/file.ts';
import { defaultSettings, lintSettingsOf, readSettings, type Settings } from '../settings.ts';
import type { Build } from '../workspace/builds.ts';
import { gatherContext } from '../workspace/context.ts';
import { coversFile } from '../workspace/ignore.ts';
import { dockerfileName } from '../workspace/names.ts';
import { projectRoot, relativeTo } from '../workspace/root.ts';
import { findSettingsFile, readSettingsFile } from '../workspace/settings-file.ts';
import { describeError } from './guard.ts';
import type { Session } from './session.ts';

export interface Surroundings {
  /** False: this document is not to be checked. */
  readonly enabled: boolean;
  readonly settings: Settings;
  readonly lint: LintSettings;
  readonly context: LintContext;
  /** With what the settings file adds to them. */
  readonly facts: FactsTable;
  /** How the project says that the file is built. */
  readonly builds: readonly Build[];
  /** What the project accepts for now. */
  readonly baseline?: Baseline;
  /** Absolute path of the document; undefined when it is not a file. */
  readonly path?: string;
}

/** Surroundings by document, read when first asked for and forgotten when they may have changed. */
export class SurroundingsCache {
  /** The settings that hold for the whole window. */
  window: Settings = defaultSettings;
  /** The stage that the user chose to have checked, by document. */
  readonly targets = new Map<string, string>();
  private readonly session: Session;
  private readonly byUri = new Map<string, Promise<Surroundings>>();
  private readonly told = new Set<string>();
  /** The facts by the text of the settings file that adds to them, so that they are made once. */
  private readonly facts = new Map<string, FactsTable>();

  constructor(session: Session) {
    this.session = session;
  }

  /** Never rejects. */
  of(uri: string): Promise<Surroundings> {
    const kept = this.byUri.get(uri);
    if (kept) return kept;
    const made = this.gather(uri);
    this.byUri.set(uri, made);
    return made;
  }

  forget(uri?: string): void {
    if (uri === undefined) this.byUri.clear();
    else this.byUri.delete(uri);
  }

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
    const enabled = settings.enable && dockerfileName(name) !== 'lookalike';
    if (parsed.scheme !== 'file')
      return { enabled, settings, lint, facts, context: { fileName: name, today }, builds: [] };
    const path = parsed.fsPath;
    const bare = { enabled, settings, lint, facts, context: { fileName: name, today }, builds: [], path };
    try {
      const root = this.session.folderOf(path) ?? projectRoot(dirname(path), dirname(path));
      const file = this.settingsFile(path, root);
      const text = closed ?? this.session.documents.get(uri)?.getText() ?? '';
      const { context, builds } = await gatherContext({ path, root, text, ...(file && { settings: file }) });
      const chosen = this.targets.get(uri);
      const made = {
        ...bare,
        builds,
        context: { ...context, today, ...(chosen === undefined ? {} : { target: chosen }) },
      };
      return file ? this.withSettingsFile(made, path, file) : made;
    } catch (error) {
      this.session.connection.console.warn(`${path}: ${describeError(error)}`);
      return bare;
    }
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
