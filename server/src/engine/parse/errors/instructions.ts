// What BuildKit refuses about the arguments of the smaller instructions.
import { healthcheckParts, readPairs } from '../arguments.ts';
import { notStrings } from '../exec-form.ts';
import type { Instruction, SyntaxProblem } from '../syntax.ts';
import { quotedRanges } from '../words.ts';
import { expansionProblem, literalValue, wordsProblem } from './expansion.ts';
import { problem, quoted } from './problem.ts';
import { durationOf, isSignal, portProblem } from './values.ts';

type Escape = '\\' | '`';

/** ENV and LABEL: `NAME=value …`, or the old `NAME value`. */
export function pairsProblem(
  { keyword, keywordAt, body }: Instruction,
  escaper: Escape,
): SyntaxProblem | undefined {
  const { text } = body;
  const ranges = quotedRanges(text, escaper);
  const [first] = ranges;
  if (first === undefined)
    return problem(keywordAt, `${keyword} has no arguments. Write ${keyword} NAME=value.`);
  if (!text.slice(...first).includes('=')) {
    if (/[\t\v\f\r ]/.test(text)) return undefined;
    return problem(body.at, `${keyword} ${quoted(text)} has no value. Write ${keyword} NAME=value.`);
  }
  for (const [start, end] of ranges) {
    const word = text.slice(start, end);
    if (!word.includes('=')) {
      const advice = 'Write NAME=value, and put quotes around a value with blanks.';
      return problem(body.span(start, end), `${quoted(word)} in this ${keyword} has no '='. ${advice}`);
    }
    if (word.startsWith('='))
      return problem(body.span(start, end), `A name is missing before ${quoted(word)}.`);
  }
  return undefined;
}

