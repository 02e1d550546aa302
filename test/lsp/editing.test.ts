// Hover, completion, formatting and the other editing features; and that none of them contacts anything.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type {
  CompletionItem,
  DocumentLink,
  DocumentSymbol,
  Hover,
  MarkupContent,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Editor, type EditorOptions, modern, plain } from './editor.ts';

async function start(options: EditorOptions = {}): Promise<Editor> {
  const editor = await Editor.start(options);
  onTestFinished(async () => {
    expect(await editor.stop()).toBe(0);
  });
  return editor;
}

const file = `ARG TAG=3.12-slim
FROM python:\${TAG} AS app
WORKDIR /app
COPY . .
FROM app AS final
RUN echo a \\
b
CMD ["python3"]
`;

/** Leaves a line in a file for every socket that is opened and every name that is looked up. */
const wire = `
const { appendFileSync } = require('node:fs');
const note = (what) => appendFileSync(process.env.PLIMSOLL_TEST_WIRE, what + '\\n');
const net = require('node:net');
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) { note('connect ' + JSON.stringify(args[0])); return connect.apply(this, args); };
const dns = require('node:dns');
const lookup = dns.lookup;
dns.lookup = function (name, ...rest) { note('lookup ' + name); return lookup.call(this, name, ...rest); };
note('loaded');
`;

test('completion in the arguments of a FROM gives nothing and contacts nothing', async () => {
  const place = join(process.env['TMPDIR'] ?? '/tmp', `plimsoll-wire-${process.pid}`);
  writeFileSync(`${place}.cjs`, wire);
  const editor = await start({
    env: { NODE_OPTIONS: `--require=${place}.cjs`, PLIMSOLL_TEST_WIRE: `${place}.txt` },
  });
  const forms = [
    'FROM ghcr.io/acme/secret:',
    'from acme/secret:',
    'FROM --platform=linux/amd64 acme/secret:',
    'FROM \\\n  acme/secret:',
    'FROM \\\n# note\n\n  acme/secret:',
    '# escape=`\nFROM `\n  acme/secret:',
    'FROM a\nONBUILD FROM acme/secret:',
    'FROM a\nRUN <<EOF\nFROM acme/secret:',
    '\tFROM\tacme/secret:',
  ];
  for (const [i, form] of forms.entries()) {
    const uri = await editor.open(form, `${i}.Dockerfile`);
    expect(await editor.at('textDocument/completion', uri, 'acme/secret:')).toEqual([]);
    await editor.at('textDocument/completion', uri, 'acme/');
    await editor.at('textDocument/hover', uri, 'acme/sec');
    await editor.connection.sendRequest('textDocument/documentLink', { textDocument: { uri } });
  }
  expect(readFileSync(`${place}.txt`, 'utf8')).toBe('loaded\n');
});

test('completion elsewhere is the instructions', async () => {
  const editor = await start();
  const uri = await editor.open('FROM alpine:3.22\nHEA');
  const items = await editor.at<CompletionItem[]>('textDocument/completion', uri, 'HEA');
  expect(items.every(({ label }) => label.startsWith('HEALTHCHECK'))).toBe(true);
  const [first] = items;
  expect(await editor.connection.sendRequest('completionItem/resolve', first)).toMatchObject({
    documentation: expect.anything(),
  });
});

test('the hover on an image says what it holds, with variables expanded', async () => {
  const editor = await start();
  const uri = await editor.open(file);
  const { contents } = await editor.at<Hover>('textDocument/hover', uri, 'FROM pyt');
  const { kind, value } = contents as MarkupContent;
  expect(kind).toBe('markdown');
  for (const part of ['python:3.12-slim', 'TAG', 'Starts as `root`', '`apt`', 'Does not have `curl`'])
    expect(value).toContain(part);
});

test('the hover on an instruction is its help', async () => {
  const editor = await start();
  const uri = await editor.open(file);
  const { contents } = await editor.at<Hover>('textDocument/hover', uri, 'WORK');
  expect((contents as MarkupContent).value).toMatch(/working directory/i);
});

