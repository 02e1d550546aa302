// The one program among the commands of a shell script that starts a container.

import { type PlainCommand, plain } from '../model/apply-run.ts';
import { joinedSlice } from '../parse/joined.ts';
import { readScript } from '../parse/shell.ts';
import type { ShellWord } from '../parse/shell-syntax.ts';
import { lastPart } from '../text/paths.ts';
import { SplitRefusal } from './plan.ts';
import { resolvePath } from './stage-files.ts';
import type { StartPlace } from './start-command.ts';

/** Commands beside the program that need nothing of the build. */
const harmless: ReadonlySet<string> = new Set(
  ': [ [[ cd echo env exec exit export false local printf pwd return set shift sleep test trap true ulimit umask unset wait'.split(
    ' ',
  ),
);

/** Commands of every distribution that scripts prepare a start with. */
const common: ReadonlySet<string> = new Set(
  'basename cat chmod chown cut date dirname grep head hostname id ls mkdir readlink sed tail tee touch tr uname whoami'.split(
    ' ',
  ),
);

/** What a script starts. */
export interface StartedProgram {
  /** The words of the program; where the shell has to make them, as they are written. */
  readonly words: readonly string[];
  readonly directory: string | undefined;
  /** The first variable among the words that the shell expands, as written. */
  readonly variable: string | undefined;
  /** Nothing but patterns of file names needs the shell. */
  readonly onlyPatterns: boolean;
  /** Paths that other commands of the script name: absolute. */
  readonly mentioned: readonly string[];
}

/**
 * @param known what a word stands for with the variables that are in force
 * @param more the words that `"$@"` stands for
 * @param isFile the commands are those of a file of the project, which may prepare the start
 * @throws SplitRefusal where several programs are started, or none that can be told
 */
export function startedProgram(
  commands: readonly PlainCommand[],
  start: StartPlace,
  known: (word: ShellWord) => string,
  more: readonly string[] = [],
  isFile = false,
): StartedProgram {
  let { directory } = start;
  let program: Omit<StartedProgram, 'onlyPatterns' | 'mentioned'> | undefined;
  let onlyPatterns = true;
  const mentioned: string[] = [];
  const outer = commands.filter(({ command }) => command.depth === 0);
  for (const { name, word, args, command } of outer) {
    if (name === 'cd') directory = args[0] && resolvePath(known(args[0]), directory);
    if (command.name === undefined || (name !== undefined && harmless.has(name) && word?.text !== '"$@"'))
      continue;
    if (isFile && name !== undefined && common.has(name)) {
      mentioned.push(...args.flatMap((one) => resolvePath(known(one), directory) ?? []));
      continue;
    }
    if (isShell(name) && commands.length > 1 && /^-\w*c$/.test(args[0]?.text ?? '')) continue;
    const words =
      word?.text === '$@' || word?.raw === '"$@"'
        ? more
        : word && [word, ...args].flatMap((one) => (/^"?\$@"?$/.test(one.raw) ? more : known(one)));
    if (words === undefined || words.length === 0)
      throw new SplitRefusal(
        'What this command starts cannot be told from the file.',
        'start command',
        start.at,
      );
    // Another branch of the script starts the same with other options.
    if (program !== undefined && same(program.words, words)) continue;
    if (program !== undefined)
      throw new SplitRefusal(
        `The container starts more than one program (\`${lastPart(program.words[0]!)}\` and \`${name ?? words[0]}\`), and what each needs is not known.`,
        isFile ? 'script of the project' : 'start command',
        start.at,
      );
    const texts = word ? [word, ...args] : [];
    program = {
      words,
      directory,
      variable: texts.map(({ text }) => /\$\{?\w+\}?/.exec(text)?.[0]).find((one) => one !== undefined),
    };
    const { redirects, assignments, pipeline } = command;
    onlyPatterns =
      texts.every(({ value }) => value !== undefined) &&
      redirects.length + assignments.length === 0 &&
      pipeline === undefined;
  }
  if (program === undefined)
    throw new SplitRefusal(
      'What this command starts cannot be told from the file.',
      'start command',
      start.at,
    );
  const alone = outer.filter(({ name }) => !isShell(name));
  return { ...program, mentioned, onlyPatterns: onlyPatterns && alone.length <= 1 && !isFile };
}

function isShell(name: string | undefined): boolean {
  return /^(ba|da|a)?sh$/.test(name ?? '');
}

/** The same program and the same assembly: `java -jar app.jar` with and without options. */
function same(one: readonly string[], other: readonly string[]): boolean {
  const artifact = (words: readonly string[]) => words.find((word) => /\.(jar|dll|war)$/.test(word));
  return (
    lastPart(one[0]!) === lastPart(other[0]!) &&
    artifact(one) !== undefined &&
    artifact(one) === artifact(other)
  );
}

/** The commands of a script file; undefined where it is for another interpreter, or cannot be read. */
export function commandsOfFile(text: string): readonly PlainCommand[] | undefined {
  const [first = ''] = text.split('\n', 1);
  if (first.startsWith('#!') && !/^#![ \t]*\S*\/(env[ \t]+)?(ba|da|a)?sh\b/.test(first)) return undefined;
  const script = readScript(joinedSlice(text.replaceAll('\r\n', '\n'), 0), {
    errexit: false,
    pipefail: false,
  });
  return script.incomplete ? undefined : script.commands.map(plain);
}