/** Quotes and substitutions in the names and values of ENV, LABEL and ARG. */
export function pairValuesProblem(instruction: Instruction, escaper: Escape): SyntaxProblem | undefined {
  const isArg = instruction.keyword === 'ARG';
  for (const { rawName, nameAt, rawValue, valueAt } of readPairs(instruction)) {
    const wrong =
      (isArg ? undefined : expansionProblem(rawName, escaper, nameAt)) ??
      expansionProblem(rawValue ?? '', escaper, valueAt ?? nameAt);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** ARG: at least one name. */
export function argProblem({ keywordAt, words }: Instruction): SyntaxProblem | undefined {
  if (words.length === 0) return problem(keywordAt, 'ARG has no name. Write ARG NAME or ARG NAME=default.');
  const blank = words.find(({ raw }) => raw.startsWith('='));
  return blank && problem(blank.at, `A name is missing before ${quoted(blank.raw)}.`);
}

/** EXPOSE: at least one port. */
export function portsProblem({ keywordAt, words }: Instruction): SyntaxProblem | undefined {
  if (words.length > 0) return undefined;
  return problem(keywordAt, 'EXPOSE has no port. Write EXPOSE 8080 or EXPOSE 53/udp.');
}

/** EXPOSE: each of its words is a port. */
export function exposeProblem({ words }: Instruction, escaper: Escape): SyntaxProblem | undefined {
  const broken = wordsProblem(words, escaper);
  if (broken !== undefined) return broken;
  for (const { raw, at } of words) {
    const value = literalValue(raw, escaper);
    const wrong = value ? portProblem(value) : undefined;
    if (wrong !== undefined) return problem(at, `${quoted(value ?? raw)} ${wrong}.`, 'invalid-port');
  }
  return undefined;
}

/** USER, WORKDIR, MAINTAINER and STOPSIGNAL: something must stand there. */
export function singleProblem({ keyword, keywordAt, words }: Instruction): SyntaxProblem | undefined {
  return words.length === 0 ? problem(keywordAt, `${keyword} has no argument. It needs one.`) : undefined;
}

/** STOPSIGNAL: a signal of Linux. */
export function signalProblem({ words }: Instruction, escaper: Escape): SyntaxProblem | undefined {
  const [word] = words;
  const value = word && literalValue(word.raw, escaper);
  if (word === undefined || value === undefined || isSignal(value)) return undefined;
  return problem(
    word.at,
    `${quoted(value)} is not a signal. Write a name such as SIGTERM or a number such as 15.`,
  );
}

/** VOLUME: at least one path, none of them empty. */
export function volumeProblem({ keywordAt, words }: Instruction): SyntaxProblem | undefined {
  if (words.length === 0) return problem(keywordAt, 'VOLUME has no path. It needs at least one.');
  const empty = words.find(({ value }) => value.trim() === '');
  return empty && problem(empty.at, 'VOLUME has an empty path. Remove it or write a path.');
}

/** SHELL: a JSON array with at least one word. */
export function shellProblem({ keywordAt, exec, body }: Instruction): SyntaxProblem | undefined {
  if (exec !== undefined ? exec.items.length > 0 : false) return undefined;
  if (exec !== undefined || body.text === '') {
    return problem(exec?.at ?? keywordAt, 'SHELL names no shell. Write SHELL ["/bin/bash", "-c"].');
  }
  return problem(
    body.at,
    'SHELL needs a JSON array, with double quotes. Write SHELL ["/bin/bash", "-c"].',
    body.text.startsWith('[') ? 'cmd-malformed-json' : undefined,
  );
}

const forbidden = new Set(['ONBUILD', 'FROM', 'MAINTAINER']);

/** ONBUILD: an instruction, and one that is allowed there. */
export function onbuildProblem({ keywordAt, trigger }: Instruction): SyntaxProblem | undefined {
  if (trigger === undefined)
    return problem(keywordAt, 'ONBUILD has no instruction. Write one after it, such as ONBUILD COPY . /app.');
  if (!forbidden.has(trigger.keyword)) return undefined;
  return problem(trigger.keywordAt, `${trigger.keyword} cannot stand after ONBUILD.`, 'forbidden-onbuild');
}

const durations = ['interval', 'timeout', 'start-period', 'start-interval'];

/** HEALTHCHECK: NONE alone, or CMD with a command. `checkFlags` is asked where BuildKit looks at the flags. */
export function healthcheckProblem(
  instruction: Instruction,
  checkFlags: () => SyntaxProblem | undefined,
): SyntaxProblem | undefined {
  const parts = healthcheckParts(instruction);
  if (parts === undefined)
    return problem(
      instruction.keywordAt,
      'HEALTHCHECK has no command. Write HEALTHCHECK CMD …, or HEALTHCHECK NONE.',
    );
  const { kind, kindAt, rest, exec } = parts;
  if (exec === notStrings) return problem(rest.at, notOnlyStrings, 'cmd-malformed-json');
  if (kind === 'NONE') {
    // An empty array counts as no arguments.
    const isEmpty = rest.text === '' || exec?.items.length === 0;
    return isEmpty
      ? undefined
      : problem(rest.at, 'HEALTHCHECK NONE takes no arguments. Remove them, or write CMD for NONE.');
  }
  const wrongFlag = checkFlags();
  if (wrongFlag !== undefined) return wrongFlag;
  if (kind !== 'CMD') {
    const written = instruction.body.text.slice(0, kind.length);
    return problem(kindAt, `HEALTHCHECK is followed by CMD or NONE, not by ${quoted(written)}.`);
  }
  if (exec === undefined ? rest.text === '' : exec.items.length === 0) {
    return problem(kindAt, 'HEALTHCHECK CMD has no command.');
  }
  return optionProblem(instruction);
}

function optionProblem({ flags }: Instruction): SyntaxProblem | undefined {
  for (const { name, value = '', at, valueAt = at } of flags) {
    if (value === '') continue;
    if (durations.includes(name)) {
      const milliseconds = durationOf(value);
      if (milliseconds === undefined)
        return problem(valueAt, `${quoted(value)} is not a duration. Write one such as 30s or 1m30s.`);
      if (milliseconds !== 0 && milliseconds < 1)
        return problem(valueAt, `--${name} cannot be less than 1ms.`);
    }
    if (name === 'retries' && !(/^\+?\d+$/.test(value) && Number(value) < 2 ** 31) && !/^-0+$/.test(value)) {
      return problem(valueAt, `--retries is a whole number from 0 up, not ${quoted(value)}.`);
    }
  }
  return undefined;
}

/** A JSON array that holds something else than strings. */
export const notOnlyStrings = 'A JSON array here holds strings only. Put double quotes around every item.';
