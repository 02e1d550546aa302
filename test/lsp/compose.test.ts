// Compose files over a real connection: findings with what the Dockerfile says, their refresh, ways from one file to the other.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type {
  CodeLens,
  DocumentLink,
  Hover,
  LocationLink,
  WorkspaceDiagnosticReport,
} from 'vscode-languageserver-protocol/node';
import { Editor, type EditorOptions, modern, plain } from './editor.ts';

const compose = `services:
  api:
    build:
      context: api
      target: run
    user: app
    depends_on:
      - db
    env_file: settings.env
  db:
    image: postgres:17.2
    privileged: true
    environment: &shared
      POSTGRES_PASSWORD_FILE: /run/secrets/db
  worker:
    extends:
      file: common.yaml
      service: base
    environment: *shared
`;

/** The account `app` is there only with the line that makes it. */
const withUser = 'FROM debian:12.5 AS run\nRUN useradd --uid 1001 app\nUSER 1001\nCMD ["a"]\n';
const withoutUser = 'FROM debian:12.5 AS run\nUSER 1001\nCMD ["a"]\n';

const files = {
  'compose.yaml': compose,
  'api/Dockerfile': withUser,
  'common.yaml': 'services:\n  base:\n    image: redis:7.4.1\n',
  'settings.env': 'A=1\n',
};

async function start(options: EditorOptions = {}) {
  const editor = await Editor.start({
    files,
    capabilities: {
      ...modern,
      textDocument: { ...modern.textDocument, definition: { linkSupport: true } },
      window: { showDocument: { support: true } },
    },
    ...options,
  });
  onTestFinished(async () => {
    expect(await editor.stop()).toBe(0);
  });
  const uri = (name: string) => pathToFileURL(join(editor.folder, name)).href;
  const open = (name: string, text: string, language = 'dockercompose') => editor.open(text, name, language);
  const codes = async (of: string) => (await editor.pull(of)).map(({ code }) => code);
  const changed = (...names: string[]) =>
    editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: names.map((name) => ({ uri: uri(name), type: 2 })),
    });
  const lenses = async (of: string) => {
    const all = await editor.connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
      textDocument: { uri: of },
    });
    return all.map(({ command, range }) => ({ ...command, line: range.start.line }));
  };
  return { editor, uri, open, codes, changed, lenses };
}

const userUnknown = 'compose-user-unknown';

test('a Compose file is checked with the Dockerfile behind its service', async () => {
  const { open, codes } = await start();
  const found = await codes(await open('compose.yaml', compose));
  expect(found).toContain('privileged-service');
  expect(found).not.toContain(userUnknown);
});

test('typing reads nothing from the disk', async () => {
  const { editor, open, codes } = await start();
  const uri = await open('compose.yaml', compose);
  expect(await codes(uri)).not.toContain(userUnknown);
  writeFileSync(join(editor.folder, 'api/Dockerfile'), withoutUser);
  await editor.edit(uri, 'services:', '# A comment.\nservices:');
  expect(await codes(uri)).not.toContain(userUnknown);
});

test('what is named while typing is looked for', async () => {
  const { editor, open, codes } = await start();
  const uri = await open('compose.yaml', compose.replace('context: api', 'context: elsewhere'));
  expect(await codes(uri)).not.toContain('build-target-unknown');
  await editor.edit(uri, 'context: elsewhere', 'context: api');
  await editor.edit(uri, 'target: run', 'target: nowhere');
  expect(await codes(uri)).toContain('build-target-unknown');
});

test('it is checked again when the Dockerfile changes on the disk', async () => {
  const { editor, open, codes, changed } = await start();
  const uri = await open('compose.yaml', compose);
  expect(await codes(uri)).not.toContain(userUnknown);
  const before = editor.refreshes;
  writeFileSync(join(editor.folder, 'api/Dockerfile'), withoutUser);
  await changed('api/Dockerfile');
  await editor.until(() => editor.refreshes > before);
  expect(await codes(uri)).toContain(userUnknown);
});

