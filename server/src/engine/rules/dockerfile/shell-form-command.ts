// A container whose first process is a shell that does not hand on signals.
import { defineRule, type Example } from '../../define-rule.ts';
import { execFormText, toExecForm } from '../../edits/exec-form.ts';
import { programName } from '../../model/apply-run.ts';
import { baseName } from '../../model/base.ts';
import { isDevelopment } from '../../model/file-role.ts';
import { shellContext, shellPresence } from '../../model/shell.ts';
import { type LastProgram, lastProgram, shellKind } from '../../model/shell-handover.ts';
import type { CommandState } from '../../model/state.ts';
import { readShellScripts } from '../../parse/shell.ts';
import type { Instruction } from '../../parse/syntax.ts';

interface Data {
  readonly instruction: Instruction;
  readonly last: LastProgram;
}

export default defineRule<Data>({
  id: 'shell-form-command',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  summary: 'The container starts a shell that does not hand on signals',
  why: 'The shell is process 1 and keeps the signal of `docker stop` to itself, so that the program is killed after ten seconds without a chance to finish.',
  sources: ['hadolint:DL3025', 'buildkit:JSONArgsRecommended', 'kics:b86987e1-6397-4619-81d5-8807f2387c79'],
  *check({ model }) {
    const stage = model.finalStage;
    if (!stage || isDevelopment(model)) return;
    const { end } = stage;
    for (const command of [end.entrypoint, end.cmd]) {
      if (!command || command.by === 'image' || command.form !== 'shell') continue;
      const instruction = command.by;
      // The words of CMD are then arguments of the entrypoint, which decides what it does with them.
      if (command === end.cmd && !startsCommand(end.entrypoint)) continue;
      // That was meant as exec form, and is another finding.
      if (instruction.body.text.startsWith('[')) continue;
      const at = model.before(instruction);
      const shell = at.shellForm?.[0] ?? '/bin/sh';
      if (shellPresence(end, shell) !== 'present') continue;
      const [script, ...more] = readShellScripts(instruction, shellContext(at));
      if (!script || more.length > 0 || script.incomplete) continue;
      const last = lastProgram(script, instruction.body.text);
      const kind = shellKind(end, shell);
      if (last === undefined || last.handsOver(kind)) continue;
      const name = last.name.slice(0, 60);
      const image = baseName(stage);
      yield {
        at: instruction.body.at,
        message: `\`${shell}\` of \`${image}\` starts \`${name}\` as its child and does not hand on signals: \`docker stop\` waits ten seconds and kills it. Use exec form${last.needsShell ? ', or `exec` before the last command' : ''}.`,
        data: { instruction, last },
      };
    }
  },
  *fix(problem, { model }) {
    const { instruction, last } = problem.data!;
    const { start, end } = instruction.body.at;
    const written = model.dockerfile.text.slice(start, end);
    const converted = toExecForm(instruction.body.text, { healthcheck: false });
    const title = 'Write it in exec form: the program gets the signals itself';
    // With a shell-form entrypoint CMD's words are ignored; in exec form they would become arguments.
    const addsArguments =
      instruction.keyword === 'ENTRYPOINT' && (model.finalStage?.end.cmd?.argv?.length ?? 0) > 0;
    if (addsArguments)
      yield { title, reason: 'The words of CMD, which shell form ignores, would become its arguments.' };
    else if (!converted.ok) yield { title, reason: `Exec form cannot say this: ${converted.reason}.` };
    else if (!/\n[ \t]*#/.test(written))
      yield {
        title,
        safety: 'review',
        preferred: true,
        edits: [{ start, end, text: execFormText(converted.argv) }],
      };
    if (last.execAt !== undefined)
      yield {
        title: `Put \`exec\` before \`${last.name.slice(0, 40)}\`: the shell makes room for it`,
        safety: 'review',
        preferred: addsArguments || !converted.ok || /\n[ \t]*#/.test(written),
        edits: [{ start: last.execAt, end: last.execAt, text: 'exec ' }],
      };
  },
});

/** There is no entrypoint, or one that hands over to what CMD says. */
function startsCommand(entrypoint: CommandState | undefined): boolean {
  const [first, ...more] = entrypoint?.argv ?? [];
  if (entrypoint === undefined || (entrypoint.form === 'exec' && first === undefined)) return true;
  const name = programName(first ?? '');
  // Source: these scripts in the official images of Node, PHP, Java and Maven, which end in `exec "$@"`.
  if (entrypoint.by === 'image')
    return /^(docker-entrypoint\.sh|docker-php-entrypoint|__cacert_entrypoint\.sh|mvn-entrypoint\.sh)$/.test(
      name,
    );
  return name === 'tini' && !more.some((word) => /^-\w*g/.test(word));
}

export const docs = `
Docker runs shell form with \`/bin/sh -c\`. Debian's and Ubuntu's \`dash\` starts the program as a child and stays process 1, which
gets the signals. \`bash\` and BusyBox' \`ash\` replace themselves by a simple last command: there the rule is silent, as for
\`exec …\`. What the shell of an image is comes from the facts; an unknown one makes the rule silent.

The fix writes exec form where a shell is not needed. Where variables or several commands need it, \`exec\` goes before the last one.
`;

export const examples = [
  {
    bad: `FROM python:3.12-slim\nUSER 10001\nCMD «gunicorn -b 0.0.0.0:8000 app:app»\n`,
    fixed: `FROM python:3.12-slim\nUSER 10001\nCMD ["gunicorn", "-b", "0.0.0.0:8000", "app:app"]\n`,
  },
  {
    bad: `FROM node:22\nUSER node\nCMD «node server.js»\n`,
    fixed: `FROM node:22\nUSER node\nCMD ["node", "server.js"]\n`,
    note: "Node's own entrypoint hands over to the shell.",
  },
  {
    bad: `FROM node:22\nUSER node\nENTRYPOINT «node server.js»\n`,
    fixed: `FROM node:22\nUSER node\nENTRYPOINT ["node", "server.js"]\n`,
  },
  {
    bad: `FROM python:3.12-slim\nUSER 10001\nENTRYPOINT []\nCMD «python manage.py migrate && gunicorn app:app --bind 0.0.0.0:$PORT»\n`,
    fixed: `FROM python:3.12-slim\nUSER 10001\nENTRYPOINT []\nCMD python manage.py migrate && exec gunicorn app:app --bind 0.0.0.0:$PORT\n`,
  },
  {
    bad: `FROM alpine:3.22\nUSER 10001\nCMD «httpd -f | tee /tmp/log»\n`,
    fixed: false,
    note: 'In a pipe the shell stays, whichever it is.',
  },
  {
    good: `FROM alpine:3.22\nUSER 10001\nCMD httpd -f -p 8080\n`,
    note: "BusyBox' shell replaces itself by a simple command.",
  },
  { good: `FROM python:3.12-slim\nUSER 10001\nCMD exec gunicorn app:app --bind 0.0.0.0:$PORT\n` },
  { good: `FROM debian:12\nSHELL ["/bin/bash", "-c"]\nUSER 10001\nCMD server --port $PORT\n`, note: 'bash.' },
  {
    good: `FROM debian:12\nUSER 10001\nENTRYPOINT tini -g -- server $OPTIONS\n`,
    note: 'It signals the whole group.',
  },
  { good: `FROM registry.example.com/base:1\nCMD server\n`, note: 'Its shell is not known.' },
  { good: `FROM debian:12\nUSER 10001\nCMD bash\n`, note: 'A shell for a person, not a server.' },
] satisfies Example[];
