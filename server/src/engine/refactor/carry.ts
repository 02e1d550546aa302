// Brings an instruction to the runtime stage, as the image there can have it.

import { isBuildPackage } from '../model/build-evidence.ts';
import { commandsOf } from '../model/commands.ts';
import type { Model, Stage } from '../model/model.ts';
import { readPackageRequest } from '../model/packages.ts';
import { readCopy, readPairs } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import type { Arrangement } from './arrange.ts';
import { readableAdd } from './downloaded-files.ts';
import { madeFolders } from './made-folders.ts';
import { type Piece, type RuntimeChoice, type SplitInput, SplitRefusal } from './plan.ts';
import { onlyProbes, probeNote } from './probe-packages.ts';
import { has, readStep, type Step, type StepPart } from './steps.ts';
import { placeOfRemoval } from './taken-away.ts';

/** What becomes of an instruction: pieces of the runtime, or the reason why there are none. */
export interface Carried {
  readonly pieces: readonly Piece[];
  readonly dropped?: string;
  /** Pieces that the builder gets because the runtime cannot have them. */
  readonly builder?: readonly Piece[];
}

/** No RUN and no shell form can work there. */
export function hasNoShell({ facts }: RuntimeChoice): boolean {
  return facts.shell === false || facts.id === 'scratch';
}

/** The account that the program is to run as in an image that has its own. Numbers hold in every image. */
export function accountOfRuntime({ facts }: RuntimeChoice): {
  readonly name?: string;
  readonly uid: number;
  readonly gid: number;
} {
  const own =
    facts.users?.find(({ name }) => name === facts.runsAs) ??
    facts.users?.find(({ name, uid }) => name === facts.user?.name && uid !== 0) ??
    facts.users?.find(({ preferred }) => preferred);
  if (own?.uid !== undefined) return { name: own.name, uid: own.uid, gid: own.gid ?? own.uid };
  const uid = facts.user?.uid;
  return uid !== undefined && uid > 0 ? { uid, gid: uid } : { uid: 65532, gid: 65532 };
}

/**
 * An instruction that the runtime needs.
 * @throws SplitRefusal where the runtime image can have no such thing
 */
export function carry(arrangement: Arrangement, instruction: Instruction): Carried {
  const { choice } = arrangement;
  const kept: Carried = { pieces: [{ kind: 'kept', instruction }] };
  switch (instruction.keyword) {
    case 'ONBUILD':
      throw new SplitRefusal(
        'ONBUILD acts on the images that are built from this one, and which stage it needs is not known.',
        'instruction that cannot move',
        instruction.at,
      );
    case 'SHELL':
      return hasNoShell(choice) ? { pieces: [], dropped: 'The runtime image has no shell.' } : kept;
    case 'WORKDIR':
      return carryWorkdir(arrangement, instruction);
    case 'USER':
      return carryUser(arrangement, instruction);
    case 'COPY':
    case 'ADD':
      return carryCopy(arrangement, instruction);
    case 'RUN':
      return carryRun(arrangement, instruction);
    default:
      return kept;
  }
}

/** A relative path starts where the base image leaves off, and another image leaves off elsewhere. */
function carryWorkdir({ input, choice }: Arrangement, instruction: Instruction): Carried {
  const kept: Carried = { pieces: [{ kind: 'kept', instruction }] };
  const written = instruction.words[0]?.value ?? '';
  if (written.startsWith('/') || written.includes('$') || choice.image === input.base.text) return kept;
  const folder = input.model.after(instruction).workdir;
  if (folder === undefined)
    throw new SplitRefusal(
      `Where \`WORKDIR ${written}\` leads is not known: it is relative to the base image's own folder.`,
      'files needed are not known',
      instruction.at,
    );
  return {
    pieces: [
      {
        kind: 'changed',
        instruction,
        text: `WORKDIR ${folder}`,
        why: `\`${written}\` is relative, and \`${choice.image}\` may start in another folder.`,
      },
    ],
  };
}

