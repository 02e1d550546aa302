// What is left of a RUN for the runtime stage: the packages that the program needs, accounts, and files.
import { isBuildPackage } from '../model/build-evidence.ts';
import type { PackageRequest } from '../model/packages.ts';
import type { Arrangement } from './arrange.ts';
import { accountOfRuntime, hasNoShell } from './carry.ts';
import { type Piece, SplitRefusal } from './plan.ts';
import { runtimeLibraries } from './runtime-libraries.ts';
import { commandText, type Step, type StepPart } from './steps.ts';

/** Tools that only builds use, though they are no compilers. */
const buildTools: ReadonlySet<string> = new Set([
  'pkg-config',
  'pkgconf',
  'pkgconfig',
  'libtool',
  'patch',
  'python3-dev',
  'linux-headers',
  'swig',
]);

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
  if (packages.names.length === 0 && other.length === 0) return 'nothing';
  const meaningful = step.parts.filter(({ kind }) => kind !== 'setting' && kind !== 'cleaning');
  const whole = meaningful.every((part) => wanted.includes(part)) && packages.whole && removes === undefined;
  if (hasNoShell(arrangement.choice)) return withoutShell(arrangement, step, packages.names, other, whole);
  if (whole) return 'as written';
  const uncertain = other.find(({ command }) => command.command.certainty !== 'always');
  if (uncertain)
    throw new SplitRefusal(
      'What this RUN does at run time depends on a condition in the shell.',
      'conditions in the shell',
      uncertain.command.command.at,
    );
  const { model } = arrangement.input;
  const commands = [
    ...(packages.names.length > 0 ? installCommands(arrangement, step, packages.names) : []),
    ...other.map(({ command }) => commandText(model, command)),
  ];
  const severalLines = model.dockerfile.text.slice(instruction.at.start, instruction.at.end).includes('\n');
  return [
    {
      kind: 'derived',
      instruction,
      text: `RUN ${commands.join(severalLines && commands.length > 1 ? ' \\\n    && ' : ' && ')}`,
      why:
        packages.names.length > 0
          ? `Of the packages only what the program needs at run time is installed here: ${packages.names.join(', ')}.`
          : 'This part of the step is needed at run time.',
    },
  ];
}

function packagesLeft(
  { input, buildPackages }: Arrangement,
  step: Step,
  installs: readonly StepPart[],
  removes: StepPart | undefined,
): { readonly names: string[]; readonly whole: boolean } {
  const release = input.stage.end.facts?.release;
  const names: string[] = [];
  let whole = true;
  for (const { request, command } of installs) {
    if (!request!.complete)
      throw new SplitRefusal(
        'The packages that this RUN installs are not all named.',
        'library of unknown package',
        command.command.at,
      );
    for (const { name, word } of request!.packages) {
      // What the same step removes again is not in the image.
      if (!keptAfter(input, step, name, removes)) {
        whole = false;
        continue;
      }
      if (!isBuildPackage(name) && !buildTools.has(name) && !buildPackages?.has(name)) {
        names.push(word.raw);
        continue;
      }
      whole = false;
      if (buildPackages?.has(name)) continue;
      const libraries = runtimeLibraries(request!.manager, release, name);
      if (!libraries)
        throw new SplitRefusal(
          `It is not known which package holds what \`${name}\` leaves for run time.`,
          'library of unknown package',
          word.at,
        );
      names.push(...libraries);
    }
  }
  return { names: [...new Set(names)], whole };
}

function keptAfter(
  { model }: Arrangement['input'],
  { instruction }: Step,
  name: string,
  removes: StepPart | undefined,
): boolean {
  if (removes === undefined) return true;
  return model.after(instruction).packages.get(name)?.by === instruction;
}

function installCommands({ input }: Arrangement, step: Step, names: readonly string[]): string[] {
  const requests = step.parts.flatMap(({ request }) => (request ? [request] : []));
  const text = input.model.dockerfile.text.slice(step.instruction.at.start, step.instruction.at.end);
  const { manager } = requests[0]!;
  if (manager === 'apk')
    return [`apk add ${/--no-cache\b/.test(text) ? '--no-cache ' : ''}${names.join(' ')}`];
  if (manager === 'apt') {
    const installs = requests.filter(({ verb }: PackageRequest) => verb === 'install');
    const lean = installs.every(({ withoutRecommends }) => withoutRecommends)
      ? '--no-install-recommends '
      : '';
    return [
      'apt-get update',
      `apt-get install -y ${lean}${names.join(' ')}`,
      ...(/\/var\/lib\/apt\/lists/.test(text) ? ['rm -rf /var/lib/apt/lists/*'] : []),
    ];
  }
  const program = manager === 'yum' || manager === 'tdnf' || manager === 'microdnf' ? manager : 'dnf';
  return [`${program} install -y ${names.join(' ')}`, `${program} clean all`];
}

/** The runtime image can run nothing while it is built: folders are made in the builder, accounts are its own. */
function withoutShell(
  arrangement: Arrangement,
  step: Step,
  packages: readonly string[],
  other: readonly StepPart[],
  whole: boolean,
): readonly Piece[] | 'nothing' | 'as written' {
  const { choice } = arrangement;
  if (packages.length > 0)
    throw new SplitRefusal(
      `\`${choice.image}\` has no package manager, and the program may need ${packages.map((name) => `\`${name}\``).join(', ')}.`,
      'instruction that cannot move',
      step.instruction.at,
    );
  const folders = other.flatMap((part) => foldersMade(part));
  const known = other.every(
    ({ kind, command }) => kind === 'account' || /^(mkdir|chmod|chown|chgrp|touch)$/.test(command.name ?? ''),
  );
  if (!known)
    throw new SplitRefusal(
      `\`${choice.image}\` has no shell, and this step prepares files for run time.`,
      'instruction that cannot move',
      step.instruction.at,
    );
  if (whole && folders.length === 0) return 'as written';
  const { uid, gid } = accountOfRuntime(choice);
  return folders.map((folder) => ({
    kind: 'derived',
    instruction: step.instruction,
    text: `COPY --from=builder --chown=${uid}:${gid} ${folder} ${folder}`,
    why: `\`${folder}\` is made in the builder, because the runtime image has no shell to make it with.`,
  }));
}

/** The absolute folders that a mkdir makes. */
function foldersMade({ command }: StepPart): string[] {
  if (command.name !== 'mkdir') return [];
  return command.args.flatMap(({ value, text }) =>
    !text.startsWith('-') && value?.startsWith('/') ? [value.replace(/(?<=.)\/+$/, '')] : [],
  );
}
