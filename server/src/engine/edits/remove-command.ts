// Takes a command out of the script of a RUN, and the RUN with the last of its commands.
import type { Edit } from '../define-rule.ts';
import { type PlainCommand, scriptsOf } from '../model/apply-run.ts';
import type { Model } from '../model/model.ts';
import { readHeredocMark } from '../parse/heredocs.ts';
import type { ShellCommand, ShellScript } from '../parse/shell-syntax.ts';
import type { Instruction, Span } from '../parse/syntax.ts';
import { removeLines } from './insert.ts';

/** Blanks, and line breaks behind an escape character; no comment lines. A gap is looked at `farthest` far. */
const gap = String.raw`(?:[ \t]|[\\\u0060][ \t]*\r?\n)*`;
const joinBefore = new RegExp(`${gap}(&&|;)${gap}$`);
const joinAfter = new RegExp(`^${gap}(?:&&|;)${gap}(?!then\\b|do\\b|;)`);
const conditionEnd = new RegExp(`^${gap};${gap}(then|do)\\b`);
const farthest = 1000;

/**
 * Removes one command with the pipe it is part of; a pipe goes only where nothing but `echo` or `printf` feeds it. Undefined where
 * the command does not stand between `&&`, `;` and the ends of the script, where something would end otherwise without it, and where
 * a comment stands in between.
 */
export function removeCommand(
  model: Model,
  instruction: Instruction,
  { command }: PlainCommand,
): Edit | undefined {
  const { text } = model.dockerfile;
  if (instruction.keyword !== 'RUN' || instruction.exec || command.depth > 0) return undefined;
  const scripts = scriptsOf(instruction, model.before(instruction));
  const [script] = scripts;
  if (!script || scripts.length > 1 || script.incomplete) return undefined;
  const removed = spanOf(script, command);
  if (!removed) return undefined;
  const [heredoc] = instruction.heredocs;
  if (heredoc) {
    if (readHeredocMark(instruction.body.text) === undefined || !heredoc.endAt) return undefined;
    return removeLine(model, instruction, removed, heredoc.bodyAt);
  }
  const { start, end } = instruction.body.at;
  if (start === removed.start && end === removed.end) return removeLines(model.dockerfile, instruction);
  const behind = text.slice(removed.end, Math.min(end, removed.end + farthest));
  const before = joinBefore.exec(text.slice(Math.max(start, removed.start - farthest), removed.start));
  const after = joinAfter.exec(behind)?.[0];
  if (conditionEnd.test(behind)) return undefined;
  if (before && removed.end === end) {
    // What is then the last command decides how the step ends.
    const previous = script.commands.findLast(({ at }) => at.end <= removed.start);
    if (before[1] === ';' && previous?.certainty !== 'always') return undefined;
    return { start: removed.start - before[0].length, end, text: '' };
  }
  if (before && after !== undefined)
    return { start: removed.start - before[0].length, end: removed.end, text: '' };
  return after !== undefined && removed.start === start
    ? { start, end: removed.end + after.length, text: '' }
    : undefined;
}

/** The command, or the whole pipe that hands it what `echo` says. */
function spanOf({ commands }: ShellScript, command: ShellCommand): Span | undefined {
  if (command.pipeline === undefined) return command.at;
  const joined = commands.filter(({ pipeline, depth }) => pipeline === command.pipeline && depth === 0);
  const plain = joined.every((each) => each === command || /^(echo|printf)$/.test(each.name?.value ?? ''));
  return plain ? { start: joined[0]!.at.start, end: joined.at(-1)!.at.end } : undefined;
}

/** A line of a here-document that holds nothing else. */
function removeLine(
  { dockerfile }: Model,
  instruction: Instruction,
  removed: Span,
  bodyAt: Span,
): Edit | undefined {
  const { text } = dockerfile;
  const start = Math.max(bodyAt.start, text.lastIndexOf('\n', removed.start - 1) + 1);
  const newline = text.indexOf('\n', removed.end);
  const end = newline < 0 ? bodyAt.end : Math.min(bodyAt.end, newline + 1);
  if (text.slice(start, removed.start).trim() !== '' || text.slice(removed.end, end).trim() !== '')
    return undefined;
  // A line that is joined to the one above.
  if (/(&&|\||\\)[ \t]*\r?\n$/.test(text.slice(Math.max(bodyAt.start, start - 200), start))) return undefined;
  const rest = `${text.slice(bodyAt.start, start)}${text.slice(end, bodyAt.end)}`;
  const isBare = rest.length < farthest && /^\s*(set [-+]\w+( [a-z]+)?\s*)*$/.test(rest);
  return isBare ? removeLines(dockerfile, instruction) : { start, end, text: '' };
}
