// Typed readings of instructions, and the expansion of variables.
import { describe, expect, it } from 'vitest';
import * as read from '../../server/src/engine/parse/arguments.ts';
import { parseDockerfile } from '../../server/src/engine/parse/dockerfile.ts';
import type { Instruction } from '../../server/src/engine/parse/syntax.ts';
import { expandVariables } from '../../server/src/engine/parse/variables.ts';

function first(text: string): Instruction {
  return parseDockerfile(text).instructions[0] as Instruction;
}

type Pair = readonly [name: string, value: string | undefined];
const pairs: readonly (readonly [text: string, ...expected: Pair[]])[] = [
  ['ENV A=b C="d e" F=\'g\'', ['A', 'b'], ['C', 'd e'], ['F', 'g']],
  ['ENV A b  c', ['A', 'b  c']],
  ['ENV A "b c"', ['A', 'b c']],
  ['ENV A=', ['A', '']],
  ['ENV A=b\\ c D=${E:-"f g"}', ['A', 'b c'], ['D', '${E:-"f g"}']],
  ['LABEL "a b"=c d.e=f', ['a b', 'c'], ['d.e', 'f']],
  ['LABEL a=b=c', ['a', 'b=c']],
  ['ARG A B=c', ['A', undefined], ['B', 'c']],
  ['ENV A=b \\\n # c\n C=d', ['A', 'b'], ['C', 'd']],
  ['RUN A=b'],
];

describe('readings', () => {
  it.each(pairs.map(([text, ...expected]) => ({ text, expected })))(
    'pairs of $text',
    ({ text, expected }) => {
      expect(read.readPairs(first(text)).map(({ name, value }) => [name, value])).toEqual(expected);
    },
  );

  it('place names and values', () => {
    const text = 'ENV A="b c" \\\n  D=\\\nE=f';
    const places = read
      .readPairs(first(text))
      .map(({ at, nameAt, valueAt }) =>
        [at, nameAt, valueAt].map((span) => span && text.slice(span.start, span.end)),
      );
    expect(places).toEqual([
      ['A="b c"', 'A', '"b c"'],
      ['D=\\\nE=f', 'D', 'E=f'],
    ]);
  });

  it('FROM', () => {
    const from = read.readFrom(first('FROM --platform=$BUILDPLATFORM python:3 AS Build'));
    expect([from?.image.value, from?.alias?.value, from?.alias?.raw, from?.platform?.value]).toEqual([
      'python:3',
      'build',
      'Build',
      '$BUILDPLATFORM',
    ]);
  });

  it.each([
    ['USER a', 'a', undefined],
    ['USER a:b', 'a', 'b'],
    ['USER ${U:-x}:${G:-y}', '${U:-x}', '${G:-y}'],
    ['USER "1000:1000"', '1000', '1000'],
  ] as const)('%s', (text, user, group) => {
    const reading = read.readUser(first(text));
    expect([reading?.user.value, reading?.group?.value]).toEqual([user, group]);
  });

  it('COPY', () => {
    const copy = read.readCopy(first('COPY --from=b --chown=a:b --chmod=755 x <<E "y" /z/\nE'));
    expect(copy?.sources.map(({ value }) => value)).toEqual(['x', 'y']);
    expect([copy?.destination.value, copy?.from?.value, copy?.chown?.value, copy?.chmod?.value]).toEqual([
      '/z/',
      'b',
      'a:b',
      '755',
    ]);
    expect(copy?.heredocs).toHaveLength(1);
    expect(read.readCopy(first('ADD ["a b", "c"]'))?.sources.map(({ value }) => value)).toEqual(['a b']);
  });

  it('HEALTHCHECK', () => {
    expect(read.readHealthcheck(first('HEALTHCHECK NONE'))).toEqual({ none: true });
    const text = 'HEALTHCHECK --interval=3s --retries=2 CMD curl \\\n -f x';
    const shell = read.readHealthcheck(first(text));
    if (shell === undefined || shell.none || shell.command.form !== 'shell')
      throw new Error('shell form expected');
    expect(shell.command.script.text).toBe('curl  -f x');
    expect(text.slice(shell.commandAt.start, shell.commandAt.end)).toBe('curl \\\n -f x');
    expect(Object.entries(shell.options).map(([name, { value }]) => [name, value])).toEqual([
      ['interval', '3s'],
      ['retries', '2'],
    ]);
    const exec = read.readHealthcheck(first('HEALTHCHECK CMD ["a", "b"]'));
    if (exec === undefined || exec.none || exec.command.form !== 'exec')
      throw new Error('exec form expected');
    expect(exec.command.exec.items.map(({ value }) => value)).toEqual(['a', 'b']);
  });

  it('mounts', () => {
    const text =
      'RUN --mount=type=secret,id="a b",dst=/x --mount=target=/y,from=z,ro --mount=\'type=bind,"source=a,b",target=/q\' c';
    const mounts = read.readMounts(first(text));
    expect(mounts.map(({ type, id, target, from, source }) => [type, id, target, from, source])).toEqual([
      ['secret', 'a b', '/x', undefined, undefined],
      ['bind', undefined, '/y', 'z', undefined],
      ['bind', undefined, '/q', undefined, 'a,b'],
    ]);
  });

  it('ports and shells', () => {
    expect(
      read.readExpose(first('EXPOSE 80 53/UDP $P/tcp')).map(({ port, protocol }) => [port, protocol]),
    ).toEqual([
      ['80', 'tcp'],
      ['53', 'udp'],
      ['$P', 'tcp'],
    ]);
    expect(read.readShell(first('SHELL ["/bin/bash", "-c"]'))?.map(({ value }) => value)).toEqual([
      '/bin/bash',
      '-c',
    ]);
    expect(read.readWorkdir(first('WORKDIR "/a b"'))?.value).toBe('/a b');
  });
});

