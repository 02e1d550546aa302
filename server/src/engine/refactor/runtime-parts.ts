// What is left of a RUN for the runtime stage: the packages that the program needs, accounts, and files.
import type { Arrangement } from './arrange.ts';
import { hasNoShell } from './carry.ts';
import { madeFolders } from './made-folders.ts';
import { type Piece, SplitRefusal } from './plan.ts';
import { onlyProbes } from './probe-packages.ts';
import { cleansBuilder, commandsLeft } from './runtime-commands.ts';
import { packagesLeft } from './runtime-packages.ts';
import type { Step, StepPart } from './steps.ts';

/**
 * The pieces that give the runtime these parts of a RUN. `as written`: everything in it is wanted there.
 * @throws SplitRefusal where it is not known what a package leaves for run time, or where the runtime image can have no such thing
 */
export function runtimeParts(
  arrangement: Arrangement,
  step: Step,
  wanted: readonly StepPart[],
): readonly Piece[] | 'nothing' | 'as written' {
  const { instruction } = step;
  const installs = wanted.filter(({ request }) => request?.verb === 'install');
  const removes = wanted.find(({ request }) => request?.verb === 'remove');
  const other = wanted.filter(({ kind }) => kind !== 'packages');
  const packages = packagesLeft(arrangement, step, installs, removes);
  // Another image brings its own state of the distribution; the same one is upgraded as before.
  const upgrades = hasNoShell(arrangement.choice)
    ? []
    : wanted.filter(({ request }) => request?.verb === 'upgrade');
  if (packages.names.length === 0 && other.length === 0 && upgrades.length === 0) return 'nothing';
  const meaningful = step.parts.filter(({ kind }) => kind !== 'setting' && kind !== 'cleaning');
  // What an earlier step fetched is not in this stage.
  const hasIndex =
    installs.every(({ request }) => request!.manager !== 'apt') ||
    step.parts.some(({ request }) => request?.verb === 'update');
  const whole =
    meaningful.every((part) => wanted.includes(part)) &&
    packages.whole &&
    removes === undefined &&
    hasIndex &&
    !step.parts.some((part) => cleansBuilder(arrangement, part, step));
  if (hasNoShell(arrangement.choice)) return withoutShell(arrangement, step, packages.names, other, whole);
  if (whole) return 'as written';
  if (packages.foreign)
    throw new SplitRefusal(
      'This RUN installs packages from another source, together with what only the build needs.',
      'library of unknown package',
      packages.foreign.command.command.at,
    );
  const { model } = arrangement.input;
  const commands = commandsLeft(arrangement, step, other, packages, upgrades);
  const severalLines = model.dockerfile.text.slice(instruction.at.start, instruction.at.end).includes('\n');
  return [
    {
      kind: 'derived',
      instruction,
      text: `RUN ${commands.join(severalLines && commands.length > 1 ? ' \\\n    && ' : ' && ')}`,
      why:
        packages.names.length > 0
          ? `Of the packages only what the program needs at run time is installed here: ${packages.names.join(', ')}.`
          : upgrades.length > 0 && other.length === 0
            ? 'What is shipped gets the newer packages.'
            : 'This part of the step is needed at run time.',
    },
  ];
}

/** The runtime image can run nothing while it is built: folders are made in the builder, accounts are its own. */
function withoutShell(
  arrangement: Arrangement,
  step: Step,
  packages: readonly string[],
  other: readonly StepPart[],
  whole: boolean,
): readonly Piece[] | 'nothing' | 'as written' {
  const { choice, input } = arrangement;
  const probes = packages.length > 0 && onlyProbes(input, packages);
  if (packages.length > 0 && !probes)
    throw new SplitRefusal(
      `\`${choice.image}\` has no package manager, and the program may need ${packages.map((name) => `\`${name}\``).join(', ')}.`,
      'instruction that cannot move',
      step.instruction.at,
    );
  const folders = madeFolders(arrangement, step.instruction, other);
  const known = other.every(
    ({ kind, command }) => kind === 'account' || /^(mkdir|chmod|chown|chgrp|touch)$/.test(command.name ?? ''),
  );
  if (!known)
    throw new SplitRefusal(
      `\`${choice.image}\` has no shell, and this step prepares files for run time.`,
      'instruction that cannot move',
      step.instruction.at,
    );
  if (probes && folders.length === 0) return 'nothing';
  if (whole && folders.length === 0) return 'as written';
  return folders;
}
