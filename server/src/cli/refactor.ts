// `plimsoll refactor`: rewrites one Dockerfile, or says why that cannot be done safely.
import { dirname, resolve } from 'node:path';
import {
  applyEdits,
  LineIndex,
  type LintResult,
  lint,
  openFacts,
  type Refactoring,
  type RefactoringName,
  type RefactoringOffers,
  type RuntimeKind,
  refactorings,
} from '../engine/index.ts';

import { lintSettingsFor } from '../settings/file.ts';
import { readAsset } from '../workspace/assets.ts';
import { decode, readDescriptor, readDockerfile, reason, type SourceText } from '../workspace/read.ts';
import { relativeTo } from '../workspace/root.ts';
import { writeDockerfile } from '../workspace/write.ts';
import { lintInputOf, shownPath } from './check-file.ts';
import { unifiedDiff } from './diff.ts';
import { CommandError, type ExitCode, exitCodes } from './exit.ts';
import { type Asked, doneJson, kindOf, listJson, listText, placed, summaryText } from './refactor-report.ts';
import { SettingsFinder } from './settings-finder.ts';
import { tell, wantsColor, writeAll } from './streams.ts';

export const refactorFormats = ['text', 'json'] as const;

export interface RefactorOptions {
  readonly runtime?: RuntimeKind;
  readonly list: boolean;
  readonly dryRun: boolean;
  readonly format: (typeof refactorFormats)[number];
  readonly stdinFilename: string;
  readonly config?: string;
  readonly target?: string;
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly quiet: boolean;
  readonly color: boolean;
  readonly version: string;
}

/** Runs the command; `path` as the user gave it, `-` for standard input. */
export async function refactor(
  name: RefactoringName,
  path: string,
  options: RefactorOptions,
): Promise<ExitCode> {
  const cwd = process.cwd();
  const fromStdin = path === '-';
  const file = resolve(cwd, fromStdin ? options.stdinFilename : path);
  const shown = fromStdin ? options.stdinFilename : shownPath(file, cwd) || '.';
  const source = read(() => (fromStdin ? decode(readDescriptor(0)) : readDockerfile(file)), shown);
  const result = await check(file, source, cwd, options);
  const offers = refactorings(result);
  const asked: Asked = { path: shown, name, lines: new LineIndex(source.text), version: options.version };
  const own: RefactoringOffers = {
    refactorings: offers.refactorings.filter((one) => one.name === name),
    refusals: offers.refusals.filter((one) => one.name === name),
  };
  const color = wantsColor(options.color, process.stdout.isTTY);
  if (options.list) {
    writeAll(1, options.format === 'json' ? listJson(asked, own) : listText(asked, own, color));
    return exitCodes.fine;
  }
  const chosen = own.refactorings.find(({ id }) => !options.runtime || id === `${name}:${options.runtime}`);
  if (!chosen) return refuse(asked, own, options, () => nothingToDo(asked, result));
  if (!source.exact)
    throw new CommandError(
      `${shown} is not written, because bytes of it could not be read: save it as UTF-8.`,
      exitCodes.wrongUse,
    );
  const after = applyEdits(source.text, chosen.edits);
  const writes = !options.dryRun && !fromStdin;
  if (writes) write(file, shown, source, after);
  show(asked, chosen, { ...options, before: source, after, fromStdin, written: writes });
  return exitCodes.fine;
}

function read(take: () => SourceText, shown: string): SourceText {
  try {
    return take();
  } catch (error) {
    throw new CommandError(`${shown} cannot be read: ${reason(error)}.`, exitCodes.wrongUse);
  }
}

async function check(
  path: string,
  source: SourceText,
  cwd: string,
  options: RefactorOptions,
): Promise<LintResult> {
  const settings = new SettingsFinder(cwd, options.config);
  const project = settings.for(dirname(path));
  if (!options.quiet) for (const notice of settings.notices) tell(`${notice.path} ${notice.message}`);
  const { input } = await lintInputOf({
    path,
    source,
    cwd,
    facts: settings.factsFor(project, openFacts(JSON.parse(readAsset('image-facts.json')))),
    settings: project ? lintSettingsFor(project, relativeTo(dirname(project.path), path)) : {},
    ...(project ? { project } : {}),
    today: options.today,
    ...(options.target === undefined ? {} : { target: options.target }),
  });
  return lint(input);
}

/** Says why there is nothing to write, at its place. */
function refuse(
  asked: Asked,
  { refactorings: offered, refusals }: RefactoringOffers,
  options: RefactorOptions,
  nothing: () => string,
): ExitCode {
  const ofRuntime = refusals.filter(({ id }) => id === `${asked.name}:${options.runtime}`);
  const told = ofRuntime.length > 0 ? ofRuntime : offered.length > 0 ? [] : refusals;
  if (options.format === 'json') writeAll(1, listJson(asked, { refactorings: [], refusals: told }));
  // Several images can be refused for one reason.
  for (const line of new Set(told.map((one) => `${placed(asked, one.at)}: ${one.reason}`))) tell(line);
  if (offered.length > 0) {
    const known = offered.map(({ id }) => `--runtime ${kindOf(id)}`).join(', ');
    tell(`${asked.path} cannot have --runtime ${options.runtime}; there is ${known}.`);
  } else if (told.length === 0) tell(nothing());
  return exitCodes.found;
}

function nothingToDo(asked: Asked, { dockerfile }: LintResult): string {
  const [error] = dockerfile.errors;
  return error
    ? `${placed(asked, error.at)}: ${error.message}`
    : `${asked.path} has nothing to ${asked.name}.`;
}

/** Writes over the file as it was read; one that changed since is somebody's work. */
function write(file: string, shown: string, source: SourceText, after: string): void {
  const now = read(() => readDockerfile(file), shown);
  if (now.text !== source.text || now.byteOrderMark !== source.byteOrderMark)
    throw new CommandError(`${shown} was changed meanwhile: nothing was written.`, exitCodes.wrongUse);
  try {
    writeDockerfile(file, after, source.byteOrderMark);
  } catch (error) {
    throw new CommandError(`${shown} cannot be written: ${reason(error)}.`, exitCodes.wrongUse);
  }
}

interface Outcome extends RefactorOptions {
  readonly before: SourceText;
  readonly after: string;
  readonly fromStdin: boolean;
  readonly written: boolean;
}

/** A diff, or the text of standard input, takes standard output; what is told of it then goes beside it. */
function show(asked: Asked, chosen: Refactoring, outcome: Outcome): void {
  const { before, after, dryRun, fromStdin, quiet } = outcome;
  const diff = dryRun ? unifiedDiff(asked.path, before.text, after) : undefined;
  const text = !dryRun && fromStdin ? (before.byteOrderMark ? '\ufeff' : '') + after : undefined;
  if (outcome.format === 'json') {
    writeAll(1, doneJson(asked, chosen, { written: outcome.written, diff, text }));
    return;
  }
  const output = diff ?? text;
  if (output !== undefined) writeAll(1, output);
  if (quiet) return;
  const stream = output === undefined ? process.stdout : process.stderr;
  writeAll(
    output === undefined ? 1 : 2,
    summaryText(asked, chosen, wantsColor(outcome.color, stream.isTTY), outcome.written),
  );
}
