// `plimsoll check`: files to findings to a report and an exit code.
import { writeFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { ignoreFormat } from '../decisions/ignore-file.ts';
import {
  type FixSafety,
  type Language,
  type LintResult,
  type LintSettings,
  openFacts,
  type Profile,
  type Severity,
} from '../engine/index.ts';
import { githubReport } from '../report/github.ts';
import { jsonReport } from '../report/json.ts';
import { markdownReport } from '../report/markdown.ts';
import { allFindings, type CheckedFile, plural, type Report } from '../report/report.ts';
import { sarifReport } from '../report/sarif.ts';
import { textReport } from '../report/text.ts';
import { lintSettingsFor, type SettingsFile } from '../settings/file.ts';
import { severities } from '../settings.ts';
import { readAsset, readRuleDocs } from '../workspace/assets.ts';
import { type IgnoreRules, readIgnoreRules, verdict } from '../workspace/ignore.ts';
import { languageOfNamed, languageOfText } from '../workspace/language.ts';
import { decode, readDescriptor, readDockerfile, reason, type SourceText } from '../workspace/read.ts';
import { relativeTo } from '../workspace/root.ts';
import { collectFiles, type PathProblem, type Walk } from '../workspace/walk.ts';
import { writeDockerfile } from '../workspace/write.ts';
import { type BaselineOptions, Baselines } from './baseline.ts';
import { checkFile, shownPath } from './check-file.ts';
import { unifiedDiff } from './diff.ts';
import { CommandError, type ExitCode, exitCodes } from './exit.ts';
import { SettingsFinder } from './settings-finder.ts';
import { tell, wantsColor, writeAll } from './streams.ts';

export const formats = ['text', 'json', 'sarif', 'github', 'markdown'] as const;
export const thresholds = [...severities, 'never'] as const;

export interface CheckOptions extends BaselineOptions {
  readonly format: (typeof formats)[number];
  readonly failOn: Severity | 'never';
  readonly fix?: FixSafety;
  readonly diff: boolean;
  readonly stdinFilename: string;
  readonly config?: string;
  readonly profile?: Profile;
  readonly target?: string;
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly output?: string;
  readonly exclude: readonly string[];
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color: boolean;
  readonly version: string;
}

/** --exclude counts from the current folder, a settings file's from its own. */
export function exclusion(cwd: string, given: IgnoreRules, settings: SettingsFinder) {
  return (path: string, isFolder: boolean): boolean => {
    if (verdict(given, relativeTo(cwd, path), isFolder) === 'ignored') return true;
    const file = settings.for(dirname(path));
    if (!file || file.exclude.length === 0) return false;
    return verdict(file.exclude, relativeTo(dirname(file.path), path), isFolder) === 'ignored';
  };
}

function lintSettings(file: SettingsFile | undefined, path: string, options: CheckOptions): LintSettings {
  const settings = file ? lintSettingsFor(file, relativeTo(dirname(file.path), path)) : {};
  return { ...settings, ...(options.profile ? { profile: options.profile } : {}) };
}

function render(report: Report, options: CheckOptions, toTerminal: boolean, exitCode: ExitCode): string {
  if (options.format === 'json') return jsonReport(report);
  if (options.format === 'github') return githubReport(report);
  if (options.format === 'markdown') return markdownReport(report);
  if (options.format === 'sarif') return sarifReport(report, readRuleDocs(), exitCode);
  return textReport(report, {
    color: wantsColor(options.color, toTerminal),
    verbose: options.verbose,
    quiet: options.quiet,
  });
}

function exitCodeOf(report: Report, failOn: Severity | 'never'): ExitCode {
  if (report.problems.some((problem) => problem.kind === 'failed')) return exitCodes.wrongUse;
  if (failOn === 'never') return exitCodes.fine;
  const limit = severities.indexOf(failOn);
  const reached = allFindings(report).some((finding) => severities.indexOf(finding.severity) <= limit);
  return reached ? exitCodes.found : exitCodes.fine;
}

/** Runs the command; `paths` as the user gave them, `-` for standard input. */
export async function check(paths: readonly string[], options: CheckOptions): Promise<ExitCode> {
  const cwd = process.cwd();
  const fromStdin = paths.includes('-');
  if (fromStdin && paths.length > 1)
    throw new CommandError('“-” cannot be mixed with other paths.', exitCodes.wrongUse);
  const settings = new SettingsFinder(cwd, options.config);
  const walked = fromStdin
    ? fromInput(resolve(cwd, options.stdinFilename))
    : collectFiles(
        (paths.length > 0 ? paths : ['.']).map((path) => resolve(cwd, path)),
        { cwd, isExcluded: exclusion(cwd, readIgnoreRules(options.exclude.join('\n')), settings) },
      );
  const problems: PathProblem[] = walked.problems.map((one) => ({
    ...one,
    path: shownPath(one.path, cwd) || '.',
  }));
  const facts = openFacts(JSON.parse(readAsset('image-facts.json')));
  const fix = options.fix ?? (options.diff ? 'safe' : undefined);
  const files: CheckedFile[] = [];
  const baselines = new Baselines(cwd, options);
  const diffs: string[] = [];
  let applied = 0;
  let stdinText: string | undefined;
  for (const path of walked.files) {
    const shown = fromStdin ? options.stdinFilename : shownPath(path, cwd);
    try {
      const source: SourceText = fromStdin ? decode(readDescriptor(0)) : readDockerfile(path);
      const language = languageFor(path, source.text, walked.named.has(path));
      if (language === undefined) {
        if (walked.named.has(path)) problems.push({ path: shown, message: isNeither, kind: 'notice' });
        continue;
      }
      if (source.notice) problems.push({ path: shown, message: source.notice, kind: 'notice' });
      if (fix && !source.exact)
        problems.push({
          path: shown,
          message: 'was not fixed, because writing it would change bytes that could not be read.',
          kind: 'notice',
        });
      const project = settings.for(dirname(path));
      const task = {
        path,
        source,
        cwd,
        facts: settings.factsFor(project, facts),
        settings: lintSettings(project, path, options),
        ...(project ? { project } : {}),
        today: options.today,
        language,
        ...(options.target === undefined ? {} : { target: options.target }),
      };
      const outcome = await checkFile({ ...task, ...(fix && source.exact ? { fix } : {}) });
      if (options.diff)
        diffs.push(unifiedDiff(outcome.file.path, source.text, outcome.fixed?.text ?? source.text));
      else if (fromStdin)
        stdinText = (source.byteOrderMark ? '\ufeff' : '') + (outcome.fixed?.text ?? source.text);
      else if (outcome.fixed) {
        try {
          writeDockerfile(path, outcome.fixed.text, source.byteOrderMark);
        } catch (error) {
          // What the report says must be true of the file as it is.
          problems.push({ path: shown, message: `cannot be written: ${reason(error)}.`, kind: 'failed' });
          files.push(baselines.part(path, (await checkFile(task)).file, project));
          continue;
        }
      }
      files.push(baselines.part(path, outcome.file, project));
      applied += outcome.fixed?.applied ?? 0;
    } catch (error) {
      if (error instanceof CommandError) throw error;
      problems.push({ path: shown, message: `cannot be checked: ${reason(error)}.`, kind: 'failed' });
    }
  }
  problems.push(...settings.notices);
  if (options.target !== undefined) requireTarget(files, options.target);
  const written = baselines.write();
  const report: Report = { version: options.version, files, problems };
  const exitCode = exitCodeOf(report, options.failOn);
  // A diff, or a fixed standard input, takes standard output; the report then goes beside it.
  const outputTaken = options.diff || (fromStdin && options.fix !== undefined);
  if (options.diff) writeAll(1, diffs.join(''));
  else if (outputTaken && stdinText !== undefined) writeAll(1, stdinText);
  const toTerminal = options.output === undefined && (outputTaken ? process.stderr : process.stdout).isTTY;
  const text = render(report, options, toTerminal, exitCode);
  if (options.output !== undefined) writeReport(resolve(cwd, options.output), text);
  else writeAll(outputTaken ? 2 : 1, text);
  for (const problem of problems) {
    if (problem.kind === 'notice' && options.quiet) continue;
    tell(
      problem.message.startsWith(':')
        ? `${problem.path}${problem.message}`
        : `${problem.path} ${problem.message}`,
    );
  }
  if (!options.quiet) {
    for (const { path, count } of written) tell(`${path} written: it holds ${plural(count, 'finding')}.`);
    const { gone } = baselines;
    if (gone > 0)
      tell(
        `${plural(gone, 'entry', 'entries')} of the baseline ${gone === 1 ? 'is' : 'are'} fixed: --update-baseline removes ${gone === 1 ? 'it' : 'them'}.`,
      );
  }
  if (applied > 0 && !options.quiet) {
    tell(
      `${plural(applied, 'fix', 'fixes')} ${options.diff ? 'would be written; the findings are those that would be left' : fromStdin ? 'made' : 'written'}.`,
    );
  }
  return exitCode;
}

const isNeither = 'is no Dockerfile and no Compose file, so it was left out.';

function fromInput(path: string): Walk {
  return { files: [path], named: new Set([path]), problems: [] };
}

/** What a file is; the ignore files of Trivy are read by their names. */
function languageFor(path: string, text: string, isNamed: boolean): Language | undefined {
  if (ignoreFormat(basename(path))) return 'dockerfile';
  return isNamed ? languageOfNamed(path, text) : languageOfText(path, text);
}

/** Of several files some may not have the stage; when none has it, the name is wrong. */
function requireTarget(files: readonly CheckedFile[], target: string): void {
  const names = files.flatMap(({ result }) => stagesOf(result).map(({ name, index }) => name ?? `${index}`));
  if (
    !files.some(({ result }) => result.language === 'dockerfile') ||
    names.includes(target.toLowerCase()) ||
    isStageNumber(files, target)
  )
    return;
  const known = [...new Set(names)].slice(0, 20).join(', ');
  throw new CommandError(
    `There is no stage “${target}”${known === '' ? '' : `; there are ${known}`}.`,
    exitCodes.wrongUse,
  );
}

function isStageNumber(files: readonly CheckedFile[], target: string): boolean {
  return /^\d+$/.test(target) && files.some(({ result }) => Number(target) < stagesOf(result).length);
}

function stagesOf(result: LintResult) {
  return result.language === 'dockerfile' ? result.model.stages : [];
}

function writeReport(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new CommandError(`${path} cannot be written: ${reason(error)}.`, exitCodes.wrongUse);
  }
}
