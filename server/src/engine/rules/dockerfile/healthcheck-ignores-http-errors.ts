// A health check that calls an HTTP error healthy.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import { missingProgram } from '../../model/compose-form.ts';
import { type ShippedHealthcheck, shippedHealthcheck } from '../../model/health.ts';
import type { Model } from '../../model/model.ts';
import { alwaysHealthy } from '../../probe/always-healthy.ts';
import { type IgnoredError, ignoresHttpErrors } from '../../probe/http-errors.ts';
import { readProbe } from '../../probe/read.ts';

interface Data {
  readonly check: ShippedHealthcheck;
  /** Absent where the check as a whole succeeds always. */
  readonly error?: IgnoredError;
}

export default defineRule<Data>({
  id: 'healthcheck-ignores-http-errors',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  summary: 'The health check calls an HTTP error healthy',
  why: 'An application that answers every request with an error stays in service.',
  sources: [],
  *check({ model }) {
    const check = shippedHealthcheck(model);
    if (!check) return;
    const read = readProbe(check.command);
    if ((!read.ok && read.reason.startsWith('it is always healthy')) || alwaysHealthy(check.command)) {
      yield {
        at: check.read.commandAt,
        message:
          'This check ends with success whatever happens: the container is always healthy. Let a failure end with another code.',
        data: { check },
      };
      return;
    }
    const pipefail = hasPipefail(model, check);
    for (const error of ignoresHttpErrors(check.command, pipefail)) {
      yield { at: check.span(error.place), message: messageOf(error), data: { check, error } };
    }
  },
  *fix(problem, { model }) {
    const { check, error } = problem.data!;
    if (!error) {
      const edit = letFail(model, check);
      if (edit)
        yield {
          title: 'Let a failure make the container unhealthy',
          safety: 'review',
          preferred: true,
          edits: [edit],
        };
      return;
    }
    const { edit: change } = error;
    if (!change) return;
    const title = `Make ${error.tool} fail on HTTP errors`;
    let edit: Edit;
    if (change.kind === 'insert') {
      const { start, end } = check.span({
        ...change.place,
        end: Math.max(change.place.end, change.place.start + 1),
      });
      // The place must be told exactly: where an item's escapes hide it, nothing is offered.
      const { command } = check.read;
      if (command.form === 'exec' && start === command.exec.items[change.place.item]?.at.start) return;
      const inText = command.form === 'exec' ? JSON.stringify(change.text).slice(1, -1) : change.text;
      edit = { start, end: start, text: inText };
      if (end < start) return;
    } else {
      const { command } = check.read;
      const item = command.form === 'exec' ? command.exec.items[change.before] : undefined;
      if (!item) return;
      edit = { start: item.at.start, end: item.at.start, text: `${JSON.stringify(change.text)}, ` };
    }
    yield { title, safety: 'review', preferred: true, edits: [edit] };
  },
});

function hasPipefail(model: Model, check: ShippedHealthcheck): boolean {
  return model.before(check.instruction).shellForm?.some((word) => /pipefail/.test(word)) === true;
}

/** Writes `|| exit 1` for the `|| true` or `; exit 0` at the end, where nothing else makes the check succeed. */
function letFail(model: Model, check: ShippedHealthcheck): Edit | undefined {
  const { command } = check.read;
  if (command.form !== 'shell') return undefined;
  const { script } = command;
  const { text } = script;
  const tail = text.slice(-40);
  const found = /(\|\||;)\s*(true|:|exit\s+0|\/bin\/true)$/.exec(tail);
  if (!found) return undefined;
  const start = text.length - tail.length + found.index;
  const added = found[1] === ';' && !/\s$/.test(text.slice(0, start)) ? ' || exit 1' : '|| exit 1';
  const result = { form: 'shell', script: text.slice(0, start) + added } as const;
  const read = readProbe(result);
  if (alwaysHealthy(result) || (!read.ok && read.reason.startsWith('it is always healthy'))) return undefined;
  if (ignoresHttpErrors(result, hasPipefail(model, check)).length > 0) return undefined;
  // The container would never be healthy then.
  if (missingProgram(result, check.stage.end) !== undefined) return undefined;
  return { ...script.span(start, text.length), text: added };
}

function messageOf({ tool, why }: IgnoredError): string {
  switch (why) {
    case 'no-fail-option':
      return `\`${tool}\` succeeds whatever status comes back: HTTP 500 counts as healthy. Add \`--fail\`.`;
    case 'lost-in-pipe':
      return `The exit code of \`${tool}\` is lost in the pipe: the check is healthy even when nothing answers. Let \`${tool}\` be the last command.`;
    default:
      return `The status of the answer is never looked at: HTTP 500 counts as healthy. Exit with 1 when it is 400 or above.`;
  }
}

export const docs = `
curl without \`--fail\`, a probe whose exit code is lost in a pipe, and programs in Node.js or Python that never look at the
answer's status, and checks of any program that end with success whatever happens (\`|| true\`, \`; exit 0\`). A check that searches the answer's text or compares its status is no finding.
`;

export const examples = [
  {
    bad: `FROM python:3.12\nHEALTHCHECK CMD «curl» -s http://127.0.0.1:8000/health\nUSER 10001\n`,
    fixed: `FROM python:3.12\nHEALTHCHECK CMD curl -fs http://127.0.0.1:8000/health\nUSER 10001\n`,
  },
  {
    bad: `FROM python:3.12\nHEALTHCHECK CMD «curl -f http://127.0.0.1:8000/health || true»\nUSER 10001\n`,
    fixed: `FROM python:3.12\nHEALTHCHECK CMD curl -f http://127.0.0.1:8000/health || exit 1\nUSER 10001\n`,
  },
  {
    bad: `FROM postgres:17\nHEALTHCHECK CMD «pg_isready -U app; exit 0»\n`,
    fixed: `FROM postgres:17\nHEALTHCHECK CMD pg_isready -U app || exit 1\n`,
  },
  { bad: `FROM python:3.12\nHEALTHCHECK CMD «["sh", "-c", "./check.sh || :"]»\nUSER 10001\n`, fixed: false },
  { good: `FROM postgres:17\nHEALTHCHECK CMD pg_isready -U app || exit 1\n` },
  { good: `FROM python:3.12\nHEALTHCHECK CMD ./check.sh && echo fine || exit 1\nUSER 10001\n` },
  { bad: `FROM node:22\nHEALTHCHECK CMD ["node", "-e", "«fetch('http://127.0.0.1:3000/')»"]\nUSER node\n` },
  {
    good: `FROM python:3.12\nHEALTHCHECK CMD curl -fsS http://127.0.0.1:8000/health || exit 1\nUSER 10001\n`,
  },
  {
    good: `FROM python:3.12\nHEALTHCHECK CMD curl -s http://127.0.0.1:8000/health | grep -q ok\nUSER 10001\n`,
  },
] satisfies Example[];
