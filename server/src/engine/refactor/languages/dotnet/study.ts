// What a .NET stage builds and starts, before a runtime image is chosen.
import { shellValue } from '../../../model/apply.ts';
import { commandsOf } from '../../../model/commands.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { isBuildStep, type Project } from '../../build-steps.ts';
import { type SplitInput, SplitRefusal } from '../../plan.ts';
import { directoriesOf, readStageFiles, resolvePath, type StageFiles } from '../../stage-files.ts';
import { readStart, type Start } from '../../start-command.ts';
import { readSteps, type Step } from '../../steps.ts';
import { dotnetCall, isDotnet, isOwn } from './commands.ts';
import { isKnownVersion } from './image-tags.ts';
import { startedByPath } from './path-start.ts';
import { type DotnetProject, frameworkVersion } from './project.ts';
import type { AddedPublish, BuildCall } from './publish-step.ts';
import { startedByRun } from './run-start.ts';

/** A .NET stage, understood. */
export interface Study {
  readonly files: StageFiles;
  readonly steps: ReadonlyMap<Instruction, Step>;
  readonly start: Start;
  /** The program's words in the folder where it lies: `dotnet App.dll`. */
  readonly words: readonly string[];
  /** The word of the start command that names the assembly by its path. */
  readonly assemblyWord: string;
  /** The folder of the builder with the published program. */
  readonly published: string;
  /** The folders that the calls of the SDK name for what they make. */
  readonly outputs: readonly string[];
  readonly added: AddedPublish | undefined;
  readonly last: Instruction;
  readonly project: DotnetProject | undefined;
  /** It brings its own runtime. */
  readonly selfContained: boolean;
  /** `dotnet run` started it. */
  readonly isRun: boolean;
  /** Started by its own name, and so built for one C library. */
  readonly isNative: boolean;
  readonly rid: string | undefined;
  /** `8.0`. */
  readonly version: string;
  readonly notes: readonly string[];
}

/** @throws SplitRefusal where it is not known what is published or started */
export function study(input: SplitInput): Study {
  const files = readStageFiles(input, '/');
  const steps = readSteps(input.model, input.stage.instructions, isOwn);
  const calls = callsOf(input, files, steps);
  refuseLocalState(steps);
  const start = runAlone(input, files) ?? readStart(input, files);
  const run = startedByRun(input, files, calls, start);
  const found = run ?? startedByPath(input, files, calls, start);
  const { project, call, published, added } = found;
  const selfContained = isSelfContained(call, project);
  const outputs = calls.flatMap(({ output, directory }) => resolvePath(output ?? '', directory) ?? []);
  const last = added?.after ?? endOfBuild(input, steps, projectOf(files, [published], outputs));
  if (last === undefined) throw new SplitRefusal('Nothing is published here.', 'nothing to split', start.at);
  return {
    files,
    steps,
    start,
    words: found.words,
    assemblyWord: found.assemblyWord,
    published,
    outputs,
    added,
    last,
    project,
    selfContained,
    isRun: run !== undefined,
    isNative: !isDotnet(found.words[0]),
    rid: call?.rid,
    version: versionOf(input, project, found.framework),
    notes: found.notes,
  };
}

/** `dotnet restore && dotnet run` in a shell: only the last of them starts something. */
function runAlone({ model, stage }: SplitInput, files: StageFiles): Start | undefined {
  const { entrypoint, cmd } = stage.end;
  const command = entrypoint === undefined || entrypoint.by === 'image' ? cmd : entrypoint;
  if (command === undefined || command.by === 'image') return undefined;
  const commands = commandsOf(model, command.by).filter(({ command: { depth } }) => depth === 0);
  const given = commands.filter(
    ({ name, args }) => !(/^(ba|da|a)?sh$/.test(name ?? '') && /^-\w*c$/.test(args[0]?.text ?? '')),
  );
  const calls = given.map((one) => dotnetCall(one));
  const last = given.at(-1);
  const isPlain = given.every(
    ({ args, command: { redirects, assignments } }) =>
      args.every(({ value }) => value !== undefined) && redirects.length === 0 && assignments.length === 0,
  );
  if (calls.length < 2 || !isPlain || last === undefined) return undefined;
  if (
    !calls.slice(0, -1).every((call) => /^(restore|build|clean)$/.test(call?.verb ?? '')) ||
    calls.at(-1)?.verb !== 'run'
  )
    return undefined;
  return {
    instruction: command.by,
    at: command.by.at,
    words: ['dotnet', ...last.args.map(({ value, text }) => value ?? text)],
    needsShell: false,
    onlyPatterns: false,
    variable: undefined,
    prefix: [],
    script: undefined,
    mentioned: [],
    form: command.form === 'exec' ? 'script' : 'shell',
    directory: files.directory,
    isEntrypoint: command === entrypoint,
    more: undefined,
  };
}

