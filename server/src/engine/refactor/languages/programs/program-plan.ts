// The plan of a stage that builds programs: the compiler stays in the builder, the runtime gets the programs and what they read.
import type { Instruction } from '../../../parse/syntax.ts';
import { lastPart } from '../../../text/paths.ts';
import { arrange } from '../../arrange.ts';
import { accountOfRuntime, hasNoShell } from '../../carry.ts';
import { type Piece, type Plan, type RuntimeChoice, SplitRefusal } from '../../plan.ts';
import { isWithin } from '../../stage-files.ts';
import type { StepPart } from '../../steps.ts';
import { baseFolder, isUsedLater, withBaseVariables } from './base-variables.ts';
import { foldersFor, isWorkFolder, placeFileCommand } from './file-commands.ts';
import { healthWithoutTools } from './health.ts';
import { notesOf } from './notes.ts';
import { isOnUsualPath } from './origins.ts';
import { isSystemFolder, parentOf } from './outputs.ts';
import { type Brought, type Placement, placeFiles } from './placement.ts';
import type { ProgramStage } from './program-stage.ts';
import { runtimeBasics } from './runtime-basics.ts';
import { addsOnlyTools } from './search-path.ts';
import { placeUnknown } from './unknown-commands.ts';

/**
 * The plan for a runtime image.
 * @throws SplitRefusal where the image cannot run the programs, or where it is not known what they need
 */
export function planPrograms(stage: ProgramStage, chosen: RuntimeChoice): Plan {
  const { input, files } = stage;
  const choice = withoutSteps(chosen);
  const noShell = hasNoShell(choice);
  const begin = stage.start.instructions[0]?.at ?? input.stage.from.at;
  if (hasNoShell(chosen) && stage.isIdle)
    throw new SplitRefusal(
      `\`${choice.image}\` has no shell, and the file does not say which program is started in it.`,
      'start command',
      begin,
    );
  const tool = noShell ? stage.needs.tools[0] : undefined;
  if (tool !== undefined)
    throw new SplitRefusal(
      `The program starts \`${tool}\`, which \`${choice.image}\` does not have.`,
      'start command',
      begin,
    );
  const script = stage.origins.find(({ kind }) => kind === 'script');
  if (hasNoShell(chosen) && script)
    throw new SplitRefusal(
      `\`${choice.image}\` has no shell, which \`${script.started.program.text}\` needs.`,
      'start command',
      script.started.program.at,
    );
  const gives = noShell || ownsNothing(stage);
  const last = lastOfBuild(stage, noShell, gives);
  const placement = placeFiles(stage, last);
  const health = choice.facts.packageManager === 'none' ? healthWithoutTools(stage, choice) : undefined;
  const basics = runtimeBasics(stage, choice);
  const runtimeAfter = new Map<Instruction, Piece[]>();
  const put = (at: Instruction, pieces: readonly Piece[]) => {
    if (pieces.length > 0) runtimeAfter.set(at, [...(runtimeAfter.get(at) ?? []), ...pieces]);
  };
  put(input.stage.from, [...basics.pieces, ...(health?.pieces ?? []), ...baseFolder(stage, choice)]);
  const owned = noShell ? ownedPaths(stage) : [];
  const there = [...placement.brought.values()].flat().map(({ path }) => path);
  for (const [at, brought] of placement.brought) put(at, copiesOf(stage, brought, owned, choice));
  // Without an account of its own the file leaves it to the runtime which one it is: that one gets the folders.
  if (gives) put(last, folderCopies(stage, choice, placement));
  const added = stage.addedBuild;
  const onlyTools = addsOnlyTools(stage);
  const plan = arrange({
    input,
    choice,
    steps: stage.steps,
    last,
    usedToBuild: (name) => stage.toolVariables.test(name),
    onlyToBuild: (name) =>
      name === 'PATH'
        ? onlyTools
        : stage.onlyToolVariables.test(name) && !isUsedLater(stage, last, choice, name),
    buildPackages: basics.buildPackages,
    libraries: basics.libraries,
    copy: (instruction) => placement.copies.get(instruction) ?? 'both',
    files(part: StepPart) {
      const at = stage.commands.get(part.command);
      if (at === undefined || noShell) return 'builder';
      if (gives && part.command.name === 'mkdir') return 'builder';
      return placeFileCommand(stage, at, there).place;
    },
    unknown: (part, instruction) => placeUnknown(stage, part, instruction),
    builderText: (instruction) => stage.builderTexts.get(instruction),
    ...(added && { after: new Map([[added.after, [added.piece]]]) }),
    runtimeAfter,
    artifacts: { at: last, pieces: programCopies(stage) },
    runtimeText: (instruction) =>
      stage.startTexts.get(instruction) ??
      health?.texts.get(instruction) ??
      withoutShow(stage, instruction, last),
    notes: [
      ...stage.notes,
      ...basics.notes,
      ...(health?.notes ?? []),
      ...notesOf(stage, placement, files, chosen),
    ],
  });
  return withBaseVariables(stage, choice, forItsPlatform(plan));
}

