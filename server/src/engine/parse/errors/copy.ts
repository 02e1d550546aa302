// What BuildKit refuses about COPY and ADD.
import { findFlag, readCopy } from '../arguments.ts';
import { readHeredocMark } from '../heredocs.ts';
import type { Instruction, SyntaxProblem, Word } from '../syntax.ts';
import { expansionProblem, heredocProblem, literalValue, wordsProblem } from './expansion.ts';
import { problem, quoted } from './problem.ts';
import { isDigest, isFileMode } from './values.ts';

/** Refused for its arguments, before variables are looked at. */
export function copyArgumentsProblem(instruction: Instruction): SyntaxProblem | undefined {
  const { keyword, words, keywordAt } = instruction;
  const destination = words.at(-1);
  if (destination === undefined)
    return problem(keywordAt, `${keyword} has no arguments. It needs a source and a destination.`);
  if (words.length < 2) {
    return problem(destination.at, `${keyword} has one argument only. It needs a source and a destination.`);
  }
  return undefined;
}

/** Refused for what stands in the arguments. Flags are known to be right. */
export function copyProblem(instruction: Instruction, escaper: '\\' | '`'): SyntaxProblem | undefined {
  const { keyword } = instruction;
  const copy = readCopy(instruction);
  if (copy === undefined) return undefined;
  const { destination, sources, from } = copy;
  if (destination.raw.includes('<<') && readHeredocMark(destination.raw) !== undefined) {
    return problem(
      destination.at,
      `${keyword} needs a destination after the here-document ${quoted(destination.raw)}.`,
    );
  }
  for (const name of ['chown', 'chmod', 'checksum']) {
    const flag = findFlag(instruction, name);
    const wrong = flag?.value && expansionProblem(flag.value, escaper, flag.valueAt ?? flag.at);
    if (wrong) return wrong;
  }
  if (from?.value !== undefined && literalValue(from.value, escaper) !== from.value) {
    return problem(
      from.valueAt ?? from.at,
      '--from takes no variables. Name a stage with FROM … AS, with the variable in that FROM, and use the name here.',
    );
  }
  const broken = wordsProblem([...sources, destination], escaper) ?? heredocProblem(instruction);
  return broken ?? modeProblem(instruction, escaper) ?? sourceProblem(instruction, sources, escaper);
}

function modeProblem(instruction: Instruction, escaper: '\\' | '`'): SyntaxProblem | undefined {
  const flag = findFlag(instruction, 'chmod');
  const mode = flag?.value && literalValue(flag.value, escaper);
  if (flag === undefined || !mode || isFileMode(mode)) return undefined;
  return problem(
    flag.valueAt ?? flag.at,
    `${quoted(mode)} is not a file mode. Write an octal number up to 7777, or one such as u+x,go-w.`,
  );
}

function sourceProblem(
  instruction: Instruction,
  sources: readonly Word[],
  escaper: '\\' | '`',
): SyntaxProblem | undefined {
  const values = sources.map(({ raw }) => literalValue(raw, escaper));
  if (instruction.keyword === 'COPY') {
    const index = values.findIndex(
      (value) => value !== undefined && /^(?:(?:https?|git|ssh):\/\/|git@[\w.-]+:)/.test(value),
    );
    const source = sources[index];
    return (
      source &&
      problem(source.at, `COPY cannot fetch ${quoted(source.raw)}. Use ADD for a URL or a Git repository.`)
    );
  }
  const flag = findFlag(instruction, 'checksum');
  const checksum = flag?.value && literalValue(flag.value, escaper);
  if (flag === undefined || !flag.value) return undefined;
  if (sources.length !== 1) return problem(flag.at, '--checksum is for one source. Write an ADD for each.');
  const [source] = values;
  if (source === undefined || !checksum) return undefined;
  if (!/^(?:https?|git|ssh):\/\//.test(source)) {
    if (/^[\w.-]+@[\w.-]+:/.test(source) || /^github\.com\//.test(source)) return undefined;
    return problem(
      flag.at,
      '--checksum is for a URL or a Git repository, not for a file of the build context.',
    );
  }
  // A Git repository's checksum is a commit.
  if (!/^https?:\/\//.test(source) || /\.git(?:[#?]|$)/.test(source) || isDigest(checksum)) return undefined;
  return problem(
    flag.valueAt ?? flag.at,
    `${quoted(checksum)} is not a checksum. Write sha256: and 64 hexadecimal digits.`,
  );
}
