// CMD is written for an ENTRYPOINT, or a package manager, that the image does not have.
import { defineRule, type Example } from '../../define-rule.ts';
import { execFormText, toExecForm } from '../../edits/exec-form.ts';
import { baseName } from '../../model/base.ts';
import { provable } from '../../model/confidence.ts';
import { entrypointPresence, firstProgram, insideQuotes } from '../../model/container-start.ts';
import type { Model } from '../../model/model.ts';
import type { ImageState } from '../../model/state.ts';
import type { ExecForm, Instruction } from '../../parse/syntax.ts';
import { contextFileAt } from '../../surroundings/copied-files.ts';
import { scriptNamed } from '../../surroundings/package-json.ts';

interface Data {
  readonly exec: ExecForm;
  /** What has to stand before CMD's words; undefined where they have to be others. */
  readonly program?: readonly string[];
  /** What `npm start` would have run, in exec form. */
  readonly script?: readonly string[];
}

export default defineRule<Data>({
  id: 'entrypoint-missing',
  severity: 'error',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  summary: 'CMD relies on an entrypoint that the image does not have',
  why: 'Docker starts the first word of CMD as the program, and a script or an option is none: the container does not start.',
  sources: [],
  *check({ model }) {
    const stage = model.finalStage;
    const end = stage?.end;
    if (!stage || !end) return;
    const image = baseName(stage);
    const { cmd } = end;
    if (cmd && cmd.by !== 'image' && cmd.exec && entrypointPresence(end) === 'absent') {
      const [first] = cmd.exec.items;
      const program = first && runnerOf(first.value);
      if (first && program !== undefined && !namesProgram(end, first.value)) {
        yield {
          at: insideQuotes(first),
          severity: provable(end, 'error', 'entrypoint'),
          message: `\`${image}\` has no entrypoint, so \`${first.value}\` is started as a program, which it is not: the container does not start. Write the program that runs it first.`,
          data: { exec: cmd.exec, program: program && startable(end, program) ? program : undefined },
        };
        return;
      }
    }
    const started = firstProgram(model);
    if (!started || !/^(npm|npx|yarn|pnpm)$/.test(started.program)) return;
    if (end.tool(started.program).presence !== 'absent') return;
    const exec = started.instruction.exec;
    const what =
      started.program === 'npm' && started.args[0] === 'start'
        ? ' (the `start` script of package.json says which)'
        : '';
    yield {
      at: started.at,
      severity: provable(end, 'error', `tools.${started.program}`),
      message: `\`${image}\` has no \`${started.program}\`: the container does not start. Start the program with \`node\` itself${what}.`,
      ...(exec && {
        data: { exec, ...startScript(model, started.instruction, [started.program, ...started.args]) },
      }),
    };
  },
  *fix(problem) {
    const { exec, program, script } = problem.data ?? {};
    const [first] = exec?.items ?? [];
    if (exec && script) {
      yield {
        title: `Start what the script of package.json starts: \`${script.join(' ').slice(0, 80)}\``,
        safety: 'review',
        preferred: true,
        edits: [{ ...exec.at, text: execFormText(script) }],
      };
      return;
    }
    if (!first || !program) return;
    yield {
      title: `Start it with ${program.map((word) => `\`${word}\``).join(' ')}`,
      safety: 'safe',
      preferred: true,
      edits: [
        { start: first.at.start, end: first.at.start, text: `${execFormText(program).slice(1, -1)}, ` },
      ],
    };
  },
});

/** The script that `npm start` and `npm run NAME` name, where it starts one program that the image has. */
function startScript(
  model: Model,
  instruction: Instruction,
  [manager, ...words]: readonly string[],
): { script?: readonly string[] } {
  const end = model.finalStage?.end;
  const name = words[0] === 'run' ? words[1] : words[0];
  if (!end || manager === 'npx' || name === undefined || words.length > (words[0] === 'run' ? 2 : 1))
    return {};
  const path =
    end.workdir === undefined ? undefined : contextFileAt(model, instruction, `${end.workdir}/package.json`);
  const text = path === undefined ? undefined : model.context.files?.[path];
  const script = scriptNamed(text, name);
  // npm runs these before and after.
  if (
    script === undefined ||
    [`pre${name}`, `post${name}`].some((other) => scriptNamed(text, other) !== undefined)
  )
    return {};
  const converted = toExecForm(script, { healthcheck: false });
  if (!converted.ok || converted.argv[0] !== 'node' || end.tool('node').presence !== 'present') return {};
  return startable(end, converted.argv) ? { script: converted.argv } : {};
}

/** The program that runs a file of this name; null where it is none that runs one by itself; undefined for other words. */
function runnerOf(word: string): readonly string[] | null | undefined {
  // A path may be a script with an interpreter line that may be executed.
  if (word.includes('/')) return undefined;
  if (/^-/.test(word)) return null;
  if (/\.(m|c)?js$/.test(word)) return ['node'];
  if (/\.py$/.test(word)) return ['python3'];
  if (/\.jar$/.test(word)) return ['java', '-jar'];
  if (/\.dll$/.test(word)) return ['dotnet'];
  if (/\.rb$/.test(word)) return ['ruby'];
  if (/\.php$/.test(word)) return ['php'];
  return undefined;
}

/** A copy put a file of this name into a folder of programs, or may have. */
function namesProgram(state: ImageState, name: string): boolean {
  return state.tools.get(name)?.presence === 'present' || state.opaqueBy !== undefined;
}

function startable(state: ImageState, [name]: readonly string[]): boolean {
  if (name === undefined || state.tool(name).presence !== 'present') return false;
  const { runtime } = state.facts ?? {};
  return !(runtime?.onPath === false && (runtime.name === name || name.startsWith(runtime.name)));
}

export const docs = `
The official \`node\` image has an entrypoint that runs a file with Node; distroless images start their interpreter themselves.
Docker Hardened Images of Node and Python, and the official images of Python, Ruby and Go, have no entrypoint: there
\`CMD ["server.js"]\` looks for a program of that name. A name with a path may be an executable script and is not reported.

The fix writes the interpreter in front. It cannot know what \`npm start\` runs, so there is none for that.
`;

export const examples = [
  {
    bad: `FROM dhi.io/node:22\nCOPY . /app\nCMD ["«server.js»"]\n`,
    fixed: `FROM dhi.io/node:22\nCOPY . /app\nCMD ["node", "server.js"]\n`,
  },
  {
    bad: `FROM python:3.12-slim\nCOPY app.py /\nUSER 10001\nCMD ["«app.py»", "--port", "8000"]\n`,
    fixed: `FROM python:3.12-slim\nCOPY app.py /\nUSER 10001\nCMD ["python3", "app.py", "--port", "8000"]\n`,
  },
  {
    bad: `FROM dhi.io/node:22-debian13-dev AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci --omit=dev\n\nFROM dhi.io/node:22-debian13\nCOPY --from=build /app /app\nCMD ["«npm»", "start"]\n`,
    fixed: false,
  },
  {
    bad: `FROM dhi.io/node:22-debian13\nWORKDIR /app\nCOPY package.json server.js ./\nCMD ["«npm»", "start"]\n`,
    files: { 'package.json': '{"scripts": {"start": "node server.js --port 3000"}}', 'server.js': '' },
    fixed: `FROM dhi.io/node:22-debian13\nWORKDIR /app\nCOPY package.json server.js ./\nCMD ["node", "server.js", "--port", "3000"]\n`,
  },
  {
    bad: `FROM eclipse-temurin:21-jre\nCOPY app.jar /app.jar\nUSER 10001\nENTRYPOINT []\nCMD ["«-jar»", "/app.jar"]\n`,
    fixed: false,
  },
  {
    good: `FROM node:22-slim\nCOPY . .\nUSER node\nCMD ["server.js"]\n`,
    note: 'Its entrypoint runs it with node.',
  },
  {
    good: `FROM gcr.io/distroless/nodejs22-debian12:nonroot\nCOPY . /app\nWORKDIR /app\nCMD ["server.js"]\n`,
    note: 'The entrypoint is node.',
  },
  {
    good: `FROM python:3.12-slim\nCOPY --chmod=755 app.py /usr/local/bin/app.py\nUSER 10001\nCMD ["app.py"]\n`,
    note: 'A program of that name is on PATH.',
  },
  { good: `FROM dhi.io/node:22\nENTRYPOINT ["node"]\nCOPY . /app\nCMD ["server.js"]\n` },
  { good: `FROM node:22-slim\nCOPY . .\nUSER node\nCMD ["npm", "start"]\n` },
] satisfies Example[];
