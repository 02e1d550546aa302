// `plimsoll refactor`: rewrites one file, or says why that cannot be done safely.
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
import { languageOfNamed } from '../workspace/language.ts';
import { withoutBlocked } from '../workspace/new-files.ts';
import { decode, readDescriptor, readDockerfile, reason, type SourceText } from '../workspace/read.ts';
import { relativeTo } from '../workspace/root.ts';
import { writeDockerfile } from '../workspace/write.ts';
import { lintInputOf, shownPath } from './check-file.ts';
import { unifiedDiff } from './diff.ts';
import { CommandError, type ExitCode, exitCodes } from './exit.ts';
import { fileWords, type MadeFiles, writeNewFiles } from './new-files.ts';
import {
  type Asked,
  doneJson,
  kindOf,
  listJson,
  listText,
  nothingWords,
  placed,
  summaryText,
} from './refactor-report.ts';
import { SettingsFinder } from './settings-finder.ts';
import { tell, wantsColor, writeAll } from './streams.ts';

/** Those of Compose files. */
const composeRefactorings: ReadonlySet<RefactoringName> = new Set(['harden-service', 'secrets-to-files']);

export const refactorFormats = ['text', 'json'] as const;

export interface RefactorOptions {
  readonly runtime?: RuntimeKind;
  /** Of a Compose file. */
  readonly service?: string;
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
  const language = languageOfNamed(file, source.text);
  const wanted = composeRefactorings.has(name) ? 'compose' : 'dockerfile';
  if (wanted === 'compose' && language !== wanted)
    throw new CommandError(`${shown} is no Compose file.`, exitCodes.wrongUse);
  const result = await check(file, source, cwd, wanted, options);
  const made = refactorings(result);
  const offers = fromStdin ? made : withoutBlocked(made, dirname(file));
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
  const choice = options.runtime ?? options.service;
  if (wanted === 'compose' && choice === undefined && own.refactorings.length > 1)
    throw new CommandError(
      `Say which service: ${own.refactorings.map(({ id }) => `--service ${kindOf(id)}`).join(', ')}.`,
      exitCodes.wrongUse,
    );
  const chosen = own.refactorings.find(({ id }) => choice === undefined || id === `${name}:${choice}`);
  if (!chosen) return refuse(asked, own, options, () => nothingToDo(asked, result));
  if (!source.exact)
    throw new CommandError(
      `${shown} is not written, because bytes of it could not be read: save it as UTF-8.`,
      exitCodes.wrongUse,
    );
  const after = applyEdits(source.text, chosen.edits);
  const writes = !options.dryRun && !fromStdin;
  const files = writes ? writeNewFiles(dirname(file), chosen.files ?? []) : undefined;
  if (writes) write(file, shown, source, after);
  show(asked, chosen, { ...options, before: source, after, fromStdin, written: writes, made: files });
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
  language: 'dockerfile' | 'compose',
  options: RefactorOptions,
): Promise<LintResult> {
  const settings = new SettingsFinder(cwd, options.config);
  const project = settings.for(dirname(path));
  if (!options.quiet) for (const notice of settings.notices) tell(`${notice.path} ${notice.message}`);
  const task = {
    path,
    source,
    cwd,
    facts: settings.factsFor(project, openFacts(JSON.parse(readAsset('image-facts.json')))),
    settings: project ? lintSettingsFor(project, relativeTo(dirname(project.path), path)) : {},
    ...(project ? { project } : {}),
    today: options.today,
    ...(options.target === undefined ? {} : { target: options.target }),
  };
  return lint((await lintInputOf(task, language)).input);
}

/** Says why there is nothing to write, at its place. */
function refuse(
  asked: Asked,
  { refactorings: offered, refusals }: RefactoringOffers,
  options: RefactorOptions,
  nothing: () => string,
): ExitCode {
  const { runtime, service } = options;
  const ofChoice = refusals.filter(({ id }) => id === `${asked.name}:${runtime ?? service}`);
  const told = ofChoice.length > 0 ? ofChoice : offered.length > 0 ? [] : refusals;
  if (options.format === 'json') writeAll(1, listJson(asked, { refactorings: [], refusals: told }));
  // Several images can be refused for one reason.
  for (const line of new Set(told.map((one) => `${placed(asked, one.at)}: ${one.reason}`))) tell(line);
  if (offered.length > 0) {
    const flag = runtime === undefined ? '--service' : '--runtime';
    const known = offered.map(({ id }) => `${flag} ${kindOf(id)}`).join(', ');
    tell(`${asked.path} cannot have ${flag} ${runtime ?? service}; there is ${known}.`);
  } else if (told.length === 0) tell(nothing());
  return exitCodes.found;
}

function nothingToDo(asked: Asked, result: LintResult): string {
  const errors =
    result.language === 'dockerfile'
      ? result.dockerfile.errors
      : result.findings.filter(({ ruleId }) => ruleId === 'invalid-compose-file');
  const [error] = errors;
  return error
    ? `${placed(asked, error.at)}: ${error.message}`
    : `${asked.path} has nothing ${nothingWords[asked.name]}.`;
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
  /** The files that were made beside it. */
  readonly made: MadeFiles | undefined;
}

/** A diff, or the text of standard input, takes standard output; what is told of it then goes beside it. */
function show(asked: Asked, chosen: Refactoring, outcome: Outcome): void {
  const { before, after, dryRun, fromStdin, quiet } = outcome;
  const diff = dryRun ? unifiedDiff(asked.path, before.text, after) : undefined;
  const text = !dryRun && fromStdin ? (before.byteOrderMark ? '\ufeff' : '') + after : undefined;
  if (outcome.format === 'json') {
    writeAll(
      1,
      doneJson(asked, chosen, { written: outcome.written, diff, text, files: outcome.made?.written ?? [] }),
    );
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
  for (const line of fileWords(chosen.files ?? [], outcome.made)) tell(line);
}
