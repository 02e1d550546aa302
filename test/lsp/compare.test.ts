// Comparing and exporting images in an editor: real images, a real Docker engine, the real Trivy.
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type DockerEngine, startDockerEngine } from '../../scripts/parts/docker.ts';
import { sarifErrors } from '../cli/sarif-schema.ts';
import { hasParts, requirePart } from '../part.ts';
import { debianLayer, flaskLayer, writeImage } from '../trivy/docker-tar.ts';
import { Editor, type EditorOptions } from './editor.ts';

const trivy = requirePart('trivy');
const cache = requirePart('trivy-cache');
const dockerd = requirePart('dockerd');
const docker = requirePart('docker');
const place = mkdtempSync(join(tmpdir(), 'plimsoll-test-compare-'));
const base = join(place, 'base.tar');
const app = join(place, 'app.tar');
let engine: DockerEngine | undefined;

const created = '2026-03-04T05:06:07Z';
const made = (created_by: string) => ({ created_by, comment: 'buildkit.dockerfile.v0' });

beforeAll(async () => {
  if (!hasParts('trivy', 'trivy-cache', 'dockerd', 'docker')) return;
  symlinkSync(trivy, join(place, 'trivy'));
  writeImage(base, 'python:3.13', [debianLayer], created, [{ created_by: '# debian.sh' }]);
  const history = [
    { created_by: '# debian.sh' },
    made('COPY site /usr/local/lib/python3.12/site-packages # buildkit'),
  ];
  writeImage(app, 'example/app:1', [debianLayer, flaskLayer], created, history);
  engine = await startDockerEngine(dockerd, docker);
  await engine.load(base);
  await engine.load(app);
}, 120_000);

afterAll(async () => {
  await engine?.stop();
  rmSync(place, { recursive: true, force: true });
});

async function start(options: EditorOptions = {}): Promise<Editor> {
  const editor = await Editor.start({
    initializationOptions: { plimsollClient: true },
    settings: { trivy: { offline: true } },
    ...options,
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
  return editor;
}

interface Page {
  done: boolean;
  message?: string;
  title?: string;
  markdown?: string;
}
const text = 'FROM python:3.13\nCOPY site /usr/local/lib/python3.12/site-packages\n';
const compose = 'services:\n  web:\n    build: .\n    image: example/app:1\n';

test('two images, a name and a file, side by side', async () => {
  const editor = await start();
  const page = await editor.command<Page>('plimsoll.server.compareImages', 'example/app:1', `tar:${base}`);
  expect(page).toMatchObject({ done: true, title: `example/app:1 and ${base}` });
  expect(page.markdown).toContain('| Packages | 6 | 5 🟢 |');
  expect(page.markdown).toContain('Vulnerabilities removed: **1 (1 high)**, added: **none**, in both: 5.');
  expect(page.markdown).toMatch(/^\| Default user \| root \| root \|$/m);
  expect(editor.messages).toEqual([]);
});

test('the lens of a scan result compares; hardened images are offered, with what the file is of', async () => {
  const editor = await start({ files: { 'compose.yaml': compose, Dockerfile: text } });
  const uri = await editor.open(text);
  interface Lens {
    command: { title: string; command: string; arguments: { image: string; uri: string }[] };
  }
  const lenses = async () => {
    const all = await editor.connection.sendRequest<Lens[]>('textDocument/codeLens', {
      textDocument: { uri },
    });
    return all.filter(({ command }) => command.title === 'Compare with…');
  };
  expect(await lenses()).toEqual([]);
  expect(await editor.command('plimsoll.server.scanBase', uri, 0)).toEqual({ done: true });
  const [lens] = await lenses();
  expect(lens?.command).toMatchObject({
    command: 'plimsoll.compareWith',
    arguments: [{ image: 'python:3.13', uri }],
  });
  const choices = async (image?: string) => {
    const { images } = await editor.connection.sendRequest<{ images: { image: string; why: string }[] }>(
      'plimsoll/imageChoices',
      { uri, ...(image ? { image } : {}) },
    );
    return images.map((one) => `${one.image}: ${one.why}`);
  };
  const hardened = await choices('python:3.13');
  expect(hardened[0]).toMatch(/^dhi\.io\/python:3\.13-\S+: the same program, hardened$/);
  expect(hardened).toContain('python:3.13-slim: the same image with fewer packages');
  expect(hardened).toContain('example/app:1: what this Dockerfile builds');
  const ofBuilt = await choices('example/app:1');
  expect(ofBuilt[0]).toMatch(/^dhi\.io\/python:.* instead of the base python:3\.13$/);
  expect(ofBuilt).toContain('python:3.13: what this Dockerfile is built on');
  expect(await choices()).toEqual([
    'example/app:1: what this Dockerfile builds',
    'python:3.13: what this Dockerfile is built on',
  ]);
});

describe('exports', () => {
  interface Export {
    done: boolean;
    text?: string;
    message?: string;
  }
  test('SARIF of what a Dockerfile builds has its lines', async () => {
    const editor = await start({ files: { 'web/Dockerfile': text } });
    const uri = await editor.open(text, 'web/Dockerfile');
    const answer = await editor.command<Export>('plimsoll.server.exportImage', 'example/app:1', 'sarif', uri);
    const log = JSON.parse(answer.text!);
    expect(sarifErrors(log)).toEqual([]);
    const places = log.runs[0].results.map(
      (one: {
        ruleId: string;
        locations: { physicalLocation: { artifactLocation: object; region: { startLine: number } } }[];
      }) => {
        const { artifactLocation, region } = one.locations[0]!.physicalLocation;
        expect(artifactLocation).toEqual({ uri: 'web/Dockerfile', uriBaseId: 'SRCROOT' });
        return `${one.ruleId} ${region.startLine}`;
      },
    );
    expect(places).toContain('CVE-2099-20001 2');
    expect(places).toContain('CVE-2099-10001 1');
  });

  test('bills of materials', async () => {
    const editor = await start();
    for (const [format, key] of [
      ['cyclonedx', 'bomFormat'],
      ['spdx-json', 'spdxVersion'],
    ] as const) {
      const { text: bom } = await editor.command<Export>('plimsoll.server.exportImage', `tar:${app}`, format);
      expect(JSON.parse(bom!)).toHaveProperty(key);
      expect(bom).toContain('Flask');
    }
  });
});

describe('what cannot be done is told once, and nothing is run', () => {
  test.each<[string, string, unknown[], RegExp]>([
    ['no image', 'compareImages', [], /without an image/],
    ['an option', 'compareImages', ['example/app:1', '--config=x'], /starts with “-”/],
    ['a file without its folder', 'checkPolicies', ['tar:x.tar'], /absolute path/],
    ['an unknown form', 'exportImage', ['example/app:1', '../x'], /There is no export as/],
    ['a file that is not there', 'exportImage', ['tar:/nowhere.tar', 'sarif'], /nowhere\.tar does not exist/],
  ])('%s', async (_, command, args, message) => {
    const editor = await start();
    const answer = await editor.command<Page>(`plimsoll.server.${command}`, ...args);
    expect(answer).toMatchObject({ done: false, message: expect.stringMatching(message) });
    expect(editor.messages).toHaveLength(1);
  });

  test('in an untrusted workspace', async () => {
    const editor = await start({ initializationOptions: { plimsollClient: true, trusted: false } });
    for (const command of ['compareImages', 'checkPolicies', 'exportImage']) {
      const answer = await editor.command<Page>(`plimsoll.server.${command}`, 'example/app:1', 'sarif');
      expect(answer).toMatchObject({ done: false, message: expect.stringContaining('Restricted Mode') });
    }
  });
});
