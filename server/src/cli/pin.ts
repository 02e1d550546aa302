// `plimsoll pin`: writes the digests that registries give beside the tags of images.
import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { applyEdits, type Edit, openFacts } from '../engine/index.ts';
import { type ImagePlace, type ImagePlaces, imagePlaces } from '../engine/pin/index.ts';
import {
  dockerLogins,
  editsOf,
  type KnownDigest,
  KnownDigests,
  knownDigestsPath,
  Lookups,
  type PinMode,
  type PinResult,
  pinImages,
  placesFor,
} from '../registry/index.ts';
import { readAsset } from '../workspace/assets.ts';
import { readIgnoreRules } from '../workspace/ignore.ts';
import { languageOfNamed, languageOfText } from '../workspace/language.ts';
import { readDockerfile, reason, type SourceText } from '../workspace/read.ts';
import { isInside, projectRoot } from '../workspace/root.ts';
import { collectFiles, type PathProblem } from '../workspace/walk.ts';
import { writeDockerfile } from '../workspace/write.ts';
import { exclusion } from './check.ts';
import { lintInputOf, shownPath } from './check-file.ts';
import { unifiedDiff } from './diff.ts';
import { CommandError, type ExitCode, exitCodes } from './exit.ts';
import { type PinnedFile, pinJson, pinLines } from './pin-report.ts';
import { SettingsFinder } from './settings-finder.ts';
import { tell, writeAll } from './streams.ts';

export interface PinOptions {
  readonly update: boolean;
  readonly newer: boolean;
  readonly dryRun: boolean;
  readonly diff: boolean;
  readonly json: boolean;
  readonly config?: string;
  readonly exclude: readonly string[];
  readonly quiet: boolean;
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly version: string;
}

/** One file with the images it names. */
interface Source {
  readonly path: string;
  readonly shown: string;
  readonly source: SourceText;
  readonly found: ImagePlaces;
}

