// What a Java stage builds and starts, before a runtime image is chosen.
import { readCopy } from '../../../parse/arguments.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { lastPart } from '../../../text/paths.ts';
import { isBuildStep, type Project } from '../../build-steps.ts';
import { type SplitInput, SplitRefusal } from '../../plan.ts';
import { isWithin, readStageFiles, resolvePath, type StageFiles } from '../../stage-files.ts';
import { readStart, type Start } from '../../start-command.ts';
import { readSteps, type Step } from '../../steps.ts';
import { type BuildCall, buildCallOf, isOwn, readBuildCall } from './commands.ts';
import { type Needed, needsOf, outermost } from './needs.ts';
import { besideProgram, mixedFiles, movedTo, projectFolders, toolPaths } from './placement.ts';
import { gradleIn } from './project.ts';
import { startByTool, type ToolStart } from './start-by-tool.ts';
import { deployed, isTomcat } from './tomcat.ts';
import { imageDirectory, type JavaKit, javaRuntime } from './vendor.ts';

/** A Java stage, understood. */
export interface Study {
  readonly files: StageFiles;
  readonly steps: ReadonlyMap<Instruction, Step>;
  readonly kit: JavaKit;
  readonly major: number;
  /** How the file starts it. */
  readonly written: Start;
  /** How the program starts in the runtime. */
  readonly start: Start;
  /** Where a build tool starts the program in the file as it is. */
  readonly rewritten: ToolStart | undefined;
  /** The end of the build. */
  readonly last: Instruction;
  /** Files and folders that the runtime gets from the builder. */
  readonly needed: readonly Needed[];
  /** The jar is named by a pattern: `/app/target/*.jar`. */
  readonly pattern: string | undefined;
  readonly notes: readonly string[];
}

/** @throws SplitRefusal where it is not known what the program needs */
export function study(input: SplitInput): Study {
  const files = readStageFiles(input, imageDirectory(input));
  const steps = readSteps(input.model, input.stage.instructions, isOwn);
  const calls = callsIn(steps);
  const strange = calls.find(({ tool }) => tool === 'other');
  if (strange)
    throw new SplitRefusal(
      `What \`${strange.program}\` builds, and where it lies, cannot be told from the file.`,
      'step of unknown purpose',
      input.stage.from.at,
    );
  if (isTomcat(input)) return tomcatStudy(input, files, steps);
  const written = readStart(input, files, (words) => buildCallOf(words) !== undefined);
  const { kit, major } = javaRuntime(input, files);
  const rewritten = startByTool(input, written, files, steps);
  const start = rewritten?.start ?? written;
  const goals = calls.flatMap((call) => call.goals);
  const { pattern, mentioned, notes, ...needs } = needsOf(input, start, files, {
    goals,
    moved: movedTo(files, steps),
  });
  const needed = [...needs.needed, ...scriptNeeded(start)];
  const last = endOfBuild(input.stage.instructions, files, steps, needed, rewritten);
  if (last === undefined)
    throw new SplitRefusal(
      'Nothing is built here: the program comes from the build context.',
      'nothing to split',
      start.at,
    );
  if (pattern !== undefined && start.form === 'exec' && !start.script) oneJar(pattern, files, goals, start);
  const found = needed.filter(({ path }) => comesFromBuilder(input, files, path, last, steps));
  if (found.every(({ path }) => path === start.script?.path) && pattern === undefined)
    throw new SplitRefusal(
      `What the container starts, \`${needed[0]?.path}\`, does not come from the build here.`,
      'nothing to split',
      start.at,
    );
  const extra = [
    ...new Set([...mentioned, ...start.mentioned, ...beside(files), ...mixedFiles(files, input.context)]),
  ]
    .filter((path) => isInBuilder(input, files, path, last, steps))
    .map((path): Needed => ({ path, why: `The program may read \`${path}\` at run time.` }));
  return {
    files,
    steps,
    kit,
    major,
    written,
    start,
    rewritten,
    last,
    needed: outermost([...found, ...extra]),
    pattern,
    notes: [...notes, ...(rewritten?.notes ?? [])],
  };
}

function callsIn(steps: ReadonlyMap<Instruction, Step>): BuildCall[] {
  return [...steps.values()].flatMap(({ parts }) =>
    parts.flatMap(({ command }) => readBuildCall(command) ?? []),
  );
}

function endOfBuild(
  instructions: readonly Instruction[],
  files: StageFiles,
  steps: ReadonlyMap<Instruction, Step>,
  needed: readonly Needed[],
  rewritten: ToolStart | undefined,
): Instruction | undefined {
  const project = projectOf(files, needed);
  const builds = instructions.filter((one) => steps.has(one));
  const own = builds.findIndex((one) => steps.get(one)!.parts.some(({ kind }) => kind === 'own'));
  const last =
    own < 0 ? undefined : builds.slice(own).findLast((one) => isBuildStep(steps.get(one)!, project));
  if (!rewritten || (last && rewritten.pieces.length === 0)) return last;
  return rewritten.after;
}

