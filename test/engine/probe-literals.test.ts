// Text from a file becomes a literal of Python, JavaScript or the shell that decodes to that same text.
import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64 } from '../../server/src/engine/probe/base64.ts';
import {
  javascriptString,
  javascriptText,
  pythonString,
  pythonText,
  shellWord,
} from '../../server/src/engine/probe/literals.ts';
import { joinText, type Text } from '../../server/src/engine/probe/request.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
const hasShell = spawnSync('sh', ['-c', 'true']).status === 0;
const missing = (present: boolean) => !present && !process.env.CI;

/** Quotes, backslashes, line breaks, `$(…)`, surrogate pairs; no lone surrogates: those are not text. */
const hostile = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom("'", '"', '\\', '\n', '\r', '$', '`', '(', ')', '{', '}', ';', 'x', '\u2028', '\0'),
  }),
);
const samples = fc.sample(hostile, { numRuns: 600, seed: 1 });
const ASCII = /^[\x20-\x7e]*$/;

describe('string literals', () => {
  it('are one line of ASCII whose quote is closed at the end only', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const literal of [pythonString(text), javascriptString(text)]) {
          expect(literal).toMatch(ASCII);
          expect(literal).toMatch(/^'(?:[^'\\]|\\.)*'$/);
        }
      }),
    );
  });

  it('decode in Node to the same text', () => {
    const program = `console.log(JSON.stringify([${samples.map(javascriptString).join(',')}]))`;
    expect(JSON.parse(execFileSync(process.execPath, ['-'], { input: program, encoding: 'utf8' }))).toEqual(
      samples,
    );
  });

  it.skipIf(missing(hasPython))('decode in Python to the same text (needs python3 on PATH)', () => {
    const program = `import json\nprint(json.dumps([${samples.map(pythonString).join(',')}]))`;
    expect(JSON.parse(execFileSync('python3', ['-'], { input: program, encoding: 'utf8' }))).toEqual(samples);
  });

  it.skipIf(missing(hasShell))('decode in a POSIX shell to the same text (needs sh on PATH)', () => {
    const words = samples.map((text) => text.replaceAll('\0', ''));
    const program = words.map((word) => `printf '%s\\0' ${shellWord(word === '' ? [] : [word])}`).join('\n');
    const output = execFileSync('sh', ['-c', program], { encoding: 'utf8' });
    expect(output.split('\0').slice(0, -1)).toEqual(words);
  });
});

describe('variables', () => {
  const set = { SET: 'a', EMPTY: '' };
  const text: Text = joinText([
    ...['SET', 'EMPTY', 'UNSET'].flatMap(
      (env): Text => [
        { env },
        '|',
        { env, default: `q'"\\`, orEmpty: true },
        '|',
        { env, default: '`$(id)}', orEmpty: false },
        '; ',
      ],
    ),
  ]);
  const expected = `a|a|a; |q'"\\|; |q'"\\|\`$(id)}; `;

  it('are read as the shell reads them, by Node', () => {
    const program = `process.stdout.write(${javascriptText(text)})`;
    expect(execFileSync(process.execPath, ['-e', program], { env: set, encoding: 'utf8' })).toBe(expected);
  });

  it.skipIf(missing(hasPython))('by Python (needs python3 on PATH)', () => {
    const program = `import os,sys; sys.stdout.write(${pythonText(text)})`;
    const env = { ...process.env, ...set };
    expect(execFileSync('python3', ['-c', program], { env, encoding: 'utf8' })).toBe(expected);
  });

  it.skipIf(missing(hasShell))('by a POSIX shell (needs sh on PATH)', () => {
    const env = { ...process.env, ...set };
    expect(execFileSync('sh', ['-c', `printf %s ${shellWord(text)}`], { env, encoding: 'utf8' })).toBe(
      expected,
    );
  });
});

it('base64 is that of Node', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(base64(text)).toBe(Buffer.from(text, 'utf8').toString('base64'));
    }),
  );
});
