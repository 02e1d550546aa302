// Instructions, words, flags, exec form and here-documents as BuildKit has them, with their places.
import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/src/engine/parse/dockerfile.ts';
import type { Instruction } from '../../server/src/engine/parse/syntax.ts';

/** `KEYWORD|flags|body|words, or items of the exec form in []|heredoc bodies`, one line for each instruction. */
function summary(text: string): string[] {
  return parseDockerfile(text).instructions.map((instruction) => {
    const { keyword, flags, body, words, exec, heredocs } = instruction;
    const flagText = flags
      .map(({ name, value }) => (value === undefined ? name : `${name}=${value}`))
      .join(' ');
    const items = exec
      ? `[${exec.items.map(({ value }) => JSON.stringify(value)).join()}]`
      : words.map(({ value }) => value).join(',');
    return [keyword, flagText, body.text, items, heredocs.map((doc) => JSON.stringify(doc.body)).join()].join(
      '|',
    );
  });
}

const cases: readonly (readonly [what: string, text: string, ...expected: string[]])[] = [
  [
    'escapes in JSON',
    'CMD ["sh","-c","echo hi there\\n"]',
    'CMD||["sh","-c","echo hi there\\n"]|["sh","-c","echo hi there\\n"]|',
  ],
  [
    'two backslashes at the end',
    'COPY x C:\\\\dir\\\\\nENV A=1',
    'COPY||x C:\\\\dir\\\\|x,C:\\dir\\|',
    'ENV||A=1|A=1|',
  ],
  [
    '<< in quotes',
    "RUN bash -c 'cat <<EOF'\nRUN x",
    "RUN||bash -c 'cat <<EOF'|bash,-c,cat <<EOF|",
    'RUN||x|x|',
  ],
  ['<< in double quotes', 'RUN "a <<EOF b"\nRUN x', 'RUN||"a <<EOF b"|a <<EOF b|', 'RUN||x|x|'],
  [
    '<< in exec form',
    'RUN ["sh","-c","cat <<EOF"]\nRUN x',
    'RUN||["sh","-c","cat <<EOF"]|["sh","-c","cat <<EOF"]|',
    'RUN||x|x|',
  ],
  ['a here-document with a descriptor', 'RUN cat 3<<EOF\nfoo\nEOF', 'RUN||cat 3<<EOF|cat,3<<EOF|"foo\\n"'],
  ['a blank after <<', 'RUN << EOF\nx\nEOF', 'RUN||<< EOF|<<,EOF|"x\\n"'],
  [
    '<<- of one here-document only',
    'COPY <<-A <<B /d/\n\ta\n\tA\n\tB\nb\nB',
    'COPY||<<-A <<B /d/|<<-A,<<B,/d/|"\\ta\\n","\\tB\\nb\\n"',
  ],
  ['comments between lines', 'RUN ls \\\n  # c\n  /x', 'RUN||ls   /x|ls,/x|'],
  ['\\n inside a string', 'RUN printf "a\\n\\\nb"', 'RUN||printf "a\\nb"|printf,a\\nb|'],
  [
    'an unknown directive ends directives',
    '# foo=bar\n# escape=`\nRUN a `\nRUN b',
    'RUN||a `|a,`|',
    'RUN||b|b|',
  ],
  ['a backtick', '# escape=`\nRUN a `\n  b\nCOPY x C:\\', 'RUN||a   b|a,b|', 'COPY||x C:\\|x,C:\\|'],
  [
    'quotes in flags',
    'RUN --mount=type=secret,id="a b",target=/x cat',
    'RUN|mount=type=secret,id=a b,target=/x|cat|cat|',
  ],
  ['a trailing comma is no JSON', 'CMD ["a","b",]', 'CMD||["a","b",]|[a,b,]|'],
  ['a word after JSON', 'CMD ["a"] c', 'CMD||["a"] c|[a],c|'],
  ['a test command', 'RUN [ -f x ] && y', 'RUN||[ -f x ] && y|[,-f,x,],&&,y|'],
  ['a line of only a backslash', 'RUN echo a\n \\\nRUN x', 'RUN||echo a|echo,a|', 'RUN||x|x|'],
  ['a keyword on two lines', 'ru\\\nn x', 'RUN||x|x|'],
  ['blank lines in between', 'RUN a \\\n\n\n b', 'RUN||a  b|a,b|'],
  ['CRLF', 'RUN a \\\r\n b\r\nCOPY <<E /x\r\ny\r\nE\r\n', 'RUN||a  b|a,b|', 'COPY||<<E /x|<<E,/x|"y\\r\\n"'],
  ['a lone CR', 'RUN a\rb', 'RUN||a\rb|a,b|'],
  ['a byte order mark', '\ufeff# escape=`\nRUN a `\nb', 'RUN||a b|a,b|'],
  ['a NUL', 'RUN a\u0000b', 'RUN||a\u0000b|a\u0000b|'],
  ['-- ends flags', 'COPY --link -- --x y', 'COPY|link|--x y|--x,y|'],
  ['USER takes all', 'USER  a b ', 'USER||a b|a b|'],
  [
    'ONBUILD with a here-document',
    'ONBUILD RUN <<E\nx\nE\nRUN y',
    'ONBUILD||RUN <<E|RUN,<<E|"x\\n"',
    'RUN||y|y|',
  ],
  ['a here-document that does not end', 'RUN <<E\nx', 'RUN||<<E|<<E|"x"'],
  ['no here-document for ENV', 'ENV A=<<E\nRUN x', 'ENV||A=<<E|A=<<E|', 'RUN||x|x|'],
  ['an empty array', 'CMD []', 'CMD||[]|[]|'],
  ['COPY in JSON', 'COPY ["a b","c"]', 'COPY||["a b","c"]|["a b","c"]|'],
];

