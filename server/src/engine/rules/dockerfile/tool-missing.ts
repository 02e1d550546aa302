// A step or the container starts a program that the stage does not have.
import { defineRule, type Example } from '../../define-rule.ts';
import { installProgram } from '../../edits/install-package.ts';
import { accountPrograms } from '../../model/accounts.ts';
import { mountsPrograms, type PlainCommand } from '../../model/apply-run.ts';
import { baseName } from '../../model/base.ts';
import { commandsOf } from '../../model/commands.ts';
import { provable } from '../../model/confidence.ts';
import { firstProgram } from '../../model/container-start.ts';
import type { Model, Stage } from '../../model/model.ts';
import { readPackageRequest } from '../../model/packages.ts';
import { hasPosixShell, shellPresence } from '../../model/shell.ts';
import type { ImageState } from '../../model/state.ts';
import type { Instruction, Span } from '../../parse/syntax.ts';

interface Data {
  readonly stage: Stage;
  readonly instruction: Instruction;
  readonly program: string;
  readonly at: Span;
  /** Every `sudo` of the step with the blanks behind it, where running the rest is all that each does. */
  readonly superfluous?: readonly Span[];
}

export default defineRule<Data>({
  id: 'tool-missing',
  severity: 'error',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  summary: 'A program is started that the image does not have',
  why: 'The step ends with "not found", and with it the build; at run time the container does not start.',
  sources: [],
  *check({ model }) {
    for (const stage of model.stages) {
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== 'RUN' || mountsPrograms(instruction)) continue;
        // PATH is another one for the rest of the step.
        if (/\bPATH=/.test(instruction.body.text) || !starts(model.before(instruction), instruction))
          continue;
        const at = model.before(instruction);
        const names = commandsOf(model, instruction).map(programOf);
        if (!names.some((name) => name !== undefined && at.tool(name).presence === 'absent')) continue;
        const reported = new Set<string>();
        for (const { command, before } of model.commandSteps(instruction)) {
          const program = programOf(command);
          if (program === undefined || reported.has(program) || !isFollowed(command)) continue;
          const piped = command.command.pipeline !== undefined && command.command.reached;
          if (command.command.certainty !== 'always' && !piped) continue;
          if (before.tool(program).presence !== 'absent' || defines(instruction, program)) continue;
          reported.add(program);
          const certain = command.command.certainty === 'always';
          const at = command.command.name!.at;
          const place = program === command.name ? (command.word?.at ?? at) : at;
          yield {
            at: place,
            severity: certain ? provable(before, 'error', `tools.${program}`) : 'warning',
            message: `${lacks(stage, before, program)} ${certain ? 'the build stops here' : 'the step goes on without it, because the shell looks at the end of the pipe only'}. ${program === 'sudo' ? 'The steps of a build run as root already.' : 'Install it before.'}`,
            data: {
              stage,
              instruction,
              program,
              at: place,
              ...(program === 'sudo' && allSudos(model, instruction)),
            },
          };
        }
      }
    }
    const started = firstProgram(model);
    const stage = model.finalStage;
    if (!started || !stage || runtimeManagers.has(started.program)) return;
    const { program } = started;
    const name = program.slice(program.lastIndexOf('/') + 1);
    if (program.includes('/') && !/^\/(usr\/(local\/)?)?s?bin\/[^/]+$/.test(program)) return;
    if (started.form === 'shell' && !starts(stage.end, started.instruction)) return;
    // WebAssembly modules are started by a runtime of the host.
    if (stage.end.tool(name).presence !== 'absent' || /\.wasm$/.test(name)) return;
    yield {
      at: started.at,
      severity: provable(stage.end, 'error', `tools.${name}`),
      message: `${lacks(stage, stage.end, name)} the container does not start. Install it, or start another program.`,
      data: { stage, instruction: started.instruction, program: name, at: started.at },
    };
  },
  *fix(problem, { model }) {
    const { stage, instruction, program, at, superfluous } = problem.data!;
    if (superfluous) {
      if (model.before(instruction).runsAsRoot !== true) return;
      const title = 'Leave out sudo';
      const missing = model
        .commandSteps(instruction)
        .find(
          ({ command, before }) =>
            command.command.name?.value === 'sudo' &&
            command.name !== undefined &&
            before.tool(command.name).presence === 'absent',
        );
      if (missing) {
        yield { title, reason: `\`${missing.command.name}\`, which it starts, is not in the image either.` };
        return;
      }
      yield {
        title,
        safety: 'safe',
        preferred: true,
        edits: superfluous.map(({ start, end }) => ({ start, end, text: '' })),
      };
      return;
    }
    if (stage.index === instruction.stage)
      yield* installProgram(model, stage, instruction, at.start, program);
  },
});

/** Package managers of Node: entrypoint-missing speaks of them. */
const runtimeManagers: ReadonlySet<string> = new Set(['npm', 'npx', 'yarn', 'pnpm']);

/** The program that the command needs first. */
function programOf(command: PlainCommand): string | undefined {
  return command.command.name?.value === 'sudo' ? 'sudo' : command.name;
}

