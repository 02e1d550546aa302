// The plan of a .NET stage: the SDK publishes in the builder, the runtime gets the published folder.
import { readCopy } from '../../../parse/arguments.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { lastPart } from '../../../text/paths.ts';
import { type Arrangement, arrange, type Place } from '../../arrange.ts';
import { placeOfFiles, placeOfUnknown } from '../../build-steps.ts';
import { hasNoShell } from '../../carry.ts';
import { type Piece, type Plan, type RuntimeChoice, type SplitInput, SplitRefusal } from '../../plan.ts';
import { probeTool } from '../../probe-tool.ts';
import { isWithin, resolvePath, type StageFiles } from '../../stage-files.ts';
import { type Restated, restated } from '../../start-command.ts';
import { leavesNothing, startFolder, workdirText } from '../../start-folder.ts';
import { filesBeside } from './beside.ts';
import { isMusl } from './choices.ts';
import { isDotnet } from './commands.ts';
import { type Folders, foldersOf } from './folders.ts';
import { launchSettings } from './project.ts';
import { projectOf, type Study } from './study.ts';

/** Variables of the SDK and its tools, which no program reads. */
const toolVariable =
  /^(NUGET_|MSBUILD|DOTNET_(CLI_|NOLOGO|SKIP_FIRST|USE_POLLING|GENERATE_ASPNET|WATCH)|BUILD_?CONFIG)/i;

/** Tools that only a build calls; the start command is a program of .NET. */
const buildPackages: ReadonlySet<string> = new Set(
  'build-base clang cmake g++ gcc git krb5-dev libkrb5-dev libssl-dev make musl-dev node nodejs npm openssl-dev unzip xz-utils yarn zip zlib-dev zlib1g-dev'.split(
    ' ',
  ),
);

/** @throws SplitRefusal where this image cannot have what the program needs */
export function planOf(input: SplitInput, choice: RuntimeChoice, known: Study): Plan {
  const { files, steps, last, published, outputs, added } = known;
  const folders = foldersOf(input, known);
  const project = projectOf(files, [published], outputs);
  const text = startFor(input, choice, known, folders);
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
        ...(folders.start === '/' ? startFolder(input, files, choice) : workdir(input, known, folders)),
        ...probeTool(input, choice),
        ...cultures(input, choice, known),
        ...publishedPieces(input, known, folders),
      ],
    },
    runtimeText: (instruction) =>
      instruction.keyword === 'WORKDIR'
        ? workdirText(input, files, last, instruction, (one) => leavesNothing(one, arrangement))
        : text.get(instruction),
    notes: [...known.notes, ...notesOf(input, choice, known)],
  };
  return arrange(arrangement);
}

/** The program starts where its files are: ASP.NET Core reads its settings and pages in the working directory. */
function workdir({ stage }: SplitInput, { start }: Study, folders: Folders): Piece[] {
  const isSet = stage.instructions.some(({ keyword }) => keyword === 'WORKDIR');
  if (isSet && start.directory === folders.start) return [];
  return [
    {
      kind: 'added',
      text: `WORKDIR ${folders.start}`,
      why: 'The program reads its settings in the folder that it starts in.',
    },
  ];
}

