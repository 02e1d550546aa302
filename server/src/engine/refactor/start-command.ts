// The command that starts the program: its words, and whether they need a shell.

import { execFormText, toExecForm } from '../edits/exec-form.ts';
import { shellValue } from '../model/apply.ts';
import { commandsOf } from '../model/commands.ts';
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Instruction, Span } from '../parse/syntax.ts';
import { lastPart } from '../text/paths.ts';
import { type SplitInput, SplitRefusal } from './plan.ts';
import { resolvePath, type StageFiles } from './stage-files.ts';
import { commandsOfFile, startedProgram } from './started-program.ts';

/** The command that starts the program. */
export interface Start {
  /** The CMD or ENTRYPOINT that names the program. */
  readonly instruction: Instruction;
  readonly at: Span;
  /** The words of the program; where the shell has to make them, as they are written. */
  readonly words: readonly string[];
  /** The shell has to expand something, or runs more than the program. */
  readonly needsShell: boolean;
  /** The shell has only to look for the files of a pattern. */
  readonly onlyPatterns: boolean;
  /** The first variable among the words that the shell expands, as written. */
  readonly variable: string | undefined;
  /** An init and its options, before the program. */
  readonly prefix: readonly string[];
  /** The script of the project that starts the program, and the shell it is for. */
  readonly script: { readonly path: string; readonly shell: 'sh' | 'bash' } | undefined;
  /** Paths that other commands of a script name: absolute. */
  readonly mentioned: readonly string[];
  /** The form as it stands: `script` is `["sh", "-c", …]`. */
  readonly form: 'exec' | 'shell' | 'script';
  /** The folder that the program starts in; undefined where it is not known. */
  readonly directory: string | undefined;
  /** It is the ENTRYPOINT, and CMD's words are its arguments. */
  readonly isEntrypoint: boolean;
  /** The CMD whose words are the last ones of `words`, and how many they are. */
  readonly more: { readonly instruction: Instruction; readonly count: number } | undefined;
}

/** What an instruction of the start becomes. */
export type Restated = { readonly text: string; readonly why: string } | { readonly dropped: string };

/**
 * The start in exec form with other words. Words that CMD gives to the entrypoint stay in CMD where their number is the same.
 * @param keyword ENTRYPOINT where the words have to take the place of the image's own
 */
export function restated(
  start: Start,
  words: readonly string[],
  why: string,
  keyword = start.isEntrypoint ? 'ENTRYPOINT' : 'CMD',
): ReadonlyMap<Instruction, Restated> {
  const { instruction, more, prefix } = start;
  const texts = new Map<Instruction, Restated>();
  const own = more && words.length === start.words.length ? words.length - more.count : words.length;
  const isSame = (from: number, to: number) =>
    start.form === 'exec' && words.slice(from, to).every((word, index) => word === start.words[from + index]);
  if (!isSame(0, own) || own < words.length - (more?.count ?? 0) || keyword !== instruction.keyword)
    texts.set(instruction, { text: `${keyword} ${execFormText([...prefix, ...words.slice(0, own)])}`, why });
  if (more === undefined) return texts;
  if (own === words.length) texts.set(more.instruction, { dropped: 'Its words are in the entrypoint now.' });
  else if (!isSame(own, words.length))
    texts.set(more.instruction, { text: `CMD ${execFormText(words.slice(own))}`, why });
  return texts;
}

/** Where a start is looked at. */
export interface StartPlace {
  readonly at: Span;
  readonly directory: string | undefined;
}

/** Programs that only start what follows them. */
const wrappers: ReadonlySet<string> = new Set([
  'tini',
  'tini-static',
  'dumb-init',
  'catatonit',
  'docker-init',
]);

/**
 * @param isTool a build tool of the language, which may be a script of the project: it is not looked into
 * @throws SplitRefusal where nothing is started, or what is started is not known
 */
export function readStart(
  { model, stage }: SplitInput,
  files: StageFiles,
  isTool: (words: readonly string[]) => boolean = () => false,
): Start {
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
  const more = isEntrypoint && cmd !== undefined && cmd.by !== 'image' ? (cmd.argv ?? []) : [];
  const { directory } = files;
  const base = {
    instruction,
    at: instruction.at,
    isEntrypoint,
    directory,
    prefix: [],
    script: undefined,
    mentioned: [],
    onlyPatterns: false,
    variable: undefined,
    more:
      more.length > 0 && cmd !== undefined && cmd.by !== 'image'
        ? { instruction: cmd.by, count: more.length }
        : undefined,
  } as const;
  const argv = own.form === 'exec' ? (own.argv ?? []) : undefined;
  const isScript = argv !== undefined && isShell(argv[0]) && /^-\w*c$/.test(argv[1] ?? '');
  if (argv !== undefined && !isScript) {
    const words = [...argv, ...more];
    const from = wrappers.has(lastPart(words[0] ?? '')) ? programAt(words) : 0;
    const prefix = words.slice(0, from);
    const exec = { ...base, form: 'exec', prefix, words: words.slice(from), needsShell: false } as const;
    return { ...exec, ...followed(exec.words, more) };
  }
  const form = isScript ? 'script' : 'shell';
  // A shell gives its script no arguments that the script does not take.
  const alone = { ...base, form, more: undefined } as const;
  const plain = toExecForm(isScript ? (argv[2] ?? '') : instruction.body.text, { healthcheck: false });
  // `sh -c script a b` gives the script arguments, which only a shell can place.
  const takesMore = isScript && (argv.length > 3 || more.length > 0);
  if (plain.ok && !takesMore)
    return { ...alone, words: plain.argv, needsShell: false, ...followed(plain.argv, []) };
  const program = startedProgram(commandsOf(model, instruction), base, known);
  return {
    ...alone,
    needsShell: true,
    ...program,
    onlyPatterns: program.onlyPatterns && !takesMore,
    ...followed(program.words, []),
  };

  /** What a script of the project starts in the end, where its text is known. */
  function followed(words: readonly string[], after: readonly string[]): Partial<Start> {
    const at = isShell(words[0]) && words[1] !== undefined && !words[1].startsWith('-') ? 1 : 0;
    const path = words[at]?.includes('/') || at === 1 ? resolvePath(words[at]!, directory) : undefined;
    const text = path === undefined ? undefined : files.text(path);
    const commands = text === undefined ? undefined : commandsOfFile(text);
    if (path === undefined || commands === undefined || isTool(words)) return {};
    const started = startedProgram(
      commands,
      base,
      known,
      after.length > 0 ? after : words.slice(at + 1),
      true,
    );
    const shell = /^#!.*\bbash\b/.test(text ?? '') || lastPart(words[0]!) === 'bash' ? 'bash' : 'sh';
    return { ...started, needsShell: true, script: { path, shell }, more: undefined };
  }

  /** A word with the variables of ENV in it; options that the container may be given are left to the shell. */
  function known(word: ShellWord): string {
    if (word.value !== undefined) return word.value;
    return /OPTS|OPTIONS|ARGS/i.test(word.text)
      ? word.text
      : (shellValue(word, stage.end, model) ?? word.text);
  }
}

function isShell(word: string | undefined): boolean {
  return /(^|\/)(ba|da|a)?sh$/.test(word ?? '');
}

/** Where the program stands behind an init and its options. */
function programAt(words: readonly string[]): number {
  const end = words.indexOf('--');
  if (end > 0) return end + 1;
  const at = words.findIndex((word, index) => index > 0 && !word.startsWith('-'));
  return at < 0 ? words.length : at;
}
