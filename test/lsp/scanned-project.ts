// A project whose image was built and is scanned by the real Trivy in a real Docker engine, in an editor that saves edits.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import type { CodeAction, Diagnostic, TextEdit, WorkspaceEdit } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type DockerEngine, startDockerEngine } from '../../scripts/parts/docker.ts';
import { hasParts, requirePart } from '../part.ts';
import { debianLayer, flaskLayer, type HistoryLine, type Layer, writeImage } from '../trivy/docker-tar.ts';
import { Editor, type EditorOptions, modern } from './editor.ts';

const paragraphs = debianLayer['var/lib/dpkg/status']!.split('\n\n');
/** Packages of the test's Debian; perl-base is what tar depends on. */
const systemOf = (...names: string[]): Layer => ({
  'var/lib/dpkg/status': paragraphs
    .filter((one) => names.some((name) => one.startsWith(`Package: ${name}\n`)))
    .map((one) =>
      one.startsWith('Package: tar\n') ? one.replace('Source:', 'Depends: perl-base\nSource:') : one,
    )
    .join('\n\n'),
});
const made = (created_by: string, empty = false): HistoryLine => ({
  created_by,
  comment: 'buildkit.dockerfile.v0',
  ...(empty ? { empty_layer: true as const } : {}),
});
const baseHistory = [{ created_by: '# debian.sh', comment: 'debuerreotype' }];

/** The Dockerfile that the image was built from. */
export const text = [
  'FROM example/deck:1',
  'RUN apt-get update \\',
  ' && apt-get install -y perl-base tar=1.34+dfsg-1.2',
  'COPY requirements.txt .',
  'RUN pip install -r requirements.txt',
  'USER 65532',
  'CMD ["bash"]',
  '',
].join('\n');

const workspaceEdit = { documentChanges: true, resourceOperations: ['create' as const] };
const creating = { ...modern, workspace: { ...modern.workspace, workspaceEdit } };

export interface Started {
  readonly editor: Editor;
  readonly uri: string;
  scan(): Promise<unknown>;
  shown(): Promise<Diagnostic[]>;
  /** The actions on one finding, as an editor asks that shows its diagnostic. */
  on(id: string): Promise<CodeAction[]>;
  file(name: string): string;
}

/** Writes edits to the file itself. */
export function save(uri: string, edits: TextEdit[]): void {
  const path = fileURLToPath(uri);
  const document = TextDocument.create(uri, 'x', 1, readFileSync(path, 'utf8'));
  writeFileSync(path, TextDocument.applyEdits(document, edits));
}

/** The action whose title begins so. */
export const titled = (actions: readonly CodeAction[], title: string) => {
  const action = actions.find((one) => one.title.startsWith(title));
  if (!action) throw new Error(`There is no “${title}”: ${actions.map((one) => one.title).join(' | ')}`);
  return action;
};
/** The finding that an action is about. */
export const findingOf = (action: CodeAction) =>
  (action.command!.arguments![0] as { finding: object }).finding;
/** The codes of the findings. */
export const ids = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.map(({ code }) => code).filter((code) => code !== 'scan-summary');
export const summary = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.find(({ code }) => code === 'scan-summary')!.message;

/** What a test opens the project with. Call it at the top of a test file: it starts the engine for the file's tests. */
export function scannedProject(): (options?: EditorOptions) => Promise<Started> {
  const trivy = requirePart('trivy');
  const cache = requirePart('trivy-cache');
  const dockerd = requirePart('dockerd');
  const docker = requirePart('docker');
  const place = mkdtempSync(join(tmpdir(), 'plimsoll-test-decide-'));
  let engine: DockerEngine | undefined;
  beforeAll(async () => {
    if (!hasParts('trivy', 'trivy-cache', 'dockerd', 'docker')) return;
    symlinkSync(trivy, join(place, 'trivy'));
    engine = await startDockerEngine(dockerd, docker);
    const load = async (
      name: string,
      layers: readonly Layer[],
      history: readonly HistoryLine[],
      created: string,
    ) => {
      const file = join(place, `${name.replace(/\W/g, '-')}.tar`);
      writeImage(file, name, layers, created, history);
      await engine!.load(file);
    };
    const base = { ...debianLayer, ...systemOf('bash', 'zlib1g') };
    await load('example/deck:1', [base], baseHistory, '2026-03-04T05:06:07Z');
    await load('example/full:1', [debianLayer], baseHistory, '2026-03-04T05:06:07Z');
    const newer = { ...debianLayer, ...systemOf('zlib1g') };
    await load('example/deck:2', [newer], baseHistory, '2026-04-04T05:06:07Z');
    const requirements = { 'requirements.txt': 'Flask==2.0.0\n' };
    const app: Layer[] = [base, systemOf('bash', 'zlib1g', 'perl-base', 'tar'), requirements, flaskLayer];
    const history = [
      ...baseHistory,
      made('RUN /bin/sh -c apt-get update  && apt-get install -y perl-base tar=1.34+dfsg-1.2 # buildkit'),
      made('COPY requirements.txt . # buildkit'),
      made('RUN /bin/sh -c pip install -r requirements.txt # buildkit'),
      made('USER 65532', true),
      made('CMD ["bash"]', true),
    ];
    await load('example/app:1', app, history, '2026-03-04T06:06:07Z');
  }, 120_000);

  afterAll(async () => {
    await engine?.stop();
    rmSync(place, { recursive: true, force: true });
  });

  return async (options = {}) => {
    const editor = await Editor.start({
      capabilities: creating,
      initializationOptions: { plimsollClient: true },
      settings: { trivy: { offline: true } },
      ...options,
      files: {
        'compose.yaml': 'services:\n  web:\n    build: .\n    image: example/app:1\n',
        Dockerfile: text,
        'requirements.txt': '# pinned\nFlask==2.0.0  # web\n',
        ...options.files,
      },
      env: {
        PATH: `${place}:${process.env['PATH']}`,
        DOCKER_HOST: engine?.host,
        TRIVY_CACHE_DIR: cache,
        XDG_CACHE_HOME: join(place, 'cache'),
      },
    });
    onTestFinished(async () => {
      expect(await editor.stop()).toBe(0);
    });
    // What the server edits is saved at once.
    editor.connection.onRequest('workspace/applyEdit', ({ edit }: { edit: WorkspaceEdit }) => {
      for (const change of edit.documentChanges ?? []) {
        if ('kind' in change) {
          if (change.kind !== 'create') throw new Error(change.kind);
          mkdirSync(dirname(fileURLToPath(change.uri)), { recursive: true });
          writeFileSync(fileURLToPath(change.uri), '', { flag: 'a' });
        } else save(change.textDocument.uri, change.edits as TextEdit[]);
      }
      for (const [uri, edits] of Object.entries(edit.changes ?? {})) save(uri, edits);
      return { applied: true };
    });
    const uri = await editor.open(text);
    const shown = async () => (await editor.pull(uri)).filter(({ source }) => source === 'plimsoll-trivy');
    return {
      editor,
      uri,
      shown,
      scan: () => editor.command('plimsoll.server.scanImage', uri),
      file: (name) => readFileSync(join(editor.folder, name), 'utf8'),
      on: async (id) => {
        const diagnostic = (await shown()).find(({ code }) => code === id);
        if (!diagnostic) throw new Error(`${id} is not shown.`);
        return editor.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
          textDocument: { uri },
          range: diagnostic.range,
          context: { diagnostics: [diagnostic], only: ['quickfix'] },
        });
      },
    };
  };
}
