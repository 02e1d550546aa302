// What is shipped looks for an interpreter where the image has none.
import { defineRule, type Example } from '../../define-rule.ts';
import { type Artifact, artifactsOf } from '../../model/artifacts.ts';
import { baseName } from '../../model/base.ts';
import { provable } from '../../model/confidence.ts';
import { firstProgram } from '../../model/container-start.ts';
import { interpreterPresence, languageOf, useOfEnvironment } from '../../model/interpreters.ts';
import type { Model, Stage } from '../../model/model.ts';
import { runtimeOf } from '../../model/runtimes.ts';
import type { Span } from '../../parse/syntax.ts';

interface Data {
  readonly at: Span;
  readonly path: string;
}

export default defineRule<Data>({
  id: 'interpreter-path-mismatch',
  severity: 'error',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  summary: 'An interpreter is expected where the image has none',
  why: 'A virtual environment links to the interpreter that made it and its scripts name it by path, so that in an image with its interpreter elsewhere nothing of it starts.',
  sources: [],
  *check({ model }) {
    const stage = model.finalStage;
    if (!stage) return;
    const image = baseName(stage);
    const started = firstProgram(model);
    const name = started?.program.slice(started.program.lastIndexOf('/') + 1) ?? '';
    const asked = languageOf(name);
    if (
      started &&
      asked &&
      started.program.startsWith('/') &&
      interpreterPresence(model, stage, started.program) === 'absent'
    ) {
      const there = runtimeOf(stage, asked.language)?.paths[0];
      yield {
        at: started.at,
        severity: provable(stage.end, 'error', 'runtime'),
        message: `\`${image}\` has no \`${started.program}\`: the container does not start. ${there ? `Its interpreter is \`${there}\`.` : 'Start from an image that has one.'}`,
        ...(there &&
          started.form === 'exec' &&
          languageOf(there.slice(there.lastIndexOf('/') + 1)) && { data: { at: started.at, path: there } }),
      };
    }
    const reported = new Set<Artifact['carriedBy']>();
    for (const artifact of artifactsOf(model, stage)) {
      const { carriedBy } = artifact;
      if (artifact.kind !== 'python-environment' || !carriedBy || reported.has(carriedBy)) continue;
      const message = faultOf(model, stage, artifact, image);
      if (message === undefined) continue;
      reported.add(carriedBy);
      yield {
        at: carriedBy.words[0]?.at ?? carriedBy.head,
        severity: provable(stage.end, 'error', 'runtime'),
        message,
        related: [{ at: artifact.by.head, message: `\`${artifact.what}\` makes the environment here.` }],
      };
    }
  },
  *fix(problem) {
    if (!problem.data) return;
    const { at, path } = problem.data;
    yield {
      title: `Start \`${path}\``,
      safety: 'safe',
      preferred: true,
      edits: [{ start: at.start, end: at.end, text: path }],
    };
  },
});

function faultOf(model: Model, stage: Stage, artifact: Artifact, image: string): string | undefined {
  const use = useOfEnvironment(model, artifact);
  if (!use) return undefined;
  const { interpreter, builtPath, path } = artifact;
  if (interpreter !== undefined && interpreterPresence(model, stage, interpreter) === 'absent') {
    const there = runtimeOf(stage, 'python')?.paths[0];
    const shown = interpreter.includes('/cpython/')
      ? `${interpreter.slice(0, interpreter.indexOf('/cpython/'))}, where uv put it`
      : interpreter;
    const instead = there ? `whose Python is \`${there}\`` : 'which has no Python';
    return `The virtual environment links to \`${shown}\`, and \`${image}\`, ${instead}, does not have that. Build it with an image whose interpreter lies at the same path.`;
  }
  // Scripts name the environment's own interpreter by its old path; the interpreter itself does not mind.
  if (!use.script || builtPath === path || stillAt(model, stage, builtPath)) return undefined;
  return `The environment was made at \`${builtPath}\` and lies at \`${path}\` here: its scripts start with \`#!${builtPath}/bin/python\`, which does not exist. Copy it to the same path, or start \`python -m …\`.`;
}

/** Something lies at the old path too, or may. */
function stillAt(model: Model, stage: Stage, path: string): boolean {
  if (artifactsOf(model, stage).some((artifact) => artifact.path === path)) return true;
  const { opaqueBy } = stage.end;
  return (
    (opaqueBy !== undefined && opaqueBy !== 'image' && opaqueBy.keyword !== 'ENV') ||
    model.finalChain.some((each) =>
      each.instructions.some(
        ({ keyword, body }) => keyword !== 'ENV' && keyword !== 'COPY' && body.text.includes(path),
      ),
    )
  );
}