/** An image that runs as an account of its own and can install nothing takes no steps, shell or not. */
function withoutSteps(choice: RuntimeChoice): RuntimeChoice {
  const { facts } = choice;
  const takesNone = facts.packageManager === 'none' && facts.user?.uid !== 0;
  return takesNone ? { ...choice, facts: { ...facts, shell: false } } : choice;
}

/** The builder may run on the machine that builds and compile for another one, where the runtime runs. */
function forItsPlatform(plan: Plan): Plan {
  const [from, ...rest] = plan.runtime;
  if (from?.kind !== 'derived' || !/ --platform=\S*BUILDPLATFORM\S*/.test(from.text)) return plan;
  const text = from.text.replace(/ --platform=\S*BUILDPLATFORM\S*/, '');
  const why = `${from.why} It is for the platform that the program is built for.`;
  return { ...plan, runtime: [{ ...from, text, why }, ...rest] };
}

/** The last instruction that the builder needs. */
function lastOfBuild(stage: ProgramStage, noShell: boolean, gives: boolean): Instruction {
  let last = stage.addedBuild?.after;
  for (const [instruction, { parts }] of stage.steps) {
    const builds = parts.some(
      (part) =>
        part.kind === 'own' || part.kind === 'unknown' || (part.kind === 'files' && isBuild(stage, part)),
    );
    const makes = gives && parts.some((part) => makesFolders(stage, part));
    if ((builds || noShell || makes) && (last === undefined || instruction.at.start > last.at.start))
      last = instruction;
  }
  if (last === undefined)
    throw new SplitRefusal(
      'Nothing in this file builds a program.',
      'nothing to split',
      stage.input.stage.from.at,
    );
  return last;
}

function makesFolders(stage: ProgramStage, { command }: StepPart): boolean {
  const at = command.name === 'mkdir' ? stage.commands.get(command) : undefined;
  return at !== undefined && placeFileCommand(stage, at).folders.length > 0;
}

/** Of the commands that make files, those that touch what the builder has. */
function isBuild(stage: ProgramStage, part: StepPart): boolean {
  const at = stage.commands.get(part.command);
  if (at === undefined) return true;
  const { place, folders } = placeFileCommand(stage, at);
  return place === 'builder' && folders.length === 0;
}

/** The programs at their place in the runtime: the same, or where PATH finds them. */
function programCopies(stage: ProgramStage): Piece[] {
  const targets = new Map<string, string>();
  for (const origin of stage.origins) {
    if (origin.kind !== 'built') continue;
    const isName = !origin.started.program.text.includes('/');
    targets.set(origin.path, isName && !isOnUsualPath(origin.path) ? usualPlace(origin.path) : origin.path);
  }
  const started = new Set([...targets.keys()].map(lastPart));
  for (const [path, { at, isTool, isNamed }] of stage.outputs.files) {
    if (
      isTool ||
      !(isNamed || stage.isIdle) ||
      targets.has(path) ||
      at.command.command.certainty !== 'always'
    )
      continue;
    // The same program once more, where nobody looks for it.
    if (stage.toolFolders.test(path) && started.has(lastPart(path))) continue;
    targets.set(path, stage.toolFolders.test(path) ? usualPlace(path) : path);
  }
  const closed = [...targets.values()].find((path) => isWithin('/root', path));
  if (closed !== undefined)
    throw new SplitRefusal(
      `\`${closed}\` lies in the home directory of root, which no other account can open.`,
      'instruction that cannot move',
      stage.start.instructions[0]?.at ?? stage.input.stage.from.at,
    );
  return [...targets].map(([from, to]): Piece => {
    const moved = from === to ? '' : ' Programs are found there by their name.';
    return {
      kind: 'added',
      text: `COPY --from=builder ${from} ${to}`,
      why: `The program \`${lastPart(to)}\` is all that the runtime needs of the build.${moved}`,
    };
  });
}

