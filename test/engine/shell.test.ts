// Shell scripts in instructions: which commands there are, how surely they run, and where they stand.
import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/src/engine/parse/dockerfile.ts';
import { readShellScripts, type ShellContext } from '../../server/src/engine/parse/shell.ts';
import type { ShellScript } from '../../server/src/engine/parse/shell-syntax.ts';

function scriptsOf(text: string, context: ShellContext = { posix: true }): readonly ShellScript[] {
  return parseDockerfile(text).instructions.flatMap((instruction) => readShellScripts(instruction, context));
}

/** `!` surely ran and succeeded, `+` surely started, `?` neither; one mark and the command's source for each command. */
function marks(text: string, context?: ShellContext): string[] {
  return scriptsOf(text, context).flatMap(({ commands }) =>
    commands.map(({ certainty, reached, depth, at }) => {
      const mark = certainty === 'always' ? '!' : reached ? '+' : '?';
      return `${mark}${depth === 0 ? '' : depth} ${text.slice(at.start, at.end)}`;
    }),
  );
}

const certainties: readonly (readonly [script: string, ...expected: string[]])[] = [
  ['a && b', '! a', '! b'],
  ['a; b', '+ a', '! b'],
  ['a || b', '+ a', '? b'],
  ['a || true && c', '+ a', '? true', '! c'],
  ['a && b || c', '+ a', '? b', '? c'],
  ['a || exit 1', '! a', '? exit 1'],
  ['a || exit 1; b', '! a', '? exit 1', '! b'],
  ['a || false; b', '+ a', '? false', '! b'],
  ['a || { echo no; exit 2; } && b', '! a', '? echo no', '? exit 2', '! b'],
  ['a || exit 256', '+ a', '? exit 256'],
  ['(a || exit 1) || b', '+ a', '? exit 1', '? b'],
  ['(a; b) && { c; d; }', '+ a', '! b', '+ c', '! d'],
  ['set -e; a; b && c; d', '+ set -e', '! a', '+ b', '? c', '! d'],
  ['set -e; { a && b; }; c', '+ set -e', '+ a', '? b', '! c'],
  ['set -e; (a && b); c', '+ set -e', '! a', '! b', '! c'],
  ['set -e; set +e; a; b', '+ set -e', '! set +e', '+ a', '! b'],
  ['set -e; if a; then set +e; fi; b; c', '+ set -e', '+ a', '? set +e', '+ b', '! c'],
  ['x && set -e; a; b', '+ x', '? set -e', '+ a', '! b'],
  ['a | b', '+ a', '! b'],
  ['set -o pipefail; a | b', '+ set -o pipefail', '! a', '! b'],
  ['set -euxo pipefail; a | b; c', '+ set -euxo pipefail', '! a', '! b', '! c'],
  ['! a', '+ a'],
  ['! a && b', '+ a', '! b'],
  ['a & b', '+ a', '! b'],
  ['if a; then b; elif c; then d; else e; fi', '+ a', '? b', '? c', '? d', '? e'],
  ['for i in 1 2; do a; done; b', '? a', '! b'],
  ['while a; do b; done', '+ a', '? b'],
  ['case x in a) b;; esac', '? b'],
  ['f() { a; return; }; f; b', '? a', '? return', '+ f', '! b'],
  ['[ -f x ] && exit 0; b', '+ [ -f x ]', '? exit 0', '? b'],
  ['exec a; b', '+ exec a', '? b'],
  ['(exit 0); b', '+ exit 0', '! b'],
  ['x=$(a) && b', '!1 a', '! x=$(a)', '! b'],
  ['echo $(a) `b` <(c)', '+1 a', '+1 b', '+1 c', '! echo $(a) `b` <(c)'],
  ['echo ${x:-$(a)}', '?1 a', '! echo ${x:-$(a)}'],
  ["sh -c 'a; b'", "! sh -c 'a; b'", '+1 a', '!1 b'],
  ["bash -euo pipefail -c 'a | b; c'", "! bash -euo pipefail -c 'a | b; c'", '!1 a', '!1 b', '!1 c'],
  ['sudo -u x bash -lc "a && b"', '! sudo -u x bash -lc "a && b"', '!1 a', '!1 b'],
  ['su x -c "a" && b', '! su x -c "a"', '!1 a', '! b'],
  ["eval 'a && b'", "! eval 'a && b'", '!1 a', '!1 b'],
  ["sh -c 'a' || b", "+ sh -c 'a'", '+1 a', '? b'],
  ['sh script.sh -c x', '! sh script.sh -c x'],
];

