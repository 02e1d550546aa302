// The scan of a Dockerfile's own image on its lines: real images in a real Docker engine, scanned by the real Trivy.
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Diagnostic, Hover, MarkupContent } from 'vscode-languageserver-protocol/node';
import { type DockerEngine, startDockerEngine } from '../../scripts/parts/docker.ts';
import { hasParts, requirePart } from '../part.ts';
import { debianLayer, flaskLayer, type HistoryLine, type Layer, writeImage } from '../trivy/docker-tar.ts';
import { Editor } from './editor.ts';

const trivy = requirePart('trivy');
const cache = requirePart('trivy-cache');
const dockerd = requirePart('dockerd');
const docker = requirePart('docker');
const place = mkdtempSync(join(tmpdir(), 'plimsoll-test-attributed-'));
let engine: DockerEngine | undefined;

const paragraphs = debianLayer['var/lib/dpkg/status']!.split('\n\n');
const systemOf = (...names: string[]): Layer => ({
  'var/lib/dpkg/status': paragraphs
    .filter((one) => names.some((name) => one.startsWith(`Package: ${name}\n`)))
    .join('\n\n'),
});
const created = '2026-03-04T05:06:07Z';
const made = (created_by: string, empty = false): HistoryLine => ({
  created_by,
  comment: 'buildkit.dockerfile.v0',
  ...(empty ? { empty_layer: true as const } : {}),
});
const baseHistory = [{ created_by: '# debian.sh', comment: 'debuerreotype' }];
const secret = 'hunter2-of-the-build';

beforeAll(async () => {
  if (!hasParts('trivy', 'trivy-cache', 'dockerd', 'docker')) return;
  symlinkSync(trivy, join(place, 'trivy'));
  engine = await startDockerEngine(dockerd, docker);
  const load = async (name: string, layers: readonly Layer[], history: readonly HistoryLine[]) => {
    const file = join(place, `${name.replace(/\W/g, '-')}.tar`);
    writeImage(file, name, layers, created, history);
    await engine!.load(file);
  };
  const base = { ...debianLayer, ...systemOf('bash', 'zlib1g') };
  await load('example/deck:1', [base], baseHistory);
  // As BuildKit makes it of the Dockerfile below.
  const app: Layer[] = [
    base,
    systemOf('bash', 'zlib1g', 'perl-base', 'tar'),
    { ...flaskLayer, 'srv/deploy.env': `aws_access_key_id=AKIA${'QZ7XMPLE5TRW2KLD'}\n` },
  ];
  await load('example/app:1', app, [
    ...baseHistory,
    made(`ARG TOKEN=${secret}`, true),
    made(`RUN |1 TOKEN=${secret} /bin/sh -c apt-get update  && apt-get install -y perl-base tar # buildkit`),
    made('COPY /site /usr/local/lib/python3.12/site-packages # buildkit'),
    made('USER 65532', true),
    made('CMD ["bash"]', true),
  ]);
  await load(
    'example/flat:1',
    [{ ...base, ...systemOf('bash', 'tar') }],
    [{ created_by: '', comment: 'Imported from -' }],
  );
}, 120_000);

afterAll(async () => {
  await engine?.stop();
  rmSync(place, { recursive: true, force: true });
});

const text = [
  '# note',
  'FROM python:3.12 AS build',
  'COPY requirements.txt .',
  'RUN pip install --target /site -r requirements.txt',
  'FROM example/deck:1',
  'ARG TOKEN',
  'RUN apt-get update \\',
  ' && apt-get install -y perl-base tar',
  'COPY --from=build /site /usr/local/lib/python3.12/site-packages',
  'USER 65532',
  'CMD ["bash"]',
  '',
].join('\n');
const [finalLine, runLine, copyLine] = [4, 6, 8];

