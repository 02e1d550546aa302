// `dotnet run` as the start command: the program is published in the builder, and started without the SDK.
import type { SplitInput } from '../../plan.ts';
import { SplitRefusal } from '../../plan.ts';
import { resolvePath, type StageFiles } from '../../stage-files.ts';
import type { Start } from '../../start-command.ts';
import { isDotnet, readDotnet } from './commands.ts';
import { findProject, launchSettings } from './project.ts';
import { type BuildCall, publishFolder, publishText, type Started } from './publish-step.ts';

/**
 * Undefined where something else starts.
 * @throws SplitRefusal where it is not certain what `dotnet run` starts
 */
export function startedByRun(
  input: SplitInput,
  files: StageFiles,
  calls: readonly BuildCall[],
  start: Start,
): Started | undefined {
  const [program, ...rest] = start.words;
  const call = isDotnet(program) ? readDotnet(rest) : undefined;
  if (call?.verb === 'watch')
    throw new SplitRefusal(
      '`dotnet watch` runs the program for development: it needs the SDK and the sources at run time.',
      'start by package manager',
      start.at,
    );
  if (call?.verb !== 'run') return undefined;
  const project = findProject(files, start.directory, call.project);
  if (project?.assembly === undefined || !project.isProgram || start.needsShell)
    throw new SplitRefusal(
      start.needsShell
        ? '`dotnet run` builds and starts the program, and the shell makes its options.'
        : '`dotnet run` builds and starts the program; which assembly that is cannot be told without its project file.',
      'start by package manager',
      start.at,
    );
  const given = calls.find(
    ({ verb, output, directory, project: named }) =>
      verb === 'publish' &&
      output !== undefined &&
      findProject(files, directory, named)?.path === project.path &&
      resolvePath(output, directory) !== undefined,
  );
  const copies = input.stage.instructions.filter(({ keyword }) => /^(RUN|COPY|ADD)$/.test(keyword));
  const after = copies.at(-1) ?? input.stage.from;
  const published = given ? resolvePath(given.output!, given.directory)! : publishFolder(input, after);
  // The program's own name is no argument of it: `dotnet run App.dll`.
  const words = call.programWords.filter((word) => word !== `${project.assembly}.dll`);
  return {
    words: ['dotnet', `${project.assembly}.dll`, ...words],
    assemblyWord: '',
    published,
    call: given,
    project,
    ...(given === undefined && {
      added: {
        text: publishText(
          { ...call, project: call.project === undefined ? undefined : project.path },
          call.configuration ?? 'Release',
          published,
        ),
        why: '`dotnet run` built the program at each start; now the builder does, once.',
        after,
      },
    }),
    notes: notesOf(files, project.folder, start, {
      before: call.configuration ?? 'Debug',
      after: given ? given.configuration : (call.configuration ?? 'Release'),
      dropped: call.programWords.length > words.length ? `${project.assembly}.dll` : undefined,
    }),
  };
}

/** What `dotnet run` did besides. */
function notesOf(
  files: StageFiles,
  folder: string,
  start: Start,
  { before, after, dropped }: { before: string; after: string | undefined; dropped: string | undefined },
): string[] {
  const started = `\`${start.words.join(' ')}\``;
  const settings = launchSettings(files, folder);
  const notes: string[] = [];
  if (/^debug$/i.test(before) && /^release$/i.test(after ?? ''))
    notes.push(`${started} ran a debug build; what is shipped is a release build.`);
  if (dropped !== undefined)
    notes.push(
      `${started} gave the program \`${dropped}\` as an argument, which it does not get any longer.`,
    );
  if (settings === undefined) return notes;
  const urls = /"applicationUrl"\s*:\s*"([^"]*)"/.exec(settings)?.[1];
  const environment = /"ASPNETCORE_ENVIRONMENT"\s*:\s*"([^"]*)"/.exec(settings)?.[1];
  const taken = [
    urls && `the address \`${urls}\``,
    environment && `the environment \`${environment}\``,
  ].filter(Boolean);
  notes.push(
    `${started} read launchSettings.json${taken.length > 0 ? `, which sets ${taken.join(' and ')}` : ''}: the published program does not.`,
  );
  return notes;
}
