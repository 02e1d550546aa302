// Labels of single lines: what a test says of some instructions of a file, and thereby of the others.
import { parseDockerfile } from '../../server/src/engine/parse/dockerfile.ts';
import type { LabelledCase } from './case.ts';

/** The first and last line, from 1, of each instruction. */
export function instructionLines(text: string): { keyword: string; line: number; end: number }[] {
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  return parseDockerfile(text).instructions.map(({ keyword, at }) => ({
    keyword,
    line: lineOf(at.start),
    end: lineOf(Math.max(at.start, at.end - 1)),
  }));
}

/**
 * A positive for each line that is named, and a negative for each other instruction of the same kinds: a test that lists
 * what is reported demands that nothing is said of those.
 */
export function lineCases(
  base: Omit<LabelledCase, 'expected' | 'line' | 'id'>,
  id: string,
  named: readonly number[],
): LabelledCase[] {
  const places = instructionLines(base.text);
  const isNamed = ({ line, end }: (typeof places)[number]) => named.some((one) => line <= one && one <= end);
  const keywords = new Set(places.filter(isNamed).map(({ keyword }) => keyword));
  const made = (line: number, expected: LabelledCase['expected']): LabelledCase => ({
    ...base,
    name: `${base.name} line ${line}`,
    id,
    line,
    expected,
  });
  return [
    ...[...new Set(named)].map((line) => made(line, 'found')),
    ...places
      .filter((place) => keywords.has(place.keyword) && !isNamed(place))
      .map(({ line }) => made(line, 'silent')),
  ];
}
