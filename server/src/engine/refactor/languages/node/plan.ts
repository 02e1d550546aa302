// The two stages of a Node program: the builder installs and builds, the runtime gets the project's folder.
import { downloads } from '../../../model/downloads.ts';
import { readCopy } from '../../../parse/arguments.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { type Arrangement, arrange, type Place } from '../../arrange.ts';
import { accountOfRuntime, hasNoShell } from '../../carry.ts';
import { type Piece, type Plan, type RuntimeChoice, type SplitInput, SplitRefusal } from '../../plan.ts';
import { isWithin } from '../../stage-files.ts';
import type { StepPart } from '../../steps.ts';
import { leanImage } from './choices.ts';
import { leaveOut } from './development.ts';
import { imageNeeds } from './native.ts';
import { buildPackages, librariesLeft } from './packages.ts';
import { installScripts } from './project.ts';
import { type Reading, readNode } from './reading.ts';
import { rewriteStart } from './rewrite-start.ts';
import { planSite } from './site-plan.ts';
import { nodeVersion } from './versions.ts';

/** @throws SplitRefusal */
export function planNode(input: SplitInput, choice: RuntimeChoice): Plan {
  if (choice.kind === 'nginx') return planSite(input, choice);
  const reading = readNode(input);
  const { places, steps } = reading;
  const shellless = hasNoShell(choice);
  refuseLateBuilds(reading);
  if (shellless) refuseLateFiles(reading, choice);
  const leftOut = leaveOut(input, reading, nodeVersion(input)?.major);
  const artifacts = artifactsOf(input, reading, choice);
  const moved = workdirToMove(input, reading, artifacts.owner);
  const commands = rewriteStart(input, reading, choice);
  const notes = [
    ...(leftOut.note ? [leftOut.note] : []),
    ...(choice.kind === 'slim' ? [slimNote(input, reading, choice)] : []),
    ...(choice.kind === 'chainguard'
      ? [`\`${choice.image}\` is always the newest Node, as \`${input.base.text}\` is.`]
      : []),
    ...(choice.kind === 'same' && input.base.facts?.bloated
      ? [
          `\`${choice.image}\` itself has gcc, make, git and Python. ${leanImage(input) ? 'The steps before the build may need them, so the slim image is not taken.' : 'It is not known whether there is a slim image of it.'}`,
        ]
      : []),
  ];
  const needed = needsOf(input, reading, choice);
  const after = new Map<Instruction, readonly Piece[]>();
  if (choice.kind === 'chainguard')
    after.set(input.stage.from, [
      {
        kind: 'added',
        text: 'USER root',
        why: `\`${choice.builder?.image}\` starts as its own account, which may not write where the project is built.`,
      },
    ]);
  if (leftOut.step) after.set(places.last, [leftOut.step]);
  const arrangement: Arrangement = {
    input,
    choice,
    steps,
    last: places.last,
    usedToBuild: (name) => readByBuild(reading, name),
    onlyToBuild: (name) => buildOnly.test(name),
    buildPackages: buildPackages(input, reading),
    libraries: (manager, release, name) => librariesLeft(manager, release, name),
    copy: (instruction) => placeOfCopy(reading, instruction),
    files: (part) => places.place(part),
    unknown: (part, instruction) => placeOfUnknown(input, reading, choice, part, instruction),
    builderText: (instruction) =>
      leftOut.text?.instruction === instruction
        ? { text: leftOut.text.text, why: leftOut.text.why }
        : undefined,
    after,
    artifacts: {
      at: places.last,
      pieces: [...needed, ...artifacts.pieces, ...commands.pieces, ...moved.pieces],
    },
    runtimeText: (instruction) =>
      moved.instructions.has(instruction)
        ? { dropped: 'It comes after the files, whose owner the folder then has.' }
        : commands.texts.get(instruction),
    notes,
  };
  const plan = arrange(arrangement);
  if (choice.kind === 'chainguard') refuseRuns(plan, choice, input.stage.from);
  return plan;
}