export const docs = `
\`python -m venv\` writes the path of its interpreter into the environment. The official images have it at
\`/usr/local/bin/python3\`, Debian, distroless, Chainguard and Docker Hardened Images on Debian 13 at \`/usr/bin/python3\`, the
hardened ones on Debian 12 and Alpine 3.22 at \`/opt/python/bin/python3\`. \`uv\` may download one into \`/root/.local/share/uv/python\`.

The rule speaks only where the container starts something of the environment, by path or over PATH. An absolute path of an
interpreter in CMD or ENTRYPOINT is looked at too, and the fix puts in the one that the image has.
`;

const runtime = 'COPY --from=build';
export const examples = [
  {
    bad: `FROM python:3.13-slim AS build\nRUN python -m venv /venv && /venv/bin/pip install flask==3.1.0\n\nFROM gcr.io/distroless/python3-debian13:nonroot\n${runtime} «/venv» /venv\nCOPY app.py /app.py\nENTRYPOINT ["/venv/bin/python", "/app.py"]\n`,
    fixed: false,
  },
  {
    bad: `FROM dhi.io/python:3.13-debian12-dev AS build\nRUN python -m venv /app/venv\nENV PATH=/app/venv/bin:$PATH\nRUN pip install gunicorn==23.0.0\n\nFROM dhi.io/python:3.13-debian13\nENV PATH=/app/venv/bin:$PATH\n${runtime} «/app/venv» /app/venv\nENTRYPOINT ["gunicorn", "app:app"]\n`,
    fixed: false,
  },
  {
    bad: `FROM python:3.12-slim AS build\nWORKDIR /build\nRUN python -m venv .venv && .venv/bin/pip install gunicorn==23.0.0\n\nFROM python:3.12-slim\n${runtime} «/build/.venv» /opt/venv\nUSER 10001\nCMD ["/opt/venv/bin/gunicorn", "app:app"]\n`,
    fixed: false,
    note: 'The environment moves, and its scripts with it.',
  },
  {
    bad: `FROM gcr.io/distroless/python3-debian13:nonroot\nCOPY app.py /app.py\nENTRYPOINT ["«/usr/local/bin/python3»", "/app.py"]\n`,
    fixed: `FROM gcr.io/distroless/python3-debian13:nonroot\nCOPY app.py /app.py\nENTRYPOINT ["/usr/bin/python3", "/app.py"]\n`,
  },
  {
    bad: `FROM ghcr.io/astral-sh/uv:0.8-bookworm-slim AS build\nWORKDIR /app\nCOPY . .\nRUN uv sync --frozen\n\nFROM debian:12-slim\n${runtime} «/app» /app\nUSER 10001\nCMD ["/app/.venv/bin/python", "main.py"]\n`,
    fixed: false,
    images: [
      {
        image: 'ghcr.io/astral-sh/uv:0.8-bookworm-slim',
        facts: { tools: { python3: false }, user: { name: 'root', uid: 0 } },
      },
    ],
  },
  {
    good: `FROM python:3.13-slim AS build\nRUN python -m venv /venv && /venv/bin/pip install flask==3.1.0\n\nFROM python:3.13-slim\n${runtime} /venv /venv\nUSER 10001\nCMD ["/venv/bin/python", "app.py"]\n`,
  },
  {
    good: `FROM python:3.13-slim AS build\nRUN python -m venv /venv && /venv/bin/pip install flask==3.1.0\n\nFROM gcr.io/distroless/python3-debian13:nonroot\n${runtime} /venv/lib/python3.13/site-packages /packages\nENV PYTHONPATH=/packages\nCOPY app.py /app.py\nCMD ["/app.py"]\n`,
    note: 'Only the packages are taken, and the own interpreter finds them.',
  },
  {
    good: `FROM debian:13-slim AS build\nRUN apt-get update && apt-get install -y python3-venv && python3 -m venv /venv && /venv/bin/pip install flask==3.1.0\n\nFROM gcr.io/distroless/python3-debian13:nonroot\n${runtime} /venv /venv\nENTRYPOINT ["/venv/bin/python3", "app.py"]\n`,
    note: "Debian's Python lies at the same path in both.",
  },
  {
    good: `FROM python:3.12-slim AS build\nWORKDIR /build\nRUN python -m venv .venv && .venv/bin/pip install flask==3.1.0\n\nFROM python:3.12-slim\n${runtime} /build/.venv /opt/venv\nUSER 10001\nCMD ["/opt/venv/bin/python", "-m", "flask", "run"]\n`,
    note: 'The interpreter does not mind that the environment moved.',
  },
  {
    good: `FROM python:3.12\nCOPY app.py /\nUSER 10001\nCMD ["/usr/bin/python3", "/app.py"]\n`,
    note: "The full image has Debian's Python besides.",
  },
] satisfies Example[];
