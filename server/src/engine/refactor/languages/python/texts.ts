// Instructions as they have to be written where the packages lie in an environment.
import type { Instruction } from '../../../parse/syntax.ts';
import type { SplitInput } from '../../plan.ts';
import { environmentFolder } from './environment.ts';
import type { PythonCall } from './reading.ts';

/** Offsets into the file. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The source of an instruction with edits, `\n` at line ends. Overlapping edits: the first one counts. */
export function edited({ model }: SplitInput, { at }: Instruction, edits: readonly TextEdit[]): string {
  const { text } = model.dockerfile;
  const parts: string[] = [];
  let from = at.start;
  for (const edit of [...edits].sort((one, other) => one.start - other.start)) {
    if (edit.start < from || edit.end > at.end) continue;
    parts.push(text.slice(from, edit.start), edit.text);
    from = edit.end;
  }
  parts.push(text.slice(from, at.end));
  return parts.join('').replaceAll('\r\n', '\n');
}

/** What an install must not say when it goes into the environment of the split. */
export function installEdits({ model }: SplitInput, call: PythonCall): TextEdit[] {
  if (call.target?.kind !== 'ours') return [];
  const { command, python } = call;
  const { text } = model.dockerfile;
  const edits: TextEdit[] = [];
  const remove = (start: number, end: number) => {
    // One of the blanks around it goes too.
    const before = text[start - 1] === ' ' ? start - 1 : start;
    edits.push({ start: before, end, text: '' });
  };
  for (const [index, word] of command.args.entries()) {
    const option = word.text;
    const next = command.args[index + 1];
    if (option === '--user' && python.into?.option === 'user') remove(word.at.start, word.at.end);
    else if (option === '--system' && python.into?.option === 'system') remove(word.at.start, word.at.end);
    else if (option === '--prefix' && next) remove(word.at.start, next.at.end);
    else if (option.startsWith('--prefix=')) remove(word.at.start, word.at.end);
  }
  const { word } = command;
  const path = /^\/usr\/local\/bin\/((?:pip|python)[\d.]*)$/.exec(word?.value ?? '');
  if (path && word) edits.push({ ...word.at, text: path[1]! });
  return edits;
}

const packagesFolder = /\/usr\/local\/lib\/(python(?:\d\.\d+|\$\{?\w+\}?))\/site-packages/g;

/** The folder of the interpreter's own packages, where the environment has them now. */
export function packagesEdits({ model }: SplitInput, { at }: Instruction): TextEdit[] {
  const { text } = model.dockerfile;
  return [...text.slice(at.start, at.end).matchAll(packagesFolder)].map((match) => ({
    start: at.start + match.index,
    end: at.start + match.index + match[0].length,
    text: `${environmentFolder}/lib/${match[1]}/site-packages`,
  }));
}

/** Console scripts and interpreters named by their path, which are in the environment now. `given` are names that the file puts there. */
export function programEdits(
  { model }: SplitInput,
  { at }: Instruction,
  given: (name: string) => boolean,
): TextEdit[] {
  const { text } = model.dockerfile;
  const found: TextEdit[] = [];
  for (const match of text.slice(at.start, at.end).matchAll(/(?<![\w./-])\/usr\/local\/bin\/([\w.-]+)/g)) {
    if (given(match[1]!)) continue;
    const start = at.start + match.index;
    found.push({ start, end: start + '/usr/local/bin'.length, text: `${environmentFolder}/bin` });
  }
  return found;
}