/** Steps after the last build step that change files outside the project cannot run without a shell. */
function refuseLateFiles({ places, steps }: Reading, choice: RuntimeChoice): void {
  for (const [instruction, { parts }] of steps) {
    if (instruction.at.start <= places.last.at.start) continue;
    const found = parts.find(({ kind }) => kind === 'files' || kind === 'unknown');
    if (found && found.command.name !== 'mkdir')
      throw new SplitRefusal(
        `\`${choice.image}\` has no shell, and \`${found.command.name ?? 'this command'}\` prepares files for run time.`,
        'instruction that cannot move',
        found.command.command.at,
      );
  }
}

/** Another language's build after the last step of Node's would stay in the runtime. */
function refuseLateBuilds({ places, steps }: Reading): void {
  for (const [instruction, { parts }] of steps) {
    if (instruction.at.start <= places.last.at.start) continue;
    const found = parts.find(
      ({ kind, command }) => kind === 'unknown' && otherBuilds.test(command.name ?? ''),
    );
    if (found)
      throw new SplitRefusal(
        `\`${found.command.name}\` installs or builds something too, and only what Node's tools do is read here.`,
        'step of unknown purpose',
        found.command.command.at,
      );
  }
}

const otherBuilds =
  /^(make|cmake|gcc|g\+\+|pip[\d.]*|python[\d.]*|poetry|uv|go|cargo|mvn|gradle|composer|bundle|gem|dotnet)$/;

function refuseRuns(plan: Plan, choice: RuntimeChoice, at: Instruction): void {
  const found = plan.runtime.find((piece) =>
    piece.kind === 'added' || piece.kind === 'derived' || piece.kind === 'changed'
      ? piece.text.startsWith('RUN ')
      : piece.instruction.keyword === 'RUN',
  );
  if (found)
    throw new SplitRefusal(
      `\`${choice.image}\` runs as its own account, which can install and change nothing in the system.`,
      'instruction that cannot move',
      found.kind === 'added' ? at.at : found.instruction.at,
    );
}

/** Variables that servers read and installs do not. */
const serverVariables =
  /^(PORT|HOST|HOSTNAME|BIND|ADDRESS|TZ|LOG_LEVEL|DEBUG|SERVER_PORT|APP_PORT|HTTP_PORT)$/;

/** Any script of the project may read any variable; a plain install reads those of the package managers. */
function readByBuild({ builds, installed }: Reading, name: string): boolean {
  const runsScripts =
    builds || installed.some((project) => project === undefined || installScripts(project).length > 0);
  return builds || !serverVariables.test(name) ? runsScripts || installVariables.test(name) : false;
}

const installVariables =
  /^(NODE_ENV|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|NODE_TLS_\w+|npm_\w+|NPM_\w+|YARN_\w+|PNPM_\w+|COREPACK_\w+|BUN_\w+|CI|PATH|HOME|PYTHON|CC|CXX|C\w*FLAGS|LDFLAGS|MAKEFLAGS|\w+_SKIP_\w+|\w+_BINARY\w*|\w+_MIRROR|\w*TOKEN|HUSKY\w*|https?_proxy|no_proxy|HTTPS?_PROXY|NO_PROXY|DEBIAN_FRONTEND|LD_LIBRARY_PATH|GIT_\w+|LANG|LC_\w+)$/;

const buildOnly =
  /^(npm_config_\w+|NPM_CONFIG_\w+|HUSKY\w*|CYPRESS_INSTALL_BINARY|DEBIAN_FRONTEND|PYTHON|CC|CXX|C\w*FLAGS|LDFLAGS|MAKEFLAGS)$/;

