// Start commands that build: `go run` becomes a build step and the program; a tool that builds on every change is refused.
import { execFormText } from '../../../edits/exec-form.ts';
import type { PlainCommand } from '../../../model/apply-run.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { type Piece, type SplitInput, SplitRefusal } from '../../plan.ts';
import { resolvePath, type StageFiles } from '../../stage-files.ts';
import type { PlacedCommand } from '../programs/commands.ts';
import type { Start, Started } from '../programs/start.ts';
import { type GoCall, programOf, readGoWords } from './commands.ts';
import { moduleOf } from './modules.ts';

const watchers =
  /^(air|CompileDaemon|reflex|fresh|realize|modd|gow|wgo|arelo|nodemon|watchexec|entr|dlv|gin-bin|bee)$/;

/** @throws SplitRefusal where the container starts the toolchain for something that only development needs */
export function refuseDevelopment({ programs }: Start): void {
  for (const { program, args } of programs) {
    const name = program.text.slice(program.text.lastIndexOf('/') + 1);
    if (watchers.test(name))
      throw new SplitRefusal(
        `\`${name}\` builds the program again whenever a source changes: the image needs the toolchain and the sources.`,
        'start command',
        program.at,
      );
    if (name === 'make' || name === 'task' || name === 'just')
      throw new SplitRefusal(
        `What \`${[name, args[0]?.text].filter(Boolean).join(' ')}\` starts is not known.`,
        'start command',
        program.at,
      );
    if (name === 'go' && args[0]?.text !== 'run')
      throw new SplitRefusal(
        `The container starts \`go ${args[0]?.text ?? ''}\`, which needs the toolchain.`,
        'start command',
        program.at,
      );
  }
}

/** A `go run` as a build. */
export interface ConvertedRun {
  readonly call: GoCall;
  /** Absolute: where the program is put. */
  readonly path: string;
  /** The start without the build. */
  readonly start: Start;
  readonly texts: ReadonlyMap<
    Instruction,
    { readonly text: string; readonly why: string } | { readonly dropped: string }
  >;
  /** @param withoutCgo why cgo is switched off, if it is */
  build(withoutCgo: string | undefined): { readonly after: Instruction; readonly piece: Piece };
}

/**
 * The build that a `go run` of the start command stands for; undefined where there is none.
 * @throws SplitRefusal where it cannot be made
 */
export function convertRun({
  input,
  files,
  start,
}: {
  readonly input: SplitInput;
  readonly files: StageFiles;
  readonly start: Start;
}): ConvertedRun | undefined {
  const started = start.programs.find(({ program }) => program.text === 'go');
  if (!started) return undefined;
  const { at } = started.program;
  if (start.programs.length > 1 || start.shell)
    throw new SplitRefusal(
      'The program is built when the container starts, among other commands of a shell. Build it with a RUN.',
      'start command',
      at,
    );
  const call = readGoWords(placedStart(input, started, start), started.args);
  if (call.packages.length === 0 || call.flags.some((flag) => /^--?exec\b/.test(flag)))
    throw new SplitRefusal('Which package `go run` builds is not known.', 'start command', at);
  checkSources(input, files, call, started);
  const own = moduleOf(files, call.directory);
  const name = programNameOf(call, own?.path);
  const path = `/usr/local/bin/${name}`;
  const rest = started.args.slice(started.args.length - call.rest.length);
  const after = input.stage.instructions.findLast(({ keyword }) =>
    /^(RUN|COPY|ADD|WORKDIR|ENV|ARG)$/.test(keyword),
  );
  if (!after) throw new SplitRefusal('The sources are not in the image.', 'start command', at);
  return {
    call,
    path,
    start: { ...start, programs: [{ ...started, program: { text: name, at }, args: rest, assignments: [] }] },
    texts: startTexts(start, name, rest),
    build: (withoutCgo) => ({
      after,
      piece: {
        kind: 'added',
        text: `RUN ${[...(withoutCgo ? ['CGO_ENABLED=0'] : []), ...started.assignments, 'go build', ...call.flags.map(quoted), '-o', path, ...call.packages].join(' ')}`,
        why: `The program is built once, here, and not each time the container starts.${withoutCgo ? ` ${withoutCgo}` : ''}`,
      },
    }),
  };
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** `./cmd/api` is `api`; the module's own name where the package has none. */
function programNameOf(call: GoCall, module: string | undefined): string {
  const own = module === undefined ? undefined : programOf({ ...call, packages: [module] }, undefined);
  const isFile = call.packages[0]!.endsWith('.go');
  const name = isFile ? own : (programOf(call, own) ?? own);
  return name !== undefined && /^[\w.-]+$/.test(name) && name !== 'go' ? name : 'app';
}

/** @throws SplitRefusal where the sources are not copied in */
function checkSources(input: SplitInput, files: StageFiles, call: GoCall, { program }: Started): void {
  if (files.copied.length === 0)
    throw new SplitRefusal(
      'No COPY brings the sources into the image: they are mounted when it runs.',
      'start command',
      program.at,
    );
  for (const name of call.packages) {
    const path = /[*?]/.test(name) ? call.directory : resolvePath(name, call.directory);
    if (path === undefined)
      throw new SplitRefusal(
        'The folder in which `go run` builds is not known.',
        'start command',
        program.at,
      );
    if (input.context.paths && files.inContext(path) === undefined)
      throw new SplitRefusal(
        `\`${name}\` is not among the files that are copied in.`,
        'start command',
        program.at,
      );
  }
}

/** CMD and ENTRYPOINT with the program in the place of `go run`. */
function startTexts(start: Start, name: string, rest: Started['args']): ConvertedRun['texts'] {
  const [first, second] = start.instructions;
  const why = `The container starts the program itself, \`${name}\`.`;
  const inSecond = second
    ? rest.filter(({ at }) => at.start >= second.at.start && at.end <= second.at.end)
    : [];
  const inFirst = rest.filter((word) => !inSecond.includes(word));
  const words = (list: Started['args']) => list.map(({ text }) => text);
  const texts = new Map<Instruction, { text: string; why: string } | { dropped: string }>();
  texts.set(first!, { text: `${first!.keyword} ${execFormText([name, ...words(inFirst)])}`, why });
  if (second?.exec && inSecond.length < second.exec.items.length)
    texts.set(
      second,
      inSecond.length === 0
        ? { dropped: 'It names the package that is built, which the builder does now.' }
        : { text: `CMD ${execFormText(words(inSecond))}`, why },
    );
  return texts;
}

/** The start command as a command of a RUN at the end of the stage. */
function placedStart({ stage, model }: SplitInput, started: Started, start: Start): PlacedCommand {
  const { at } = started.program;
  const command: PlainCommand = {
    name: 'go',
    path: 'go',
    word: undefined,
    args: [],
    command: { args: [], assignments: [], redirects: [], at, certainty: 'always', reached: true, depth: 0 },
  };
  const own = new Map(
    started.assignments.map((text): [string, string] => {
      const equals = text.indexOf('=');
      return [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
  void model;
  return {
    command,
    instruction: start.instructions[0]!,
    before: stage.end,
    directory: started.directory,
    variable(name) {
      if (own.has(name)) return own.get(name);
      return stage.end.env.has(name) ? (stage.end.env.get(name) ?? null) : undefined;
    },
    path: (word) => resolvePath(typeof word === 'string' ? word : word.text, started.directory),
  };
}