/** The folders of the projects and of what is made of them, and what the program needs of them. */
export function projectOf(files: StageFiles, needed: readonly string[], outputs: readonly string[]): Project {
  const roots = files.copied.flatMap(({ source, target, isFolder }) => {
    if (isFolder !== false) return [target];
    return /\.(\w+proj|slnx?|cs|props|targets)$|nuget\.config$/i.test(source)
      ? [target.slice(0, target.lastIndexOf('/')) || '/']
      : [];
  });
  return { files, roots: [...new Set([...roots, ...outputs])], needed, tools: /\/\.(nuget|dotnet)(\/|$)/ };
}

function callsOf(
  { model }: SplitInput,
  files: StageFiles,
  steps: ReadonlyMap<Instruction, Step>,
): BuildCall[] {
  return [...steps].flatMap(([instruction, { parts }]) => {
    const directories = directoriesOf(
      parts.map(({ command }) => command),
      files,
      instruction,
    );
    return parts.flatMap(({ command }) => {
      const call = dotnetCall(command, (word) => shellValue(word, model.before(instruction), model));
      if (call?.verb !== 'publish' && call?.verb !== 'build') return [];
      return [{ ...call, instruction, directory: directories.get(command) }];
    });
  });
}

/** What the SDK leaves in the builder's home or beside the sources, and the program reads there. */
function refuseLocalState(steps: ReadonlyMap<Instruction, Step>): void {
  for (const { parts } of steps.values())
    for (const { command } of parts) {
      const call = dotnetCall(command);
      const makesDatabase = call?.verb === 'ef' && command.args.some(({ text }) => text === 'update');
      if (call?.verb === 'dev-certs' || makesDatabase)
        throw new SplitRefusal(
          makesDatabase
            ? 'The database that `dotnet ef database update` makes here stays in the builder, and where it lies is not known.'
            : 'The certificate that `dotnet dev-certs` makes is for development, and stays in the builder.',
          'files needed are not known',
          command.command.at,
        );
    }
}

function endOfBuild(
  { stage }: SplitInput,
  steps: ReadonlyMap<Instruction, Step>,
  project: Project,
): Instruction | undefined {
  const runs = stage.instructions.filter((one) => steps.has(one));
  const own = runs.findIndex((one) => steps.get(one)!.parts.some(({ kind }) => kind === 'own'));
  return own < 0 ? undefined : runs.slice(own).findLast((one) => isBuildStep(steps.get(one)!, project));
}

function isSelfContained(call: BuildCall | undefined, project: DotnetProject | undefined): boolean {
  const property = (name: string) => /^true$/i.test(call?.properties.get(name) ?? '');
  if (call?.selfContained !== undefined) return call.selfContained;
  return property('selfcontained') || property('publishaot') || project?.selfContained === true;
}

/**
 * The version of the runtime: that of the framework which the start command's path names, else the project's, else the SDK's. An SDK
 * builds for no later framework than its own.
 */
function versionOf(
  { base, stage }: SplitInput,
  project: DotnetProject | undefined,
  framework: string | undefined,
): string {
  const tag = base.reference.tag ?? '';
  const major = /^(\d+)(-|$)/.exec(tag)?.[1];
  const sdk = /^(\d+\.\d+)/.exec(tag)?.[1] ?? (major && `${major}.0`);
  const named = frameworkVersion(framework) ?? project?.version;
  const version =
    named !== undefined && (sdk === undefined || Number(named) <= Number(sdk)) ? named : (sdk ?? named);
  if (version !== undefined && isKnownVersion(version)) return version;
  throw new SplitRefusal(
    version === undefined
      ? `\`${base.text}\` does not say which version of .NET it holds, and no project file is known that does. Write the version into the tag.`
      : `No runtime images of .NET ${version} are known.`,
    'no runtime image known',
    stage.from.at,
  );
}
