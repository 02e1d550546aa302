// The parser beside the real BuildKit: the same instructions, and the same files refused.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPairs } from '../../server/src/engine/parse/arguments.ts';
import { parseDockerfile } from '../../server/src/engine/parse/dockerfile.ts';
import { healthcheckParts } from '../../server/src/engine/parse/healthcheck.ts';
import type { Instruction } from '../../server/src/engine/parse/syntax.ts';
import { accepted } from '../engine/parse-accepted.ts';
import { refused } from '../engine/parse-refused.ts';
import { undecided } from '../engine/parse-undecided.ts';
import { type Answer, askBuildKit, failureOf, oraclePath } from './buildkit.ts';

const refusedTexts = refused.map(([text]) => text);

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** BuildKit's arguments from our reading; undefined where it has none that compare (ONBUILD, unknown instructions). */
function argumentsOf(instruction: Instruction, text: string): string[] | undefined {
  const { keyword, words, body, exec } = instruction;
  switch (keyword) {
    case 'ENV':
    case 'LABEL':
      return readPairs(instruction).flatMap(({ rawName, rawValue, legacy }) => [
        rawName,
        rawValue ?? '',
        legacy ? '' : '=',
      ]);
    case 'RUN':
    case 'CMD':
    case 'ENTRYPOINT':
    case 'SHELL':
      if (exec !== undefined) return exec.items.map(({ value }) => value);
      return body.text === '' ? [] : [body.text];
    case 'HEALTHCHECK': {
      const parts = healthcheckParts(instruction);
      if (parts === undefined) return [];
      const kind = text.slice(parts.kindAt.start, parts.kindAt.end);
      if (typeof parts.exec === 'object') return [kind, ...parts.exec.items.map(({ value }) => value)];
      return parts.rest.text === '' ? [kind] : [kind, parts.rest.text];
    }
    case 'ONBUILD':
      return undefined;
    default:
      return words.map(({ raw }) => raw);
  }
}

const known = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);

/** BuildKit reads flags byte by byte, so letters outside ASCII come out of it as others: both sides without them. */
function ascii(flag: string): string {
  return flag.replace(/[^\u0000-\u007f].*/s, '');
}

function ours(text: string) {
  return parseDockerfile(text).instructions.map((instruction) => ({
    keyword: instruction.keyword,
    endLine: lineOf(text, instruction.at.end),
    flags: instruction.flags.map(({ name, value }) =>
      ascii(value === undefined ? `--${name}` : `--${name}=${value}`),
    ),
    args: known.has(instruction.keyword) ? argumentsOf(instruction, text) : undefined,
    json: instruction.keyword === 'HEALTHCHECK' || instruction.exec !== undefined,
    heredocs: instruction.heredocs.map(({ name, fileDescriptor: fd, expand, chomp, body: content }) => ({
      name,
      fd,
      expand,
      chomp,
      content,
    })),
  }));
}

function theirs({ instructions }: Answer) {
  return instructions.map(({ cmd, endLine, flags, args, json, heredocs }) => ({
    keyword: cmd,
    endLine,
    flags: flags.map((flag) => ascii(flag.replace(/^--[^=]*/, (name) => name.toLowerCase()))),
    args: known.has(cmd) ? args : undefined,
    json: cmd === 'HEALTHCHECK' || json,
    heredocs,
  }));
}

/** Whether one of our errors is on the lines of BuildKit's. BuildKit counts directives and overlong lines from zero. */
function isThere(text: string, answer: Answer): boolean {
  const failure = failureOf(answer);
  if (failure === undefined) return false;
  const isOffByOne = /parser directive|invalid escape token|greater than max/.test(failure.message);
  const line = failure.line + (isOffByOne ? 1 : 0);
  if (failure.line === 0 || /no instructions/.test(failure.message))
    return parseDockerfile(text).errors.length > 0;
  return parseDockerfile(text).errors.some(
    ({ at }) => lineOf(text, at.start) <= Math.max(line, failure.endLine) && lineOf(text, at.end) >= line,
  );
}

/** Real Dockerfiles of a folder, when PLIMSOLL_CORPUS names one; what is not text in UTF-8 is left out. */
function corpus(): { name: string; text: string }[] {
  const folder = process.env['PLIMSOLL_CORPUS'];
  if (!folder) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => ({ name, file: path.join(folder, name) }))
    .filter(({ file }) => statSync(file).isFile())
    .map(({ name, file }) => ({ name, text: readFileSync(file, 'utf8') }))
    .filter(({ text }) => !text.includes('\ufffd'));
}

describe('the parser and BuildKit', () => {
  it('see the same instructions', (context) => {
    const texts = [...accepted, ...refusedTexts, ...undecided];
    askBuildKit(oraclePath(context), texts).forEach((answer, i) => {
      const text = texts[i] as string;
      if (answer.parseError === null) expect(ours(text), text).toEqual(theirs(answer));
    });
  });

  it('accept the same files', (context) => {
    askBuildKit(oraclePath(context), accepted).forEach((answer, i) => {
      expect(failureOf(answer), accepted[i]).toBeUndefined();
    });
  });

  it('refuse the same files, on the same line', (context) => {
    askBuildKit(oraclePath(context), refusedTexts).forEach((answer, i) => {
      const text = refusedTexts[i] as string;
      expect(failureOf(answer), text).toBeDefined();
      expect(isThere(text, answer), `${text}${failureOf(answer)?.message}`).toBe(true);
    });
  });

  it('differ only where the file alone does not tell', (context) => {
    askBuildKit(oraclePath(context), undecided).forEach((answer, i) => {
      expect(failureOf(answer), undecided[i]).toBeDefined();
    });
  });

  it('agree on a line of 65,535 bytes and one more', (context) => {
    const texts = [65_531, 65_532].map((length) => `FROM a\nRUN ${'x'.repeat(length)}\n`);
    const answers = askBuildKit(oraclePath(context), texts);
    expect(answers.map((answer) => failureOf(answer) === undefined)).toEqual([true, false]);
    expect(texts.map((text) => parseDockerfile(text).errors.length === 0)).toEqual([true, false]);
  });

  // Real files are not part of the repository: `PLIMSOLL_CORPUS=FOLDER npm run corpus` gives them.
  const files = corpus();
  if (files.length > 0)
    it('agree on real files', (context) => {
      const answers = askBuildKit(
        oraclePath(context),
        files.map(({ text }) => text),
      );
      const wrong = files.flatMap(({ name, text }, i) => {
        const answer = answers[i] as Answer;
        const problems: string[] = [];
        if (answer.parseError === null && JSON.stringify(ours(text)) !== JSON.stringify(theirs(answer)))
          problems.push('structure');
        const [error] = parseDockerfile(text).errors;
        if (error !== undefined && failureOf(answer) === undefined)
          problems.push(`false error: ${error.message}`);
        return problems.map((problem) => `${name}: ${problem}`);
      });
      expect(wrong).toEqual([]);
    });
});