/** Accounts that the file makes are not in a runtime image that makes none. */
function carryUser({ input, choice }: Arrangement, instruction: Instruction): Carried {
  const name = instruction.words[0]?.value ?? '';
  const { model } = input;
  const account = model.after(instruction).accounts.get(name.split(':')[0]!);
  const numeric = /^\d+(:\d+)?$/.test(name);
  if (!hasNoShell(choice) && !(choice.kind !== 'same' && account?.by === 'image'))
    return { pieces: [{ kind: 'kept', instruction }] };
  if (numeric && hasNoShell(choice)) return { pieces: [{ kind: 'kept', instruction }] };
  const known = choice.facts.users?.some((user) => user.name === name);
  if (known) return { pieces: [{ kind: 'kept', instruction }] };
  if (/^(root|0)(:|$)/.test(name))
    return { pieces: [], dropped: 'The runtime image runs as its own account, which needs no root here.' };
  const own = accountOfRuntime(choice);
  return {
    pieces: [
      {
        kind: 'changed',
        instruction,
        text: `USER ${own.name ?? `${own.uid}:${own.gid}`}`,
        why: `\`${choice.image}\` has no account \`${name}\`; its own is ${own.name ? `\`${own.name}\` (${own.uid})` : own.uid}.`,
      },
    ],
  };
}

/** `--chown` names accounts, which only hold where they are. */
function carryCopy({ input, choice }: Arrangement, instruction: Instruction): Carried {
  const kept: Carried = { pieces: [{ kind: 'kept', instruction }] };
  const added = readableAdd(input.model, instruction);
  if (added) return { pieces: [added] };
  const chown = readCopy(instruction)?.chown;
  if (!chown?.valueAt || !hasNoShell(choice) || /^[\d:]+$/.test(chown.value ?? '')) return kept;
  const [user = '', group = user] = (chown.value ?? '').split(':');
  // The account of the same name is there too, and has its own group.
  if (user === group && choice.facts.users?.some(({ name }) => name === user)) return kept;
  const { text } = input.model.dockerfile;
  const { uid, gid } = accountOfRuntime(choice);
  const written =
    text.slice(instruction.at.start, chown.valueAt.start) +
    `${uid}:${gid}` +
    text.slice(chown.valueAt.end, instruction.at.end);
  return {
    pieces: [
      {
        kind: 'changed',
        instruction,
        text: written.replaceAll('\r\n', '\n'),
        why: `The files belong to ${uid}:${gid}, because \`${choice.image}\` has no account \`${user}\`.`,
      },
    ],
  };
}