/** What lies in the project's folder comes with it; what lies elsewhere both stages may need. */
function placeOfCopy({ places, files }: Reading, instruction: Instruction): Place {
  const own = files.copied.filter((one) => one.instruction === instruction);
  const copy = readCopy(instruction);
  if (!copy) return 'both';
  const directory = files.directoryBefore(instruction);
  const target = own[0]?.target ?? files.path(copy.destination.value, instruction, directory);
  if (target === undefined) return 'both';
  const targets = own.length > 0 ? own.map((one) => one.target) : [target];
  return targets.every((path) => places.roots.some((root) => root !== '/' && isWithin(root, path)))
    ? 'builder'
    : 'both';
}

/** What is not known is repeated where the runtime stands on the same image, and nothing came before that it may need. */
function placeOfUnknown(
  { stage }: SplitInput,
  reading: Reading,
  choice: RuntimeChoice,
  part: StepPart,
  instruction: Instruction,
): Place | undefined {
  const { name } = part.command;
  if (reading.globals.size > 0 && /^(npm|yarn|pnpm|bun)$/.test(name ?? '')) {
    if (!hasNoShell(choice) && choice.kind !== 'chainguard')
      return usedByBuild(reading, instruction) ? 'both' : 'runtime';
    const [first] = reading.globals;
    throw new SplitRefusal(
      `The container starts with \`${first}\`, which is installed for the whole image; \`${choice.image}\` has no package manager to install it with.`,
      'start by package manager',
      part.command.command.at,
    );
  }
  if (name === 'git') return gitPlace(reading, part, instruction);
  if (name === 'curl' || name === 'wget') {
    const place = downloadPlace(reading, part, instruction);
    if (place) return place;
  }
  if (choice.kind !== 'same' || name === undefined || !preparing.test(name)) return undefined;
  const copies = stage.instructions.some(
    (one) => (one.keyword === 'COPY' || one.keyword === 'ADD') && one.at.start < instruction.at.start,
  );
  return copies ? undefined : 'both';
}

/** Commands that put programs into an image, or settings for them. */
const preparing =
  /^(curl|wget|gpg2?|apt-key|sh|bash|dpkg|rpm|add-apt-repository|apt-add-repository|apt-mark|update-ca-certificates|update-alternatives|locale-gen|localedef|dpkg-reconfigure|debconf-set-selections|sha\d+sum|shasum|md5sum|grep|awk|cut|head|sort|yum-config-manager|fc-cache)$/;

/** What is downloaded into the project's folder comes with it. */
function downloadPlace(
  { places, files, steps }: Reading,
  { command }: StepPart,
  instruction: Instruction,
): Place | undefined {
  const { pipeline } = command.command;
  const taker = steps
    .get(instruction)
    ?.parts.find(
      (part) => pipeline !== undefined && part.command.command.pipeline === pipeline && part.kind === 'files',
    );
  if (taker) return places.place(taker) === 'builder' ? 'builder' : undefined;
  const output = downloads(command)?.outputWord;
  const path = output && files.path(output, instruction, places.folderOf(command));
  return path !== undefined && places.isInside(path) ? 'builder' : undefined;
}

/** A clone into the project's folder, or settings of git, which no program reads at run time. */
function gitPlace(
  { places, files }: Reading,
  { command }: StepPart,
  instruction: Instruction,
): Place | undefined {
  const words = command.args.filter(({ text }) => !text.startsWith('-'));
  if (words[0]?.text === 'config') return 'builder';
  const directory = places.folderOf(command);
  const target =
    words[0]?.text === 'clone' && words.length > 2
      ? files.path(words.at(-1)!, instruction, directory)
      : directory;
  return target !== undefined && places.isInside(target) ? 'builder' : undefined;
}

/** A later step of the builder may run what was installed for the whole image. */
function usedByBuild({ places, globals, start }: Reading, instruction: Instruction): boolean {
  const later = places.own.filter((one) => one.instruction.at.start >= instruction.at.start);
  return later.some(
    ({ read, command }) =>
      read.kind === 'build' || globals.has(command.name ?? '') || start.managers.has(read.manager ?? 'npm'),
  );
}