function usualPlace(path: string): string {
  return `/usr/local/bin/${lastPart(path)}`;
}

/** A RUN after the build that only shows something. */
function withoutShow(
  stage: ProgramStage,
  instruction: Instruction,
  last: Instruction,
): { dropped: string } | undefined {
  const parts = stage.steps.get(instruction)?.parts;
  if (parts === undefined || instruction.at.start <= last.at.start) return undefined;
  const shows = parts.every(
    ({ kind, command }) => kind === 'setting' || (kind === 'files' && command.name === 'cat'),
  );
  return shows ? { dropped: 'It only shows something while the image is built.' } : undefined;
}

/** No USER of the file says who runs the program. */
function ownsNothing({ input }: ProgramStage): boolean {
  return input.stage.end.user?.by === 'image';
}

/** Paths that the file gives to another account, which the runtime image has under another number. */
function ownedPaths(stage: ProgramStage): string[] {
  return [...stage.commands.values()].flatMap((at) => placeFileCommand(stage, at).owned);
}

/** Files of one folder go in one COPY. */
function copiesOf(
  stage: ProgramStage,
  brought: readonly Brought[],
  owned: readonly string[],
  choice: RuntimeChoice,
): Piece[] {
  const pieces: Piece[] = [];
  const byFolder = new Map<string, string[]>();
  const isFree = ownsNothing(stage);
  const chown = (path: string) => {
    const { uid, gid } = accountOfRuntime(choice);
    // The account that a finished split runs as has this number where the image brings none.
    const isWritten = (hasNoShell(choice) || isFree) && isDatabase(stage, path);
    return isWritten || owned.some((one) => isWithin(one, path)) ? `--chown=${uid}:${gid} ` : '';
  };
  for (const { path, isFolder } of brought) {
    const slash = path.lastIndexOf('/');
    const folder = `${chown(path)}${path.slice(0, slash + 1)}`;
    if (isFolder)
      pieces.push({
        kind: 'added',
        text: `COPY --from=builder ${chown(path)}${path} ${path}`,
        why: `The program may read \`${path}\` when it runs.`,
      });
    else byFolder.set(folder, [...(byFolder.get(folder) ?? []), path]);
  }
  for (const [key, paths] of byFolder) {
    const target = paths.length === 1 ? paths[0]! : key.slice(key.indexOf('/'));
    pieces.push({
      kind: 'added',
      text: `COPY --from=builder ${chown(paths[0]!)}${paths.join(' ')} ${target}`,
      why: `The program may read ${paths.map((path) => `\`${lastPart(path)}\``).join(', ')} when it runs.`,
    });
    const place = parentOf(paths[0]!);
    // A database is written beside itself, too.
    if (isFree && !hasNoShell(choice) && place !== '/' && paths.some((path) => database.test(path))) {
      const { uid, gid } = accountOfRuntime(choice);
      pieces.push({
        kind: 'added',
        text: `RUN chown ${uid}:${gid} ${place}`,
        why: `What writes a database has to make files beside it, in \`${place}\`.`,
      });
    }
  }
  return pieces;
}

/** A file that a database is kept in, or a folder with one: the program writes it. */
function isDatabase({ files, input }: ProgramStage, path: string): boolean {
  if (database.test(path)) return true;
  const place = files.inContext(path);
  return (
    place !== undefined &&
    input.context.paths?.some((one) => one.startsWith(`${place}/`) && database.test(one)) === true
  );
}

const database = /\.(db|sqlite|sqlite3|bolt|bbolt)$/;

/** Folders for what the program writes, in an image that can make none itself. */
function folderCopies(stage: ProgramStage, choice: RuntimeChoice, { brought }: Placement): Piece[] {
  const { uid, gid } = accountOfRuntime(choice);
  const there = [...brought.values()].flat().map(({ path }) => path);
  const owned = ownedPaths(stage).filter((path) => !isSystemFolder(path) && !isWorkFolder(stage, path));
  // Who is given a folder is given it with what lies above it.
  const whole = foldersFor(stage).map((folder) => owned.find((path) => isWithin(path, folder)) ?? folder);
  return [...new Set(whole)]
    .filter((folder) => !there.includes(folder))
    .map((folder) => ({
      kind: 'added',
      text: `COPY --from=builder --chown=${uid}:${gid} ${folder} ${folder}`,
      why: `\`${folder}\` is made in the builder, because the runtime image has no shell to make it with.`,
    }));
}
