// Whatever a file holds, the server answers every request and goes on.
import { expect, test } from 'vitest';
import { Editor, plain } from './editor.ts';

const line = 'x'.repeat(1_000_000);
const inputs: readonly (readonly [string, string])[] = [
  ['an empty file', ''],
  ['only comments', '# a\n# b'],
  ['only blank lines', '\n\n\n'],
  ['no FROM', 'RUN echo a\nCMD ["a"]\n'],
  ['1 MB on one line', `FROM alpine:3.22\nRUN echo ${line}\n`],
  ['1 MB without a FROM', line],
  ['Windows line ends', 'FROM python:3.12-slim\r\nRUN a \\\r\n  b\r\nCMD ["a"]\r\n'],
  ['lone carriage returns', 'FROM alpine:3.22\rRUN a\rCMD b'],
  ['a byte order mark', '\ufeffFROM python:3.12-slim\nCMD a\n'],
  ['NUL bytes', 'FROM alp\0ine\nRUN \0\n\0'],
  ['lone surrogates', 'FROM a\ud800\nRUN \udfff\n'],
  ['an unfinished heredoc', 'FROM alpine:3.22\nRUN <<EOF\necho a\n'],
  ['a heredoc without a name', 'FROM alpine:3.22\nRUN <<\nCOPY << /a\n'],
  ['an unfinished exec form', 'FROM alpine:3.22\nCMD ["a", "b\nHEALTHCHECK CMD ["a",\n'],
  ['an option for an image', 'FROM --help\nRUN a\n'],
  ['an output file for an image', 'FROM -o/tmp/plimsoll-must-not-exist\nRUN a\n'],
  ['a substitution for an image', 'FROM $(id)\nFROM `id`\nFROM ${X:-$(id)}\n'],
  ['a stage from itself', 'FROM a AS a\nFROM a AS a\nCOPY --from=a / /\n'],
  ['a trailing backslash', 'FROM alpine:3.22\nRUN a \\'],
  ['deep substitutions', `FROM alpine:3.22\nRUN ${'$('.repeat(5000)}\n`],
  ['10,000 instructions', `FROM alpine:3.22\n${'RUN apk add curl\n'.repeat(10_000)}`],
  ['10,000 stages', 'FROM alpine:3.22\n'.repeat(10_000)],
  ['markup in names', 'FROM x AS <script>alert(1)</script>\nUSER [a](command:b)\n'],
];

const methods: readonly (readonly [string, object])[] = [
  ['textDocument/codeLens', {}],
  ['textDocument/documentSymbol', {}],
  ['textDocument/foldingRange', {}],
  ['textDocument/documentLink', {}],
  ['textDocument/formatting', { options: { tabSize: 4, insertSpaces: true } }],
];
const atPosition = [
  'completion',
  'hover',
  'definition',
  'documentHighlight',
  'signatureHelp',
  'prepareRename',
];

test.each(inputs)('%s', { timeout: 30_000 }, async (_, text) => {
  const editor = await Editor.start({ capabilities: plain });
  const uri = await editor.open(text);
  const rows = text.split(/\r\n|\r|\n/);
  await editor.until(() => editor.published.length > 0, 20_000);
  const last = { line: rows.length - 1, character: rows.at(-1)?.length ?? 0 };
  for (const [method, more] of methods) {
    await editor.connection.sendRequest(method, { textDocument: { uri }, ...more });
  }
  for (const position of [{ line: 0, character: 5 }, last]) {
    for (const method of atPosition) {
      await editor.connection.sendRequest(`textDocument/${method}`, { textDocument: { uri }, position });
    }
    await editor.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: position, end: position },
      context: { diagnostics: [] },
    });
  }
  for (const { range } of editor.published.at(-1)?.diagnostics ?? []) {
    expect(range.end.line).toBeLessThan(rows.length);
  }
  await editor.change(uri, 'FROM python:3.12-slim\nCMD ["python3"]\n');
  await editor.until(() => editor.published.at(-1)?.version === 2, 20_000);
  expect(editor.published.at(-1)?.diagnostics).toMatchObject([{ code: 'root-user' }]);
  expect(await editor.stop()).toBe(0);
});

test('an image that is no reference has no lens, and a scan that is asked for says why not', async () => {
  const editor = await Editor.start();
  for (const image of ['--help', '-o/tmp/x', '$(id)', 'UPPER', 'a b']) {
    const uri = await editor.open(`FROM ${image}\n`, `${image.length}.Dockerfile`);
    const lenses = await editor.connection.sendRequest<{ command: { title: string } }[]>(
      'textDocument/codeLens',
      {
        textDocument: { uri },
      },
    );
    expect(lenses.map(({ command }) => command.title)).not.toContain(`Scan ${image}`);
    expect(await editor.command('plimsoll.server.scanBase', uri, 0)).toMatchObject({ done: false });
  }
  const answer = await editor.command('plimsoll.server.scanTarget', '--help');
  expect(answer).toEqual({ done: false, message: expect.stringContaining('--help') });
  expect(await editor.stop()).toBe(0);
});

test('requests about what is not there are answered with nothing', async () => {
  const editor = await Editor.start();
  const uri = 'file:///nowhere/Dockerfile';
  const position = { line: 9, character: 9 };
  expect(await editor.pull(uri)).toEqual([]);
  expect(
    await editor.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position }),
  ).toBeNull();
  expect(await editor.command('plimsoll.server.fixAll', uri)).toMatchObject({ done: false });
  expect(await editor.command('plimsoll.server.scanFile', uri)).toMatchObject({ done: false });
  expect(await editor.command('plimsoll.server.scanFile')).toMatchObject({ done: false });
  expect(await editor.command('plimsoll.server.suppress', { uri, scope: 'all' })).toMatchObject({
    done: false,
  });
  await expect(editor.command('plimsoll.server.noSuchThing')).rejects.toThrow('There is no command');
  expect(await editor.stop()).toBe(0);
});