/** Tomcat starts, and the build gives it what it serves. */
function tomcatStudy({ stage }: SplitInput, files: StageFiles, steps: ReadonlyMap<Instruction, Step>): Study {
  const needed = deployed(files, steps);
  const [first] = stage.instructions;
  const last = endOfBuild(stage.instructions, files, steps, needed, undefined);
  if (needed.length === 0 || last === undefined || first === undefined)
    throw new SplitRefusal('Nothing that is built here gets into Tomcat.', 'nothing to split', stage.from.at);
  const start: Start = {
    instruction: first,
    at: first.at,
    words: ['catalina.sh', 'run'],
    needsShell: true,
    onlyPatterns: false,
    variable: undefined,
    prefix: [],
    script: undefined,
    mentioned: [],
    form: 'exec',
    directory: files.directory,
    isEntrypoint: false,
    more: undefined,
  };
  const kit: JavaKit = { major: undefined, vendor: 'tomcat', musl: false, packages: [] };
  return {
    files,
    steps,
    kit,
    major: 0,
    written: start,
    start,
    rewritten: undefined,
    last,
    needed: outermost(needed),
    pattern: undefined,
    notes: [],
  };
}

/** The script that starts the program. */
function scriptNeeded({ script }: Start): Needed[] {
  return script ? [{ path: script.path, why: `The container starts \`${script.path}\`.` }] : [];
}

/** The folders of the project, and what the program needs of them. */
export function projectOf(files: StageFiles, needed: readonly Needed[]): Project {
  return { files, roots: projectFolders(files), needed: needed.map(({ path }) => path), tools: toolPaths };
}

/** Spring Boot's Gradle plugin makes a second jar, which does not start, unless it is told not to. */
function oneJar(pattern: string, files: StageFiles, goals: readonly string[], start: Start): void {
  const folder = /^(.*)\/build\/libs\/\*\.jar$/.exec(pattern)?.[1];
  const text = folder === undefined ? undefined : gradleIn(files, folder || '/');
  if (text === undefined || !/org\.springframework\.boot/.test(text)) return;
  if (!goals.some((goal) => /(^|:)(build|assemble)$/.test(goal))) return;
  if (/jar\b[^}]{0,80}enabled\s*=?\s*\(?\s*false/.test(text)) return;
  throw new SplitRefusal(
    `\`${pattern}\` matches two jars: Spring Boot's and the one without its dependencies (\`-plain\`). Name the jar.`,
    'start command',
    start.at,
  );
}

/** The path is made by the build or lies in what was copied before its end, and no later COPY brings it. */
function comesFromBuilder(
  { model, stage }: SplitInput,
  files: StageFiles,
  path: string,
  last: Instruction,
  steps: ReadonlyMap<Instruction, Step>,
): boolean {
  const late = files.copied.some(
    ({ instruction, target }) =>
      instruction.at.start > last.at.start && target !== '/' && isWithin(target, path),
  );
  if (late) return false;
  const { text } = model.dockerfile;
  const name = lastPart(path);
  return (
    files.copied.some(({ target }) => isWithin(target, path)) ||
    [...steps.keys()].some(
      ({ at }) => at.start <= last.at.start && text.slice(at.start, at.end).includes(name),
    ) ||
    stage.instructions.some((one) => {
      const directory = files.directoryBefore(one);
      if (directory !== undefined && directory !== '/' && isWithin(directory, path)) return true;
      const destination = one.at.start <= last.at.start ? readCopy(one)?.destination.value : undefined;
      const target = destination === undefined ? undefined : resolvePath(destination, directory);
      return target !== undefined && isWithin(target, path);
    })
  );
}

/**
 * A path that an option mentions is in the builder: the build context has it there, a COPY names it, or a step moves something there.
 * Where the folder that the program starts in is not in the context, that is not the one that the file is built with.
 */
function isInBuilder(
  { context }: SplitInput,
  files: StageFiles,
  path: string,
  last: Instruction,
  steps: ReadonlyMap<Instruction, Step>,
): boolean {
  if (movedTo(files, steps).has(path)) return true;
  const { directory } = files;
  const fits =
    context.paths !== undefined && directory !== undefined && files.inContext(directory) !== undefined;
  if (fits && files.inContext(path) === undefined) return false;
  const early = files.copied.some(
    ({ instruction, target }) => instruction.at.start <= last.at.start && isWithin(target, path),
  );
  return early && (fits || /\.\w+$/.test(path));
}

/** Configuration and the like in the folder that the program starts in. */
function beside(files: StageFiles): string[] {
  const { directory } = files;
  if (directory === undefined) return [];
  const folder = directory === '/' ? '' : directory;
  return besideProgram(files.names(directory) ?? []).map((name) => `${folder}/${name.replace(/\/$/, '')}`);
}
