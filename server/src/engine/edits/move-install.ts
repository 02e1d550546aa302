// Moves the install of the dependencies above the COPY that brings the whole build context.
import type { Edit } from '../define-rule.ts';
import { commandsOf } from '../model/commands.ts';
import type { Model } from '../model/model.ts';
import type { Instruction } from '../parse/syntax.ts';
import { lineBreakOf } from '../text/lines.ts';
import { insertAboveComments, removeLines } from './insert.ts';

/** Why the install cannot move above the COPY, or the edits that move it once the files are known. */
export function moveInstall(
  model: Model,
  copy: Instruction,
  run: Instruction,
): string | ((files: readonly string[]) => Edit[]) {
  const { dockerfile } = model;
  const { text } = dockerfile;
  const stage = model.stageOf(copy);
  const at = stage?.instructions.indexOf(copy) ?? -1;
  if (stage?.instructions[at + 1] !== run) return 'Other steps stand between the COPY and the install.';
  if (commandsOf(model, run).length !== 1 || run.heredocs.length > 0)
    return 'The step does more than to install.';
  const [source, destination, ...more] = copy.words;
  const workdir = model.before(copy).workdir;
  const here = /^\.\/?$/.test(destination?.value ?? '') || destination?.value === workdir;
  if (!here || more.length > 0 || copy.exec || source === undefined || !/^\.\/?$/.test(source.value))
    return 'The COPY goes to another folder than the one the install runs in.';
  if (text.slice(copy.at.start, copy.at.end).includes('\n')) return 'The COPY stands over several lines.';
  const lineBreak = lineBreakOf(text);
  return (files) => {
    const head = text
      .slice(copy.at.start, source.at.start)
      .replace(/^add(?=\s)/i, (word) => (word === 'add' ? 'copy' : 'COPY'));
    // The comments directly above the step speak of it.
    const above = insertAboveComments(dockerfile, run, '').start;
    const step = text.slice(above, run.at.end);
    return [
      insertAboveComments(dockerfile, copy, `${head}${files.join(' ')} ./${lineBreak}${step}${lineBreak}`),
      { ...removeLines(dockerfile, run), start: above },
    ];
  };
}
