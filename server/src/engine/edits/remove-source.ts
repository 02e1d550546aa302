// Takes one file out of a COPY or ADD.
import type { Edit } from '../define-rule.ts';
import { readCopy } from '../parse/arguments.ts';
import type { Dockerfile, Instruction, Word } from '../parse/syntax.ts';
import { removeLines } from './insert.ts';
import { removeWords } from './remove-word.ts';

/** The whole instruction with the last file; undefined where what is left would be copied otherwise, or the word stands for more. */
export function removeSource(dockerfile: Dockerfile, instruction: Instruction, word: Word): Edit | undefined {
  const copy = readCopy(instruction);
  if (!copy?.sources.includes(word) || /[*?[{]/.test(word.value)) return undefined;
  if (copy.heredocs.length > 0) return undefined;
  if (copy.sources.length === 1) return removeLines(dockerfile, instruction);
  // A single file is copied to a name that does not end in a slash, several are copied into a folder.
  if (copy.sources.length === 2 && !/(^|\/)\.?$/.test(copy.destination.value)) return undefined;
  if (!instruction.exec) return removeWords(dockerfile, word.at);
  const index = copy.sources.indexOf(word);
  const next = copy.sources[index + 1] ?? copy.destination;
  const edit = { start: word.at.start, end: next.at.start, text: '' };
  return dockerfile.text.slice(edit.start, edit.end).includes('#') ? undefined : edit;
}