describe('commands of a script', () => {
  it.each(certainties)('%s', (script, ...expected) => {
    expect(marks(`FROM a\nRUN ${script}\n`)).toEqual(expected);
  });

  it('take the options of SHELL', () => {
    expect(marks('RUN a | b; c', { posix: true, errexit: true, pipefail: true })).toEqual([
      '! a',
      '! b',
      '! c',
    ]);
  });
});

const forms: readonly (readonly [what: string, text: string, ...expected: string[]])[] = [
  ['comments between lines', 'RUN a \\\n # c && d\n && b x\\\ny', '! a', '! b x\\\ny'],
  ['flags before the script', 'RUN --mount=type=cache,target=/x a', '! a'],
  ['exec form with a shell', 'RUN ["sh","-c","a \\u0026\\u0026 b c"]', '! a', '! b c'],
  ['exec form behind tini', 'ENTRYPOINT ["tini", "--", "bash", "-c", "a; b"]', '+ a', '! b'],
  ['exec form without a shell', 'CMD ["a", "&&", "b"]'],
  ['a health check', 'HEALTHCHECK --interval=3s CMD a -f b || exit 1', '! a -f b', '? exit 1'],
  ['no health check', 'HEALTHCHECK NONE'],
  ['a here-document', 'RUN <<EOF\nset -e\na\nb\nEOF', '+ set -e', '! a', '! b'],
  ['a here-document with bash', 'RUN <<EOF\n#!/usr/bin/env bash\na\nEOF', '! a'],
  ['a here-document with Python', 'RUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF'],
  ['a here-document as input', 'RUN python3 <<EOF\nimport os\nEOF', '! python3 <<EOF'],
  [
    'a here-document as the input of a shell',
    'RUN bash -e <<EOF && z\na\nb\nEOF',
    '! bash -e <<EOF',
    '!1 a',
    '!1 b',
    '! z',
  ],
  [
    'two here-documents',
    'RUN cat <<A && cat <<B && c\na\nA\n$(b)\nB',
    '! cat <<A',
    '+1 b',
    '! cat <<B',
    '! c',
  ],
  ['CRLF', 'RUN <<EOF\r\na\r\nEOF\r\nRUN a \\\r\n && b\r\n', '! a\r', '! a', '! b'],
  ['ONBUILD', 'ONBUILD RUN a && b', '! a', '! b'],
  ['a backtick as escape', '# escape=`\nRUN a `\n && b \\x', '! a', '! b \\x'],
  [
    'escapes in a nested string',
    'RUN sh -c "a \\"b c\\" && d \\$e"',
    '! sh -c "a \\"b c\\" && d \\$e"',
    '!1 a \\"b c\\"',
    '!1 d \\$e',
  ],
];

describe('scripts of an instruction', () => {
  it.each(forms)('%s', (_what, text, ...expected) => {
    expect(marks(text)).toEqual(expected);
  });

  it('are not read for another kind of shell, but for a shell named in exec form', () => {
    expect(marks('RUN a\nRUN ["sh", "-c", "b"]', { posix: false })).toEqual(['! b']);
  });

  it('give words with values, places and pipelines', () => {
    const text = 'RUN A=1 B="$x" curl -o "f g" $URL --x=${y}z /*.txt | tee \'l\' > /dev/null 2>&1';
    const [script] = scriptsOf(text);
    const [curl, tee] = script?.commands ?? [];
    expect(curl?.name?.value).toBe('curl');
    expect(curl?.args.map(({ value }) => value)).toEqual(['-o', 'f g', undefined, undefined, '/*.txt']);
    expect(curl?.args.map(({ text: words }) => words)).toEqual(['-o', 'f g', '$URL', '--x=${y}z', '/*.txt']);
    expect(curl?.args.map(({ at }) => text.slice(at.start, at.end))).toEqual([
      '-o',
      '"f g"',
      '$URL',
      '--x=${y}z',
      '/*.txt',
    ]);
    expect(curl?.assignments.map(({ name, value }) => [name, value])).toEqual([
      ['A', '1'],
      ['B', undefined],
    ]);
    expect(tee?.redirects.map(({ operator, target }) => [operator, target?.value])).toEqual([
      ['>', '/dev/null'],
      ['>&', '1'],
    ]);
    expect(curl?.pipeline).toBeDefined();
    expect(curl?.pipeline).toBe(tee?.pipeline);
  });

  const incomplete = [
    'a && | b',
    'a "b',
    'sh -c $X',
    `a $(${'b() '.repeat(20_000)})`,
    `x ${'$(('.repeat(5000)}`,
  ];
  it.each(incomplete.map((script) => [script.slice(0, 20), script]))(
    'are incomplete: %s',
    (_start, script) => {
      expect(scriptsOf(`RUN ${script}`).map((found) => found.incomplete)).toEqual([true]);
    },
  );
});
