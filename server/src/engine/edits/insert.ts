// Places where whole lines can be added.
import type { Edit } from '../define-rule.ts';
import type { Dockerfile, Instruction } from '../parse/syntax.ts';
import { lineBreakOf } from '../text/lines.ts';

/** Adds lines directly above an instruction, below the comments that stand above it. `lines` ends in a line break. */
export function insertBefore(dockerfile: Dockerfile, instruction: Instruction, lines: string): Edit {
  const start = lineStart(dockerfile.text, instruction.at.start);
  return { start, end: start, text: lines };
}

/** Adds lines above an instruction and above the comment lines that stand directly over it and speak of it. */
export function insertAboveComments(dockerfile: Dockerfile, instruction: Instruction, lines: string): Edit {
  const { text } = dockerfile;
  let start = lineStart(text, instruction.at.start);
  const earliest =
    dockerfile.instructions.findLast((other) => other.at.end <= start)?.at.end ??
    dockerfile.directives.at(-1)?.at.end ??
    0;
  while (start > earliest) {
    const previous = lineStart(text, start - 1);
    if (previous < earliest || !/^[ \t]*#/.test(text.slice(previous, start))) break;
    start = previous;
  }
  return { start, end: start, text: lines };
}

/** Adds lines directly below an instruction. `lines` ends in a line break. */
export function insertAfter(dockerfile: Dockerfile, instruction: Instruction, lines: string): Edit {
  const { text } = dockerfile;
  // At the end of a file an instruction may end in an escape character, which would join the new lines to it.
  const bodyEnd = instruction.body.at.end;
  const dangling =
    instruction.heredocs.length > 0 ? -1 : text.slice(bodyEnd, instruction.at.end + 2).search(/[^\s]/);
  if (dangling >= 0 && text[bodyEnd + dangling] === dockerfile.escape) {
    const newline = text.indexOf('\n', bodyEnd);
    return { start: bodyEnd, end: newline < 0 ? text.length : newline + 1, text: lineBreakOf(text) + lines };
  }
  const at = text.indexOf('\n', instruction.at.end);
  if (at >= 0) return { start: at + 1, end: at + 1, text: lines };
  const lineBreak = lineBreakOf(text);
  return {
    start: text.length,
    end: text.length,
    text: lineBreak + lines.slice(0, lines.length - lineBreak.length),
  };
}

/** Removes an instruction with its whole lines. */
export function removeLines(dockerfile: Dockerfile, instruction: Instruction): Edit {
  const { text } = dockerfile;
  const start = lineStart(text, instruction.at.start);
  const at = text.indexOf('\n', instruction.at.end);
  return { start, end: at < 0 ? text.length : at + 1, text: '' };
}

function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return start === 0 && text.startsWith('\ufeff') ? 1 : start;
}
