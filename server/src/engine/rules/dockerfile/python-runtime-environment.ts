// Python runs without the two variables that containers set as a rule.
import { defineRule, type Example } from '../../define-rule.ts';
import { insertAfter } from '../../edits/insert.ts';
import { keywordLike } from '../../edits/keyword-case.ts';
import { programName } from '../../model/apply-run.ts';
import { firstProgram } from '../../model/container-start.ts';
import { isDevelopment } from '../../model/file-role.ts';
import type { Stage } from '../../model/model.ts';
import { lineBreakOf } from '../../text/lines.ts';

interface Data {
  readonly stage: Stage;
  readonly names: readonly string[];
}

/** Servers that write their log unbuffered through the logging module are Python programs all the same. */
const python = /^(python[\d.]*|uvicorn|gunicorn|hypercorn|daphne|celery|flask|fastapi|django-admin)$/;

export default defineRule<Data>({
  id: 'python-runtime-environment',
  severity: 'hint',
  profiles: ['strict'],
  concern: 'correctness',
  summary: 'Python runs without PYTHONUNBUFFERED or PYTHONDONTWRITEBYTECODE',
  why: 'Python keeps what it prints in a buffer that a crash takes along, and writes compiled files into the container as it runs.',
  sources: [],
  *check({ model }) {
    const stage = model.finalStage;
    const start = firstProgram(model);
    if (!stage || !start || isDevelopment(model)) return;
    const program = programName(start.program);
    const { env, args, facts } = stage.end;
    // Of an image that nothing is known of, its environment is not known either.
    if (!python.test(program) || facts === undefined) return;
    // Without a script it is the interpreter at a terminal.
    if (/^python/.test(program) && start.args.length === 0) return;
    const options = /^python/.test(program) ? leadingOptions(start.args) : '';
    const has = (name: string, letter: string) =>
      env.has(name) || facts.env?.[name] !== undefined || args.has(name) || options.includes(letter);
    const names = [
      ...(has('PYTHONDONTWRITEBYTECODE', 'B') ? [] : ['PYTHONDONTWRITEBYTECODE']),
      ...(has('PYTHONUNBUFFERED', 'u') ? [] : ['PYTHONUNBUFFERED']),
    ];
    if (names.length === 0) return;
    const says = {
      PYTHONDONTWRITEBYTECODE: 'writes compiled files into the container',
      PYTHONUNBUFFERED: 'keeps its output in a buffer',
    };
    yield {
      at: start.at,
      message: `\`${program}\` ${names.map((name) => says[name as keyof typeof says]).join(' and ')}. Set ${names.map((name) => `\`${name}=1\``).join(' and ')}.`,
      data: { stage, names },
    };
  },
  *fix({ data }, { model }) {
    const { stage, names } = data!;
    const { dockerfile } = model;
    const line = `${keywordLike(dockerfile, 'ENV')} ${names.map((name) => `${name}=1`).join(' ')}`;
    yield {
      title: `Set ${names.join(' and ')}`,
      safety: 'review',
      preferred: true,
      edits: [insertAfter(dockerfile, stage.from, line + lineBreakOf(dockerfile.text))],
    };
  },
});

/** The letters of the interpreter's own options: those in front of the script. */
function leadingOptions(args: readonly string[]): string {
  const end = args.findIndex((word) => !/^-[A-Za-z]*[^mc\W]$/.test(word));
  return (end < 0 ? args : args.slice(0, end)).join('');
}

export const docs = `
Off but in the profile \`strict\`. Only where the container certainly starts Python, in an image whose environment is known. \`python -u\` and
\`python -B\` do the same as the variables. A file that sets a variable to nothing has decided, and is silent.
`;

export const examples = [
  {
    bad: `FROM python:3.13-slim\nUSER 10001\nCMD ["«python»", "app.py"]\n`,
    fixed: `FROM python:3.13-slim\nENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1\nUSER 10001\nCMD ["python", "app.py"]\n`,
  },
  {
    bad: `FROM python:3.13-slim\nENV PYTHONDONTWRITEBYTECODE=1\nUSER 10001\nCMD ["«gunicorn»", "app:app"]\n`,
    fixed: `FROM python:3.13-slim\nENV PYTHONUNBUFFERED=1\nENV PYTHONDONTWRITEBYTECODE=1\nUSER 10001\nCMD ["gunicorn", "app:app"]\n`,
  },
  {
    bad: `FROM python:3.13-slim\nUSER 10001\nCMD ["«python»", "-u", "app.py"]\n`,
    fixed: `FROM python:3.13-slim\nENV PYTHONDONTWRITEBYTECODE=1\nUSER 10001\nCMD ["python", "-u", "app.py"]\n`,
  },
  {
    good: `FROM python:3.13-slim\nENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1\nUSER 10001\nCMD ["python", "app.py"]\n`,
  },
  { good: `FROM python:3.13-slim\nUSER 10001\nCMD ["python", "-uB", "app.py"]\n` },
  { good: `FROM python:3.13-slim\nUSER 10001\nCMD ["python3"]\n`, note: 'The interpreter at a terminal.' },
  { good: `FROM python:3.13-slim\nUSER 10001\nCMD ["./start.sh"]\n`, note: 'The script may set them.' },
  {
    good: `FROM example.com/team/python:1\nUSER 10001\nCMD ["python", "app.py"]\n`,
    note: 'The image may set them.',
  },
] satisfies Example[];
