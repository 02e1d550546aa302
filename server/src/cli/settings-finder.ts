// The settings file that holds for a path on the command line, read once and refused when it is wrong.
import { resolve } from 'node:path';
import { type FactsTable, LineIndex, rulesById } from '../engine/index.ts';
import { factsWith, type SettingsFile } from '../settings/file.ts';
import type { FileProblem } from '../settings/shape.ts';
import { projectRoot } from '../workspace/root.ts';
import { findSettingsFile, readSettingsFile } from '../workspace/settings-file.ts';
import type { PathProblem } from '../workspace/walk.ts';
import { shownPath } from './check-file.ts';
import { CommandError, exitCodes } from './exit.ts';

/** Finds the settings for each file once per folder, and stops the command when a settings file is wrong. */
export class SettingsFinder {
  readonly #cwd: string;
  readonly #given: SettingsFile | undefined;
  readonly #seen = new Map<string, SettingsFile>();
  readonly #byFolder = new Map<string, SettingsFile | undefined>();
  readonly #facts = new Map<SettingsFile, FactsTable>();
  readonly notices: PathProblem[] = [];

  constructor(cwd: string, config: string | undefined) {
    this.#cwd = cwd;
    this.#given = config === undefined ? undefined : this.#read(resolve(cwd, config));
  }

  #read(path: string): SettingsFile {
    const known = this.#seen.get(path);
    if (known) return known;
    const file = readSettingsFile(path, rulesById);
    const shown = shownPath(path, this.#cwd);
    const lines = new LineIndex(file.text);
    const placed = ({ at, message }: FileProblem) => {
      const { line, character } = lines.position(at.start);
      return { path: `${shown}:${line + 1}:${character + 1}`, message };
    };
    if (file.problems.some((problem) => problem.severity === 'error')) {
      const text = file.problems
        .map(placed)
        .map((one) => `${one.path}: ${one.message}`)
        .join('\n');
      throw new CommandError(text, exitCodes.wrongUse);
    }
    for (const { path: place, message } of file.problems.map(placed))
      this.notices.push({ path: `${place}:`, message, kind: 'notice' });
    this.#seen.set(path, file);
    return file;
  }

  /** @param folder absolute */
  for(folder: string): SettingsFile | undefined {
    if (this.#given) return this.#given;
    if (this.#byFolder.has(folder)) return this.#byFolder.get(folder);
    const path = findSettingsFile(folder, projectRoot(folder, this.#cwd));
    const file = path === undefined ? undefined : this.#read(path);
    this.#byFolder.set(folder, file);
    return file;
  }

  /** The facts with what the settings file adds to them. */
  factsFor(file: SettingsFile | undefined, table: FactsTable): FactsTable {
    if (!file) return table;
    const known = this.#facts.get(file);
    if (known) return known;
    const facts = factsWith(file, table);
    this.#facts.set(file, facts);
    return facts;
  }
}
