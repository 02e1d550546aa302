// `plimsoll ci init`: writes a pipeline for the repository that the current folder lies in.
import { dirname } from 'node:path';
import { type DockerfileBuild, makePipeline, type Phase, type Platform } from '../pipeline/index.ts';
import { buildsOf } from '../pipeline/of-folder.ts';
import { readIgnoreRules } from '../workspace/ignore.ts';
import { reason } from '../workspace/read.ts';
import { projectRoot } from '../workspace/root.ts';
import { type PathProblem, walk } from '../workspace/walk.ts';
import { exclusion } from './check.ts';
import { shownPath } from './check-file.ts';
import { CommandError, type ExitCode, exitCodes } from './exit.ts';
import { writeNewFiles } from './new-files.ts';
import { SettingsFinder } from './settings-finder.ts';
import { tell, writeAll } from './streams.ts';

export interface CiOptions {
  readonly phases: readonly Phase[];
  readonly dryRun: boolean;
  readonly config?: string;
  readonly exclude: readonly string[];
  readonly quiet: boolean;
  readonly version: string;
}

/** Runs the command. Throws CommandError where the file is there already or cannot be written. */
export function ciInit(platform: Platform, options: CiOptions): ExitCode {
  const cwd = process.cwd();
  // Platforms look for the file at the repository's root, wherever the command is run.
  const root = projectRoot(cwd, cwd);
  const { builds, problems } = findAll(root, cwd, options);
  const { path, text, notes } = makePipeline({
    platform,
    phases: options.phases,
    builds,
    version: options.version,
  });
  if (options.dryRun) writeAll(1, text);
  else {
    const { kept } = writeNewFiles(root, [{ path, text, isSecret: false }]);
    if (kept.length > 0)
      throw new CommandError(
        `${path} is there already and was left as it is: print what it would be with --dry-run.`,
        exitCodes.wrongUse,
      );
    if (!options.quiet) tell(`${path} is written: read it, then commit it.`);
  }
  if (!options.quiet) for (const note of notes) tell(note);
  for (const { path: place, message, kind } of problems)
    if (kind === 'failed' || !options.quiet) tell(`${place}${message.startsWith(':') ? '' : ' '}${message}`);
  return problems.some(({ kind }) => kind === 'failed') ? exitCodes.wrongUse : exitCodes.fine;
}

function findAll(
  root: string,
  cwd: string,
  options: CiOptions,
): { readonly builds: readonly DockerfileBuild[]; readonly problems: readonly PathProblem[] } {
  const settings = new SettingsFinder(cwd, options.config);
  const isExcluded = exclusion(cwd, readIgnoreRules(options.exclude.join('\n')), settings);
  const walked = walk(root, { cwd, isExcluded, languages: ['dockerfile'] });
  const problems: PathProblem[] = walked.problems.map((one) => ({
    ...one,
    path: shownPath(one.path, cwd) || '.',
  }));
  const builds: DockerfileBuild[] = [];
  for (const file of walked.files) {
    try {
      builds.push(...buildsOf(file, root, settings.for(dirname(file))));
    } catch (error) {
      if (error instanceof CommandError) throw error;
      const message = `cannot be read: ${reason(error)}.`;
      problems.push({ path: shownPath(file, cwd), message, kind: 'failed' });
    }
  }
  problems.push(...settings.notices);
  return { builds, problems };
}
