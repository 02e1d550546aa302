// What a .NET stage builds and starts, before a runtime image is chosen.
import { commandsOf } from '../../../model/commands.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { lastPart } from '../../../text/paths.ts';
import { isBuildStep, type Project } from '../../build-steps.ts';
import { type SplitInput, SplitRefusal } from '../../plan.ts';
import { directoriesOf, readStageFiles, resolvePath, type StageFiles } from '../../stage-files.ts';
import { readStart, type Start } from '../../start-command.ts';
import { readSteps, type Step } from '../../steps.ts';
import { dotnetCall, isDotnet, isOwn, readDotnet } from './commands.ts';
import { isKnownVersion } from './image-tags.ts';
import { type DotnetProject, findProject, projectNamed } from './project.ts';
import {
  type AddedPublish,
  type BuildCall,
  publishFolder,
  publishText,
  type Started,
} from './publish-step.ts';
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
  readonly added: AddedPublish | undefined;
  readonly last: Instruction;
  readonly project: DotnetProject | undefined;
  /** It brings its own runtime. */
  readonly selfContained: boolean;
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
  const calls = callsOf(files, steps);
  refuseLocalState(steps);
  const start = runAlone(input, files) ?? readStart(input, files);
  const run = startedByRun(input, files, calls, start);
  const found = run ?? startedByPath(input, files, calls, start);
  const { project, call, published, added } = found;
  const selfContained = isSelfContained(call, project);
  const last = added?.after ?? endOfBuild(input, steps, projectOf(files, [published]));
  if (last === undefined) throw new SplitRefusal('Nothing is published here.', 'nothing to split', start.at);
  return {
    files,
    steps,
    start,
    words: found.words,
    assemblyWord: found.assemblyWord,
    published,
    added,
    last,
    project,
    selfContained,
    isNative: !isDotnet(found.words[0]),
    rid: call?.rid,
    version: versionOf(input, project),
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
  const calls = given.map(dotnetCall);
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
    form: command.form === 'exec' ? 'script' : 'shell',
    directory: files.directory,
    isEntrypoint: command === entrypoint,
  };
}

/** The folders of the projects, and what the program needs of them. */
export function projectOf(files: StageFiles, needed: readonly string[]): Project {
  const roots = files.copied.flatMap(({ source, target, isFolder }) => {
    if (isFolder !== false) return [target];
    return /\.(\w+proj|slnx?|cs|props|targets)$|nuget\.config$/i.test(source)
      ? [target.slice(0, target.lastIndexOf('/')) || '/']
      : [];
  });
  return { files, roots: [...new Set(roots)], needed, tools: /\/\.(nuget|dotnet)(\/|$)/ };
}

