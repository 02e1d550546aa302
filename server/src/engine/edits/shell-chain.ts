// Small changes of the shell script of a RUN: a word more, a command before, a command at the end.
import type { Edit } from '../define-rule.ts';
import type { PlainCommand } from '../model/apply-run.ts';
import { scriptsOf } from '../model/apply-run.ts';
import type { Model } from '../model/model.ts';
import { readHeredocMark } from '../parse/heredocs.ts';
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Instruction } from '../parse/syntax.ts';
import { lineBreakOf } from '../text/lines.ts';

/** Puts a word after a word of a command, in shell form and in exec form. */
export function addWordAfter(model: Model, word: ShellWord, added: string): Edit | undefined {
  const { text } = model.dockerfile;
  const { start, end } = word.at;
  if (text.slice(start, end) === word.raw) return { start: end, end, text: ` ${added}` };
  if (text.slice(start, end) === JSON.stringify(word.raw))
    return { start: end, end, text: `, ${JSON.stringify(added)}` };
  return undefined;
}

/** Puts `added && ` before a command of a shell script, with the command's own `sudo`. */
export function addCommandBefore(model: Model, command: PlainCommand, added: string): Edit | undefined {
  const { text } = model.dockerfile;
  const { word } = command;
  const { start } = command.command.at;
  if (!word || command.command.pipeline !== undefined || text.slice(word.at.start, word.at.end) !== word.raw)
    return undefined;
  if (word.at.start - start > 500) return undefined;
  const prefix = text.slice(start, word.at.start).trim();
  const sudo = /^sudo(\s+-[A-Z])?$/.test(prefix);
  if (!sudo && !/^([A-Za-z_]\w*=[\w./:-]*\s+)*$/.test(`${prefix} `.trimStart())) return undefined;
  return { start, end: start, text: `${sudo ? `${prefix} ` : ''}${added} && ` };
}

/** Puts a command at the end of a RUN, run when all before it went well. Undefined where that place is not certain. */
export function addCommandAtEnd(model: Model, instruction: Instruction, added: string): Edit | undefined {
  const { text, escape: escaper } = model.dockerfile;
  if (instruction.keyword !== 'RUN' || instruction.exec) return undefined;
  const scripts = scriptsOf(instruction, model.before(instruction));
  const [script] = scripts;
  if (!script || scripts.length > 1 || script.incomplete) return undefined;
  const ends = script.commands.some(
    ({ name, depth }) => depth === 0 && /^(exit|exec|return)$/.test(name?.value ?? ''),
  );
  if (ends) return undefined;
  const lineBreak = lineBreakOf(text);
  const [heredoc, more] = instruction.heredocs;
  if (heredoc) {
    if (more || !heredoc.endAt || readHeredocMark(instruction.body.text) === undefined) return undefined;
    const last = heredoc.body.trimEnd();
    if (/(\\|&&|\||;;|#[^\n]*)$/.test(last.slice(last.lastIndexOf('\n') + 1))) return undefined;
    const { start } = heredoc.endAt;
    return { start, end: start, text: `${added}${lineBreak}` };
  }
  const { end } = instruction.body.at;
  if (text.slice(end, instruction.at.end).trim() !== '') return undefined;
  const written = text.slice(instruction.at.start, end);
  const lastLine = written.slice(written.lastIndexOf('\n') + 1);
  if (/[;&|\\`]$/.test(written) || /(^|\s)#/.test(lastLine)) return undefined;
  return { start: end, end, text: `${separator(written, escaper, lineBreak)}${added}` };
}

/** ` && ` in the way this RUN breaks its lines. */
function separator(written: string, escaper: string, lineBreak: string): string {
  if (!written.includes('\n')) return ' && ';
  const leading = /\n([ \t]*)&&([ \t]*)/.exec(written);
  if (leading) return ` ${escaper}${lineBreak}${leading[1]}&&${leading[2] || ' '}`;
  const trailing = /(?:&&|;)[ \t]*[\\`]\r?\n([ \t]*)/.exec(written);
  if (trailing) return ` && ${escaper}${lineBreak}${trailing[1]}`;
  return ` ${escaper}${lineBreak}    && `;
}

/** Puts `added && ` at the start of a RUN's script, a line of its own in a here-document. */
export function addScriptStart(model: Model, instruction: Instruction, added: string): Edit | undefined {
  const { text } = model.dockerfile;
  if (instruction.keyword !== 'RUN' || instruction.exec) return undefined;
  const [heredoc] = instruction.heredocs;
  if (heredoc) {
    if (readHeredocMark(instruction.body.text) === undefined) return undefined;
    // An interpreter line has to stay the first one.
    const first = heredoc.body.startsWith('#!') ? heredoc.body.indexOf('\n') + 1 : 0;
    const start = heredoc.bodyAt.start + first;
    return { start, end: start, text: `${added}${lineBreakOf(text)}` };
  }
  const { start } = instruction.body.at;
  // `A || B` and `A; B` bind otherwise after `&&`.
  const script = scriptsOf(instruction, model.before(instruction))[0];
  const first = script?.commands[0];
  if (!first) return undefined;
  const plainChain = !/\|\||;|&(?!&)|^!/.test(instruction.body.text.replaceAll('&&', ''));
  return { start, end: start, text: plainChain ? `${added} && ` : `${added}; ` };
}