/** Runs the command; `paths` as the user gave them. */
export async function pin(paths: readonly string[], options: PinOptions): Promise<ExitCode> {
  const cwd = process.cwd();
  if (paths.includes('-'))
    throw new CommandError('Standard input cannot be pinned: name a file.', exitCodes.wrongUse);
  const cancel = new AbortController();
  const onSignal = () => cancel.abort();
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    const { sources, problems } = await readAll(paths, cwd, options);
    const mode: PinMode = { refresh: options.update, newer: options.newer };
    const results = await askAll(sources, mode, cwd, cancel.signal);
    if (cancel.signal.aborted) {
      tell('Cancelled: nothing was written.');
      return exitCodes.cancelled;
    }
    return finish(sources, results, problems, options);
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

async function readAll(
  paths: readonly string[],
  cwd: string,
  options: PinOptions,
): Promise<{ readonly sources: readonly Source[]; readonly problems: PathProblem[] }> {
  const settings = new SettingsFinder(cwd, options.config);
  const walked = collectFiles(
    (paths.length > 0 ? paths : ['.']).map((path) => resolve(cwd, path)),
    { cwd, isExcluded: exclusion(cwd, readIgnoreRules(options.exclude.join('\n')), settings) },
  );
  const problems: PathProblem[] = walked.problems.map((one) => ({
    ...one,
    path: shownPath(one.path, cwd) || '.',
  }));
  const facts = openFacts(JSON.parse(readAsset('image-facts.json')));
  const sources: Source[] = [];
  for (const path of walked.files) {
    const shown = shownPath(path, cwd);
    try {
      const source = readDockerfile(path);
      const isNamed = walked.named.has(path);
      const language = (isNamed ? languageOfNamed : languageOfText)(path, source.text);
      if (language !== 'dockerfile' && language !== 'compose') {
        const message = 'is no Dockerfile and no Compose file, so it was left out.';
        if (isNamed) problems.push({ path: shown, message, kind: 'notice' });
        continue;
      }
      const project = settings.for(dirname(path));
      const task = {
        path,
        source,
        cwd,
        facts: settings.factsFor(project, facts),
        settings: {},
        ...(project ? { project } : {}),
        today: options.today,
      };
      const { input } = await lintInputOf(task, language);
      sources.push({ path, shown, source, found: imagePlaces(input) });
    } catch (error) {
      if (error instanceof CommandError) throw error;
      problems.push({ path: shown, message: `cannot be read: ${reason(error)}.`, kind: 'failed' });
    }
  }
  problems.push(...settings.notices);
  return { sources, problems };
}

/** What the registries say of every place of every file; each image is asked for once. */
async function askAll(
  sources: readonly Source[],
  mode: PinMode,
  cwd: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<ImagePlace, PinResult>> {
  const root = projectRoot(cwd, cwd);
  // A folder that holds the user's whole home is no project.
  const workspaceFolders = isInside(homedir(), root) ? [] : [root];
  const { env, platform } = process;
  const logins = dockerLogins(env, { env, workspaceFolders, platform });
  const lookups = new Lookups({ env, logins, signal });
  const answers = new Map<string, KnownDigest>();
  const places = sources.flatMap(({ found }) => placesFor(found.places, mode));
  const results = await pinImages(places, mode, lookups, {
    signal,
    onAnswer: (name, answer) => answers.set(name, answer),
  });
  await new KnownDigests(knownDigestsPath()).add(answers);
  return new Map(results.map((result) => [result.place, result]));
}

function finish(
  sources: readonly Source[],
  results: ReadonlyMap<ImagePlace, PinResult>,
  problems: PathProblem[],
  options: PinOptions,
): ExitCode {
  const isDry = options.dryRun || options.diff;
  const files: PinnedFile[] = [];
  let diffs = '';
  for (const { path, shown, source, found } of sources) {
    const own = found.places.flatMap((place) => results.get(place) ?? []);
    const edits = editsOf(own);
    const file = { path: shown, text: source.text, results: own, leftAlone: found.leftAlone };
    if (options.diff) diffs += unifiedDiff(shown, source.text, applyEdits(source.text, edits));
    const problem = edits.length === 0 || isDry ? undefined : write(path, source, edits);
    if (problem !== undefined) problems.push({ path: shown, message: problem, kind: 'failed' });
    files.push({ ...file, isWritten: edits.length > 0 && !isDry && problem === undefined });
  }
  if (options.json) writeAll(1, pinJson(files, problems, options.version));
  else if (options.diff) writeAll(1, diffs);
  const lines = pinLines(files, { isDry, quiet: options.quiet });
  // A diff or JSON takes standard output; what is told then goes beside it.
  if (!options.json && lines.told !== '') writeAll(options.diff ? 2 : 1, lines.told);
  for (const message of lines.failed) tell(message);
  for (const { path, message, kind } of problems)
    if (kind === 'failed' || !options.quiet) tell(`${path}${message.startsWith(':') ? '' : ' '}${message}`);
  return exitCodeOf(files, problems, isDry);
}

/** Undefined: written. Else why not, as a sentence without the path. */
function write(path: string, source: SourceText, edits: readonly Edit[]): string | undefined {
  if (!source.exact) return 'was not written, because bytes of it could not be read: save it as UTF-8.';
  try {
    const now = readDockerfile(path);
    if (now.text !== source.text || now.byteOrderMark !== source.byteOrderMark)
      return 'was changed meanwhile, so it was not written.';
    writeDockerfile(path, applyEdits(source.text, edits), source.byteOrderMark);
    return undefined;
  } catch (error) {
    return `cannot be written: ${reason(error)}.`;
  }
}

function exitCodeOf(
  files: readonly PinnedFile[],
  problems: readonly PathProblem[],
  isDry: boolean,
): ExitCode {
  if (problems.some(({ kind }) => kind === 'failed')) return exitCodes.wrongUse;
  const all = files.flatMap(({ results }) => results);
  if (all.some(({ state }) => state === 'failed')) return exitCodes.toolFailed;
  return isDry && all.some(({ state }) => state === 'pinned') ? exitCodes.found : exitCodes.fine;
}
