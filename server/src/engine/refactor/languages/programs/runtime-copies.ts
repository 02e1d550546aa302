// What the runtime of a compiled program gets from the builder: the programs, the files they read, the folders they write.

import { lastPart } from '../../../text/paths.ts';
import { accountOfRuntime, hasNoShell } from '../../carry.ts';
import { type Piece, type RuntimeChoice, SplitRefusal } from '../../plan.ts';
import { isWithin } from '../../stage-files.ts';
import { foldersFor, isWorkFolder, placeFileCommand } from './file-commands.ts';
import { isOnUsualPath } from './origins.ts';
import { isSystemFolder, parentOf } from './outputs.ts';
import type { Brought, Placement } from './placement.ts';
import type { ProgramStage } from './program-stage.ts';

const database = /\.(db|sqlite|sqlite3|bolt|bbolt)$/;

/** The programs at their place in the runtime: the same, or where PATH finds them. */
export function programCopies(stage: ProgramStage): Piece[] {
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

/** No USER of the file says who runs the program. */
export function ownsNothing({ input }: ProgramStage): boolean {
  return input.stage.end.user?.by === 'image';
}

/** Paths that the file gives to another account, which the runtime image has under another number. */
export function ownedPaths(stage: ProgramStage): string[] {
  return [...stage.commands.values()].flatMap((at) => placeFileCommand(stage, at).owned);
}

/** Files of one folder go in one COPY. */
export function copiesOf(
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

/** Folders for what the program writes, in an image that can make none itself. */
export function folderCopies(stage: ProgramStage, choice: RuntimeChoice, { brought }: Placement): Piece[] {
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
