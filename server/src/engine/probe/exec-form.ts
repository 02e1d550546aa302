// Writes a shell-form health check of one plain program in exec form: the same program, no shell.
import type { Command } from '../parse/unbash.ts';
import { literalWord, wordPieces } from '../parse/unbash.ts';
import { evaluate, type Reader, type Scope } from './evaluate.ts';
import { fold } from './outcome.ts';
import { requestReader, scriptOf } from './read-command.ts';
import { type HealthCommand, isOverlong, plainText, Refusal } from './request.ts';
import { wordText } from './variables.ts';
import type { WrittenProbe } from './write.ts';

/** Exit codes, files and jobs of the shell itself: no program of that name does the same. */
const SHELL_ONLY = new Set(
  '. alias bg break cd command continue declare eval exec fg getopts hash jobs kill let local read readonly return shift source times trap type typeset ulimit umask unalias unset wait'.split(
    ' ',
  ),
);

/**
 * `python -c "…" || exit 1` becomes `["python","-c","…"]`. Any exit code but 0 is unhealthy, so what only
 * turns one into another goes away, and so do redirections to /dev/null (Docker keeps the output in the log).
 * Refused for anything that needs the shell: variables, pipes, several commands. Never throws.
 */
export function writeExecForm(command: HealthCommand): WrittenProbe {
  if (command.form === 'exec') return { ok: false, reason: 'it is in exec form' };
  try {
    if (isOverlong(command)) throw new Refusal('it is too involved');
    const { tests } = fold(evaluate(scriptOf(command.script), programReader));
    const [argv, more] = tests;
    if (!argv || more) throw new Refusal('it runs several programs');
    return { ok: true, argv, changes: [] };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, reason: error.message };
    throw error;
  }
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

function argumentsOf(command: Command, { bindings }: Scope): readonly string[] {
  if (command.prefix.some((item) => item.type === 'Assignment')) {
    throw new Refusal('it sets variables for one command');
  }
  for (const redirect of command.redirects) {
    const target = redirect.type === 'Redirect' ? literalWord(redirect.target) : undefined;
    const descriptor =
      redirect.type === 'Redirect' && redirect.operator === '>&' && /^[12]$/.test(target ?? '');
    if (!descriptor && target !== '/dev/null') throw new Refusal('it needs a shell for its redirection');
  }
  const words = command.name ? [command.name, ...command.args] : [];
  const globs = words.some(
    (word) =>
      word.type === 'Word' &&
      !word.text.includes('://') &&
      wordPieces(word).some(({ kind }) => kind === 'glob'),
  );
  if (globs) throw new Refusal('it needs a shell to find files');
  const argv = words.map((word) => plainText(word.type === 'Word' ? wordText(word, bindings) : [word.text]));
  const [name] = argv;
  if (argv.includes(undefined) || name === undefined) throw new Refusal('it needs a shell for its variables');
  if (SHELL_ONLY.has(name) || name === '') throw new Refusal(`it needs a shell for ${JSON.stringify(name)}`);
  return argv as string[];
}
