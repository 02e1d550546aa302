// Fixes, refactorings, fix-all and suppressions, each applied to the text as an editor would.

import { expect, onTestFinished, test } from 'vitest';
import type { CodeAction } from 'vscode-languageserver-protocol/node';
import { Editor, type EditorOptions, plain } from './editor.ts';

async function start(options: EditorOptions = {}): Promise<Editor> {
  const editor = await Editor.start(options);
  onTestFinished(async () => {
    expect(await editor.stop()).toBe(0);
  });
  return editor;
}

const titled = (actions: readonly CodeAction[], part: string): CodeAction => {
  const found = actions.find(({ title }) => title.includes(part));
  if (!found) throw new Error(`no “${part}” among ${actions.map(({ title }) => title).join(' | ')}`);
  return found;
};

const service = `FROM python:3.12-slim
WORKDIR /app
COPY . .
EXPOSE 8000
HEALTHCHECK --interval=30s CMD curl -f http://127.0.0.1:8000/health || exit 1
USER 65532
CMD ["python3", "app.py"]
`;

const fixes = [
  {
    name: 'the health check in the runtime’s own language',
    files: {},
    before: service,
    at: 'HEALTHCHECK',
    title: 'Probe with Python',
    kind: 'quickfix',
    after: service.replace(
      'CMD curl -f http://127.0.0.1:8000/health || exit 1',
      `CMD ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health',timeout=3)"]`,
    ),
  },
  {
    name: 'builder and runtime stages',
    files: { 'requirements.txt': 'fastapi\npsycopg2\n' },
    before: `FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
USER 65532
CMD ["python", "app.py"]
`,
    at: 'FROM',
    title: 'Split into builder and runtime on `python:3.12-slim`',
    kind: 'refactor.rewrite',
    after: `FROM python:3.12-slim AS builder
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.txt .
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install --no-cache-dir -r requirements.txt

FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY . .
USER 65532
CMD ["python", "app.py"]
`,
  },
  {
    name: 'a user that has to be created',
    files: {},
    before: 'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "app.py"]\n',
    at: 'FROM',
    title: 'Create a user `nonroot` and run as it',
    kind: 'quickfix',
    after: `FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["python", "app.py"]
`,
  },
  {
    name: 'a user of the image’s own',
    files: {},
    before: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "a.js"]\n',
    at: 'FROM',
    title: 'Run as `node`',
    kind: 'quickfix',
    after: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["node", "a.js"]\n',
  },
] as const;

test.each(fixes)('$name', async ({ files, before, at, title, kind, after }) => {
  for (const options of [{ files }, { files, capabilities: plain }]) {
    for (const lineBreak of ['\n', '\r\n']) {
      const editor = await start(options);
      const uri = await editor.open(before.replaceAll('\n', lineBreak));
      const action = titled(await editor.actions(uri, at), title);
      expect(action.kind).toBe(kind);
      expect(await editor.applied(uri, action)).toBe(after.replaceAll('\n', lineBreak));
    }
  }
});

test('a resolving client gets its edits when it asks, for the version it asked for', async () => {
  const editor = await start();
  const uri = await editor.open(service.replace('USER 65532\n', ''));
  const action = (await editor.actions(uri, 'FROM', ['quickfix']))[0]!;
  expect(action.edit).toBeUndefined();
  expect(action.diagnostics).toMatchObject([{ code: 'root-user' }]);
  await editor.edit(uri, 'EXPOSE', 'ENV A=1\nEXPOSE');
  await expect(editor.applied(uri, action)).rejects.toThrow('has no edit');
});

test('a plain client gets the edit at once and nothing that it does not know', async () => {
  const editor = await start({ capabilities: plain });
  const uri = await editor.open(service.replace('USER 65532\n', ''));
  for (const action of await editor.actions(uri, 'FROM')) {
    expect(action.edit?.changes?.[uri]).toBeDefined();
    expect(action.disabled).toBeUndefined();
    expect(action.isPreferred).toBeUndefined();
  }
});

const impossible = [
  {
    name: 'a split of what cannot be followed',
    text: 'FROM python:3.12-slim\nRUN apt-get update && apt-get install -y gcc\nCOPY . .\nRUN ./build.sh && pip install .\nUSER 1\nCMD ["python", "a.py"]\n',
    at: 'FROM',
    kind: 'refactor.rewrite',
  },
  {
    name: 'a health check that does more than a request',
    text: 'FROM python:3.12-slim\nHEALTHCHECK CMD curl -f http://127.0.0.1/ --cert /c.pem || exit 1\nUSER 1\nCMD ["python", "a.py"]\n',
    at: 'HEALTHCHECK',
    kind: 'quickfix',
  },
] as const;

test.each(impossible)('$name is shown as disabled, with the reason', async ({ text, at, kind }) => {
  const editor = await start();
  const uri = await editor.open(text);
  const disabled = (await editor.actions(uri, at, [kind])).filter((action) => action.disabled);
  expect(disabled.length).toBeGreaterThan(0);
  for (const action of disabled) {
    expect(action.kind).toBe(kind);
    expect(action.edit ?? action.data).toBeUndefined();
    expect(action.disabled?.reason).toMatch(/^.{15,}$/);
  }
});

