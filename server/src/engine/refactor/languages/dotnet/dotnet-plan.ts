// The plan of a .NET stage: the SDK publishes in the builder, the runtime gets the published folder.
import { execFormText } from '../../../edits/exec-form.ts';
import { readCopy } from '../../../parse/arguments.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { lastPart } from '../../../text/paths.ts';
import { type Arrangement, arrange, type Place } from '../../arrange.ts';
import { placeOfFiles, placeOfUnknown } from '../../build-steps.ts';
import { hasNoShell } from '../../carry.ts';
import { type Piece, type Plan, type RuntimeChoice, type SplitInput, SplitRefusal } from '../../plan.ts';
import { probeTool } from '../../probe-tool.ts';
import { isWithin, type StageFiles } from '../../stage-files.ts';
import { leavesNothing, workdirText } from '../../start-folder.ts';
import { filesBeside } from './beside.ts';
import { isMusl } from './choices.ts';
import { isDotnet } from './commands.ts';
import { projectOf, type Study } from './study.ts';

/** Variables of the SDK and its tools, which no program reads. */
const toolVariable =
  /^(NUGET_|MSBUILD|DOTNET_(CLI_|NOLOGO|SKIP_FIRST|USE_POLLING|GENERATE_ASPNET|WATCH)|BUILD_?CONFIG)/i;

/** Tools that only a build calls; the start command is a program of .NET. */
const buildPackages: ReadonlySet<string> = new Set(
  'clang git node nodejs npm unzip xz-utils yarn zip'.split(' '),
);

/** @throws SplitRefusal where this image cannot have what the program needs */
export function planOf(input: SplitInput, choice: RuntimeChoice, known: Study): Plan {
  const { files, steps, start, last, published, added } = known;
  const folder =
    start.directory === undefined || start.directory === '/'
      ? published === '/'
        ? '/'
        : homeOf(published)
      : start.directory;
  const project = projectOf(files, [published]);
  const text = startFor(input, choice, known, folder);
  const arrangement: Arrangement = {
    input,
    choice,
    steps,
    last,
    usedToBuild: (name) => toolVariable.test(name) || /^(DOTNET_|PATH$|HOME$)/.test(name),
    onlyToBuild: (name) => toolVariable.test(name),
    leaves: (_, name) => (buildPackages.has(name) || choice.facts.tools[name] ? [] : undefined),
    copy: (instruction) => placeOfCopy(instruction, files, project.roots),
    files: (part, instruction) => placeOfFiles(part, steps.get(instruction)!, project),
    unknown: placeOfUnknown,
    after: new Map([[last, added ? [{ kind: 'added', text: added.text, why: added.why }] : []]]),
    artifacts: {
      at: last,
      pieces: [
        ...workdir(input, files, folder),
        ...probeTool(input, choice),
        ...cultures(input, choice, known),
        ...publishedPieces(input, known, folder),
      ],
    },
    runtimeText: (instruction) =>
      instruction.keyword === 'WORKDIR'
        ? workdirText(input, files, last, instruction, (one) => leavesNothing(one, arrangement))
        : runtimeText(input, instruction, known, text),
    notes: [...known.notes, ...notesOf(input, choice, known)],
  };
  return arrange(arrangement);
}

/** A folder for a program that started in `/`: that of what is published, where it is a folder of its own. */
function homeOf(published: string): string {
  return /^\/(tmp\/)?publish$/.test(published) ? '/app' : published;
}

/** The program starts where its files are: ASP.NET Core reads its settings and pages in the working directory. */
function workdir({ stage }: SplitInput, files: StageFiles, folder: string): Piece[] {
  const isSet = stage.instructions.some(({ keyword }) => keyword === 'WORKDIR');
  if (isSet && files.directory === folder) return [];
  return [
    {
      kind: 'added',
      text: `WORKDIR ${folder}`,
      why: 'The program reads its settings in the folder that it starts in.',
    },
  ];
}

function publishedPieces({ context }: SplitInput, known: Study, folder: string): Piece[] {
  const { files, published } = known;
  const pieces: Piece[] = [
    {
      kind: 'added',
      text: `COPY --from=builder ${quoted(published, folder)}`,
      why:
        published === folder
          ? 'What is published is all that runs.'
          : `What is published lies in \`${folder}\`, where the program starts, as its settings did.`,
    },
  ];
  if (files.directory === undefined || files.directory === published || !context.paths) return pieces;
  // What the project does not publish, but lay in the folder that the program starts in.
  for (const name of filesBeside(known, context)) {
    const path = `${files.directory === '/' ? '' : files.directory}/${name}`;
    const target = `${folder === '/' ? '' : folder}/${name}`;
    pieces.push({
      kind: 'added',
      text: `COPY --from=builder ${quoted(path, target)}`,
      why: `The program may read \`${name}\` in the folder that it starts in; the project does not publish it.`,
    });
  }
  return pieces;
}

