// `--baseline` and `--update-baseline`, and the `baseline` key of the settings file.
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Baseline, BaselineError, readBaseline } from '../baseline/file.ts';
import type { CheckedFile } from '../report/report.ts';
import type { SettingsFile } from '../settings/file.ts';
import { reason } from '../workspace/read.ts';
import { shownPath } from './check-file.ts';
import { CommandError, exitCodes } from './exit.ts';

export interface BaselineOptions {
  /** As given on the command line. */
  readonly baseline?: string;
  readonly updateBaseline: boolean;
}

/** The baselines of a run: one for all files, or each settings file's own. */
export class Baselines {
  readonly #cwd: string;
  readonly #options: BaselineOptions;
  readonly #read = new Map<string, Baseline>();
  readonly #checked = new Map<
    Baseline,
    { file: string; findings: CheckedFile['findings']; text: string }[]
  >();
  /** Entries that no finding answers to any more. */
  gone = 0;

  constructor(cwd: string, options: BaselineOptions) {
    this.#cwd = cwd;
    this.#options = options;
  }

  #for(project: SettingsFile | undefined): Baseline | undefined {
    const { baseline } = this.#options;
    const own = project?.baseline;
    const path =
      baseline !== undefined
        ? resolve(this.#cwd, baseline)
        : own !== undefined
          ? join(dirname(project!.path), own)
          : undefined;
    if (path === undefined) return undefined;
    const known = this.#read.get(path);
    if (known) return known;
    try {
      const read = readBaseline(path, this.#options.updateBaseline ? 'empty' : 'error');
      this.#read.set(path, read);
      return read;
    } catch (error) {
      if (!(error instanceof BaselineError)) throw error;
      throw new CommandError(`${shownPath(path, this.#cwd)} ${error.message}.`, exitCodes.wrongUse);
    }
  }

  /**
   * The file with what its baseline holds set apart. @param path absolute
   * Throws CommandError for a baseline that cannot be read.
   */
  part(path: string, file: CheckedFile, project: SettingsFile | undefined): CheckedFile {
    const baseline = this.#for(project);
    if (!baseline) return file;
    const { text } = file.lines;
    const checked = this.#checked.get(baseline) ?? [];
    checked.push({ file: path, findings: file.findings, text });
    this.#checked.set(baseline, checked);
    if (this.#options.updateBaseline) return { ...file, findings: [], baselined: file.findings };
    const { fresh, known, gone } = baseline.part(path, file.findings, text);
    this.gone += gone;
    return { ...file, findings: fresh, baselined: known };
  }

  /** Writes what was found, where the command was asked to. Returns the paths as shown, and how many findings were found now. */
  write(): { readonly path: string; readonly count: number }[] {
    if (!this.#options.updateBaseline) return [];
    if (this.#checked.size === 0)
      throw new CommandError(
        '--update-baseline needs --baseline FILE, or “baseline” in .plimsoll.json.',
        exitCodes.wrongUse,
      );
    return [...this.#checked].map(([baseline, checked]) => {
      const shown = shownPath(baseline.path, this.#cwd);
      const folder = dirname(baseline.path);
      try {
        writeFileSync(
          baseline.path,
          baseline.updated(checked, (name) => existsSync(join(folder, name))),
        );
      } catch (error) {
        throw new CommandError(`${shown} cannot be written: ${reason(error)}.`, exitCodes.wrongUse);
      }
      return { path: shown, count: checked.reduce((sum, { findings }) => sum + findings.length, 0) };
    });
  }
}
