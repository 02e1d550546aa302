// The two stages of a Node program: the builder installs and builds, the runtime gets the project's folder.
import type { Instruction } from '../../../parse/syntax.ts';
import { type Arrangement, arrange } from '../../arrange.ts';
import { hasNoShell } from '../../carry.ts';
import { type Piece, type Plan, type RuntimeChoice, type SplitInput, SplitRefusal } from '../../plan.ts';
import { artifactsOf, giveMadeFolders, workdirToMove } from './artifacts.ts';
import { leanImage } from './choices.ts';
import { readNodeCommand } from './commands.ts';
import { leaveOut } from './development.ts';
import { buildOnly, readByBuild } from './environment.ts';
import { imageNeeds } from './native.ts';
import { buildPackages, librariesLeft } from './packages.ts';
import { placeOfCopy, placeOfUnknown } from './placing.ts';
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
  if (shellless || choice.kind === 'chainguard') refuseGlobals(reading, choice);
  if (shellless) refuseLateFiles(reading, choice);
  const leftOut = leaveOut(input, reading, nodeVersion(input)?.major);
  const artifacts = artifactsOf(input, reading, choice);
  const moved = workdirToMove(input, reading, artifacts.owner);
  const commands = rewriteStart(input, reading, choice);
  const needed = needsOf(input, reading, choice);
  const after = new Map<Instruction, readonly Piece[]>();
  if (choice.kind === 'chainguard' && choice.builder)
    after.set(input.stage.from, [
      {
        kind: 'added',
        text: 'USER root',
        why: `\`${choice.builder.image}\` starts as its own account, which may not write where the project is built.`,
      },
    ]);
  const given = giveMadeFolders(input, reading, choice, artifacts.owner);
  after.set(
    places.last,
    [leftOut.step, given].filter((piece) => piece !== undefined),
  );
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
    notes: [...(leftOut.note ? [leftOut.note] : []), ...notesOf(input, reading, choice)],
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

/** @throws SplitRefusal where the container starts what npm installs for the whole image */
function refuseGlobals({ globals, steps }: Reading, choice: RuntimeChoice): void {
  const [first] = globals;
  if (first === undefined) return;
  const at = [...steps.values()]
    .flatMap(({ parts }) => parts)
    .find(({ kind, command }) => kind === 'unknown' && readNodeCommand(command)?.kind === 'global');
  throw new SplitRefusal(
    `The container starts with \`${first}\`, which is installed for the whole image; \`${choice.image}\` has no npm to install it with.`,
    'start by package manager',
    at?.command.command.at,
  );
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

/** What the user should know of the runtime image. */
function notesOf(input: SplitInput, { project, start, places }: Reading, choice: RuntimeChoice): string[] {
  const { base, stage } = input;
  const notes: string[] = [];
  const argument = stage.base.kind === 'image' ? stage.base.fromArgument : undefined;
  if (argument !== undefined && choice.kind !== 'same' && !choice.image.includes('$') && !choice.builder)
    notes.push(
      `\`${argument}\` gives the builder's Node only: give \`${choice.image}\` the same version when it changes.`,
    );
  const folder = choice.facts.workdir;
  if (folder !== undefined && places.ownsFolder && places.roots.includes(folder) && choice.kind !== 'same')
    notes.push(
      `\`${folder}\` is in \`${choice.image}\` already and belongs to root: only what is in it belongs to the program's account.`,
    );
  if (choice.kind === 'slim') {
    const more = project
      ? ''
      : ' Which of them the packages need is not known, because `package.json` is not.';
    notes.push(
      `\`${choice.image}\` has no git, curl, Python, ImageMagick and compilers, which \`${base.text}\` has: install there what the program calls.${more}`,
    );
  }
  if (choice.kind === 'chainguard')
    notes.push(`\`${choice.image}\` is always the newest Node, as \`${base.text}\` is.`);
  if (choice.kind === 'same' && base.facts?.bloated)
    notes.push(
      `\`${choice.image}\` itself has gcc, make, git and Python. ${leanImage(input) ? 'The steps before the build may need them, so the slim image is not taken.' : 'It is not known whether there is a slim image of it.'}`,
    );
  if (start.packages.has('next') && choice.kind !== 'same' && choice.kind !== 'slim')
    notes.push(
      'Next.js writes what it caches to `.next/cache`, which has to belong to the account of the runtime image.',
    );
  return notes;
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
