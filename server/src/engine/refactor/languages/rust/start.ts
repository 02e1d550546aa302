// Start commands that build: `cargo run` becomes a build step and the program; what builds on every change is refused.
import { execFormText } from '../../../edits/exec-form.ts';
import type { PlainCommand } from '../../../model/apply-run.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { type SplitInput, SplitRefusal } from '../../plan.ts';
import { resolvePath, type StageFiles } from '../../stage-files.ts';
import type { PlacedCommand } from '../programs/commands.ts';
import type { ProgramStage } from '../programs/program-stage.ts';
import type { Start, Started } from '../programs/start.ts';
import { buildFolder, type CargoCall, readCargoCall, readCargoWords, valuesOf } from './commands.ts';
import { packageIn } from './manifest.ts';

/** @throws SplitRefusal where the container starts the toolchain for something that only development needs */
export function refuseDevelopment({ programs }: Start): void {
  for (const { program, args } of programs) {
    const name = program.text.slice(program.text.lastIndexOf('/') + 1);
    const verb = args.find(({ text }) => !/^[-+]/.test(text))?.text ?? '';
    const builds = name === 'cargo' && verb !== 'run' && verb !== 'r';
    if (/^(cargo-watch|bacon|watchexec|systemfd|trunk|dx|nodemon|entr|make|just)$/.test(name) || builds)
      throw new SplitRefusal(
        `The container starts \`${[name, verb].filter((word) => word !== '').join(' ')}\`, which needs the toolchain and the sources.`,
        'start command',
        program.at,
      );
  }
}

/** A `cargo run` as a build. */
export interface ConvertedRun {
  readonly call: CargoCall;
  readonly start: Start;
  /** Absolute: where the program lies in the builder. */
  readonly folder: string;
  readonly texts: ProgramStage['startTexts'];
  readonly added?: NonNullable<ProgramStage['addedBuild']>;
}

/**
 * The build that a `cargo run` of the start command stands for; undefined where there is none.
 * @throws SplitRefusal where it cannot be made
 */
export function convertRun({
  input,
  files,
  start,
  placed,
}: {
  readonly input: SplitInput;
  readonly files: StageFiles;
  readonly start: Start;
  readonly placed: readonly PlacedCommand[];
}): ConvertedRun | undefined {
  const started = start.programs.find(({ program }) => program.text === 'cargo');
  if (!started) return undefined;
  const { at } = started.program;
  if (start.programs.length > 1 || start.shell)
    throw new SplitRefusal(
      'The program is built when the container starts, among other commands of a shell. Build it with a RUN.',
      'start command',
      at,
    );
  if (files.copied.length === 0)
    throw new SplitRefusal(
      'No COPY brings the sources into the image: they are mounted when it runs.',
      'start command',
      at,
    );
  const call = readCargoWords(
    placedStart(input, started, start),
    started.args.map(({ text }) => text),
  );
  const name = programOf(call, files);
  const folder = buildFolder(call);
  if (name === undefined || folder === undefined)
    throw new SplitRefusal('Which program `cargo run` starts is not known.', 'start command', at);
  const path = `${folder}/${name}`;
  const rest = started.args.slice(started.args.length - call.rest.length);
  const [first, second] = start.instructions;
  if (second)
    throw new SplitRefusal(
      'CMD adds words to `cargo run`, and which of them are the program’s is not known.',
      'start command',
      at,
    );
  const after = input.stage.instructions.findLast(({ keyword }) =>
    /^(RUN|COPY|ADD|WORKDIR|ENV|ARG)$/.test(keyword),
  )!;
  return {
    call,
    folder,
    start: { ...start, programs: [{ ...started, program: { text: name, at }, args: rest, assignments: [] }] },
    texts: new Map([
      [
        first!,
        {
          text: `${first!.keyword} ${execFormText([name, ...rest.map(({ text }) => text)])}`,
          why: `The container starts the program itself, \`${path}\`.`,
        },
      ],
    ]),
    ...(!isBuilt(input, placed, folder) && {
      added: {
        after,
        piece: {
          kind: 'added',
          text: `RUN ${[...started.assignments, 'cargo build', ...call.flags, ...(valuesOf(call, '--bin').length > 0 || call.flags.includes('--bin') ? [] : ['--bin', name])].join(' ')}`,
          why: 'The program is built once, here, and not each time the container starts.',
        },
      },
    }),
  };
}

function programOf(call: CargoCall, files: StageFiles): string | undefined {
  const named = valuesOf(call, '--bin').at(-1);
  if (named !== undefined) return named;
  const directory = call.at.directory;
  if (directory === undefined || valuesOf(call, '-p', '--package', '--manifest-path', '--example').length > 0)
    return undefined;
  const found = packageIn(files, directory);
  return found?.defaultRun ?? (found?.programs.length === 1 ? found.programs[0] : undefined);
}

/** A RUN after the last COPY builds it already. */
function isBuilt({ stage }: SplitInput, placed: readonly PlacedCommand[], folder: string): boolean {
  const copy = stage.instructions.findLast(({ keyword }) => keyword === 'COPY' || keyword === 'ADD');
  return placed.some((at) => {
    const call = readCargoCall(at);
    return (
      call?.verb === 'build' &&
      valuesOf(call, '--bin', '-p', '--package').length === 0 &&
      buildFolder(call) === folder &&
      at.instruction.at.start > (copy?.at.start ?? 0)
    );
  });
}

/** The start command as a command of a RUN at the end of the stage. */
function placedStart({ stage }: SplitInput, started: Started, start: Start): PlacedCommand {
  const { at } = started.program;
  const command: PlainCommand = {
    name: 'cargo',
    path: 'cargo',
    word: undefined,
    args: [],
    command: { args: [], assignments: [], redirects: [], at, certainty: 'always', reached: true, depth: 0 },
  };
  const own = new Map(
    started.assignments.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]),
  );
  return {
    command,
    instruction: start.instructions[0] as Instruction,
    before: stage.end,
    directory: started.directory,
    variable(name) {
      if (own.has(name)) return own.get(name);
      return stage.end.env.has(name) ? (stage.end.env.get(name) ?? null) : undefined;
    },
    path: (word) => resolvePath(typeof word === 'string' ? word : word.text, started.directory),
  };
}
