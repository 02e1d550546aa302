// Properties of the parser on any text: it never throws, places lie in the file, and time grows with the length.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as read from '../../server/src/engine/parse/arguments.ts';
import { parseDockerfile } from '../../server/src/engine/parse/dockerfile.ts';
import { readShellScripts } from '../../server/src/engine/parse/shell.ts';
import type { Instruction, Joined, Span } from '../../server/src/engine/parse/syntax.ts';
import { expandVariables } from '../../server/src/engine/parse/variables.ts';

const piece = fc.constantFrom(
  'FROM a',
  'FROM',
  ' AS b',
  'RUN ',
  'COPY ',
  'ADD ',
  'ENV ',
  'ARG ',
  'LABEL ',
  'USER ',
  'ONBUILD ',
  'HEALTHCHECK ',
  'CMD ',
  'EXPOSE ',
  'SHELL ',
  'VOLUME ',
  'STOPSIGNAL ',
  '# ',
  '# escape=`',
  '# syntax=x',
  '--from=',
  '--mount=type=',
  '--x',
  '=',
  ',',
  '<<EOF',
  '<<-"E"',
  '\nEOF\n',
  '\nE\n',
  '["a", "b"]',
  '["sh","-c","',
  '[',
  ']',
  '"',
  "'",
  '\\',
  '`',
  '\\\n',
  '`\n',
  '\n',
  '\r\n',
  '\r',
  ' ',
  '\t',
  '$',
  '${',
  '}',
  '$X',
  '${X:-',
  '#',
  '%',
  '/',
  ' && ',
  ' || ',
  '; ',
  ' | ',
  '$(',
  ')',
  'if ',
  'then ',
  'fi',
  'sh -c ',
  'a',
  'b',
  '/x',
  '1',
  '\u0000',
  '\ufeff',
  'é',
  '\u{1f600}',
  '\u00a0',
  '\u2028',
  '\ud800',
);
const dockerfile = fc
  .array(fc.oneof({ weight: 8, arbitrary: piece }, fc.string({ maxLength: 5 })))
  .map((parts) => parts.join(''));

function checkSpan(text: string, span: Span | undefined): void {
  if (span === undefined) return;
  expect(span.start).toBeGreaterThanOrEqual(0);
  expect(span.end).toBeGreaterThanOrEqual(span.start);
  expect(span.end).toBeLessThanOrEqual(text.length);
}

function checkJoined(text: string, joined: Joined): void {
  let last = -1;
  for (let i = 0; i < joined.text.length; i++) {
    const place = joined.toSource(i);
    expect(place).toBeGreaterThan(last);
    expect(text[place]).toBe(joined.text[i]);
    last = place;
  }
  expect(joined.toSource(joined.text.length)).toBeGreaterThanOrEqual(last);
  checkSpan(text, joined.at);
}

function checkInstruction(text: string, instruction: Instruction): void {
  for (const span of [instruction.at, instruction.head, instruction.keywordAt]) checkSpan(text, span);
  checkJoined(text, instruction.body);
  for (const { at } of instruction.words) checkSpan(text, at);
  for (const flag of instruction.flags) for (const span of [flag.at, flag.valueAt]) checkSpan(text, span);
  for (const item of instruction.exec?.items ?? []) {
    checkSpan(text, item.at);
    expect(text.slice(item.at.start, item.at.end)).toMatch(/^".*"$/s);
  }
  for (const { at, bodyAt, endAt, body } of instruction.heredocs) {
    for (const span of [at, bodyAt, endAt]) checkSpan(text, span);
    expect(body).toBe(text.slice(bodyAt.start, bodyAt.end));
  }
  for (const pair of read.readPairs(instruction))
    for (const span of [pair.at, pair.nameAt, pair.valueAt]) checkSpan(text, span);
  for (const reading of [
    read.readFrom,
    read.readUser,
    read.readCopy,
    read.readExpose,
    read.readShell,
    read.readMounts,
  ])
    reading(instruction);
  const healthcheck = read.readHealthcheck(instruction);
  if (healthcheck && !healthcheck.none && healthcheck.command.form === 'shell')
    checkJoined(text, healthcheck.command.script);
  for (const script of readShellScripts(instruction, { posix: true })) {
    checkSpan(text, script.at);
    for (const command of script.commands) {
      checkSpan(text, command.at);
      for (const word of [command.name, ...command.args]) checkSpan(text, word?.at);
    }
  }
  if (instruction.trigger !== undefined) checkInstruction(text, instruction.trigger);
}

