// The plan of a stage that builds programs: the compiler stays in the builder, the runtime gets the programs and what they read.
import type { Instruction } from '../../../parse/syntax.ts';
import { lastPart } from '../../../text/paths.ts';
import { arrange } from '../../arrange.ts';
import { accountOfRuntime, hasNoShell } from '../../carry.ts';
import { type Piece, type Plan, type RuntimeChoice, SplitRefusal } from '../../plan.ts';
import { isWithin } from '../../stage-files.ts';
import type { StepPart } from '../../steps.ts';
import { baseFolder, isUsedLater, withBaseVariables } from './base-variables.ts';
import { foldersFor, placeFileCommand } from './file-commands.ts';
import { healthWithoutTools } from './health.ts';
import { notesOf } from './notes.ts';
import { isOnUsualPath } from './origins.ts';
import { type Brought, type Placement, placeFiles } from './placement.ts';
import type { ProgramStage } from './program-stage.ts';
import { runtimeBasics } from './runtime-basics.ts';
import { addsOnlyTools } from './search-path.ts';
import { placeUnknown } from './unknown-commands.ts';

/**
 * The plan for a runtime image.
 * @throws SplitRefusal where the image cannot run the programs, or where it is not known what they need
 */
export function planPrograms(stage: ProgramStage, choice: RuntimeChoice): Plan {
  const { input, files } = stage;
  const noShell = hasNoShell(choice);
  const begin = stage.start.instructions[0]?.at ?? input.stage.from.at;
  if (noShell && stage.isIdle)
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
  if (noShell && script)
    throw new SplitRefusal(
      `\`${choice.image}\` has no shell, which \`${script.started.program.text}\` needs.`,
      'start command',
      script.started.program.at,
    );
  const last = lastOfBuild(stage, noShell);
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
  if (noShell) put(last, folderCopies(stage, choice, placement));
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
      return at === undefined || noShell ? 'builder' : placeFileCommand(stage, at, there).place;
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
      ...notesOf(stage, placement, files, choice),
    ],
  });
  checkSteps(plan, choice);
  return withBaseVariables(stage, choice, plan);
}

/** @throws SplitRefusal for a RUN in an image that runs as an account of its own and can install nothing */
function checkSteps({ runtime }: Plan, { image, facts }: RuntimeChoice): void {
  if (facts.packageManager !== 'none' || facts.user?.uid === 0) return;
  const run = runtime.find((piece) =>
    'text' in piece ? piece.text.startsWith('RUN ') : piece.instruction.keyword === 'RUN',
  );
  if (run)
    throw new SplitRefusal(
      `\`${image}\` has no package manager and does not run as root: the step cannot be made there.`,
      'instruction that cannot move',
      'instruction' in run ? run.instruction.at : undefined,
    );
}

/** The last instruction that the builder needs. */
function lastOfBuild(stage: ProgramStage, noShell: boolean): Instruction {
  let last = stage.addedBuild?.after;
  for (const [instruction, { parts }] of stage.steps) {
    const builds = parts.some(
      (part) =>
        part.kind === 'own' || part.kind === 'unknown' || (part.kind === 'files' && isBuild(stage, part)),
    );
    if ((builds || noShell) && (last === undefined || instruction.at.start > last.at.start))
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
  const ownsNothing = stage.input.stage.end.user?.by === 'image';
  const chown = (path: string) => {
    const { uid, gid } = accountOfRuntime(choice);
    // The account that a finished split runs as has this number where the image brings none.
    const isWritten = (hasNoShell(choice) || ownsNothing) && isDatabase(stage, path);
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
  return [...new Set(foldersFor(stage))]
    .filter((folder) => !there.includes(folder))
    .map((folder) => ({
      kind: 'added',
      text: `COPY --from=builder --chown=${uid}:${gid} ${folder} ${folder}`,
      why: `\`${folder}\` is made in the builder, because the runtime image has no shell to make it with.`,
    }));
}