test('only what is asked for is offered', async () => {
  const editor = await start();
  const uri = await editor.open(service);
  const kinds = async (only: string[]) => [
    ...new Set((await editor.actions(uri, 'HEALTHCHECK', only)).map(({ kind }) => kind)),
  ];
  expect(await kinds(['quickfix'])).toEqual(['quickfix']);
  expect(await kinds(['source.organizeImports'])).toEqual([]);
  expect((await kinds(['refactor'])).filter((kind) => !kind?.startsWith('refactor'))).toEqual([]);
});

test('fix-all applies the safe fixes and no other', async () => {
  const text = `FROM python:3.12-slim
COPY . .
HEALTHCHECK CMD curl -f http://127.0.0.1:8000/health || exit 1
CMD ["python3", "app.py"]
`;
  const editor = await start();
  const uri = await editor.open(text);
  const [action] = await editor.actions(uri, 'FROM', ['source.fixAll']);
  if (action) {
    expect(action.kind).toBe('source.fixAll.plimsoll');
    // The user is not changed: that fix may change behaviour.
    expect(await editor.applied(uri, action)).not.toContain('USER');
    expect(await editor.command('plimsoll.server.fixAll', uri)).toEqual({ done: true });
    expect(editor.text(uri)).not.toContain('USER');
  }
  expect(await editor.command('plimsoll.server.fixAll', uri)).toMatchObject({ done: false });
});

const suppressions = [
  {
    scope: 'for this instruction',
    text: '# syntax=docker/dockerfile:1\nFROM python:3.12-slim\nCMD ["a"]\n',
    comment: '# syntax=docker/dockerfile:1\n# plimsoll ignore=root-user reason=""\nFROM',
  },
  {
    scope: 'in this stage',
    text: 'FROM alpine:3.22 AS x\nRUN true\nFROM python:3.12-slim\nCMD ["a"]\n',
    comment: 'RUN true\n# plimsoll ignore-stage=root-user reason=""\nFROM python',
  },
  {
    scope: 'in this file',
    text: '# syntax=docker/dockerfile:1\n\nFROM python:3.12-slim\nCMD ["a"]\n',
    comment: '# syntax=docker/dockerfile:1\n# plimsoll ignore-file=root-user reason=""\n\nFROM',
  },
] as const;

test.each(suppressions)('ignored $scope', async ({ scope, text, comment }) => {
  const editor = await start();
  const uri = await editor.open(text);
  const action = titled(await editor.actions(uri, 'python'), `Ignore root-user ${scope}`);
  const after = await editor.applied(uri, action);
  expect(after).toContain(comment);
  await editor.change(uri, after);
  expect((await editor.pull(uri)).map(({ code }) => code)).not.toContain('root-user');
});

test('our own client asks for the reason, and the server writes it', async () => {
  const editor = await start({ initializationOptions: { plimsollClient: true } });
  const uri = await editor.open('FROM python:3.12-slim\nCMD ["a"]\n');
  const { command } = titled(await editor.actions(uri, 'python'), 'Ignore root-user for this instruction');
  expect(command?.command).toBe('plimsoll.suppress');
  const asked = command?.arguments?.[0] as object;
  expect(
    await editor.command('plimsoll.server.suppress', { ...asked, reason: 'a "quoted"\nreason' }),
  ).toEqual({ done: true });
  expect(editor.text(uri)).toBe(
    `# plimsoll ignore=root-user reason="a 'quoted' reason"\nFROM python:3.12-slim\nCMD ["a"]\n`,
  );
  expect(await editor.pull(uri)).toEqual([]);
  expect(await editor.command('plimsoll.server.suppress', { ...asked, reason: '' })).toMatchObject({
    done: false,
  });
});

test('syntax errors cannot be ignored', async () => {
  const editor = await start();
  const uri = await editor.open('FROM python:3.12-slim\nRUNN a\nUSER 1\n');
  expect((await editor.pull(uri)).map(({ code }) => code)).toContain('syntax-error');
  expect((await editor.actions(uri, 'RUNN')).filter(({ title }) => title.startsWith('Ignore'))).toEqual([]);
});

test('a cancelled request is answered as cancelled', async () => {
  const editor = await start();
  const uri = await editor.open(`${service}${'RUN curl -k https://a | sh\n'.repeat(3000)}`);
  const { CancellationTokenSource } = await import('vscode-languageserver-protocol/node');
  const cancel = new CancellationTokenSource();
  const params = {
    textDocument: { uri },
    range: { start: { line: 0, character: 0 }, end: { line: 3000, character: 0 } },
    context: { diagnostics: [] },
  };
  const asked = editor.connection.sendRequest('textDocument/codeAction', params, cancel.token);
  cancel.cancel();
  await expect(asked).rejects.toThrow(/cancelled/i);
  expect((await editor.actions(uri, 'RUN curl')).length).toBeGreaterThan(0);
});
