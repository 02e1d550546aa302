// `command` or `entrypoint` of a service needs a shell: Compose uses none, or the image has none.
import { readWords } from '../../compose/command.ts';
import { imageLacks, imagePlace } from '../../compose/image-words.ts';
import type { ComposeService } from '../../compose/project.ts';
import type { ServiceImage } from '../../compose/service-image.ts';
import { getsWords, mayBringPrograms, type ServiceStart, serviceStart } from '../../compose/service-start.ts';
import { textPlace } from '../../compose/text-place.ts';
import {
  type ComposeRuleInput,
  defineComposeRule,
  type Example,
  type PlacedProblem,
} from '../../define-rule.ts';
import { programName } from '../../model/apply-run.ts';
import { provable } from '../../model/confidence.ts';
import { shellPresence } from '../../model/shell.ts';
import { quoted } from '../../parse/errors/problem.ts';
import type { YamlEntry, YamlScalar } from '../../parse/yaml/tree.ts';
import { InFlow, isRefused, replaceValue } from '../../yaml-edits/index.ts';

interface Data {
  readonly service: ComposeService;
  readonly key: 'entrypoint' | 'command';
  readonly scalar: YamlScalar;
}

export default defineComposeRule<Data>({
  id: 'compose-command-needs-shell',
  severity: 'error',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  summary: 'The command of a service needs a shell that is not there',
  why: 'Compose starts programs without a shell, so that operators and variables do nothing unless the command names a shell, which the image must have.',
  sources: [],
  *check(input) {
    for (const service of input.project.services) {
      if (!service.complete || (!service.command && !service.entrypoint)) continue;
      const image = input.imageOf(service);
      const seen = [...cutOff(input, service, 'entrypoint'), ...cutOff(input, service, 'command')];
      yield* seen;
      const start = serviceStart(service, image) ?? getsWords(service, image);
      if (start === undefined) continue;
      if (image !== undefined) yield* withoutShell(input, service, image, start);
      if (seen.length === 0) yield* wordsForShell(service, start);
    }
  },
  *fix(problem, { project, imageOf }) {
    if (problem.data === undefined) return;
    const { service, key, scalar } = problem.data;
    const file = project.files.get(scalar.at.file);
    const entry: YamlEntry | undefined = service.node.entry(key);
    const image = imageOf(service);
    if (file === undefined || entry === undefined) return;
    const title = 'Run it with sh -c';
    if (image === undefined || image.state.tool('/bin/sh').presence !== 'present') {
      yield { title, reason: 'It is not known whether the image has a shell.' };
      return;
    }
    const start = serviceStart(service, image) ?? getsWords(service, image);
    if (start?.key !== key) {
      yield { title, reason: 'The entrypoint gets these words as its arguments.' };
      return;
    }
    const edits = replaceValue(file, entry, new InFlow(['sh', '-c', scalar.written.trim()]), {
      dropVariables: true,
    });
    yield isRefused(edits)
      ? { title, reason: edits.reason }
      : { title, safety: 'review', preferred: true, edits };
  },
});

/** A command that is one text: Compose splits it into words and drops what stands behind an operator. */
function* cutOff(
  { project }: ComposeRuleInput,
  service: ComposeService,
  key: 'entrypoint' | 'command',
): Iterable<PlacedProblem<Data>> {
  const scalar = service.get(key);
  if (scalar?.kind !== 'scalar' || scalar.text === undefined) return;
  const { text } = scalar;
  const cutAt = readWords(text)?.cutAt;
  if (cutAt === undefined) return;
  const operator = /^(?:&&|\|\||>>|[;&|<>])/.exec(text.slice(cutAt, cutAt + 2))?.[0] ?? '';
  const rest = text.slice(cutAt + operator.length).trim();
  if (rest === '' && operator === ';') return;
  const isLost = rest !== '' && (operator === '&&' || operator === ';');
  yield {
    at: textPlace(project.files, scalar, cutAt, cutAt + operator.length),
    severity: isLost ? 'error' : 'warning',
    message: `Compose starts the ${key} of ${quoted(service.name)} without a shell and drops everything from \`${operator}\` on${rest === '' || !isLost ? '' : `: ${quoted(rest)} never runs`}. Write \`["sh", "-c", "…"]\`, or one program.`,
    data: { service, key, scalar },
  };
}

const shells = /^(ba|da|a|z|k)?sh$/;

/** `sh -c …`, or a script, in an image without a shell. */
function* withoutShell(
  { context }: ComposeRuleInput,
  service: ComposeService,
  image: ServiceImage,
  { command, argv }: ServiceStart,
): Iterable<PlacedProblem<Data>> {
  const { state } = image;
  const [program = ''] = argv;
  const isShell = shells.test(programName(program)) && /^(\/(usr\/)?bin\/)?\w+$/.test(program);
  const isScript = /\.(sh|bash)$/.test(program);
  if ((!isShell && !isScript) || shellPresence(state, '/bin/sh') !== 'absent') return;
  if (isShell && state.tool(programName(program)).presence !== 'absent') return;
  if (mayBringPrograms(service, image, context)) return;
  yield {
    at: command.at,
    severity: isShell ? provable(state, 'error', 'shell') : 'warning',
    message: isShell
      ? `${imageLacks(service, image)} \`${program}\`: the container of ${quoted(service.name)} does not start. Start the program itself.`
      : `${imageLacks(service, image)} shell to run the script ${quoted(program)} of ${quoted(service.name)} with. Start the program itself.`,
    related: imagePlace(service),
  };
}