describe('the parser on any text', () => {
  it('never throws and places everything inside the file, in order', () => {
    fc.assert(
      fc.property(dockerfile, (text) => {
        const file = parseDockerfile(text);
        let last = 0;
        for (const instruction of file.instructions) {
          expect(instruction.at.start).toBeGreaterThanOrEqual(last);
          last = instruction.at.end;
          checkInstruction(text, instruction);
        }
        for (const span of file.comments) checkSpan(text, span);
        for (const { at, message } of file.errors) {
          checkSpan(text, at);
          expect(message).not.toBe('');
        }
      }),
      { numRuns: 3000 },
    );
  }, 60_000);

  it('expands any text without throwing', () => {
    const lookup = (name: string) => (name.length > 2 ? null : name.length > 1 ? undefined : 'va*l/ue');
    fc.assert(
      fc.property(dockerfile, (text) => {
        const { value, problem } = expandVariables(text, lookup);
        if (problem !== undefined) expect(value).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  }, 60_000);
});

/** Milliseconds to read a whole file; the least of three runs, over texts that differ because shell scripts are remembered. */
function cost(make: (size: number) => string, size: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3; run++) {
    const text = make(size + 50 * run);
    const start = performance.now();
    const file = parseDockerfile(text);
    for (const instruction of file.instructions) {
      void [instruction.words, instruction.exec, instruction.heredocs, read.readPairs(instruction)];
      readShellScripts(instruction, { posix: true });
    }
    void file.errors;
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

const large: readonly (readonly [what: string, make: (size: number) => string])[] = [
  ['many instructions', (n) => 'FROM a\n'.repeat(n / 7)],
  ['one long line', (n) => `FROM a\nRUN ${'x '.repeat(n / 2)}\n`],
  ['one instruction of many lines', (n) => `FROM a\nRUN a \\\n${' && b c \\\n'.repeat(n / 10)}\n d\n`],
  ['one long here-document', (n) => `FROM a\nRUN <<E\n${'a b\n'.repeat(n / 4)}E\n`],
  ['many pairs', (n) => `FROM a\nENV ${'A=b '.repeat(n / 4)}\n`],
  ['many flags', (n) => `FROM a\nRUN ${'--mount=type=x '.repeat(n / 15)}\n`],
  ['a long JSON array', (n) => `FROM a\nCMD [${'"a",'.repeat(n / 4)}"b"]\n`],
  ['many backslashes', (n) => `FROM a\nRUN ${'\\'.repeat(n)}\n`],
  ['many quotes', (n) => `FROM a\nENV A=${'"\''.repeat(n / 2)}\n`],
  ['deep substitutions', (n) => `FROM a\nENV A=${'${a:-'.repeat(n / 5)}\n`],
  ['deep shell substitutions', (n) => `FROM a\nRUN ${'$('.repeat(n / 2)}\n`],
  ['deep groups', (n) => `FROM a\nRUN ${'( '.repeat(n / 2)}\n`],
  ['here-documents of one line', (n) => `FROM a\nCOPY ${'<<A '.repeat(n / 50)} /x\n${'A\n'.repeat(n / 50)}`],
  ['many <<', (n) => `FROM a\nRUN ${'<< '.repeat(n / 3)}\n`],
  ['a pattern of many stars', (n) => `FROM a\nENV A=\${B#${'*a'.repeat(n / 2)}}\n`],
  ['carriage returns', (n) => `FROM a\nRUN x${'\r'.repeat(n)}y\n`],
  ['unclosed quotes in sh -c', (n) => `FROM a\nRUN ${'sh -c "'.repeat(n / 7)}\n`],
];

describe('time', () => {
  // Twice a longer text may take several times as long on a busy machine; squared growth would take 64 times.
  it.each(large)(
    'grows with the length of %s',
    (_what, make) => {
      const small = cost(make, 32_000);
      const big = cost(make, 256_000);
      expect(big).toBeLessThan(Math.max(150, small * 40));
    },
    60_000,
  );
});
