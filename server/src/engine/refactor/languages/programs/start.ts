// What the container of a compiled program starts: each program, behind inits and waiting scripts too.

import { shellValue } from '../../../model/apply.ts';
import { type PlainCommand, programName } from '../../../model/apply-run.ts';
import { commandsOf } from '../../../model/commands.ts';
import { insideQuotes } from '../../../model/container-start.ts';
import type { Model, Stage } from '../../../model/model.ts';
import type { CommandState } from '../../../model/state.ts';
import { parseDockerfile } from '../../../parse/dockerfile.ts';
import { readShellScripts } from '../../../parse/shell.ts';
import type { ShellCommand, ShellWord } from '../../../parse/shell-syntax.ts';
import type { Instruction, Span } from '../../../parse/syntax.ts';
import { SplitRefusal } from '../../plan.ts';
import { resolvePath } from '../../stage-files.ts';

/** A word of the start command. */
export interface StartWord {
  readonly text: string;
  /** Its place in the file, without quotes; for words of a script of the project, that of the script's name. */
  readonly at: Span;
}

/** A program that the container starts. */
export interface Started {
  readonly program: StartWord;
  readonly args: readonly StartWord[];
  /** `NAME=value` before it. */
  readonly assignments: readonly string[];
  /** Absolute: the folder that it is started in; undefined where it is not known. */
  readonly directory: string | undefined;
}

/** All that the container starts. */
export interface Start {
  readonly programs: readonly Started[];
  /** A shell runs before the program: for its variables, several commands, or a script. */
  readonly shell: boolean;
  /** ENTRYPOINT and CMD of the file that are in force. */
  readonly instructions: readonly Instruction[];
}

const shells = /^(ba|da|a)?sh$/;

/** Programs that start what follows their own words. */
const inits = /^(tini|tini-static|dumb-init|catatonit|env|exec|nice|nohup|time|catchsegv)$/;

/** Done by the shell itself. */
const builtins: ReadonlySet<string> = new Set(
  'cd export set unset echo printf test [ [[ true false : exit exec trap wait umask ulimit read shift local return break continue eval . source until while if'.split(
    ' ',
  ),
);

/**
 * What the container starts; nothing where the file does not say it.
 * @param directory the absolute folder that it starts in, where it is known
 * @throws SplitRefusal where the start command cannot be read
 */
export function readStart(model: Model, stage: Stage, directory: string | undefined): Start {
  const { entrypoint, cmd } = stage.end;
  const own = (command: CommandState | undefined) =>
    command !== undefined && command.by !== 'image' && command.form !== 'none' ? command : undefined;
  const first = own(entrypoint) ?? own(cmd);
  if (first === undefined || first.argv?.length === 0)
    return { programs: [], shell: false, instructions: [] };
  const by = first.by as Instruction;
  const argument = first === own(entrypoint) && first.form === 'exec' ? own(cmd) : undefined;
  const instructions = [by, ...(argument ? [argument.by as Instruction] : [])];
  if (first.form === 'exec') {
    const words = [...wordsOf(first), ...(argument?.form === 'exec' ? wordsOf(argument) : [])];
    const name = programName(words[0]?.text ?? '');
    if (!shells.test(name))
      return { programs: unwrapped({ words, assignments: [], directory }), shell: false, instructions };
    const script = words[1];
    if (script && !script.text.startsWith('-')) {
      const started: Started = { program: script, args: words.slice(2), assignments: [], directory };
      return { programs: [started], shell: true, instructions };
    }
  }
  const programs = programsOf(commandsOf(model, by), directory, (word) => shellValue(word, stage.end, model));
  if (programs.length === 0)
    throw new SplitRefusal('The start command cannot be read.', 'start command', by.at);
  return { programs, shell: first.form === 'exec' || needsShell(model, by), instructions };
}

function wordsOf({ exec, argv }: CommandState): StartWord[] {
  if (exec) return exec.items.map((item) => ({ text: item.value, at: insideQuotes(item) }));
  return (argv ?? []).map((text) => ({ text, at: { start: 0, end: 0 } }));
}

/** A single plain program can be started without a shell as well. */
function needsShell(model: Model, by: Instruction): boolean {
  const commands = commandsOf(model, by);
  const [only] = commands;
  return (
    commands.length !== 1 ||
    only!.command.redirects.length > 0 ||
    only!.args.some((word) => word.value === undefined)
  );
}

