// Writes a shell-form command of one plain program in exec form: the same program, no shell.
import type { Command, Script } from '../parse/unbash.ts';
import { literalWord, statementsOf, wordPieces } from '../parse/unbash.ts';
import { evaluate, type Reader, type Scope } from '../probe/evaluate.ts';
import { fold } from '../probe/outcome.ts';
import { requestReader, scriptOf } from '../probe/read-command.ts';
import { isOverlong, plainText, Refusal } from '../probe/request.ts';
import { wordText } from '../probe/variables.ts';

/** A command as the words of exec form, or why it cannot be one. */
export type ExecConversion =
  | { readonly ok: true; readonly argv: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** Exit codes, files and jobs of the shell itself: no program of that name does the same. */
const shellOnly: ReadonlySet<string> = new Set(
  '. alias bg break cd command continue declare eval exec exit export fg getopts hash jobs kill let local read readonly return shift source times trap type typeset ulimit umask unalias unset wait ['.split(
    ' ',
  ),
);

/**
 * `python app.py` becomes `["python","app.py"]`; refused for anything that needs the shell: variables, pipes, several
 * commands, redirections. Of a health check only the exit code counts, and any but 0 is unhealthy: what only turns one into
 * another goes away (`|| exit 1`), and so do redirections to /dev/null (Docker keeps the output in its log). Never throws.
 */
export function toExecForm(script: string, options: { readonly healthcheck: boolean }): ExecConversion {
  try {
    if (isOverlong({ form: 'shell', script })) throw new Refusal('it is too involved');
    const parsed = scriptOf(script);
    if (!options.healthcheck) return { ok: true, argv: onlyProgram(parsed) };
    const { tests } = fold(evaluate(parsed, programReader));
    const [argv, more] = tests;
    if (!argv || more) throw new Refusal('it runs several programs');
    return { ok: true, argv };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, reason: error.message };
    throw error;
  }
}

const start: Scope = { bindings: new Map(), last: undefined, errexit: false };

/** The words of the one command that the script is; `exec` in front of it goes away. */
function onlyProgram(script: Script): readonly string[] {
  const [statement, more] = statementsOf(script);
  if (!statement) throw new Refusal('there is no command');
  if (more || statement.background) throw new Refusal('several commands need a shell');
  const { command } = statement;
  if (command.type === 'Pipeline') throw new Refusal('it needs a shell for its pipe');
  if (command.type === 'AndOr') throw new Refusal('several commands need a shell');
  if (command.type !== 'Command') throw new Refusal('it needs a shell for its structure');
  if (command.redirects.length > 0) throw new Refusal('it needs a shell for its redirection');
  return argumentsOf(command, start, literalWord(command.name) === 'exec' ? command.args : undefined);
}

const shell = requestReader(undefined);

const programReader: Reader<readonly string[]> = {
  nested: (command, scope) => shell.nested(command, scope),
  command(command, scope) {
    const name = literalWord(command.name);
    if (name === 'true' || name === ':' || name === 'echo' || name === 'printf') return true;
    if (name === 'false') return false;
    return { test: argumentsOf(command, scope) };
  },
  pipeline() {
    throw new Refusal('it needs a shell for its pipe');
  },
  test() {
    throw new Refusal('it needs a shell for its test');
  },
};

/** @param instead the words to take in place of the command's own */
function argumentsOf(command: Command, { bindings }: Scope, instead?: Command['args']): readonly string[] {
  if (command.prefix.some((item) => item.type === 'Assignment'))
    throw new Refusal('it sets variables for one command, which needs a shell (or `env`)');
  for (const redirect of command.redirects) {
    const target = redirect.type === 'Redirect' ? literalWord(redirect.target) : undefined;
    const descriptor =
      redirect.type === 'Redirect' && redirect.operator === '>&' && /^[12]$/.test(target ?? '');
    if (!descriptor && target !== '/dev/null') throw new Refusal('it needs a shell for its redirection');
  }
  const words = instead ?? (command.name ? [command.name, ...command.args] : []);
  const globs = words.some(
    (word) =>
      word.type === 'Word' &&
      !word.text.includes('://') &&
      (word.text.startsWith('~') || wordPieces(word).some(({ kind }) => kind === 'glob')),
  );
  if (globs) throw new Refusal('it needs a shell to find files');
  const argv = words.map((word) => plainText(word.type === 'Word' ? wordText(word, bindings) : [word.text]));
  const [name] = argv;
  if (argv.includes(undefined) || name === undefined) throw new Refusal('it needs a shell for its variables');
  if (shellOnly.has(name) || name === '') throw new Refusal(`it needs a shell for ${JSON.stringify(name)}`);
  return argv as string[];
}

/** The JSON of exec form as people write it: `["python", "app.py"]`. */
export function execFormText(argv: readonly string[]): string {
  return `[${argv.map((word) => JSON.stringify(word)).join(', ')}]`;
}
