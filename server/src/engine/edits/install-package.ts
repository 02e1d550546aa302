// Adds a package of the distribution to what a stage installs.
import type { Fix, Refusal } from '../define-rule.ts';
import { packageManagers } from '../model/base.ts';
import { commandsOf } from '../model/commands.ts';
import type { Model, Stage } from '../model/model.ts';
import { type PackageRequest, readPackageRequest } from '../model/packages.ts';
import { runsShellForm } from '../model/shell.ts';
import type { ImageState } from '../model/state.ts';
import { fetchesOverTls, packageWith } from '../model/tool-packages.ts';
import type { Instruction } from '../parse/syntax.ts';
import { lineBreakOf } from '../text/lines.ts';
import { insertAboveComments } from './insert.ts';

/**
 * Installs what brings `program`, before `offset` of `instruction`: with the install that comes before it, else in a
 * step of its own, above the USER where one was changed to. Nothing is offered where the package or the package manager is not known.
 */
export function* installProgram(
  model: Model,
  stage: Stage,
  wanted: Instruction,
  offset: number,
  program: string,
  preferred = true,
): Iterable<Fix | Refusal> {
  const instruction = placeFor(model, stage, wanted);
  const state = model.before(instruction);
  const manager = managerOf(state);
  const name = manager && packageWith(program, manager);
  if (!manager || name === undefined) return;
  const title = `Install \`${name}\` with ${managerName(manager)}`;
  if (state.runsAsRoot !== true) {
    yield { title, reason: 'This step does not run as root; install the package before USER.' };
    return;
  }
  // Without the authorities' certificates none of these would accept a server.
  const certificates =
    manager === 'apt' &&
    fetchesOverTls.has(program) &&
    state.facts?.caCertificates !== true &&
    !state.packages.has('ca-certificates');
  const names = certificates ? `ca-certificates ${name}` : name;
  const earlier = earlierInstall(model, stage, instruction, offset, manager);
  if (earlier !== undefined) {
    yield {
      title,
      safety: 'review',
      preferred,
      edits: [{ start: earlier, end: earlier, text: ` ${names}` }],
    };
    return;
  }
  if (!runsShellForm(state)) return;
  const lines = `RUN ${installCommand(manager, names)}${lineBreakOf(model.dockerfile.text)}`;
  yield {
    title,
    safety: 'review',
    preferred,
    edits: [insertAboveComments(model.dockerfile, instruction, lines)],
  };
}

/** The instruction itself where it runs as root, else the USER of this stage that root changed to another user with. */
function placeFor(model: Model, stage: Stage, instruction: Instruction): Instruction {
  const { user, runsAsRoot } = model.before(instruction);
  if (runsAsRoot === true || user === undefined || user.by === 'image' || user.by.stage !== stage.index)
    return instruction;
  return user.by.keyword === 'USER' && model.before(user.by).runsAsRoot === true ? user.by : instruction;
}

function managerOf(state: ImageState): PackageRequest['manager'] | undefined {
  return packageManagers.find(
    (manager) => state.tool(manager === 'apt' ? 'apt-get' : manager).presence === 'present',
  );
}

const managerName = (manager: PackageRequest['manager']): string => (manager === 'apt' ? 'apt-get' : manager);

/** A shell command that leaves neither lists nor downloads behind. @param names with blanks between them */
export function installCommand(manager: PackageRequest['manager'], names: string): string {
  switch (manager) {
    case 'apt':
      return `apt-get update && apt-get install -y --no-install-recommends ${names} && rm -rf /var/lib/apt/lists/*`;
    case 'apk':
      return `apk add --no-cache ${names}`;
    case 'zypper':
      return `zypper --non-interactive install --no-recommends ${names} && zypper clean --all`;
    default:
      return `${manager} install -y ${names} && ${manager} clean all`;
  }
}

/** The end of the last package word of the nearest install before the place; undefined where packages go again in between. */
function earlierInstall(
  model: Model,
  stage: Stage,
  instruction: Instruction,
  offset: number,
  manager: PackageRequest['manager'],
): number | undefined {
  const own = stage.instructions;
  for (let index = own.indexOf(instruction); index >= 0; index--) {
    const each = own[index]!;
    // Another user may have been in force there.
    if (each.keyword === 'USER') return undefined;
    if (each.keyword !== 'RUN') continue;
    for (const command of commandsOf(model, each).toReversed()) {
      if (command.command.at.start >= offset) continue;
      const request = readPackageRequest(command);
      if (!request || request.manager !== manager) continue;
      if (request.verb === 'remove') return undefined;
      if (request.verb !== 'install' || request.virtual !== undefined) continue;
      if (command.command.certainty !== 'always' || command.command.depth > 0) continue;
      // Without an index, which its own packages may not need, another package is not found.
      const fetched = commandsOf(model, each).some(
        (other) =>
          other.command.at.start < command.command.at.start && readPackageRequest(other)?.verb === 'update',
      );
      if (manager === 'apt' && !fetched) continue;
      const last = request.packages.at(-1);
      if (last && last.word.value !== undefined) return last.word.at.end;
    }
  }
  return undefined;
}