function callsOf(files: StageFiles, steps: ReadonlyMap<Instruction, Step>): BuildCall[] {
  return [...steps].flatMap(([instruction, { parts }]) => {
    const directories = directoriesOf(
      parts.map(({ command }) => command),
      files,
      instruction,
    );
    return parts.flatMap(({ command }) => {
      const call = dotnetCall(command);
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

/** The start command names the assembly, or the program itself, by its path. */
function startedByPath(
  input: SplitInput,
  files: StageFiles,
  calls: readonly BuildCall[],
  start: Start,
): Started {
  const [program = '', ...rest] = start.words;
  const assemblyWord = isDotnet(program) ? rest.find((word) => /\.dll$/i.test(word)) : program;
  const strange = isDotnet(program) && readDotnet(rest).verb !== undefined;
  if (assemblyWord === undefined || strange || (!isDotnet(program) && !program.includes('/')))
    throw new SplitRefusal(
      isDotnet(program)
        ? `\`${start.words.slice(0, 3).join(' ')}\` needs the SDK at run time.`
        : `\`${program}\` is no program that is published here.`,
      isDotnet(program)
        ? 'start by package manager'
        : /\.sh$/.test(program)
          ? 'script of the project'
          : 'start command',
      start.at,
    );
  const path = resolvePath(assemblyWord, start.directory);
  if (path === undefined)
    throw new SplitRefusal(
      `Where \`${assemblyWord}\` lies is not known.`,
      'files needed are not known',
      start.at,
    );
  const folder = path.slice(0, path.lastIndexOf('/')) || '/';
  const name = lastPart(path).replace(/\.dll$/i, '');
  const words = [
    isDotnet(program) ? 'dotnet' : `./${lastPart(path)}`,
    ...rest.map((word) => (isDotnet(program) && word === assemblyWord ? lastPart(path) : word)),
  ];
  const base = { words, assemblyWord, notes: [] };
  const given = calls.find(
    ({ verb, output, directory }) =>
      verb === 'publish' && output !== undefined && resolvePath(output, directory) === folder,
  );
  if (given)
    return { ...base, published: folder, call: given, project: projectFor(input, files, given, name) };
  const place = /^(.*)\/bin\/([^/]+)\/net[\w.-]+(?:\/[\w.-]+)?(\/publish)?$/.exec(folder);
  const plain = calls.find(
    ({ verb, output, configuration }) =>
      verb === 'publish' &&
      output === undefined &&
      (configuration === undefined || configuration === place?.[2]),
  );
  if (place && plain)
    return {
      ...base,
      published: place[3] ? folder : `${folder}/publish`,
      call: plain,
      project: findProject(files, place[1] || '/') ?? projectFor(input, files, plain, name),
    };
  const built = calls.findLast(
    ({ verb, output, directory }) =>
      verb === 'build' &&
      (place !== null || (output !== undefined && resolvePath(output, directory) === folder)),
  );
  if (built) return builtOnly(input, files, built, name, base, start);
  // Moved or copied there by the step that publishes.
  const { text } = input.model.dockerfile;
  const moved = calls.find(
    ({ verb, instruction: { at } }) =>
      verb === 'publish' && folder !== '/' && text.slice(at.start, at.end).includes(folder),
  );
  if (moved)
    return { ...base, published: folder, call: moved, project: projectFor(input, files, moved, name) };
  throw new SplitRefusal(
    `What the container starts, \`${path}\`, is not published by a step of this file.`,
    calls.length === 0 ? 'nothing to split' : 'files needed are not known',
    start.at,
  );
}

function projectFor(
  input: SplitInput,
  files: StageFiles,
  call: BuildCall,
  assembly: string,
): DotnetProject | undefined {
  return (
    findProject(files, call.directory, call.project) ?? projectNamed(files, input.context.paths, assembly)
  );
}

/** Only built: what is shipped is published from the same sources. */
function builtOnly(
  input: SplitInput,
  files: StageFiles,
  call: BuildCall,
  assembly: string,
  base: Pick<Started, 'words' | 'assemblyWord' | 'notes'>,
  start: Start,
): Started {
  const project = projectFor(input, files, call, assembly);
  const isSolution = /\.slnx?$/.test(call.project ?? '');
  const named = isSolution || project === undefined ? project?.path : call.project;
  if ((isSolution && named === undefined) || call.strange.length > 0)
    throw new SplitRefusal(
      `The container starts what \`dotnet build\` left, and which project of the solution that is cannot be told.`,
      'files needed are not known',
      start.at,
    );
  const published = publishFolder(input, call.instruction);
  return {
    ...base,
    published,
    call,
    project,
    added: {
      text: publishText(
        { ...call, project: named ?? call.project },
        call.configuration ?? 'Release',
        published,
      ),
      why: '`dotnet build` makes no folder that can be shipped; `dotnet publish` does.',
      after: call.instruction,
    },
  };
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

/** The version of the runtime: that of the project's framework, else of the SDK. */
function versionOf({ base, stage }: SplitInput, project: DotnetProject | undefined): string {
  const tag = base.reference.tag ?? '';
  const version =
    project?.version ??
    /^(\d+\.\d+)/.exec(tag)?.[1] ??
    (/^\d+(-|$)/.test(tag) ? `${/^\d+/.exec(tag)![0]}.0` : undefined);
  if (version !== undefined && isKnownVersion(version)) return version;
  throw new SplitRefusal(
    version === undefined
      ? `\`${base.text}\` does not say which version of .NET it holds, and no project file is known that does. Write the version into the tag.`
      : `No runtime images of .NET ${version} are known.`,
    'no runtime image known',
    stage.from.at,
  );
}