const values: Readonly<Record<string, string | null>> = {
  P: 'x',
  E: '',
  PATH: '/usr/bin:/bin',
  F: 'a/b/c.tar.gz',
  U: null,
};

const expansions: readonly (readonly [text: string, value: string | undefined, used?: string])[] = [
  ['a', 'a', ''],
  ['$P-${P}', 'x-x', 'P'],
  ['${P:+d} ${N:-d}', 'd d', 'P N'],
  ['${E:-d}${E-d}|${E:+d}|${E+d}|${N+d}', 'd||d|', 'E N'],
  ["'$P'", '$P', ''],
  ['"$P \'$P\'"', "x 'x'", 'P'],
  ['\\$P', '$P', ''],
  ['"a\\"b\\c"', 'a"b\\c', ''],
  ['${N:-${P:-z}}', 'x', 'P N'],
  ['${N:-${M:-z}}', 'z', 'M N'],
  ['${F#*/} ${F##*/} ${F%.*} ${F%%.*}', 'b/c.tar.gz c.tar.gz a/b/c.tar a/b/c', 'F'],
  ['${F/a/z} ${F//[/]/-} ${F/?/Q}', 'z/b/c.tar.gz a/b/c.tar.gz Q/b/c.tar.gz', 'F'],
  ['${PATH//:/ }', '/usr/bin /bin', 'PATH'],
  ['$U', undefined, 'U'],
  ['${U:-d}', undefined, 'U'],
  ['${P:?m}', 'x', 'P'],
  ['${N:?m}', undefined, 'N'],
  ['${N', undefined, ''],
  ['$', '$', ''],
  ['$1$@', '', '1 @'],
];

describe('expandVariables', () => {
  it.each(expansions.map(([text, value, used]) => ({ text, value, used })))(
    '$text',
    ({ text, value, used }) => {
      const lookup = (name: string) => (Object.hasOwn(values, name) ? values[name] : undefined);
      const result = expandVariables(text, lookup);
      expect(result.value).toBe(value);
      if (used !== undefined) expect(result.used.join(' ')).toBe(used);
    },
  );

  it('takes a backtick as escape', () => {
    expect(expandVariables('C:\\x`$P', () => 'x', '`').value).toBe('C:\\x$P');
  });
});