/** Package managers and tools for accounts have rules of their own; a program in a folder of its own is not followed. */
function isFollowed(command: PlainCommand): boolean {
  if (programOf(command) === 'sudo') return true;
  if (accountPrograms.has(command.name ?? '') || readPackageRequest(command)) return false;
  return !command.path?.includes('/') || /^\/(usr\/(local\/)?)?s?bin\/[^/]+$/.test(command.path);
}

/** The shell of the shell form is there: without it there is another finding. */
function starts(state: ImageState, instruction: Instruction): boolean {
  if (instruction.exec) return true;
  return (
    hasPosixShell(state) === true && shellPresence(state, state.shellForm?.[0] ?? '/bin/sh') !== 'absent'
  );
}

/** The script defines a function of that name. */
function defines({ body, heredocs }: Instruction, name: string): boolean {
  const texts = [body.text, ...heredocs.map((heredoc) => heredoc.body)];
  return texts.some((text) =>
    [`${name}()`, `${name} ()`, `function ${name}`, `alias ${name}=`].some((each) => text.includes(each)),
  );
}

function allSudos(model: Model, instruction: Instruction): { superfluous?: readonly Span[] } {
  const spans = commandsOf(model, instruction)
    .filter(({ command }) => command.name?.value === 'sudo')
    .map(({ command: { name, args } }) => {
      const next = args[0];
      return !name || !next || /^-|=/.test(next.text)
        ? undefined
        : { start: name.at.start, end: next.at.start };
    });
  return spans.includes(undefined) ? {} : { superfluous: spans as Span[] };
}

function lacks(stage: Stage, state: ImageState, program: string): string {
  const by = state.tool(program).by;
  return by !== undefined && by !== 'image'
    ? `\`${program}\` was removed before:`
    : `\`${baseName(stage)}\` has no \`${program}\` and nothing before installs it:`;
}

export const docs = `
Small images lack more than one thinks: \`git\`, \`make\` and \`unzip\` are in none of the slim or Alpine images, \`curl\` only in
a few. The rule follows what the file installs, copies and removes, and is silent where anything unknown may have brought the
program: a script, an archive, a package that is not listed, a mount, or a changed PATH.

A command that may not run (inside \`if\`, after \`||\`, in a loop), or whose failure the script ignores, is not reported. On the
left side of a pipe without \`pipefail\` the missing program is a warning: the build goes on with empty input.

The fix adds the package to the install that comes before, or makes a step of its own.
`;

export const examples = [
  {
    bad: `FROM python:3.12-slim\nRUN «git» clone https://github.com/example/app /app\nUSER 10001\nCMD ["python", "/app/main.py"]\n`,
    fixed: `FROM python:3.12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*\nRUN git clone https://github.com/example/app /app\nUSER 10001\nCMD ["python", "/app/main.py"]\n`,
  },
  {
    bad: `FROM debian:12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends xz-utils && «curl» -fsSLo /x.tar.xz https://example.com/x.tar.xz\nUSER 10001\n`,
    fixed: `FROM debian:12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends xz-utils ca-certificates curl && curl -fsSLo /x.tar.xz https://example.com/x.tar.xz\nUSER 10001\n`,
  },
  {
    bad: `FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci && «make» build\nUSER node\nCMD ["node", "server.js"]\n`,
    fixed: `FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN apt-get update && apt-get install -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*\nRUN npm ci && make build\nUSER node\nCMD ["node", "server.js"]\n`,
  },
  {
    bad: `FROM alpine:3.22\nCOPY run.sh /run.sh\nUSER 10001\nENTRYPOINT ["«bash»", "/run.sh"]\n`,
    fixed: `FROM alpine:3.22\nCOPY run.sh /run.sh\nRUN apk add --no-cache bash\nUSER 10001\nENTRYPOINT ["bash", "/run.sh"]\n`,
    note: 'Above the USER, as root.',
  },
  {
    bad: `FROM debian:12\nRUN «sudo» apt-get update\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN apt-get update\nUSER 10001\n`,
  },
  {
    bad: `FROM ubuntu:24.04\nRUN «curl» -fsSL https://example.com/key.asc | tee /etc/key.asc\nUSER 10001\n`,
    note: 'A warning: without pipefail the build goes on.',
  },
  {
    good: `FROM ubuntu:14.04\nRUN sudo locale-gen en_US.UTF-8\nUSER 10001\n`,
    note: 'Old releases came with sudo.',
  },
  {
    good: `FROM python:3.12\nRUN git clone https://github.com/example/app /app\nUSER 10001\n`,
    note: 'The full image has git.',
  },
  {
    good: `FROM python:3.12-slim\nRUN git rev-parse HEAD > /version || echo unknown > /version\nUSER 10001\n`,
    note: 'The script is ready for it.',
  },
  {
    good: `FROM python:3.12-slim\nRUN git describe; date > /built\nUSER 10001\n`,
    note: 'Without set -e the step goes on.',
  },
  {
    good: `FROM debian:12\nCOPY tools.tar.gz /\nRUN ./install-tools.sh && git --version\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nRUN --mount=from=alpine/git,target=/tools /tools/usr/bin/git --version && git --version\nUSER 10001\n`,
    note: 'A mount may bring it.',
  },
  {
    good: `FROM alpine:3.22\nRUN apk add --no-cache git && git --version\nUSER 10001\n`,
  },
] satisfies Example[];
