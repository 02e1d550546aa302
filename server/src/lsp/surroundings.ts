// What the engine has to know beside a document's text: settings, the project's settings file, the files around it.
import { dirname } from 'node:path';
import { URI } from 'vscode-uri';
import { type LintContext, type LintSettings, rulesById } from '../engine/index.ts';
import { defaultSettings, readSettings, type Settings } from '../settings.ts';
import { gatherContext } from '../workspace/context.ts';
import { verdict } from '../workspace/ignore.ts';
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
  /** Absolute path of the document; undefined when it is not a file. */
  readonly path?: string;
}

/** Surroundings by document, read when first asked for and forgotten when they may have changed. */
export class SurroundingsCache {
  /** The settings that hold for the whole window. */
  window: Settings = defaultSettings;
  private readonly session: Session;
  private readonly byUri = new Map<string, Promise<Surroundings>>();
  private readonly told = new Set<string>();
  private readonly rules = new Set(rulesById.keys());

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
    const { settings, problems } = readSettings(section, this.rules);
    for (const { message } of problems) this.tell(message);
    return settings;
  }

  /** Says a thing in the log, once. */
  private tell(message: string): void {
    if (this.told.has(message)) return;
    this.told.add(message);
    this.session.connection.console.warn(message);
  }

  private async gather(uri: string): Promise<Surroundings> {
    const settings = await this.settingsFor(uri);
    const today = new Date().toISOString().slice(0, 10);
    const lint: LintSettings = { profile: settings.profile, rules: settings.rules };
    const parsed = URI.parse(uri);
    const name = parsed.path.split('/').at(-1) ?? '';
    const enabled = settings.enable && dockerfileName(name) !== 'lookalike';
    if (parsed.scheme !== 'file') return { enabled, settings, lint, context: { fileName: name, today } };
    const path = parsed.fsPath;
    try {
      const root = this.session.folderOf(path) ?? projectRoot(dirname(path), dirname(path));
      const context = { ...(await gatherContext(path, root)), today };
      return { ...this.withSettingsFile({ enabled, settings, lint, context, path }, path, root) };
    } catch (error) {
      this.session.connection.console.warn(`${path}: ${describeError(error)}`);
      return { enabled, settings, lint, context: { fileName: name, today }, path };
    }
  }

  /** The settings file has precedence over the editor's settings. */
  private withSettingsFile(from: Surroundings, path: string, root: string): Surroundings {
    const found = findSettingsFile(dirname(path), root);
    if (!found) return from;
    const file = readSettingsFile(found, this.rules);
    for (const problem of [...file.problems, ...file.notices]) {
      this.tell(`${found}${problem.startsWith(':') ? '' : ' '}${problem}`);
    }
    const excluded = verdict(file.exclude, relativeTo(dirname(found), path), false) === 'ignored';
    return {
      ...from,
      enabled: from.enabled && !excluded,
      lint: {
        profile: file.lint.profile ?? from.lint.profile,
        rules: { ...from.lint.rules, ...file.lint.rules },
      },
    };
  }
}
