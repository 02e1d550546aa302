// The shell scripts in an instruction: shell form, here-documents, and `sh -c` in exec form.
import { readHealthcheck } from './arguments.ts';
import { readHeredocMark } from './heredocs.ts';
import { joinedSlice } from './joined.ts';
import { remembered } from './remembered.ts';
import { scriptArgument } from './shell-nested.ts';
import type { ShellOptions } from './shell-options.ts';
import { placedScript } from './shell-placed.ts';
import type { ShellScript } from './shell-syntax.ts';
import { ShellWalk } from './shell-walk.ts';
import { jsonText } from './shell-words.ts';
import type { ExecForm, Instruction, Joined, Span } from './syntax.ts';

/** How the shell form is run where the instruction stands. */
export interface ShellContext {
  /** False when SHELL names PowerShell, cmd or something else that is not a POSIX shell: the shell form is then not read. */
  readonly posix: boolean;
  /** SHELL has `-e`. */
  readonly errexit?: boolean;
  /** SHELL has `-o pipefail`. */
  readonly pipefail?: boolean;
}

/**
 * The scripts of RUN, CMD, ENTRYPOINT and HEALTHCHECK, none for another instruction. ONBUILD has those of its trigger.
 * A here-document without an interpreter line, or with that of sh, bash, dash, ash or ksh, is a script. Never throws.
 */
export function readShellScripts(instruction: Instruction, context: ShellContext): readonly ShellScript[] {
  const known = readings(instruction);
  const key = (context.posix ? 1 : 0) + (context.errexit ? 2 : 0) + (context.pipefail ? 4 : 0);
  known[key] ??= read(instruction, context);
  return known[key];
}

/** One for each kind of shell. */
const readings = remembered((): (readonly ShellScript[])[] => []);

function read(instruction: Instruction, context: ShellContext): readonly ShellScript[] {
  const options = { errexit: context.errexit ?? false, pipefail: context.pipefail ?? false };
  switch (instruction.keyword) {
    case 'ONBUILD':
      return instruction.trigger === undefined ? [] : readShellScripts(instruction.trigger, context);
    case 'HEALTHCHECK': {
      const healthcheck = readHealthcheck(instruction);
      if (healthcheck === undefined || healthcheck.none) return [];
      const { command } = healthcheck;
      if (command.form === 'exec') return execScripts(instruction, command.exec);
      return context.posix ? [readScript(command.script, options)] : [];
    }
    case 'RUN':
    case 'CMD':
    case 'ENTRYPOINT': {
      if (instruction.exec !== undefined) return execScripts(instruction, instruction.exec);
      if (instruction.body.text === '' || !context.posix) return [];
      const script = withHeredocs(instruction);
      return script === undefined ? [] : [readScript(script, options)];
    }
    default:
      return [];
  }
}

/** Reads one script. `script` says where its characters stand in the file. */
export function readScript(script: Joined, options: ShellOptions): ShellScript {
  const { text } = script;
  if (text.length > longestRemembered) return walked(script, options);
  const key = `${options.errexit ? 'e' : ''}${options.pipefail ? 'p' : ''} ${text}`;
  let template = templates.get(key);
  if (template === undefined) {
    template = walked(joinedSlice(text, 0), options);
    // The oldest goes first.
    if (templates.size >= mostRemembered) templates.delete(templates.keys().next().value ?? '');
    templates.set(key, template);
  }
  return placedScript(template, script);
}

/** Scripts read before, with places in their own text: with every keystroke most of a file is read again as it was. */
const templates = new Map<string, ShellScript>();
const mostRemembered = 2000;
/** Longer scripts are not kept, in UTF-16 units. */
const longestRemembered = 16 * 1024;

function walked(script: Joined, options: ShellOptions): ShellScript {
  const walk = new ShellWalk(script);
  walk.run(options);
  return { commands: walk.commands, incomplete: walk.incomplete, at: script.at };
}

/** `["sh", "-c", "…"]`, also behind `env`, `tini` and the like. */
function execScripts({ body }: Instruction, exec: ExecForm): ShellScript[] {
  const [name, ...args] = exec.items.map(({ value, at }) => ({ raw: value, value, text: value, at }));
  if (name === undefined) return [];
  const found = scriptArgument({ name, args });
  const item = found && exec.items[found.index + 1];
  if (item === undefined) return [];
  const start = offsetOf(body, item.at.start);
  const literal = body.slice(start, start + lengthOf(body, start, item.at));
  return [readScript(jsonText(literal), found?.options ?? { errexit: false, pipefail: false })];
}

/** The offset in a joined text of a place in the file. */
function offsetOf(joined: Joined, place: number): number {
  let low = 0;
  let high = joined.text.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (joined.toSource(middle) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

function lengthOf(joined: Joined, start: number, at: Span): number {
  return offsetOf(joined, at.end - 1) + 1 - start;
}

const shellInterpreter =
  /^#![ \t]*(?:\S*\/)?(?:env[ \t]+(?:-S[ \t]+)?(?:\S*\/)?)?(?:ba|da|a|k)?sh(?:[ \t\r\n]|$)/;

/** The script with its here-documents, as BuildKit puts it together; undefined when it is for another interpreter. */
function withHeredocs({ body, heredocs }: Instruction): Joined | undefined {
  const [first] = heredocs;
  if (first === undefined) return body;
  if (readHeredocMark(body.text) !== undefined) {
    if (first.body.startsWith('#!') && !shellInterpreter.test(first.body)) return undefined;
    return joinedSlice(first.body, first.bodyAt.start);
  }
  const pieces: { text: string; place: number }[] = [];
  let end = body.at.end;
  for (const heredoc of heredocs) {
    // The file ends in the instruction's own line.
    if (heredoc.endAt === undefined && heredoc.body === '') break;
    pieces.push({ text: '\n', place: end }, { text: heredoc.body, place: heredoc.bodyAt.start });
    if (heredoc.endAt === undefined) break;
    pieces.push({ text: heredoc.name, place: heredoc.endAt.start });
    end = heredoc.endAt.end;
  }
  return body.append(pieces);
}
