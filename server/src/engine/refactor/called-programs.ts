// The programs that the shipped stage calls by name: its start, its probe, and the steps that run there.
import { commandsOf } from '../model/commands.ts';
import type { Instruction } from '../parse/syntax.ts';
import { lastPart } from '../text/paths.ts';
import type { Arrangement } from './arrange.ts';

/** The programs of packages that builds install, where they are not called like their package. */
const programsOf: Readonly<Record<string, readonly string[]>> = {
  gcc: ['gcc', 'cc'],
  'g++': ['g++', 'c++'],
  'build-essential': ['make', 'gcc', 'g++', 'cc', 'c++'],
  'build-base': ['make', 'gcc', 'g++', 'cc', 'c++'],
  golang: ['go'],
  'golang-go': ['go'],
  'default-jdk': ['java', 'javac'],
  'default-jdk-headless': ['java', 'javac'],
  maven: ['mvn'],
  rust: ['cargo', 'rustc'],
  nodejs: ['node'],
  npm: ['npm', 'npx'],
};

const called = new WeakMap<Arrangement, ReadonlySet<string>>();

/** The shipped stage calls a program of this package: a build tool by name, that the program itself uses. */
export function isCalled(arrangement: Arrangement, name: string): boolean {
  const names = called.get(arrangement) ?? programs(arrangement);
  called.set(arrangement, names);
  return [name, ...(programsOf[name] ?? [])].some((one) => names.has(one));
}

function programs(arrangement: Arrangement): ReadonlySet<string> {
  const { input, last, steps } = arrangement;
  const { model, stage } = input;
  const found = new Set<string>();
  const take = (instruction: Instruction) => {
    for (const { name } of commandsOf(model, instruction)) if (name !== undefined) found.add(lastPart(name));
  };
  for (const instruction of stage.instructions) {
    const starts = /^(CMD|ENTRYPOINT|HEALTHCHECK)$/.test(instruction.keyword);
    if (starts) for (const { value } of instruction.exec?.items ?? []) found.add(lastPart(value));
    if (starts) take(instruction);
    if (instruction.keyword !== 'RUN') continue;
    if (instruction.at.start > last.at.start) take(instruction);
    else
      for (const part of steps.get(instruction)?.parts ?? [])
        if (
          part.kind === 'unknown' &&
          /^(both|runtime)$/.test(arrangement.unknown?.(part, instruction) ?? '')
        )
          found.add(lastPart(part.command.name ?? ''));
  }
  return found;
}