/** Programs for which such words are no operators, or which put in variables themselves. */
const readsWords =
  /^((ba|da|a|z|k)?sh|env|envsubst|find|xargs|test|\[|expr|awk|gawk|jq|perl|python[\d.]*|node|ruby|php|su|gosu|su-exec|runuser|timeout|watch|parallel|script|ssh|make|caddy|otelcol.*)$/;

/** Operators as words of their own, and variables that nothing puts in. */
function* wordsForShell(service: ComposeService, { key, argv }: ServiceStart): Iterable<PlacedProblem<Data>> {
  const node = service.get(key);
  const said = key === 'entrypoint' ? service.entrypoint : service.command;
  if (node === undefined || node.kind === 'map' || said === undefined) return;
  const [program = '', ...args] = argv;
  const isShell = shells.test(programName(program));
  if (!isShell && argv.some((word) => readsWords.test(programName(word)))) return;
  // `sh -c` takes one word for its script; those behind it are `$0`, `$1`.
  const script = isShell ? args.findIndex((word) => /^-[a-z]*c$/.test(word)) : -1;
  if (isShell && script < 0) return;
  const own = node.kind === 'list' ? node.items.slice(1) : [];
  for (const [index, word] of args.entries()) {
    if (isShell && index <= script + 1) continue;
    const item = own[index];
    const at =
      item?.at ?? (node.kind === 'scalar' && index < (said.argv?.length ?? 0) - 1 ? node.at : undefined);
    if (at === undefined) return;
    if (/^(&&|\|\||\||;|>>?|2>&1)$/.test(word)) {
      yield {
        at,
        severity: word === '&&' || word === ';' ? 'error' : 'warning',
        message: isShell
          ? `\`${programName(program)} -c\` takes one word for its script, so what follows ${quoted(word)} never runs. Put the whole script into one item.`
          : `${quoted(programName(program))} gets ${quoted(word)} as an argument: there is no shell that would take it for an operator. Write \`["sh", "-c", "…"]\`, or one program.`,
        ...(node.kind === 'scalar' ? { data: { service, key, scalar: node } } : {}),
      };
      return;
    }
    if (isShell || !/^(--?[\w.-]+=)?\$(\{[A-Z_][A-Z0-9_]*\}|[A-Z_][A-Z0-9_]*)$/.test(word)) continue;
    yield {
      at,
      severity: 'warning',
      message: `${quoted(programName(program))} gets the letters ${quoted(word)}: \`$$\` keeps Compose from putting in the value, and no shell does. Write \`["sh", "-c", "…"]\`, or a single \`$\`.`,
      ...(node.kind === 'scalar' ? { data: { service, key, scalar: node } } : {}),
    };
    return;
  }
}

export const docs = `
A \`command\` that is one text is split into words as a shell would do it, and nothing more: from the first \`&&\`, \`;\`, \`|\`, \`<\` or \`>\`
on Compose drops the text without a word. In a list each item is one argument. The rule speaks of operators and of variables
(\`$$NAME\`) only where the words certainly reach a program and not an entrypoint that might do something with them.
`;

const slim = 'FROM node:22-slim\nUSER node\n';

export const examples = [
  {
    bad: `services:\n  web:\n    image: python:3.12-slim\n    command: python manage.py migrate «&&» gunicorn -b 0.0.0.0:8000 app.wsgi\n`,
    fixed: `services:\n  web:\n    image: python:3.12-slim\n    command: ["sh", "-c", "python manage.py migrate && gunicorn -b 0.0.0.0:8000 app.wsgi"]\n`,
  },
  {
    bad: `services:\n  web:\n    build: .\n    command: «["sh", "-c", "node server.js"]»\n`,
    files: {
      Dockerfile:
        'FROM gcr.io/distroless/nodejs22-debian12\nCOPY server.js /\nUSER nonroot\nENTRYPOINT []\nCMD ["/nodejs/bin/node", "/server.js"]\n',
    },
    fixed: false,
  },
  {
    bad: `services:\n  web:\n    image: python:3.12-slim\n    command: ["gunicorn", "--check-config", «"&&"», "gunicorn", "app:app"]\n`,
    fixed: false,
  },
  {
    bad: `services:\n  web:\n    build: .\n    entrypoint: ["bash", "-c", "npm ci", «"&&"», "npm start"]\n`,
    files: { Dockerfile: slim },
    fixed: false,
  },
  {
    bad: `services:\n  cache:\n    image: redis:7\n    environment:\n      PASS: \${PASS}\n    command: «redis-server --requirepass $$PASS»\n`,
    fixed: `services:\n  cache:\n    image: redis:7\n    environment:\n      PASS: \${PASS}\n    command: ["sh", "-c", "redis-server --requirepass $$PASS"]\n`,
  },
  {
    good: `services:\n  web:\n    image: python:3.12-slim\n    command: sh -c "python manage.py migrate && gunicorn app.wsgi"\n`,
  },
  {
    good: `services:\n  web:\n    image: python:3.12-slim\n    command: ["sh", "-c", "exec gunicorn -w $$WORKERS app:app"]\n`,
  },
  {
    good: `services:\n  web:\n    image: example.com/team/web:1\n    command: ["serve", "$$PORT"]\n`,
    note: 'Its entrypoint is not known.',
  },
] satisfies Example[];