function publishedPieces({ context }: SplitInput, known: Study, folders: Folders): Piece[] {
  const { files, published } = known;
  const folder = folders.program;
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
  const { script } = known.start;
  const isLate = files.copied.some(
    ({ instruction, target }) => instruction.at.start > known.last.at.start && target === script?.path,
  );
  if (script && !isLate)
    pieces.push({
      kind: 'added',
      text: `COPY --from=builder ${quoted(script.path, script.path)}`,
      why: `The container starts \`${script.path}\`.`,
    });
  if (files.directory === undefined || files.directory === published || !context.paths) return pieces;
  // What the project does not publish, but lay in the folder that the program starts in.
  for (const name of filesBeside(known, context)) {
    const path = `${files.directory === '/' ? '' : files.directory}/${name}`;
    const target = `${folders.start === '/' ? '' : folders.start}/${name}`;
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

/** What the instructions of the start become; without those that stay as they are. */
function startFor(
  { model }: SplitInput,
  choice: RuntimeChoice,
  known: Study,
  folders: Folders,
): ReadonlyMap<Instruction, Restated> {
  const { start, words, assemblyWord } = known;
  const shellLess = hasNoShell(choice);
  if (start.needsShell && shellLess)
    throw new SplitRefusal(
      `\`${choice.image}\` has no shell, and the start command needs one.`,
      'start command',
      start.at,
    );
  const name = lastPart(words.find((word) => /\.dll$/i.test(word)) ?? words[0] ?? '');
  const path = `${folders.program === '/' ? '' : folders.program}/${name}`;
  const stays = start.directory === folders.start && resolvePath(assemblyWord, start.directory) === path;
  if (start.script) {
    if (!stays)
      throw new SplitRefusal(
        `\`${start.script.path}\` starts the program from a folder that only the build has.`,
        'script of the project',
        start.at,
      );
    return new Map();
  }
  if (stays && !(shellLess && start.form !== 'exec')) return new Map();
  if (stays) return restated(start, start.words, 'Exec form needs no shell.');
  const isBeside = folders.program === folders.start;
  if (start.needsShell) {
    if (isBeside && lastPart(assemblyWord) === assemblyWord) return new Map();
    const written = model.dockerfile.text
      .slice(start.instruction.at.start, start.instruction.at.end)
      .replaceAll('\r\n', '\n');
    const beside = isDotnet(start.words[0]) ? name : `./${name}`;
    const text = written.replace(assemblyWord, () => (isBeside ? beside : path));
    return new Map([[start.instruction, { text, why: whyMoved(isBeside) }]]);
  }
  const moved = isBeside ? words : words.map((word) => (lastPart(word) === name ? path : word));
  return restated(start, moved, `${whyMoved(isBeside).slice(0, -1)}, and needs no SDK.`);
}

function whyMoved(isBeside: boolean): string {
  return isBeside
    ? 'The program lies in the folder that it starts in.'
    : 'The program lies where it is published.';
}

function notesOf(input: SplitInput, choice: RuntimeChoice, known: Study): string[] {
  const { project, selfContained } = known;
  const notes: string[] = [];
  if (!selfContained && project?.isWeb === undefined && /aspnet/.test(choice.image))
    notes.push(
      `\`${choice.image}\` runs every program of .NET; where this one is no web program, \`dotnet/runtime\` is enough.`,
    );
  notes.push(...portNotes(input, choice, known));
  if (choice.facts.users === undefined && choice.facts.user?.name === 'root')
    notes.push(
      `\`${choice.image}\` has no account of its own${/aspnet/.test(choice.image) ? ' and listens on port 80' : ''}: the container still runs as root.`,
    );
  return notes;
}

/** The port that the image makes a web program listen on, where neither the file nor the start command says one. */
function portNotes(
  { base, stage, model, context }: SplitInput,
  choice: RuntimeChoice,
  { files, project, version, words, isRun }: Study,
): string[] {
  const said =
    /(ASPNETCORE|DOTNET)_(URLS|HTTP_PORTS|HTTPS_PORTS)/.test(model.dockerfile.text) ||
    words.some((word) => /urls/i.test(word));
  if (said || project?.isWeb === false) return [];
  const number = Number(version);
  const hasSettings = !context.paths || !project || launchSettings(files, project.folder) !== undefined;
  // In these versions the images of the SDK have the port of those of the runtime, which only launchSettings.json overrides.
  const samePort = number >= 8 || number <= 3;
  if (samePort && !(isRun && hasSettings)) return [];
  const port = number >= 8 || /chiseled/.test(choice.image) ? 8080 : 80;
  const exposed = [...stage.end.exposed.keys()].map((text) => text.replace(/\/\w+$/, ''));
  const other = exposed.length > 0 && !exposed.some((text) => text.split(':').includes(`${port}`));
  const before = samePort
    ? 'launchSettings.json could name another one'
    : `\`${base.text}\` left it to the program`;
  return [
    `\`${choice.image}\` makes a web program listen on port ${port} of every interface, where ${before}${other ? `; EXPOSE says ${exposed.join(', ')}` : ''}.`,
  ];
}