test('an unsaved Dockerfile counts, and closing it without saving takes it back', async () => {
  const { editor, open, codes } = await start();
  const uri = await open('compose.yaml', compose);
  expect(await codes(uri)).not.toContain(userUnknown);
  const dockerfile = await open('api/Dockerfile', withUser, 'dockerfile');
  const before = editor.refreshes;
  await editor.change(dockerfile, withoutUser);
  await editor.until(() => editor.refreshes > before);
  expect(await codes(uri)).toContain(userUnknown);
  await editor.close(dockerfile);
  await editor.until(() => editor.refreshes > before + 1);
  expect(await codes(uri)).not.toContain(userUnknown);
});

test('an included file, an override and an environment file have it checked again', async () => {
  const { editor, open, codes, changed } = await start();
  const uri = await open('compose.yaml', compose);
  await codes(uri);
  for (const [name, text] of [
    ['common.yaml', 'services:\n  base:\n    image: redis\n'],
    ['compose.override.yaml', 'services:\n  db:\n    user: postgres\n'],
    ['.env', 'A=2\n'],
  ] as const) {
    const before = editor.refreshes;
    writeFileSync(join(editor.folder, name), text);
    await changed(name);
    await editor.until(() => editor.refreshes > before);
    await codes(uri);
  }
  const quiet = editor.refreshes;
  writeFileSync(join(editor.folder, 'other.yaml'), 'a: 1\n');
  await changed('other.yaml');
  await codes(uri);
  expect(editor.refreshes).toBe(quiet);
});

test('what a Compose file says of a Dockerfile is followed while it is typed', async () => {
  const text = 'FROM debian:12.5 AS api\nCMD ["api"]\nFROM debian:12.5 AS web\nUSER 65532\nCMD ["web"]\n';
  const build = (target: string) =>
    `services:\n  api:\n    build:\n      context: api\n      target: ${target}\n`;
  const { editor, open, codes } = await start({
    files: { 'compose.yaml': build('web'), 'api/Dockerfile': text },
  });
  const dockerfile = await open('api/Dockerfile', text, 'dockerfile');
  expect(await codes(dockerfile)).not.toContain('root-user');
  const uri = await open('compose.yaml', build('web'));
  const before = editor.refreshes;
  await editor.change(uri, build('api'));
  await editor.until(() => editor.refreshes > before);
  expect(await codes(dockerfile)).toContain('root-user');
  // Another comment changes nothing for the Dockerfile.
  const settled = editor.refreshes;
  await editor.change(uri, `# A comment.\n${build('api')}`);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(editor.refreshes).toBe(settled);
});

test('lenses lead both ways', async () => {
  const { editor, uri, open, lenses } = await start();
  const shown: unknown[] = [];
  editor.connection.onRequest('window/showDocument', (params) => {
    shown.push(params);
    return { success: true };
  });
  const service = await lenses(await open('compose.yaml', compose));
  const from = service.find(({ title }) => title?.startsWith('Built from'));
  expect(from).toMatchObject({ title: 'Built from api/Dockerfile, stage run', line: 1 });
  expect(await editor.command(from?.command ?? '', ...(from?.arguments ?? []))).toEqual({ done: true });
  const stage = await lenses(await open('api/Dockerfile', withUser, 'dockerfile'));
  const used = stage.find(({ title }) => title?.startsWith('Used by'));
  expect(used).toMatchObject({ title: 'Used by service api (compose.yaml)', line: 0 });
  expect(await editor.command(used?.command ?? '', ...(used?.arguments ?? []))).toEqual({ done: true });
  expect(shown).toMatchObject([
    { uri: uri('api/Dockerfile'), selection: { start: { line: 0 } } },
    { uri: uri('compose.yaml'), selection: { start: { line: 1, character: 2 } } },
  ]);
});

test('the command behind the lenses shows nothing outside the workspace', async () => {
  const { editor } = await start();
  for (const uri of ['file:///etc/passwd', 'https://example.com/', 'command:x'])
    expect(await editor.command('plimsoll.server.showPlace', { uri, line: 0, character: 0 })).toMatchObject({
      done: false,
    });
});

