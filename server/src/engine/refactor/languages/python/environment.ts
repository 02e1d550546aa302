// Which folders the runtime takes from the builder, and the environment that the split makes where the file makes none.
import type { Instruction } from '../../../parse/syntax.ts';
import { type Piece, type RuntimeChoice, type SplitInput, SplitRefusal } from '../../plan.ts';
import { isWithin } from '../../stage-files.ts';
import { distributionOf, hasModules } from './distribution.ts';
import { isPython2 } from './images.ts';
import type { PythonCall, Reading } from './reading.ts';

/** Where the virtual environment stands that the split makes, in both stages. */
export const environmentFolder = '/opt/venv';

/** What is installed into. */
export interface Environments {
  /** Absolute folders, none inside another. */
  readonly folders: readonly { readonly path: string; readonly kind: string }[];
  /** The split makes an environment before this instruction. */
  readonly before?: Instruction;
  /** It is on PATH in the builder too. */
  readonly onPath: boolean;
  /** The manager finds it by VIRTUAL_ENV. */
  readonly byVariable: boolean;
}

/** Those that find an environment by VIRTUAL_ENV, so that they themselves can stay outside of it. */
const findsByVariable = /^(poetry|pipenv|pdm|uv|uv pip)$/;

/** Reads where everything goes. */
export function environmentsOf({ calls, steps }: Reading): Environments {
  const ours = calls.filter(({ target }) => target?.kind === 'ours');
  const installs = ours.filter(({ python }) => python.purpose === 'install');
  const byVariable = installs.some(({ python }) => findsByVariable.test(python.manager));
  const onlyByVariable =
    installs.length > 0 && installs.every(({ python }) => findsByVariable.test(python.manager));
  const first = (onlyByVariable ? installs : ours)[0];
  const folders = new Map<string, string>();
  if (installs.length > 0) folders.set(environmentFolder, 'environment');
  for (const { target, python } of calls)
    if (target && target.kind !== 'ours' && python.purpose === 'install')
      folders.set(target.path, target.kind);
  const paths = [...folders].map(([path, kind]) => ({ path, kind }));
  const outer = paths.filter(
    ({ path }) => !paths.some((other) => other.path !== path && isWithin(other.path, path)),
  );
  const last = calls.at(-1)?.instruction;
  const runsPrograms =
    first !== undefined &&
    [...steps].some(
      ([instruction, step]) =>
        instruction.at.start >= first.instruction.at.start &&
        instruction.at.start <= last!.at.start &&
        step.parts.some(({ kind }) => kind === 'unknown'),
    );
  return {
    folders: outer,
    onPath: !onlyByVariable || runsPrograms,
    byVariable,
    ...(installs.length > 0 && first && { before: first.instruction }),
  };
}

/** What the full image has to build with, and the hardened one has not. */
export function compilersPiece({ base }: SplitInput, choice: RuntimeChoice): Piece | undefined {
  const { builder } = choice;
  if (choice.kind !== 'hardened' || base.facts?.bloated !== true || builder?.facts.packageManager !== 'apt')
    return undefined;
  return {
    kind: 'added',
    text: 'RUN apt-get update \\\n    && apt-get install -y --no-install-recommends build-essential \\\n    && rm -rf /var/lib/apt/lists/*',
    why: `\`${base.text}\` has compilers, which packages without a wheel are built with, and \`${builder.image}\` has none.`,
  };
}

const on = (value: string | undefined): boolean => /^(1|true|yes|on)$/i.test(value ?? '');

/**
 * The instructions that make the environment in the builder.
 * @throws SplitRefusal where the image has nothing to make one with
 */
export function environmentPieces(
  reading: Reading,
  environments: Environments,
  choice: RuntimeChoice,
): readonly Piece[] {
  const { input } = reading;
  const call = reading.calls.find(({ instruction }) => instruction === environments.before)!;
  const variables = [
    ...(environments.byVariable ? [`VIRTUAL_ENV=${environmentFolder}`] : []),
    ...switches(reading, call),
    ...(environments.onPath ? [`PATH="${environmentFolder}/bin:$PATH"`] : []),
  ];
  const makes =
    choice.kind === 'distroless'
      ? distributionsPython(reading)
      : isPython2(input)
        ? `RUN pip install virtualenv && virtualenv ${environmentFolder}`
        : `RUN ${makeEnvironment(reading)}`;
  return [
    ...(madeInside(reading, environments)
      ? []
      : [
          {
            kind: 'added' as const,
            text: makes,
            why: `The packages go into a virtual environment, \`${environmentFolder}\`, which can be copied as a whole.`,
          },
        ]),
    {
      kind: 'added',
      text: `ENV ${variables.join(' ')}`,
      why: environments.onPath
        ? `\`pip\` and \`python\` are those of \`${environmentFolder}\` from here on.`
        : `What is installed from here on goes into \`${environmentFolder}\`.`,
    },
  ];
}

/** The command that makes the environment. Images of Python have `python`; Alpine has `python3` only. */
export function makeEnvironment({ input }: Reading): string {
  if (distributionOf(input) === undefined) return `python -m venv ${environmentFolder}`;
  // What apk installed for Python stays visible.
  const installed = [...input.stage.end.packages.entries()].map(([name]) => name);
  return `python3 -m venv ${hasModules(installed) ? '--system-site-packages ' : ''}${environmentFolder}`;
}

/** The RUN that installs the interpreter installs packages with it too: the environment is made in between. */
export function madeInside({ input, steps }: Reading, { before }: Environments): boolean {
  if (before === undefined || distributionOf(input) === undefined) return false;
  return (
    !input.model.before(before).packages.has('python3') &&
    steps
      .get(before)!
      .parts.some(({ request }) => request?.packages.some(({ name }) => /^(python3|py3-pip)$/.test(name)))
  );
}

/** Variables of the file that would let packages go elsewhere. */
function switches({ calls }: Reading, { before }: PythonCall): string[] {
  const used = (manager: string) => calls.some(({ python }) => python.manager === manager);
  return [
    ...(on(before.env.get('PIP_USER')) ? ['PIP_USER=0'] : []),
    ...(on(before.env.get('UV_SYSTEM_PYTHON')) ? ['UV_SYSTEM_PYTHON=0'] : []),
    ...(used('uv') ? [`UV_PROJECT_ENVIRONMENT=${environmentFolder}`] : []),
  ];
}

/** Debian's Python in Debian's image, and headers for it where something is compiled. */
function distributionsPython({ input, calls, steps }: Reading): string {
  const early = calls.find(
    ({ python, target }) => python.purpose === 'tools' || (target && target.kind !== 'ours'),
  );
  if (early)
    throw new SplitRefusal(
      `\`${early.python.shown}\` needs pip before there is an environment, and \`debian\` has none.`,
      'instruction that cannot move',
      early.command.command.at,
    );
  const compiles =
    input.base.facts?.compiler === true ||
    [...steps.values()].some((step) =>
      step.parts.some(({ request }) =>
        request?.packages.some(({ name }) => /^(gcc|g\+\+|clang|build-essential)$/.test(name)),
      ),
    );
  const bloated = input.base.facts?.bloated === true;
  const packages = [
    ...(bloated ? ['build-essential'] : []),
    ...(compiles ? ['python3-dev'] : []),
    'python3-venv',
  ];
  return [
    'RUN apt-get update',
    `    && apt-get install -y --no-install-recommends ${packages.join(' ')}`,
    '    && rm -rf /var/lib/apt/lists/*',
    `    && python3 -m venv ${environmentFolder}`,
  ].join(' \\\n');
}