describe('parseDockerfile', () => {
  it.each(cases)('reads %s', (_what, text, ...expected) => {
    expect(summary(text)).toEqual(expected);
  });

  it('numbers stages, FROM included', () => {
    const { instructions } = parseDockerfile('ARG A\nFROM a\nRUN x\nFROM b\n');
    expect(instructions.map(({ stage }) => stage)).toEqual([-1, 0, 0, 1]);
  });

  it('places everything in the file', () => {
    const text = 'FROM a\nRUN --mount=type=cache,target=/c \\\n # note\n x "y z" <<E # no comment\nbody\nE\n';
    const { instructions, comments } = parseDockerfile(text);
    const run = instructions[1] as Instruction;
    const at = (span: { start: number; end: number } | undefined) => span && text.slice(span.start, span.end);
    expect(at(run.at)).toBe(text.slice(7, -1));
    expect(at(run.head)).toBe('RUN --mount=type=cache,target=/c \\\n # note\n x "y z" <<E # no comment');
    expect(at(run.keywordAt)).toBe('RUN');
    expect(run.flags.map((flag) => [at(flag.at), at(flag.valueAt)])).toEqual([
      ['--mount=type=cache,target=/c', 'type=cache,target=/c'],
    ]);
    expect(run.words.map((word) => at(word.at))).toEqual(['x', '"y z"', '<<E', '#', 'no', 'comment']);
    expect(run.heredocs.map((doc) => [at(doc.at), at(doc.bodyAt), at(doc.endAt)])).toEqual([
      ['<<E', 'body\n', 'E'],
    ]);
    expect(comments.map(at)).toEqual(['# note']);
  });

  it('reads directives', () => {
    const text = '#Syntax = docker/dockerfile:1 \n# check=skip=all\n# c\n# escape=`\nFROM a\n';
    const { directives, comments, escape: escaper } = parseDockerfile(text);
    expect(
      directives.map(({ name, value, valueAt }) => [name, value, text.slice(valueAt.start, valueAt.end)]),
    ).toEqual([
      ['syntax', 'docker/dockerfile:1', 'docker/dockerfile:1'],
      ['check', 'skip=all', 'skip=all'],
    ]);
    expect(escaper).toBe('\\');
    expect(comments.map(({ start, end }) => text.slice(start, end))).toEqual(['# c', '# escape=`']);
  });
});
