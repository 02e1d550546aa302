// What BuildKit refuses is an error at the right place, and nothing else is.
import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/src/engine/parse/dockerfile.ts';
import { accepted } from './parse-accepted.ts';
import { refused } from './parse-refused.ts';
import { undecided } from './parse-undecided.ts';

function placesOf(text: string): string[] {
  return parseDockerfile(text).errors.map(({ at }) => text.slice(at.start, at.end));
}

describe('syntax errors', () => {
  it.each([...accepted, ...undecided])('none in %j', (text) => {
    expect(parseDockerfile(text).errors).toEqual([]);
  });

  it.each(refused)('%j at %j', (text, place) => {
    expect(placesOf(text)[0]).toBe(place);
  });

  it('go by bytes for the longest line', () => {
    const fits = ['x'.repeat(65_531), `${'é'.repeat(32_765)}a`];
    for (const line of fits) expect(placesOf(`FROM a\nRUN ${line}\n`)).toEqual([]);
    for (const line of fits) expect(placesOf(`FROM a\nRUN ${line}z\n`)).toEqual([`RUN ${line}z`]);
  });

  it('are sentences on one line, whatever the file holds', () => {
    const hostile = 'FROM a\nFOO\u0000\u202eBAR\u2028 x\nCOPY --from=\u0007\u001b[31m x y\nEXPOSE \u200fx\n';
    for (const { message } of parseDockerfile(hostile).errors) {
      expect(message).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u2028-\u202e]+\.$/);
    }
  });

  it('name the nearest instruction', () => {
    const messages = parseDockerfile('FRMO a\nFROM a\nENTRYPONT x\nWROKDIR /x\n').errors.map(
      ({ message }) => message,
    );
    expect(messages).toEqual([
      '`FRMO` is not an instruction. Is FROM meant?',
      '`ENTRYPONT` is not an instruction. Is ENTRYPOINT meant?',
      '`WROKDIR` is not an instruction. Is WORKDIR meant?',
    ]);
  });
});