/** The programs of a shell's commands; `cd` moves those after it. */
export function programsOf(
  commands: readonly PlainCommand[],
  directory: string | undefined,
  known: (word: ShellWord) => string | undefined = () => undefined,
): Started[] {
  const found: Started[] = [];
  let folder = directory;
  for (const { word, name, args, command } of commands) {
    if (word === undefined) continue;
    if (name === 'cd') folder = args[0] ? resolvePath(args[0].text, folder) : undefined;
    if (name !== undefined && builtins.has(name)) continue;
    const words = [word, ...args].map((one) => ({ text: known(one) ?? one.text, at: one.at }));
    found.push(...unwrapped({ words, assignments: assignmentsOf(command), directory: folder }));
  }
  return found;
}

function assignmentsOf({ assignments }: ShellCommand): string[] {
  return assignments.map(({ name, value }) => `${name}=${value ?? ''}`);
}

interface Line {
  readonly words: readonly StartWord[];
  readonly assignments: readonly string[];
  readonly directory: string | undefined;
}

/** The programs of a line: an init and what it starts are two. */
function unwrapped({ words, assignments, directory }: Line): Started[] {
  const found: Started[] = [];
  let rest = words;
  for (let guard = 0; guard < 6; guard++) {
    const [program, ...args] = rest;
    if (!program) break;
    const inner = wrappedIn(programName(program.text), args);
    const own = inner ? args.slice(0, args.length - inner.length) : args;
    if (!/^(exec|env|time|nice|nohup)$/.test(program.text))
      found.push({ program, args: own, assignments, directory });
    if (!inner) break;
    rest = inner;
  }
  return found;
}

/** The words of the program that another one starts. */
function wrappedIn(name: string, args: readonly StartWord[]): readonly StartWord[] | undefined {
  if (inits.test(name)) {
    const at = args.findIndex(({ text }) => !/^-|^[A-Za-z_]\w*=/.test(text));
    return at < 0 ? undefined : args.slice(at);
  }
  if (name === 'gosu' || name === 'su-exec') return args.slice(1);
  if (/^wait-for(-it)?(\.sh)?$/.test(name)) {
    const at = args.findIndex(({ text }) => text === '--');
    return at < 0 ? undefined : args.slice(at + 1);
  }
  if (name === 'dockerize') {
    let at = 0;
    while (at < args.length && args[at]!.text.startsWith('-')) at += args[at]!.text.includes('=') ? 1 : 2;
    return at < args.length ? args.slice(at) : undefined;
  }
  return undefined;
}

/** Nothing, or a program that only keeps the container alive: what it is for is started from outside. */
export function isIdle({ programs }: Start): boolean {
  return programs.every(
    ({ program, args }) =>
      /^(sleep|tail|cat|bash|sh|ash|zsh|true)$/.test(programName(program.text)) &&
      !args.some(({ text }) => /\.(sh|bash)$/.test(text)),
  );
}

/**
 * The programs that a script of the project starts; undefined where it cannot be read.
 * @param at place in the Dockerfile that names the script
 */
export function programsOfScript(
  script: string,
  directory: string | undefined,
  at: Span,
): readonly Started[] | undefined {
  const mark = 'END_OF_THE_SCRIPT';
  if (script.includes(mark) || /^#!(?!.*\b(ba|da|a)?sh\b)/.test(script)) return undefined;
  const body = script.endsWith('\n') ? script : `${script}\n`;
  const { instructions } = parseDockerfile(`FROM scratch\nRUN <<'${mark}'\n${body}${mark}\n`);
  const scripts = instructions[1] ? readShellScripts(instructions[1], { posix: true }) : [];
  const [read] = scripts;
  if (scripts.length !== 1 || !read || read.incomplete) return undefined;
  const commands = read.commands.map((command): PlainCommand => {
    const path = command.name?.value;
    const name = path === undefined ? undefined : programName(path);
    return { name, path, word: command.name, args: command.args, command };
  });
  if (commands.some(({ name, word }) => word !== undefined && name === undefined && word.text !== '"$@"'))
    return undefined;
  const known = commands.filter(({ word }) => word?.text !== '"$@"');
  return programsOf(known, directory).map((started) => ({
    ...started,
    program: { text: started.program.text, at },
    args: started.args.map(({ text }) => ({ text, at })),
  }));
}
