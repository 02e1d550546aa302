// Checks one file: its settings, its surroundings, its fixes.
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type IgnoreFormat, ignoreFormat } from '../decisions/ignore-file.ts';
import { ignoreFindings, readIgnoreFile, reasonLevel } from '../decisions/ignore-findings.ts';
import {
  type ComposeInput,
  type DaemonInput,
  type DockerfileInput,
  type FactsTable,
  type FixSafety,
  fixAll,
  type Language,
  LineIndex,
  type LintInput,
  type LintResult,
  type LintSettings,
  lint,
} from '../engine/index.ts';
import type { CheckedFile } from '../report/report.ts';
import type { SettingsFile } from '../settings/file.ts';
import { gatherCompose } from '../workspace/compose-context.ts';
import { gatherContext } from '../workspace/context.ts';
import type { SourceText } from '../workspace/read.ts';
import { isInside, projectRoot, relativeTo } from '../workspace/root.ts';

export interface CheckTask {
  /** Absolute; for standard input the name it is to be judged by. */
  readonly path: string;
  readonly source: SourceText;
  readonly cwd: string;
  readonly facts: FactsTable;
  readonly settings: LintSettings;
  /** The project's settings file. */
  readonly project?: SettingsFile;
  readonly today: string;
  /** What the file is. */
  readonly language: Language;
  /** Concerns Dockerfiles. */
  readonly target?: string;
  /** Fixes to apply before the report is made. */
  readonly fix?: FixSafety;
}

export interface CheckOutcome {
  readonly file: CheckedFile;
  /** The text after fixes, with what was applied; absent when nothing changed. */
  readonly fixed?: { readonly text: string; readonly applied: number };
}

/** The path as shown to people: relative inside the current folder, absolute elsewhere, with `/`. */
export function shownPath(path: string, cwd: string): string {
  return (isInside(path, cwd) ? relative(cwd, path) : path).split(sep).join('/');
}

/** Every segment percent-encoded; the slashes stay. */
function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** An input of the engine, with its project's root. */
interface Placed<Input extends LintInput> {
  readonly input: Input;
  readonly root: string;
}

type FileTask = Omit<CheckTask, 'fix' | 'language'>;

/** What the engine takes of one file, with what was gathered around it, and its project's root. */
export function lintInputOf(task: FileTask, language: 'dockerfile'): Promise<Placed<DockerfileInput>>;
export function lintInputOf(task: FileTask, language: Language): Promise<Placed<LintInput>>;
export async function lintInputOf(task: FileTask, language: Language): Promise<Placed<LintInput>> {
  const { path, today, facts, settings } = task;
  const { text } = task.source;
  const root = projectRoot(dirname(path), task.cwd);
  const head = { text, facts, settings };
  if (language === 'daemon') {
    const input: DaemonInput = { language, ...head, context: { path: relativeTo(root, path), today } };
    return { root, input };
  }
  const around = { path, root, text, ...(task.project ? { settings: task.project } : {}) };
  if (language === 'compose') {
    const { context } = await gatherCompose(around);
    const input: ComposeInput = { language, ...head, context: { ...context, today } };
    return { root, input };
  }
  const { context } = await gatherContext(around);
  const target = task.target === undefined ? {} : { target: task.target };
  return { root, input: { ...head, context: { ...context, today, ...target } } };
}

export async function checkFile(task: CheckTask): Promise<CheckOutcome> {
  const format = ignoreFormat(basename(task.path));
  if (format) return { file: checkIgnoreFile(task, format) };
  const { input, root } = await lintInputOf(task, task.language);
  const all = task.fix ? fixAll(input, task.fix) : undefined;
  const text = all?.text ?? input.text;
  const file = checkedFile(task, root, text, lint({ ...input, text }));
  return { file, ...(all && text !== input.text ? { fixed: { text, applied: all.applied.length } } : {}) };
}

function checkedFile(task: CheckTask, root: string, text: string, result: LintResult): CheckedFile {
  const inRoot = isInside(task.path, root);
  return {
    path: shownPath(task.path, task.cwd),
    uri: inRoot ? encodePath(relativeTo(root, task.path)) : pathToFileURL(resolve(task.path)).href,
    inRoot,
    lines: new LineIndex(text),
    result,
    findings: result.findings,
    baselined: [],
  };
}

/** An ignore file of Trivy that was named: what is over, wrong or without a reason in it. */
function checkIgnoreFile(task: CheckTask, format: IgnoreFormat): CheckedFile {
  const { source, settings, facts, today } = task;
  const found = ignoreFindings(readIgnoreFile(source.text, format), today, reasonLevel(settings));
  // The reports ask for the stages of what was checked: there are none.
  const none = lint({ text: '', facts, context: { today }, settings });
  const findings = found.map(({ id, severity, message, at }) => ({
    ruleId: id,
    severity,
    message,
    at,
    related: [],
    tags: [],
    fixable: false,
    data: undefined,
  }));
  const root = projectRoot(dirname(task.path), task.cwd);
  return checkedFile(task, root, source.text, { ...none, findings, suppressed: [] });
}
