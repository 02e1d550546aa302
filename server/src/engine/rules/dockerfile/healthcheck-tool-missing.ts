// The health check starts a program that the shipped image does not have.
import { defineRule, type Example, type Fix, type Refusal } from '../../define-rule.ts';
import { execFormText } from '../../edits/exec-form.ts';
import { installProgram } from '../../edits/install-package.ts';
import { otherProbes } from '../../edits/other-probes.ts';
import { baseName } from '../../model/base.ts';
import { type ComposeForm, composeForm, missingProgram, missingPrograms } from '../../model/compose-form.ts';
import { provable } from '../../model/confidence.ts';
import { type ShippedHealthcheck, shippedHealthcheck } from '../../model/health.ts';
import type { Model } from '../../model/model.ts';
import { shellPresence } from '../../model/shell.ts';

interface Data {
  readonly check: ShippedHealthcheck;
  readonly tool: string;
}

export default defineRule<Data>({
  id: 'healthcheck-tool-missing',
  severity: 'error',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  summary: 'The health check starts a program that the image does not have',
  why: 'The probe fails each time, so that the container is never healthy and an orchestrator keeps replacing it.',
  sources: [],
  *check({ model }) {
    const check = shippedHealthcheck(model);
    if (!check) return;
    const state = check.stage.end;
    const compose = composeForm(check);
    if (compose && state.tool(compose.word).presence !== 'present') {
      yield {
        at: check.span({ item: 0, start: 0, end: compose.word.length }),
        message: `\`${compose.word}\` belongs into a Compose file: here Docker looks for a program of that name, and the container is never healthy. Write the command without it.`,
        data: { check, tool: compose.word },
      };
      return;
    }
    for (const { name, place, by } of missingPrograms(check.command, state)) {
      const removed = by !== undefined && by !== 'image' ? by : undefined;
      const image = baseName(check.stage);
      yield {
        at: check.span(place),
        severity: provable(state, 'error', name === 'sh' ? 'shell' : `tools.${name}`),
        message: removed
          ? `\`${name}\` is removed again before the image is finished: the container is never healthy. Probe with what the image has.`
          : `\`${image}\` has no \`${name}\` and nothing here installs it: the container is never healthy. Probe with what the image has.`,
        related: removed ? [{ at: removed.head, message: `\`${name}\` is removed here.` }] : [],
        data: { check, tool: name },
      };
    }
  },
  *fix(problem, { model }) {
    const { check, tool } = problem.data!;
    const compose = composeForm(check);
    if (compose) {
      yield* withoutComposeWord(model, check, compose);
      return;
    }
    const offers = [...otherProbes(model, check, tool)];
    yield* offers;
    const { instruction } = check;
    if (check.stage.index === instruction.stage)
      yield* installProgram(
        model,
        check.stage,
        instruction,
        instruction.at.start,
        tool,
        !offers.some((offer) => 'edits' in offer),
      );
  },
});

/** The command that is meant, or another one that asks the same where its program is missing. */
function* withoutComposeWord(
  model: Model,
  check: ShippedHealthcheck,
  form: ComposeForm,
): Iterable<Fix | Refusal> {
  const { meant, word } = form;
  const title = `Write the command without ${word}`;
  if (!meant) {
    yield { title, reason: 'The command cannot be written in one line.' };
    return;
  }
  const state = check.stage.end;
  const missing = missingProgram(meant, state);
  if (missing !== undefined) {
    yield* otherProbes(model, { ...check, command: meant }, missing);
    return;
  }
  const shell = model.before(check.instruction).shellForm?.[0];
  if (meant.form === 'shell' && (shell === undefined || shellPresence(state, shell) === 'absent')) {
    yield { title, reason: 'Shell form needs a shell, which this image does not have.' };
    return;
  }
  const { start, end } = check.read.commandAt;
  const text = meant.form === 'shell' ? meant.script : execFormText(meant.argv);
  yield { title, safety: 'review', preferred: true, edits: [{ start, end, text }] };
}

export const docs = `
The rule looks at the health check that is in force in the shipped stage, and at what that stage really has: the base image's
own programs, and those that the file installs or copies. It is silent where anything unknown could have brought the program.
The words of a Compose file, \`CMD-SHELL\` and \`CMD\`, are names of programs here.

The fix asks the same question in the image's own language, in exec form, with a limit of its own and an exit code that is not
zero when the answer is an error. Scheme, port, path, method, headers and \`-k\` are kept, or the fix is not offered.
`;

