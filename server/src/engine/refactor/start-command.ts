// The command that starts the program: its words, and whether they need a shell.

import { toExecForm } from '../edits/exec-form.ts';
import { commandsOf } from '../model/commands.ts';
import type { Instruction, Span } from '../parse/syntax.ts';
import { type SplitInput, SplitRefusal } from './plan.ts';
import type { StageFiles } from './stage-files.ts';

/** The command that starts the program. */
export interface Start {
  /** The CMD or ENTRYPOINT that names the program. */
  readonly instruction: Instruction;
  readonly at: Span;
  /** The words of the program; where the shell has to make them, as they are written. */
  readonly words: readonly string[];
  /** The shell has to expand something, or runs more than the program. */
  readonly needsShell: boolean;
  /** The form as it stands: `script` is `["sh", "-c", …]`. */
  readonly form: 'exec' | 'shell' | 'script';
  /** The folder that the program starts in; undefined where it is not known. */
  readonly directory: string | undefined;
  /** It is the ENTRYPOINT, and CMD's words are its arguments. */
  readonly isEntrypoint: boolean;
}

/** Commands beside the program that need nothing of the build. */
const harmless = new Set(': cd echo env exec exit export printf set sleep true ulimit umask wait'.split(' '));

/** @throws SplitRefusal where nothing is started, or what is started is not known */
export function readStart({ model, stage }: SplitInput, files: StageFiles): Start {
  const { entrypoint, cmd } = stage.end;
  const own = [entrypoint, cmd].find(
    (command) => command !== undefined && command.by !== 'image' && command.argv?.length !== 0,
  );
  if (own === undefined || own.by === 'image')
    throw new SplitRefusal(
      'The file has no CMD and no ENTRYPOINT: what the runtime stage has to hold is not known.',
      'start command',
      stage.from.at,
    );
  const instruction = own.by;
  const isEntrypoint = own === entrypoint;
  const more = isEntrypoint && cmd?.by !== 'image' ? (cmd?.argv ?? []) : [];
  const base = { instruction, at: instruction.at, isEntrypoint } as const;
  const argv = own.form === 'exec' ? (own.argv ?? []) : undefined;
  const isScript =
    argv !== undefined && /(^|\/)(ba|da|a)?sh$/.test(argv[0] ?? '') && /^-\w*c$/.test(argv[1] ?? '');
  if (argv !== undefined && !isScript)
    return {
      ...base,
      form: 'exec',
      words: [...argv, ...more],
      needsShell: false,
      directory: files.directory,
    };
  const form = isScript ? 'script' : 'shell';
  const plain = toExecForm(isScript ? (argv[2] ?? '') : instruction.body.text, { healthcheck: false });
  // `sh -c script a b` gives the script arguments, which only a shell can place.
  if (plain.ok && !(isScript && (argv.length > 3 || more.length > 0)) && !hasPattern(plain.argv))
    return { ...base, form, words: plain.argv, needsShell: false, directory: files.directory };
  return { ...base, form, needsShell: true, ...programOf(instruction) };

  function programOf(by: Instruction): { words: string[]; directory: string | undefined } {
    const commands = commandsOf(model, by);
    let { directory } = files;
    let program: string[] | undefined;
    for (const { name, word, args, command } of commands) {
      if (name === 'cd') directory = args[0] === undefined ? undefined : files.path(args[0], by, directory);
      if (command.name === undefined || (name !== undefined && harmless.has(name)) || command.depth > 0)
        continue;
      if (/^(ba|da|a)?sh$/.test(name ?? '') && commands.length > 1 && /^-\w*c$/.test(args[0]?.text ?? ''))
        continue;
      if (program !== undefined || word === undefined)
        throw new SplitRefusal(
          `The container starts more than one program (\`${name ?? word?.text ?? '…'}\` too), and what each needs is not known.`,
          'start command',
          command.at,
        );
      program = [word.value ?? word.text, ...args.map(({ value, text }) => value ?? text)];
    }
    if (program === undefined)
      throw new SplitRefusal(
        'What this command starts cannot be told from the file.',
        'start command',
        by.at,
      );
    return { words: program, directory };
  }
}

/** A shell would look for files of that name. */
function hasPattern(words: readonly string[]): boolean {
  return words.some((word) => /[*?[]/.test(word));
}
