// Starts the program itself where the file starts a package manager that starts it: `poetry run`, `uv run`, `pipenv run`.
import type { PlainCommand } from '../../../model/apply-run.ts';
import { commandsOf } from '../../../model/commands.ts';
import type { Instruction, Span } from '../../../parse/syntax.ts';
import { lastPart } from '../../../text/paths.ts';
import { type SplitInput, SplitRefusal } from '../../plan.ts';
import type { TextEdit } from './texts.ts';

/** A word of a command, wherever it stands. */
interface Word {
  readonly text: string;
  readonly at: Span;
}

/** What is to be changed so that the program starts without its package manager. */
export interface Started {
  readonly edits: readonly TextEdit[];
  /** Nothing is left: what it starts comes from CMD. */
  readonly empty: boolean;
  readonly manager: string;
}

const managers = /^(poetry|uv|pipenv|pdm)$/;

/** Programs that start what follows them. */
const wrappers =
  /^(tini|dumb-init|exec|env|nice|time|gosu|su-exec|ddtrace-run|newrelic-admin|opentelemetry-instrument|dotenv)$/;

/** Options of `run` that change nothing once everything is installed. */
const idle =
  /^(--(frozen|locked|no-sync|no-dev|no-cache|no-default-groups|active|quiet|offline|only-main|no-group(=.*)?|all-extras|all-groups|no-interaction|no-ansi|no-project|isolated|exact|compile-bytecode|no-progress|no-env-file)|-q|-v|-s|-n)$/;
const idleWithValue =
  /^(--(extra|group|only-group|no-group|project|directory|package|python|cache-dir)|-p|-C)$/;

/** The commands that ENTRYPOINT, CMD or HEALTHCHECK starts without a shell's help are read from its words, others from its script. */
export function startedBy(input: SplitInput, instruction: Instruction): Started | undefined {
  const [first, option] = instruction.exec?.items ?? [];
  const script = /(^|\/)(ba|da|a)?sh$/.test(first?.value ?? '') && /^-[a-z]*c$/.test(option?.value ?? '');
  if (instruction.exec && !script) {
    const words = instruction.exec.items.map(({ value, at }) => ({ text: value, at }));
    const quote = (text: string) => JSON.stringify(text);
    return withoutManager(input, instruction, words, quote, ', ');
  }
  const found = commandsOf(input.model, instruction)
    .map((command) => startedIn(input, instruction, command))
    .filter((one) => one !== undefined);
  if (found.length === 0) return undefined;
  return {
    edits: found.flatMap(({ edits }) => edits),
    empty: found.every(({ empty }) => empty),
    manager: found[0]!.manager,
  };
}

/** The same for one command of a script. */
export function startedIn(
  input: SplitInput,
  instruction: Instruction,
  command: PlainCommand,
): Started | undefined {
  if (!command.word) return undefined;
  const words = [command.word, ...command.args].map(({ text, at }) => ({ text, at }));
  return withoutManager(input, instruction, words, (text) => text, ' ');
}

function withoutManager(
  input: SplitInput,
  instruction: Instruction,
  words: readonly Word[],
  write: (text: string) => string,
  between: string,
): Started | undefined {
  let at = words.findIndex(({ text }) => managers.test(lastPart(text)));
  if (
    at < 0 ||
    !words.slice(0, at).every(({ text }) => wrappers.test(lastPart(text)) || text.startsWith('-'))
  )
    return undefined;
  const from = words[at]!;
  const manager = lastPart(from.text);
  at++;
  while (idle.test(words[at]?.text ?? '')) at++;
  if (words[at]?.text !== 'run')
    throw cannot(instruction, `\`${manager} ${words[at]?.text ?? ''}\``.replace(' `', '`'));
  at++;
  let module = false;
  for (; words[at]?.text.startsWith('-'); at++) {
    const { text } = words[at]!;
    if (text === '--') {
      at++;
      break;
    }
    if (text === '-m' || text === '--module') {
      module = true;
      at++;
      break;
    }
    if (idle.test(text)) continue;
    if (!idleWithValue.test(text)) throw cannot(instruction, `\`${manager} run ${text}\``);
    at++;
  }
  const program = words[at];
  const rest = module
    ? ['python', '-m']
    : manager !== 'pipenv' && manager !== 'poetry' && /\.py$/.test(program?.text ?? '')
      ? ['python']
      : [];
  if (!program) {
    const last = words.at(-1)!;
    return {
      manager,
      empty: from === words[0],
      edits: [{ start: from.at.start, end: last.at.end, text: '' }],
    };
  }
  refuseScript(input, instruction, manager, program.text);
  const text = rest.map((word) => write(word) + between).join('');
  return { manager, empty: false, edits: [{ start: from.at.start, end: program.at.start, text }] };
}

function cannot(instruction: Instruction, what: string): SplitRefusal {
  return new SplitRefusal(
    `The container starts with ${what}, which needs the package manager at run time.`,
    'start by package manager',
    instruction.at,
  );
}

/** Names that only the manager knows: scripts of the Pipfile and of PDM, and of a project that is not installed. */
function refuseScript(
  { context }: SplitInput,
  instruction: Instruction,
  manager: string,
  program: string,
): void {
  const text = context.files?.[manager === 'pipenv' ? 'Pipfile' : 'pyproject.toml'];
  const section = manager === 'pipenv' ? 'scripts' : manager === 'pdm' ? 'tool.pdm.scripts' : undefined;
  if (section === undefined) return;
  if (text !== undefined && !keysOf(text, section).includes(program)) return;
  if (
    text === undefined &&
    /^(python[\d.]*|gunicorn|uvicorn|celery|flask|django-admin|alembic|hypercorn|daphne|streamlit|granian)$/.test(
      program,
    )
  )
    return;
  throw new SplitRefusal(
    text === undefined
      ? `Whether \`${program}\` is a program or a script that only ${manager} knows is not known without the ${manager === 'pipenv' ? 'Pipfile' : 'pyproject.toml'}.`
      : `\`${program}\` is a script of the ${manager === 'pipenv' ? 'Pipfile' : 'pyproject.toml'}, which only ${manager} knows.`,
    'start by package manager',
    instruction.at,
  );
}

/** The keys of one table of a TOML text. */
function keysOf(text: string, section: string): string[] {
  const keys: string[] = [];
  let inside = false;
  for (const line of text.split(/\r?\n/)) {
    const table = /^\s*\[([^\]]*)\]/.exec(line);
    if (table) inside = table[1]!.trim() === section;
    else if (inside) {
      const key = /^\s*["']?([\w.-]+)["']?\s*=/.exec(line)?.[1];
      if (key !== undefined) keys.push(key);
    }
  }
  return keys;
}