test('names from the file stay text in a hover', async () => {
  const editor = await start();
  const uri = await editor.open('ARG X="<img src=x>"\nFROM ${X}[a](command:b)\nCMD a\n');
  const hover = await editor.at<Hover | null>('textDocument/hover', uri, 'FROM ${X');
  const value = (hover?.contents as MarkupContent | undefined)?.value ?? '';
  expect(value.replace(/`[^`]*`/g, '')).not.toMatch(/<img|\]\(command/);
});

test('formatting, symbols, folding, rename, definition, highlight', async () => {
  const editor = await start();
  const uri = await editor.open(file);
  const about = { textDocument: { uri } };
  const options = { tabSize: 4, insertSpaces: true };
  const edits = await editor.connection.sendRequest<TextEdit[]>('textDocument/formatting', {
    ...about,
    options,
  });
  expect(TextDocument.applyEdits(editor.document(uri), edits)).toBe(file.replace('\nb\n', '\n    b\n'));
  const symbols = await editor.connection.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', about);
  expect(symbols.map(({ name }) => name)).toEqual(['ARG', 'FROM', 'WORKDIR', 'COPY', 'FROM', 'RUN', 'CMD']);
  expect(await editor.connection.sendRequest('textDocument/foldingRange', about)).toHaveLength(1);
  expect(await editor.at('textDocument/definition', uri, 'FROM ap')).toMatchObject({
    range: { start: { line: 1 } },
  });
  expect(await editor.at('textDocument/documentHighlight', uri, 'FROM ap')).toHaveLength(2);
  const { documentChanges } = await editor.at<WorkspaceEdit>('textDocument/rename', uri, 'FROM ap', {
    newName: 'base',
  });
  expect(documentChanges).toMatchObject([{ textDocument: { uri, version: 1 }, edits: [{}, {}] }]);
  expect(await editor.at('textDocument/rename', uri, 'FROM ap', { newName: 'a b\nRUN x' })).toBeNull();
});

test('links lead to the right registry or nowhere', async () => {
  const editor = await start();
  const images = [
    'python:3.12',
    'acme/app',
    'ghcr.io/acme/app',
    'public.ecr.aws/docker/library/node:22',
    'localhost:5000/a',
    'quay.io/a/b',
    '$X',
  ];
  const uri = await editor.open(images.map((image) => `FROM ${image}\n`).join(''));
  const links = await editor.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', {
    textDocument: { uri },
  });
  const resolved = await Promise.all(
    links.map((link) => editor.connection.sendRequest<DocumentLink>('documentLink/resolve', link)),
  );
  expect(resolved.map(({ range, target }) => `${range.start.line} ${target}`)).toEqual([
    '0 https://hub.docker.com/_/python/',
    '1 https://hub.docker.com/r/acme/app/',
    '2 https://github.com/acme/app/pkgs/container/app',
    '5 https://quay.io/repository/a/b',
  ]);
});

test('where another provider serves them, or they are off, none is registered or answered', async () => {
  for (const options of [
    { initializationOptions: { otherProvider: true } },
    { settings: { editingFeatures: 'off' } },
  ] satisfies EditorOptions[]) {
    const editor = await start(options);
    const uri = await editor.open(file);
    await editor.pull(uri);
    expect(await editor.at('textDocument/completion', uri, 'RUN e')).toEqual([]);
    expect(await editor.at('textDocument/hover', uri, 'WORK')).toBeNull();
    expect(await editor.at('textDocument/hover', uri, 'FROM pyt')).not.toBeNull();
  }
  const other = await start({ initializationOptions: { otherProvider: true } });
  expect(other.initialized.capabilities.completionProvider).toBeUndefined();
  expect(other.initialized.capabilities.codeActionProvider).toBeDefined();
});

test('a client that can be told later is told, and told again when another provider comes', async () => {
  const dynamic = { dynamicRegistration: true };
  const capabilities = {
    ...modern,
    textDocument: { ...modern.textDocument, completion: dynamic, formatting: dynamic },
  };
  const editor = await Editor.start({ capabilities });
  const registered: string[] = [];
  editor.connection.onRequest(
    'client/registerCapability',
    ({ registrations }: { registrations: { method: string }[] }) => {
      registered.push(...registrations.map(({ method }) => method));
      editor.wake();
      return null;
    },
  );
  editor.connection.onRequest(
    'client/unregisterCapability',
    ({ unregisterations }: { unregisterations: { method: string }[] }) => {
      for (const { method } of unregisterations) registered.splice(registered.indexOf(method), 1);
      editor.wake();
      return null;
    },
  );
  expect(editor.initialized.capabilities.completionProvider).toBeUndefined();
  await editor.until(() => registered.includes('textDocument/completion'));
  await editor.connection.sendNotification('plimsoll/otherProviderChanged', { present: true });
  // Those of Compose files stay.
  const left = ['textDocument/definition', 'textDocument/documentLink'];
  const inText = () => registered.filter((method) => method.startsWith('textDocument/')).sort();
  await editor.until(() => inText().join() === left.join());
  await editor.connection.sendNotification('plimsoll/otherProviderChanged', { present: false });
  await editor.until(() => registered.includes('textDocument/completion'));
  expect(await editor.stop()).toBe(0);
});

test('lenses: the file, each external image, the image that is built', async () => {
  const editor = await start({ capabilities: plain });
  const uri = await editor.open(
    `${file}FROM scratch\nFROM \${UNKNOWN}\nFROM alpine:3.22@sha256:${'a'.repeat(64)}\n`,
  );
  const lenses = await editor.connection.sendRequest<
    { range: { start: { line: number } }; command: { title: string } }[]
  >('textDocument/codeLens', { textDocument: { uri } });
  expect(lenses.map(({ range, command }) => `${range.start.line} ${command.title}`)).toEqual([
    '0 Scan this file',
    '10 Checked as shipped: stage 4 (the last stage)',
    '1 Scan python:3.12-slim',
    `10 Scan alpine:3.22@sha256:${'a'.repeat(40)}…`,
    '10 Scan image',
  ]);
});

test('no lenses when they are switched off', async () => {
  const editor = await start({ settings: { codeLens: { enable: false } } });
  const uri = await editor.open(file);
  await editor.pull(uri);
  expect(await editor.connection.sendRequest('textDocument/codeLens', { textDocument: { uri } })).toEqual([]);
  expect(existsSync(editor.folder)).toBe(true);
});