test('definitions lead to files, stages, services and anchors', async () => {
  const { editor, uri, open } = await start();
  const opened = await open('compose.yaml', compose);
  for (const { at, file, line } of [
    { at: 'context: ap', file: 'api/Dockerfile', line: 0 },
    { at: 'target: ru', file: 'api/Dockerfile', line: 0 },
    { at: '- d', file: 'compose.yaml', line: 9 },
    { at: 'env_file: sett', file: 'settings.env', line: 0 },
    { at: 'file: com', file: 'common.yaml', line: 0 },
    { at: 'service: ba', file: 'common.yaml', line: 1 },
    { at: '*sha', file: 'compose.yaml', line: 12 },
  ]) {
    const [link] = await editor.at<LocationLink[]>('textDocument/definition', opened, at);
    expect([at, link?.targetUri, link?.targetSelectionRange.start.line]).toEqual([at, uri(file), line]);
  }
});

test('paths of files are links; what lies outside is none', async () => {
  const text =
    'include:\n  - common.yaml\n  - ../other.yaml\nservices:\n  a:\n    image: x\n    env_file: /etc/passwd\n';
  const { editor, uri, open } = await start();
  const links = await editor.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', {
    textDocument: { uri: await open('compose.yaml', text) },
  });
  expect(links.map(({ target }) => target)).toEqual([uri('common.yaml')]);
});

test('hovers tell what a service runs', async () => {
  const { editor, open } = await start();
  const opened = await open('compose.yaml', compose);
  for (const { at, text } of [
    { at: 'postgres:17', text: 'Starts as' },
    { at: '  ap', text: 'is built from `api/Dockerfile`, stage `run`' },
    { at: 'user: a', text: 'User: `app`, said here' },
  ]) {
    const hover = await editor.at<Hover | null>('textDocument/hover', opened, at);
    expect(JSON.stringify(hover?.contents)).toContain(text);
  }
});

test('fixes, comments that silence and every safe fix are offered', async () => {
  const { editor, open } = await start();
  const uri = await open('compose.yaml', compose);
  const actions = await editor.actions(uri, 'privileged');
  const titles = actions.map(({ title }) => title);
  expect(titles).toContain('Ignore privileged-service in this service');
  const ignore = actions.find(({ title }) => title === 'Ignore privileged-service for this entry');
  expect(ignore).toBeDefined();
  await editor.change(uri, await editor.applied(uri, ignore!));
  expect((await editor.pull(uri)).map(({ code }) => code)).not.toContain('privileged-service');
});

test('what a file is follows from its name, the editor and what it holds', async () => {
  const { editor, open, codes } = await start();
  const cases: { name: string; text: string; found: boolean; language?: string }[] = [
    {
      name: 'docker-compose.prod.yml',
      text: 'services:\n  a:\n    image: x:1\n    privileged: true\n',
      found: true,
    },
    { name: 'stack.yml', text: 'services:\n  a:\n    image: x:1\n    privileged: true\n', found: true },
    { name: 'stack.yml', text: 'services:\n  a:\n    privileged: true\n', found: false, language: 'yaml' },
    { name: 'docker-compose.yml', text: '- hosts: all\n  tasks: []\n', found: false },
    { name: 'docker-compose.yml', text: 'on: push\njobs:\n  a: {}\n', found: false },
    { name: 'compose.yaml', text: 'services:\n{% for a in b %}\n  a:\n    privileged: true\n', found: false },
    { name: 'daemon.json', text: '{"debug": true, "x": 1}', found: false, language: 'json' },
    {
      name: 'docker/daemon.json',
      text: '{"insecure-registries": ["a.example:5000"]}',
      found: true,
      language: 'json',
    },
  ];
  for (const { name, text, found, language } of cases) {
    const uri = await open(name, text, language);
    expect([name, language, (await codes(uri)).length > 0]).toEqual([name, language, found]);
    await editor.close(uri);
  }
});

test('an editor that has diagnostics pushed gets those of Compose files', async () => {
  const { editor, open } = await start({ capabilities: plain });
  const uri = await open('compose.yaml', compose);
  await editor.until(() => editor.published.some((one) => one.uri === uri && one.diagnostics.length > 0));
});