interface Artifacts {
  readonly pieces: readonly Piece[];
  /** What stands after `--chown=`. */
  readonly owner: string | undefined;
}

function artifactsOf(input: SplitInput, reading: Reading, choice: RuntimeChoice): Artifacts {
  const { places } = reading;
  const owner = ownerOf(input, reading, choice);
  const flag = owner === undefined ? '' : `--chown=${owner} `;
  const copy = (path: string, why: string): Piece => ({
    kind: 'derived',
    instruction: places.last,
    text: `COPY --from=builder ${flag}${path} ${path}`,
    why,
  });
  const pieces = places.roots.flatMap((root) =>
    root === '/'
      ? ownFolders(input, reading).map((path) => copy(path, `\`${path}\` is what the builder made.`))
      : [
          copy(
            textOf(input, reading, root),
            `\`${root}\` comes with everything that was installed and built in it.`,
          ),
        ],
  );
  for (const path of places.outside) pieces.push(copy(path, `A step of the builder puts \`${path}\` there.`));
  return { pieces, owner };
}

/** In `/` the project's folders lie among those of the system: each has to be named. */
function ownFolders(input: SplitInput, { places, project, start, builds }: Reading): string[] {
  const at = places.own.find(({ folder }) => folder === '/')?.command.command.at ?? input.stage.from.at;
  const refuse = (what: string): never => {
    throw new SplitRefusal(
      `The project lies in \`/\` among the system's folders, and ${what}. Give it a folder of its own with WORKDIR.`,
      'files needed are not known',
      at,
    );
  };
  if (!project || project.workspaces || installScripts(project).length > 0)
    return refuse('which files its install makes is not known');
  if (!builds) return ['/node_modules'];
  const output = start.plain
    ?.map((word) => /^\.?\/?(dist|build|out|lib)\//.exec(word)?.[1])
    .find((name) => name !== undefined);
  const script = project.scripts.build ?? '';
  const builder = places.own.filter(({ read }) => read.kind === 'build');
  const compiles =
    builder.every(
      ({ command }) =>
        /^(npm|yarn|pnpm)$/.test(command.name ?? '') && command.args.some(({ text }) => text === 'build'),
    ) && /^(tsc( (-p|--project) [\w./-]+)?|nest build|tsup|npm run clean && tsc)$/.test(script.trim());
  if (output === undefined || !compiles) return refuse('which files its build makes is not known');
  return ['/node_modules', `/${output}`];
}

/** The folder as the file names it where a build argument takes part, which may have another value than its default. */
function textOf({ stage, model }: SplitInput, { files, places }: Reading, root: string): string {
  for (const instruction of stage.instructions) {
    if (instruction.at.start > places.last.at.start) break;
    const copy = readCopy(instruction);
    const word =
      instruction.keyword === 'WORKDIR'
        ? instruction.words[0]
        : copy && !copy.from
          ? copy.destination
          : undefined;
    if (!word?.raw.includes('$')) continue;
    const state = model.before(instruction);
    const path = files.path(
      word.raw.replace(
        /\$\{?(\w+)\}?/g,
        (whole, name: string) => state.env.get(name) ?? state.args.get(name) ?? whole,
      ),
      instruction,
      files.directoryBefore(instruction),
    );
    const names = [...word.raw.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name!);
    if (path !== root || !names.some((name) => state.args.has(name) && !state.env.has(name))) continue;
    if (!word.raw.startsWith('/') && !word.raw.startsWith('$'))
      throw new SplitRefusal(
        `A build argument gives the folder \`${word.raw}\`, and COPY --from needs its whole path.`,
        'files needed are not known',
        word.at,
      );
    return word.raw;
  }
  return root;
}

/** Who the project's files belong to, where the file gives them to somebody. */
function ownerOf(
  { model, stage }: SplitInput,
  { places, files }: Reading,
  choice: RuntimeChoice,
): string | undefined {
  let owner = places.owner;
  if (owner === undefined) {
    for (const instruction of stage.instructions) {
      if (instruction.at.start > places.last.at.start) break;
      const chown = readCopy(instruction)?.chown?.value;
      const inside = files.copied.some(
        (one) => one.instruction === instruction && places.roots.some((root) => isWithin(root, one.target)),
      );
      if (chown !== undefined && inside && !/^(root|0)(:|$)/.test(chown)) owner = chown;
    }
    const user = places.own
      .map(({ instruction }) => model.before(instruction))
      .find((state) => state.runsAsRoot === false)?.user;
    if (user) owner ??= user.group === undefined ? user.name : `${user.name}:${user.group}`;
  }
  if (owner === undefined || /^(root|0)(:|$)/.test(owner)) return undefined;
  const foreign = choice.kind !== 'same' && choice.kind !== 'slim';
  if (!foreign || /^\d+(:\d+)?$/.test(owner)) return owner;
  const { uid, gid } = accountOfRuntime(choice);
  return `${uid}:${gid}`;
}

/**
 * COPY gives what it copies to the owner, but not a folder that is there already: such a WORKDIR comes after it.
 * Tried with BuildKit 0.32.
 */
function workdirToMove(
  { stage }: SplitInput,
  { places, files }: Reading,
  owner: string | undefined,
): { readonly instructions: ReadonlySet<Instruction>; readonly pieces: readonly Piece[] } {
  const instructions = new Set<Instruction>();
  const pieces: Piece[] = [];
  if (owner === undefined || !places.ownsFolder) return { instructions, pieces };
  let directory: string | undefined;
  for (const instruction of stage.instructions) {
    if (instruction.at.start > places.last.at.start) break;
    if (instruction.keyword !== 'WORKDIR') continue;
    const [word] = instruction.words;
    directory = word && files.path(word.value, instruction, files.directoryBefore(instruction));
    if (directory === undefined || word!.raw.includes('$')) return { instructions: new Set(), pieces: [] };
    if (!places.roots.some((root) => isWithin(root, directory!))) continue;
    instructions.add(instruction);
  }
  const last = [...instructions].at(-1);
  if (last && directory !== undefined)
    pieces.push({
      kind: 'added',
      text: `WORKDIR ${directory}`,
      why: 'WORKDIR comes after the files, so that the folder itself belongs to their owner too.',
    });
  return { instructions, pieces };
}

function slimNote({ base }: SplitInput, { project }: Reading, choice: RuntimeChoice): string {
  const more = project ? '' : ' Which of them the packages need is not known, because `package.json` is not.';
  return `\`${choice.image}\` has no git, curl, Python, ImageMagick and compilers, which \`${base.text}\` has: install there what the program calls.${more}`;
}

/** What packages of the project need of the image, where the runtime image is another one than before. */
function needsOf(
  { base }: SplitInput,
  { project, places }: Reading,
  choice: RuntimeChoice,
): readonly Piece[] {
  const needs = imageNeeds(project);
  if (choice.kind === 'same' || needs.size === 0) return [];
  const [first] = needs;
  const [name, { what }] = first!;
  if (choice.kind !== 'slim')
    throw new SplitRefusal(
      `\`${name}\` needs ${what}, which \`${choice.image}\` has not.`,
      'library of unknown package',
      places.last.at,
    );
  const packages = [...new Set([...needs.values()].map(({ debian }) => debian))].sort();
  const why = [...needs].map(([one, need]) => `\`${one}\` needs ${need.what}`).join(', ');
  return [
    {
      kind: 'added',
      text: `RUN apt-get update \\\n    && apt-get install -y --no-install-recommends ${packages.join(' ')} \\\n    && rm -rf /var/lib/apt/lists/*`,
      why: `${why}: \`${base.text}\` has it, \`${choice.image}\` has not.`,
    },
  ];
}
