// A health check that calls an HTTP error healthy.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import { type ShippedHealthcheck, shippedHealthcheck } from '../../model/health.ts';
import { type IgnoredError, ignoresHttpErrors } from '../../probe/http-errors.ts';
import { readProbe } from '../../probe/read.ts';

interface Data {
  readonly check: ShippedHealthcheck;
  readonly error: IgnoredError;
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
    if (!read.ok && read.reason.startsWith('it is always healthy')) {
      yield {
        at: check.read.commandAt,
        message:
          'This check ends with success whatever happens: the container is always healthy. Let a failure end with another code.',
      };
      return;
    }
    const pipefail =
      model.before(check.instruction).shellForm?.some((word) => /pipefail/.test(word)) === true;
    for (const error of ignoresHttpErrors(check.command, pipefail)) {
      yield { at: check.span(error.place), message: messageOf(error), data: { check, error } };
    }
  },
  *fix(problem) {
    if (!problem.data) return;
    const { check, error } = problem.data;
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
answer's status. A check that searches the answer's text or compares its status is no finding.
`;

export const examples = [
  {
    bad: `FROM python:3.12\nHEALTHCHECK CMD «curl» -s http://127.0.0.1:8000/health\nUSER 10001\n`,
    fixed: `FROM python:3.12\nHEALTHCHECK CMD curl -fs http://127.0.0.1:8000/health\nUSER 10001\n`,
  },
  {
    bad: `FROM python:3.12\nHEALTHCHECK CMD «curl -f http://127.0.0.1:8000/health || true»\nUSER 10001\n`,
    fixed: false,
  },
  { bad: `FROM node:22\nHEALTHCHECK CMD ["node", "-e", "«fetch('http://127.0.0.1:3000/')»"]\nUSER node\n` },
  {
    good: `FROM python:3.12\nHEALTHCHECK CMD curl -fsS http://127.0.0.1:8000/health || exit 1\nUSER 10001\n`,
  },
  {
    good: `FROM python:3.12\nHEALTHCHECK CMD curl -s http://127.0.0.1:8000/health | grep -q ok\nUSER 10001\n`,
  },
] satisfies Example[];