export const examples = [
  {
    bad: `FROM python:3.12-slim\nCOPY app.py /app.py\nHEALTHCHECK --interval=30s CMD «curl» -f http://localhost:8000/health || exit 1\nUSER 10001\nCMD ["python", "/app.py"]\n`,
    fixed: `FROM python:3.12-slim\nCOPY app.py /app.py\nHEALTHCHECK --interval=30s CMD ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health',timeout=3)"]\nUSER 10001\nCMD ["python", "/app.py"]\n`,
  },
  {
    bad: `FROM node:22-slim\nHEALTHCHECK CMD ["«curl»", "-f", "http://127.0.0.1:3000/health"]\nUSER node\nCMD ["node", "server.js"]\n`,
    fixed: `FROM node:22-slim\nHEALTHCHECK CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]\nUSER node\nCMD ["node", "server.js"]\n`,
  },
  {
    bad: `FROM alpine:3.22\nHEALTHCHECK CMD «curl» -fsS http://127.0.0.1:8080/ || exit 1\nUSER 10001\nCMD ["httpd", "-f"]\n`,
    fixed: `FROM alpine:3.22\nHEALTHCHECK CMD ["wget", "-q", "-T", "3", "-O", "/dev/null", "http://127.0.0.1:8080/"]\nUSER 10001\nCMD ["httpd", "-f"]\n`,
  },
  {
    bad: `FROM python:3.12\nHEALTHCHECK --timeout=3s CMD ["«CMD-SHELL»", "curl -f http://127.0.0.1:8000/ || exit 1"]\nUSER 10001\n`,
    fixed: `FROM python:3.12\nHEALTHCHECK --timeout=3s CMD curl -f http://127.0.0.1:8000/ || exit 1\nUSER 10001\n`,
    note: 'The form of a Compose file.',
  },
  {
    bad: `FROM python:3.12-slim\nHEALTHCHECK --timeout=3s CMD ["«CMD»", "curl", "-f", "http://127.0.0.1:8000/health"]\nUSER 10001\n`,
    fixed: `FROM python:3.12-slim\nHEALTHCHECK --timeout=3s CMD ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health',timeout=3)"]\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12-slim\nHEALTHCHECK CMD «pgrep» worker || exit 1\nUSER 10001\n`,
    fixed: false,
  },
  {
    bad: `FROM node:22-slim\nHEALTHCHECK CMD «pg_isready» -h db\nUSER node\n`,
    fixed: `FROM node:22-slim\nRUN apt-get update && apt-get install -y --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*\nHEALTHCHECK CMD pg_isready -h db\nUSER node\n`,
    note: 'Nothing else asks the same.',
  },
  {
    bad: `FROM python:3.12-slim\nUSER 10001\nHEALTHCHECK CMD «curl» -f http://127.0.0.1:8000/ || exit 1\n`,
    title: 'Install `curl`',
    fixed: `FROM python:3.12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\nUSER 10001\nHEALTHCHECK CMD curl -f http://127.0.0.1:8000/ || exit 1\n`,
    note: 'The second choice: Python asks the same without a package.',
  },
  { good: `FROM alpine:3.22\nHEALTHCHECK CMD pgrep worker\nUSER 10001\n`, note: 'An applet of BusyBox.' },
  { good: `FROM postgres:17\nHEALTHCHECK CMD pg_isready\n` },
  {
    good: `FROM golang:1.26 AS build\nRUN CGO_ENABLED=0 go build -o /out/probe ./cmd/probe\nFROM scratch\nWORKDIR /app\nCOPY --from=build /out/probe ./bin/probe\nHEALTHCHECK CMD ["./bin/probe", "-x"]\nENTRYPOINT ["/app/bin/probe"]\n`,
    note: 'A path from the working directory.',
  },
  {
    good: `FROM debian:12-slim\nRUN apt-get update && apt-get install -y procps\nHEALTHCHECK CMD pgrep worker\nUSER 10001\n`,
  },
  {
    good: `FROM python:3.12\nHEALTHCHECK CMD curl -f http://127.0.0.1:8000/ || exit 1\nUSER 10001\n`,
    note: 'The full image has curl.',
  },
  {
    good: `FROM python:3.12-slim\nRUN apt-get update && apt-get install -y curl\nHEALTHCHECK CMD curl -f http://127.0.0.1/\nUSER 10001\n`,
  },
  {
    good: `FROM python:3.12-slim\nCOPY --from=tools /usr/bin/curl /usr/local/bin/\nHEALTHCHECK CMD curl -f http://127.0.0.1/\nUSER 10001\n`,
  },
  {
    good: `FROM python:3.12-slim\nRUN ./install-tools.sh\nHEALTHCHECK CMD curl -f http://127.0.0.1/\nUSER 10001\n`,
    note: 'A script may have installed it.',
  },
  {
    good: `FROM python:3.12-slim AS test\nHEALTHCHECK CMD curl -f http://127.0.0.1/\nFROM python:3.12-slim\nUSER 10001\n`,
    note: 'That stage is not shipped.',
  },
] satisfies Example[];
