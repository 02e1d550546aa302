// What has been decided on findings, for the commands that scan: the ignore file, VEX documents, what they took out.
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { findDecisions, ignoreFileProblem, largestIgnoreFile } from '../decisions/find-decisions.ts';
import { isExpired } from '../decisions/ignore-file.ts';
import { readPlainIgnore } from '../decisions/plain-ignore.ts';
import { readYamlIgnore } from '../decisions/yaml-ignore.ts';
import { forTerminal } from '../report/escape.ts';
import { plural } from '../report/report.ts';
import type { ScanRequest, TrivyReport } from '../trivy/index.ts';
import { readSmallFile } from '../workspace/read.ts';
import { projectRoot } from '../workspace/root.ts';
import { collect, today } from './arguments.ts';
import { shownPath } from './check-file.ts';
import { CommandError, exitCodes } from './exit.ts';
import { tell } from './streams.ts';

export interface DecisionFlags {
  readonly ignoreFile?: string;
  /** Files, `repo`, `oci`. */
  readonly vex?: readonly string[];
  readonly showSuppressed?: boolean;
  /** What the image was built from: what is decided beside it counts. */
  readonly dockerfile?: string;
  readonly quiet: boolean;
}

type Decided = Pick<ScanRequest, 'ignoreFile' | 'vex' | 'showSuppressed'>;

/** Adds the options of `DecisionFlags`, but for the Dockerfile. */
export function addDecisionOptions(command: Command): void {
  command
    .option(
      '--ignore-file <file>',
      'findings that are accepted (default: .trivyignore.yaml or .trivyignore here or at the project’s root)',
    )
    .option(
      '--vex <source>',
      'a VEX document beside those of the project, or repo or oci (these contact the network); repeatable',
      collect,
      [],
    )
    .option('--show-suppressed', 'list what was left out, and by which file', false);
}

/**
 * What a request has for it; which files count is told, and which entries are over.
 * @throws CommandError for a file that was named and is not there, and for an ignore file that Trivy would stop at
 */
export function decisionsOf(flags: DecisionFlags, cwd: string): Decided {
  const folder = flags.dockerfile === undefined ? cwd : dirname(resolve(cwd, flags.dockerfile));
  const known = findDecisions(folder, projectRoot(folder, cwd));
  const ignoreFile = flags.ignoreFile === undefined ? known.ignoreFile : resolve(cwd, flags.ignoreFile);
  const named = flags.vex ?? [];
  const sources = (['repo', 'oci'] as const).filter((source) => named.includes(source));
  const files = [
    ...known.vexDocuments,
    ...named.filter((one) => one !== 'repo' && one !== 'oci').map((file) => resolve(cwd, file)),
  ];
  if (ignoreFile !== undefined) checkIgnoreFile(ignoreFile, cwd, flags.quiet);
  if (!flags.quiet) {
    for (const problem of known.problems) tell(problem);
    const used = [...(ignoreFile === undefined ? [] : [ignoreFile]), ...files];
    if (used.length > 0)
      tell(`Decisions are read from ${used.map((file) => shownPath(file, cwd)).join(', ')}.`);
  }
  return {
    ...(ignoreFile === undefined ? {} : { ignoreFile }),
    ...(files.length > 0 || sources.length > 0 ? { vex: { files: [...new Set(files)], sources } } : {}),
    showSuppressed: true,
  };
}

function checkIgnoreFile(file: string, cwd: string, quiet: boolean): void {
  const text = readSmallFile(file, largestIgnoreFile);
  const shown = shownPath(file, cwd);
  if (text === undefined)
    throw new CommandError(`${shown} is no ignore file that can be read.`, exitCodes.wrongUse);
  const broken = ignoreFileProblem(file);
  if (broken !== undefined) throw new CommandError(broken, exitCodes.wrongUse);
  if (quiet) return;
  const { entries, problems } = /\.ya?ml$/i.test(file) ? readYamlIgnore(text) : readPlainIgnore(text);
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const day = today();
  for (const entry of entries) {
    if (!isExpired(entry, day)) continue;
    tell(
      `${shown}, line ${lineOf(entry.at.start)}: the entry of ${entry.id} ended on ${entry.expires?.day}.`,
    );
  }
  for (const { at, message } of problems) tell(`${shown}, line ${lineOf(at.start)}: ${message}`);
}

/** Lines on what was left out, for the end of a report: how many, or with the flag each of them. */
export function leftOutText({ suppressed }: TrivyReport, { showSuppressed = false }: DecisionFlags): string {
  if (suppressed.length === 0) return '';
  const sources = [...new Set(suppressed.map(({ source }) => source))].join(', ');
  const head = `${plural(suppressed.length, 'finding')} left out by ${sources}`;
  if (!showSuppressed) return `${forTerminal(head)} (--show-suppressed lists them)\n`;
  const lines = suppressed.map(({ vulnerability: one, status, statement, source }) => {
    const why = statement === '' ? '' : `: ${statement}`;
    return `  ${one.id}  ${one.package} ${one.installed}, ${status} by ${source}${why}`;
  });
  return `${[`${head}:`, ...lines].map(forTerminal).join('\n')}\n`;
}