test('nothing outside the folder is read, whatever the file names', async () => {
  const { editor, open, codes } = await start({ folders: ['inner'] });
  mkdirSync(join(editor.folder, 'inner'), { recursive: true });
  writeFileSync(join(editor.folder, 'Dockerfile'), withoutUser);
  symlinkSync(join(editor.folder, 'Dockerfile'), join(editor.folder, 'inner/Dockerfile'));
  const text = 'services:\n  a:\n    build: .\n    user: app\n  b:\n    build: ..\n    user: app\n';
  const found = await codes(await open('inner/compose.yaml', text));
  expect(found).not.toContain(userUnknown);
});

test('Check Workspace counts Compose files and daemon.json too', async () => {
  const { editor } = await start({
    files: { ...files, 'etc/docker/daemon.json': '{"insecure-registries": ["a.example:5000"]}' },
  });
  const { message } = await editor.command('plimsoll.server.checkWorkspace');
  expect(message).toMatch(/^1 Dockerfile, 1 Compose file and 1 daemon\.json checked: /);
});

test('a closed Compose file of the last check is looked at again when its Dockerfile changes', async () => {
  const { editor, uri, changed } = await start();
  await editor.command('plimsoll.server.checkWorkspace');
  const previous = new Map<string, string>();
  const pull = async () => {
    const { items } = await editor.connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', {
      previousResultIds: [...previous].map(([one, value]) => ({ uri: one, value })),
    });
    for (const item of items) previous.set(item.uri, item.resultId ?? '');
    const own = items.find((item) => item.uri === uri('compose.yaml'));
    return own?.kind === 'full' ? own.items.map(({ code }) => code) : undefined;
  };
  expect(await pull()).not.toContain(userUnknown);
  writeFileSync(join(editor.folder, 'api/Dockerfile'), withoutUser);
  await changed('api/Dockerfile');
  let found: Awaited<ReturnType<typeof pull>>;
  do found = await pull();
  while (found === undefined);
  expect(found).toContain(userUnknown);
});

test('no text makes the server fail', async () => {
  const { editor, open, codes } = await start();
  const uri = await open('compose.yaml', '');
  for (const text of [
    '\t',
    'services: [',
    'services: []\n',
    'services:\n  a: &a\n    x: *a\n',
    'a: &a [x]\nb: &b [*a, *a]\nservices: *b\n',
    'services: !x {a: 1, a: 2}\n---\nservices: {}\n',
    'include: [compose.yaml]\nservices:\n  a:\n    extends: a\n',
    `services:\n${'  a: {image: x}\n'.repeat(2000)}`,
    `services:\n${Array.from({ length: 20_000 }, (_, i) => `  a${i}: {build: api, depends_on: [a${i - 1}]}\n`).join('')}`,
    'services:\n  a:\n    build: {context: "\\0", dockerfile: __proto__}\n    env_file: [__proto__, constructor]\n',
  ]) {
    await editor.change(uri, text);
    await codes(uri);
    await editor.at('textDocument/definition', uri, '');
    await editor.at('textDocument/hover', uri, '');
  }
  expect(editor.logged.filter((line) => /TypeError|RangeError|ReferenceError/.test(line))).toEqual([]);
});

test('a related place in another file has its address and its lines', async () => {
  const text =
    'services:\n  db:\n    extends: { file: parts/db.yaml, service: db }\n  web:\n    image: nginx:1.27.3\n    ports: ["127.0.0.1:8080:80"]\n';
  const other = `# ${'x'.repeat(200)}\n\nservices:\n  db:\n    image: postgres:17.2\n    ports:\n      - "127.0.0.1:8080:5432"\n`;
  const { editor } = await start({ files: { 'compose.yaml': text, 'parts/db.yaml': other } });
  const uri = await editor.open(text, 'compose.yaml', 'dockercompose');
  const found = (await editor.pull(uri)).find(({ code }) => code === 'published-port-twice');
  expect(found?.relatedInformation?.map(({ location }) => [location.uri, location.range.start])).toEqual([
    [pathToFileURL(join(editor.folder, 'parts/db.yaml')).href, { line: 6, character: 8 }],
  ]);
});