/** A RUN after the build: as written where there is a shell, in the builder where it only prepares what is copied from there. */
function carryRun(arrangement: Arrangement, instruction: Instruction): Carried {
  const { input, choice } = arrangement;
  const step = arrangement.steps.get(instruction) ?? readStep(input.model, instruction, () => false);
  const { parts } = step;
  const takes = parts.some((part) => placeOfRemoval(arrangement, part, instruction) !== undefined);
  const idle = parts.every(
    ({ kind, request }) =>
      kind === 'setting' ||
      (kind === 'cleaning' && !takes) ||
      request?.verb === 'remove' ||
      request?.verb === 'clean' ||
      request?.verb === 'other' ||
      ((request?.packages.length ?? 0) > 0 && request!.packages.every(({ name }) => isBuildPackage(name))),
  );
  if (idle && parts.some(({ kind }) => kind !== 'setting'))
    return { pieces: [], dropped: 'It only removes what the build left behind, which is not in this stage.' };
  if (!hasNoShell(choice)) {
    const text = fetchedBefore(arrangement, step) ? undefined : withPackageIndex(input, step);
    if (text === undefined) return { pieces: [{ kind: 'kept', instruction }] };
    const why = 'An earlier step fetched the package index, and that step is in the builder only.';
    return { pieces: [{ kind: 'changed', instruction, text, why }] };
  }
  if (takes)
    throw new SplitRefusal(
      `\`${choice.image}\` has no shell, and this step removes files that were copied before.`,
      'instruction that cannot move',
      instruction.at,
    );
  if (parts.every(({ kind }) => kind === 'account' || kind === 'setting' || kind === 'cleaning'))
    return {
      pieces: [],
      dropped: `\`${choice.image}\` has its own account, and no shell to make another one with.`,
    };
  const packages = parts.flatMap(({ request }) => (request?.verb === 'install' ? request.packages : []));
  const names = packages.map(({ name }) => name);
  const rest = parts.every(({ kind }) => kind === 'packages' || kind === 'setting' || kind === 'cleaning');
  if (names.length > 0 && rest && onlyProbes(input, names))
    return { pieces: [], dropped: probeNote(names, choice.image) };
  if (packages.length > 0)
    throw new SplitRefusal(
      `\`${choice.image}\` has no package manager, and this step installs ${packages.map(({ name }) => `\`${name}\``).join(', ')}.`,
      'instruction that cannot move',
      instruction.at,
    );
  const mentionsInstall = has(step, 'packages') || has(step, 'unknown') || has(step, 'own');
  if (mentionsInstall)
    throw new SplitRefusal(
      `\`${choice.image}\` has no shell, and this step runs after the build.`,
      'instruction that cannot move',
      instruction.at,
    );
  return {
    pieces: madeFolders(arrangement, instruction, parts),
    builder: [{ kind: 'kept', instruction }],
  };
}

/** The text of a RUN that installs with the index of an earlier RUN, which fetches it itself; undefined where nothing is missing. */
function withPackageIndex({ model, stage }: SplitInput, { instruction, parts }: Step): string | undefined {
  if (instruction.exec || instruction.heredocs.length > 0) return undefined;
  const at = parts.findIndex(
    ({ request }) => request?.verb === 'install' && /^(apt|apk)$/.test(request.manager),
  );
  if (at < 0) return undefined;
  const { command, request } = parts[at]!;
  const { manager } = request!;
  const itself =
    parts.slice(0, at).some(fetchesIndex) ||
    (manager === 'apk' &&
      command.args.some(({ text }) => /^(--no-cache|--update(-cache)?|-[a-zA-Z]*U[a-zA-Z]*)$/.test(text)));
  if (itself) return undefined;
  const earlier = firstFetch(model, stage) < instruction.at.start;
  if (!earlier) return undefined;
  const { text } = model.dockerfile;
  const start = command.command.at.start;
  const fetch = manager === 'apk' ? 'apk update && ' : 'apt-get update && ';
  return (text.slice(instruction.at.start, start) + fetch + text.slice(start, instruction.at.end)).replaceAll(
    '\r\n',
    '\n',
  );
}

/** A step of this stage fetched the index. */
function fetchedBefore({ steps, last }: Arrangement, { instruction }: Step): boolean {
  return [...steps.values()].some(
    (one) =>
      one.instruction.at.start > last.at.start &&
      one.instruction.at.start < instruction.at.start &&
      one.parts.some(fetchesIndex),
  );
}

const fetchesIndex = ({ request }: StepPart): boolean => request?.verb === 'update';

const firstFetches = new WeakMap<Stage, number>();

/** Where the first RUN stands that fetches the index of the packages. */
function firstFetch(model: Model, stage: Stage): number {
  const known = firstFetches.get(stage);
  if (known !== undefined) return known;
  const found = stage.instructions.find(
    (one) =>
      one.keyword === 'RUN' &&
      commandsOf(model, one).some((command) => readPackageRequest(command)?.verb === 'update'),
  );
  const at = found?.at.start ?? Number.POSITIVE_INFINITY;
  firstFetches.set(stage, at);
  return at;
}

/** The names that an ENV or ARG sets. */
export function namesOf(instruction: Instruction): string[] {
  return readPairs(instruction).map(({ name }) => name);
}