function quoted(from: string, to: string): string {
  return /\s/.test(from + to) ? JSON.stringify([from, to]) : `${from} ${to}`;
}

/** Alpine's images of older versions have no data of cultures, which the SDK's image has. */
function cultures(input: SplitInput, choice: RuntimeChoice, known: Study): Piece[] {
  if (!isMusl(input, known) || known.project?.invariant || !/:\d+\.\d+-alpine$/.test(choice.image)) return [];
  return [
    {
      kind: 'added',
      text: 'RUN apk add --no-cache icu-libs tzdata',
      why: 'The SDK has the data of cultures and time zones; this image has not.',
    },
    {
      kind: 'added',
      text: 'ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false',
      why: 'The image switches the data of cultures off, which the SDK does not.',
    },
  ];
}

/** Where a COPY before the end of the build is needed: what belongs to the projects comes with what is published. */
function placeOfCopy(instruction: Instruction, files: StageFiles, roots: readonly string[]): Place {
  const copy = readCopy(instruction);
  if (!copy || copy.from) return 'builder';
  if (copy.heredocs.length > 0) return 'both';
  const brought = files.copied.filter((one) => one.instruction === instruction);
  const outside = brought.filter(
    ({ source, target, isFolder }) =>
      isFolder === false &&
      !roots.some((root) => isWithin(root, target)) &&
      !/\.(\w*proj|slnx?|props|targets|cs|fs|vb)$|nuget\.config$/i.test(lastPart(source)),
  );
  return outside.length > 0 ? 'both' : 'builder';
}

interface Written {
  readonly text: string;
  readonly why: string;
}

/** The start command in the runtime; undefined where the one of the file does. */
function startFor(
  { model }: SplitInput,
  choice: RuntimeChoice,
  known: Study,
  folder: string,
): Written | undefined {
  const { start, words, published, assemblyWord } = known;
  const shellLess = hasNoShell(choice);
  if (start.needsShell && shellLess)
    throw new SplitRefusal(
      `\`${choice.image}\` has no shell, and the start command needs one.`,
      'start command',
      start.at,
    );
  const moved = published !== folder || start.directory !== folder;
  if (start.needsShell) {
    if (!moved || (assemblyWord.startsWith('/') === false && lastPart(assemblyWord) === assemblyWord))
      return undefined;
    const written = model.dockerfile.text
      .slice(start.instruction.at.start, start.instruction.at.end)
      .replaceAll('\r\n', '\n');
    const name = isDotnet(start.words[0]) ? lastPart(assemblyWord) : `./${lastPart(assemblyWord)}`;
    return {
      text: written.replace(assemblyWord, () => name),
      why: 'The program lies in the folder that it starts in.',
    };
  }
  if (!moved && !(shellLess && start.form !== 'exec')) return undefined;
  return {
    text: `${start.isEntrypoint ? 'ENTRYPOINT' : 'CMD'} ${execFormText(words)}`,
    why: moved
      ? 'The program lies in the folder that it starts in, and needs no SDK.'
      : 'Exec form needs no shell.',
  };
}

function runtimeText(
  input: SplitInput,
  instruction: Instruction,
  { start }: Study,
  written: Written | undefined,
): ReturnType<NonNullable<Arrangement['runtimeText']>> {
  const { keyword } = instruction;
  if (instruction === start.instruction) return written;
  if (
    written &&
    start.isEntrypoint &&
    start.form === 'exec' &&
    keyword === 'CMD' &&
    input.stage.end.cmd?.by === instruction
  )
    return { dropped: 'Its words are in the entrypoint now.' };
  return undefined;
}

function notesOf({ base, stage }: SplitInput, choice: RuntimeChoice, known: Study): string[] {
  const { project, selfContained, version, start } = known;
  const notes: string[] = [];
  if (!selfContained && project?.isWeb === undefined && /aspnet/.test(choice.image))
    notes.push(
      `\`${choice.image}\` runs every program of .NET; where this one is no web program, \`dotnet/runtime\` is enough.`,
    );
  const own = [...stage.end.env.keys()].some((name) =>
    /^(ASPNETCORE|DOTNET)_(URLS|HTTP_PORTS|HTTPS_PORTS)$/.test(name),
  );
  // From 8 on the SDK's image and the runtime's have the same port.
  if (Number(version) < 8 && !own && project?.isWeb !== false && !start.words.includes('--urls'))
    notes.push(
      `\`${choice.image}\` sets ASPNETCORE_URLS, so that the program listens on port ${/chiseled/.test(choice.image) ? 8080 : 80} of every interface; \`${base.text}\` leaves it at the program's own default.`,
    );
  if (choice.facts.users === undefined && choice.facts.user?.name === 'root')
    notes.push(
      `\`${choice.image}\` has no account of its own and listens on port 80: the container still runs as root.`,
    );
  return notes;
}
