// CMD names a program that the entrypoint, an interpreter, takes for the name of a script.
import { defineRule, type Example } from '../../define-rule.ts';
import { execFormText } from '../../edits/exec-form.ts';
import { programName } from '../../model/apply-run.ts';
import { baseName } from '../../model/base.ts';
import { provable } from '../../model/confidence.ts';
import { insideQuotes } from '../../model/container-start.ts';
import { languageOf } from '../../model/interpreters.ts';
import type { ExecForm } from '../../parse/syntax.ts';

interface Data {
  readonly exec: ExecForm;
  /** How many of CMD's first words go, and what comes instead. */
  readonly dropped: number;
  readonly instead: readonly string[];
}

export default defineRule<Data>({
  id: 'entrypoint-repeated',
  severity: 'error',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  summary: 'CMD repeats the program that the entrypoint starts',
  why: "CMD's words are arguments of the entrypoint, and an interpreter takes the first for the name of a script, which does not exist.",
  sources: [],
  *check({ model }) {
    const stage = model.finalStage;
    const { entrypoint, cmd } = stage?.end ?? {};
    if (!stage || !entrypoint?.argv || entrypoint.form !== 'exec' || !cmd?.exec || cmd.by === 'image') return;
    const [program, ...options] = entrypoint.argv;
    const runs = program === undefined ? undefined : languageOf(programName(program))?.language;
    const isJar = runs === 'java' && options.length === 1 && options[0] === '-jar';
    // With more arguments the script is named there already.
    if (runs === undefined || (options.length > 0 && !isJar)) return;
    const [first, second] = cmd.exec.items;
    if (!first || first.value.includes('/')) return;
    const again = languageOf(first.value)?.language === runs;
    const module = runs === 'python' && modules.has(first.value);
    if (!again && !module && !(runs === 'node' && /^(npm|npx|yarn|pnpm)$/.test(first.value))) return;
    const line = [...entrypoint.argv.map(shown), ...cmd.exec.items.slice(0, 2).map(({ value }) => value)];
    const whose = entrypoint.by === 'image' ? `\`${baseName(stage)}\`` : 'this file';
    const data = again
      ? { exec: cmd.exec, dropped: isJar && second?.value === '-jar' ? 2 : 1, instead: [] }
      : { exec: cmd.exec, dropped: 1, instead: ['-m', first.value] };
    yield {
      at: insideQuotes(first),
      severity: entrypoint.by === 'image' ? provable(stage.end, 'error', 'entrypoint') : 'error',
      message: `The entrypoint of ${whose} is \`${shown(program!)}\` already, which gets \`${line.join(' ').slice(0, 80)}\` and finds no script \`${first.value}\`: the container does not start. ${again ? 'Write only what follows.' : module ? `Write \`-m ${first.value}\`.` : 'Name the script.'}`,
      ...((again ? second !== undefined : module) && { data }),
    };
  },
  *fix(problem) {
    if (!problem.data) return;
    const { exec, dropped, instead } = problem.data;
    const first = exec.items[0]!;
    const next = exec.items[dropped];
    const written = execFormText(instead).slice(1, -1);
    const start = first.at.start;
    if (instead.length > 0) {
      yield {
        title: `Write ${written}`,
        safety: 'safe',
        preferred: true,
        edits: [{ start, end: first.at.end, text: written }],
      };
    } else if (next) {
      yield {
        title: `Leave out \`${first.value}\``,
        safety: 'safe',
        preferred: true,
        edits: [{ start, end: next.at.start, text: '' }],
      };
    }
  },
});

/** The release of a floating image's Python may be another one by now. */
const shown = (path: string): string => programName(path).replace(/^python3\.\d+$/, 'python3');

/** Programs of Python packages that `python -m` starts too. */
const modules: ReadonlySet<string> = new Set([
  'gunicorn',
  'uvicorn',
  'hypercorn',
  'flask',
  'celery',
  'streamlit',
  'pytest',
  'alembic',
  'fastapi',
  'daphne',
]);

export const docs = `
Distroless and Chainguard images have their interpreter as the entrypoint: \`CMD ["node", "server.js"]\`, taken over from an image
that has none, runs \`node node server.js\`. The fix leaves out what is there already, or writes \`-m\` before a module of Python.
`;

export const examples = [
  {
    bad: `FROM gcr.io/distroless/nodejs22-debian12:nonroot\nCOPY . /app\nWORKDIR /app\nCMD ["«node»", "server.js"]\n`,
    fixed: `FROM gcr.io/distroless/nodejs22-debian12:nonroot\nCOPY . /app\nWORKDIR /app\nCMD ["server.js"]\n`,
  },
  {
    bad: `FROM gcr.io/distroless/java21-debian12:nonroot\nCOPY app.jar /app.jar\nCMD ["«java»", "-jar", "/app.jar"]\n`,
    fixed: `FROM gcr.io/distroless/java21-debian12:nonroot\nCOPY app.jar /app.jar\nCMD ["/app.jar"]\n`,
  },
  {
    bad: `FROM gcr.io/distroless/python3-debian12:nonroot\nCOPY . /app\nWORKDIR /app\nENV PYTHONPATH=/app/packages\nCMD ["«gunicorn»", "app:app"]\n`,
    fixed: `FROM gcr.io/distroless/python3-debian12:nonroot\nCOPY . /app\nWORKDIR /app\nENV PYTHONPATH=/app/packages\nCMD ["-m", "gunicorn", "app:app"]\n`,
  },
  {
    bad: `FROM gcr.io/distroless/nodejs22-debian12:nonroot\nCOPY . /app\nWORKDIR /app\nCMD ["«npm»", "start"]\n`,
    fixed: false,
  },
  { good: `FROM node:22-slim\nUSER node\nCMD ["node", "server.js"]\n`, note: 'Its entrypoint hands over.' },
  { good: `FROM dhi.io/node:22\nCMD ["node", "server.js"]\n`, note: 'It has no entrypoint.' },
  {
    good: `FROM gcr.io/distroless/nodejs22-debian12:nonroot\nENTRYPOINT []\nCMD ["/nodejs/bin/node", "server.js"]\n`,
  },
  { good: `FROM python:3.12-slim\nUSER 10001\nENTRYPOINT ["python", "manage.py"]\nCMD ["runserver"]\n` },
] satisfies Example[];
