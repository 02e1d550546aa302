// A start command that names the assembly, or the program itself, by its path: which step publishes it.
import { lastPart } from '../../../text/paths.ts';
import { type SplitInput, SplitRefusal } from '../../plan.ts';
import { resolvePath, type StageFiles } from '../../stage-files.ts';
import type { Start } from '../../start-command.ts';
import { isDotnet, readDotnet } from './commands.ts';
import { type DotnetProject, findProject, projectNamed } from './project.ts';
import { type BuildCall, publishFolder, publishText, type Started } from './publish-step.ts';

/** @throws SplitRefusal where no step of the stage publishes it */
export function startedByPath(
  input: SplitInput,
  files: StageFiles,
  calls: readonly BuildCall[],
  start: Start,
): Started {
  const [program = '', ...rest] = start.words;
  const isShell = /(^|\/)(ba|da|a)?sh$/.test(program);
  const script = isShell ? rest.find((word) => !word.startsWith('-')) : program;
  if (isShell || /\.sh$/.test(program))
    throw new SplitRefusal(
      script === undefined
        ? 'The container starts a shell, and no program that is published here.'
        : `The container starts \`${script}\`, and what that needs of the build is not known.`,
      script === undefined ? 'start command' : 'script of the project',
      start.at,
    );
  const assemblyWord = isDotnet(program) ? rest.find((word) => /\.dll$/i.test(word)) : program;
  const strange = isDotnet(program) && readDotnet(rest).verb !== undefined;
  if (assemblyWord === undefined || strange || (!isDotnet(program) && !program.includes('/')))
    throw new SplitRefusal(
      isDotnet(program)
        ? `\`${start.words.slice(0, 3).join(' ')}\` needs the SDK at run time.`
        : `\`${program}\` is no program that is published here.`,
      isDotnet(program) ? 'start by package manager' : 'start command',
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
    ({ verb, output, directory, project }) =>
      verb === 'publish' &&
      output !== undefined &&
      // Before 3.0 the SDK took the output from the project's folder.
      [directory, projectFolder(project, directory)].some((from) => resolvePath(output, from) === folder),
  );
  if (given)
    return { ...base, published: folder, call: given, project: projectFor(input, files, given, name) };
  const isPublished = folder.endsWith('/publish');
  const place = /^(.*)\/bin\/([^/]+)\/(net[\w.-]+)(?:\/[\w.-]+)?$/.exec(folder.replace(/\/publish$/, ''));
  const framework = place?.[3];
  const plain = calls.find(
    ({ verb, output, configuration }) =>
      verb === 'publish' &&
      output === undefined &&
      (configuration === undefined || configuration === place?.[2] || configuration.includes('$')),
  );
  if (place && plain)
    return {
      ...base,
      published: isPublished ? folder : `${folder}/publish`,
      framework,
      call: plain,
      project: findProject(files, place[1] || '/') ?? projectFor(input, files, plain, name),
    };
  const built = calls.findLast(
    ({ verb, output, directory }) =>
      verb === 'build' &&
      (place !== null || (output !== undefined && resolvePath(output, directory) === folder)),
  );
  if (built && !isPublished) return { ...builtOnly(input, files, built, name, base, start), framework };
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

/** The folder of the project that a call names. */
function projectFolder(project: string | undefined, directory: string | undefined): string | undefined {
  const path = project === undefined ? undefined : resolvePath(project, directory);
  return path !== undefined && /\.(\w*proj|slnx?)$/.test(path)
    ? path.slice(0, path.lastIndexOf('/')) || '/'
    : path;
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