async function start(own: string, image = 'example/app:1', scanners = ['vuln']) {
  const editor = await Editor.start({
    initializationOptions: { plimsollClient: true },
    settings: { trivy: { offline: true, scanners } },
    files: {
      'compose.yaml': `services:\n  web:\n    build: .\n    image: ${image}\n`,
      Dockerfile: own,
      'requirements.txt': '# pinned\nFlask==2.0.0\n',
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
  const uri = await editor.open(own);
  const shown = async () => (await editor.pull(uri)).filter(({ source }) => source === 'plimsoll-trivy');
  const scan = async () =>
    expect(await editor.command('plimsoll.server.scanImage', uri)).toEqual({ done: true });
  return { editor, uri, scan, shown };
}

const lines = (editor: Editor) =>
  (
    editor.notifications.get('plimsoll/scanResults')?.at(-1) as
      | { lines: { line: number; text: string; stale: boolean }[] }
      | undefined
  )?.lines ?? [];
const named = (found: readonly Diagnostic[], code: string) => found.find((one) => one.code === code)!;
const summaries = (found: readonly Diagnostic[]) => found.filter(({ code }) => code === 'scan-summary');

test('every line has its own counts, the FROM those of the base and of the whole', async () => {
  const { editor, uri, scan, shown } = await start(text);
  await scan();
  const found = await shown();
  expect(
    summaries(found).map(({ range, severity, message }) => [range.start.line, severity, message]),
  ).toEqual([
    [
      finalLine,
      3,
      expect.stringMatching(/^example\/app:1 has 2 critical, 2 high, 1 medium, .*\. The image is older/),
    ],
    [finalLine, 1, expect.stringMatching(/^From its base image example\/app:1 has 2 critical, /)],
    [runLine, 2, expect.stringMatching(/^From this line example\/app:1 has 1 high, 1 medium, /)],
    [
      copyLine,
      2,
      expect.stringMatching(/^From this line example\/app:1 has 1 high, 1 fixable: CVE-2099-20001 \(Flask\)/),
    ],
  ]);
  // One for each serious finding, nowhere twice; the package's own word where the line names it.
  expect(found.filter(({ code }) => code === 'CVE-2099-10001')).toHaveLength(1);
  expect(named(found, 'CVE-2023-31484').range).toEqual({
    start: { line: runLine + 1, character: 23 },
    end: { line: runLine + 1, character: 32 },
  });
  expect(named(found, 'CVE-2099-20001')).toMatchObject({
    range: { start: { line: copyLine } },
    relatedInformation: [
      { message: 'Flask is installed here', location: { uri, range: { start: { line: 3, character: 4 } } } },
      {
        message: 'Flask is named in requirements.txt',
        location: {
          uri: pathToFileURL(join(editor.folder, 'requirements.txt')).href,
          range: { start: { line: 1, character: 0 } },
        },
      },
    ],
  });
  await editor.until(() => lines(editor).length === 3);
  expect(lines(editor)).toMatchObject([
    {
      line: finalLine,
      text: expect.stringMatching(
        /^example\/app:1: 2 critical · 2 high · \d fixable {2}\| {2}base image: 2 critical · 1 fixable$/,
      ),
    },
    { line: runLine, text: '1 high · 1 medium · 1 fixable' },
    { line: copyLine, text: '1 high · 1 fixable' },
  ]);
  // Nothing of the history is shown, which holds the values of build arguments.
  const everything = JSON.stringify([found, lines(editor), ...editor.notifications.values()]);
  expect(everything).toContain('CVE-2099-20001');
  expect(everything).not.toContain(secret);
});

test('the hover on a line lists what that line brought, the one on the FROM says which lines did', async () => {
  const { editor, uri, scan } = await start(text);
  await scan();
  const hover = async (at: string) =>
    ((await editor.at<Hover>('textDocument/hover', uri, at)).contents as MarkupContent).value;
  const run = await hover('RUN apt');
  expect(run).toContain('**This line** in `example/app:1`: 1 high, 1 medium');
  expect(run).toContain('`perl-base`');
  expect(run).not.toContain('`bash`');
  expect(await hover('&& apt-get in')).toContain('`perl-base`');
  expect(await hover('COPY --from')).toContain(
    '(named in requirements&#46;txt&#58;2)'.replaceAll('(', '&#40;').replaceAll(')', '&#41;'),
  );
  const from = await hover('FROM example/d');
  for (const part of [
    '- base image: 2 critical',
    '- line 7: 1 high',
    '- line 9: 1 high',
    '**Base image** in',
    '`bash`',
  ])
    expect(from).toContain(part);
  expect(from).not.toContain('`perl-base`');
  expect(from).not.toContain(secret);
});

test('a line that is changed turns stale by itself, the others move with the text', async () => {
  const { editor, uri, scan, shown } = await start(text);
  await scan();
  await editor.edit(uri, '# note', '# note\n# more');
  await editor.edit(uri, 'perl-base tar', 'perl-base');
  const after = summaries(await shown()).map(({ range, message }) => [
    range.start.line,
    String(message).startsWith('Scanned before'),
  ]);
  expect(after).toEqual([
    [finalLine + 1, false],
    [finalLine + 1, false],
    [runLine + 1, true],
    [copyLine + 1, false],
  ]);
  const flask = named(await shown(), 'CVE-2099-20001');
  expect(flask.relatedInformation?.[0]?.location.range.start).toEqual({ line: 4, character: 4 });
  await editor.edit(uri, 'perl-base', 'perl-base tar');
  expect(named(await shown(), 'CVE-2023-31484')).toMatchObject({
    severity: 2,
    range: { start: { line: runLine + 2 } },
  });
  await editor.edit(uri, 'pip install', 'pip3 install');
  expect(named(await shown(), 'CVE-2099-20001').relatedInformation).toHaveLength(1);
  expect(await editor.command('plimsoll.server.clearResults', uri)).toEqual({ done: true });
  expect(await shown()).toEqual([]);
});

test('edits made during the scan move what it finds', async () => {
  const { editor, uri, scan, shown } = await start(text);
  const scanned = scan();
  await editor.edit(uri, '# note', '# a\n# b\n# c');
  await scanned;
  const found = await shown();
  expect(summaries(found).map(({ range }) => range.start.line)).toEqual([
    finalLine + 2,
    finalLine + 2,
    runLine + 2,
    copyLine + 2,
  ]);
  expect(named(found, 'CVE-2023-31484').range.start).toEqual({ line: runLine + 3, character: 23 });
});

test('a file that was changed since: what still fits is on its line, the rest on the FROM, and it is said', async () => {
  const { scan, shown } = await start(text.replace('perl-base tar', 'perl-base curl'));
  await scan();
  const found = await shown();
  expect(summaries(found)[0]?.message).toContain(
    'The Dockerfile was changed since the image was built: 2 findings are on no line that is still there.',
  );
  expect(named(found, 'CVE-2023-31484').range.start.line).toBe(finalLine);
  expect(named(found, 'CVE-2099-20001').range.start.line).toBe(copyLine);
  expect(named(found, 'CVE-2099-10001').range.start.line).toBe(finalLine);
});

test('an image of another file: nothing on the lines, and it is said', async () => {
  const other = 'FROM example/deck:1\nRUN make install\nCOPY . /srv\nCMD ["srv"]\n';
  const { editor, scan, shown } = await start(other);
  await scan();
  const found = await shown();
  expect(new Set(found.map(({ range }) => range.start.line))).toEqual(new Set([0]));
  expect(found[0]?.message).toContain('The image was not built from this Dockerfile as it is now');
  await editor.until(() => lines(editor).length === 1);
});

test('an image without a history: the line that names the package, or the base image', async () => {
  const own = 'FROM example/deck:1\nRUN apt-get install -y bash\nCMD ["bash"]\n';
  const { scan, shown } = await start(own, 'example/flat:1');
  await scan();
  const found = await shown();
  expect(summaries(found)[0]?.message).toContain('The image does not say which instruction brought what');
  expect(named(found, 'CVE-2099-10001')).toMatchObject({
    range: { start: { line: 1, character: 23 } },
    message: expect.stringContaining('(From: base image or line 2.)'),
  });
});

test('a secret is on the line that copied the file', async () => {
  const { scan, shown } = await start(text, 'example/app:1', ['secret']);
  await scan();
  expect(named(await shown(), 'aws-access-key-id')).toMatchObject({
    severity: 1,
    range: { start: { line: copyLine } },
    message: expect.stringMatching(/^\/srv\/deploy\.env:1 \(secret/),
  });
});

test('a scan of the image by its name is put on the lines of the file that builds it', async () => {
  const { editor, shown } = await start(text);
  expect(await editor.command('plimsoll.server.scanTarget', 'example/app:1')).toEqual({ done: true });
  const found = summaries(await shown());
  expect(found.map(({ range }) => range.start.line)).toEqual([finalLine, finalLine, runLine, copyLine]);
});
