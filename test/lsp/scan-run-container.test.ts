// Trivy as a container, where none is installed: only with an image that is set, and only after the user's yes.
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type DockerEngine, startDockerEngine } from '../../scripts/parts/docker.ts';
import { hasParts, requirePart } from '../part.ts';
import { publishImage, startRegistry } from '../trivy/container-image.ts';
import { debianLayer, writeImage } from '../trivy/docker-tar.ts';
import { Editor } from './editor.ts';

const trivy = requirePart('trivy');
const cache = requirePart('trivy-cache');
const dockerd = requirePart('dockerd');
const docker = requirePart('docker');
const registryProgram = requirePart('docker-registry');
const place = mkdtempSync(join(tmpdir(), 'plimsoll-test-container-'));
const tar = join(place, 'app.tar');
const name = 'example/base:1';
let engine: DockerEngine | undefined;
let registry: Awaited<ReturnType<typeof startRegistry>> | undefined;
let image = '';

beforeAll(async () => {
  if (!hasParts('trivy', 'trivy-cache', 'dockerd', 'docker', 'docker-registry')) return;
  symlinkSync(docker, join(place, 'docker'));
  writeImage(tar, name, [debianLayer], '2026-03-04T05:06:07Z');
  engine = await startDockerEngine(dockerd, docker);
  registry = await startRegistry(registryProgram, join(place, 'registry'));
  await engine.load(tar);
  image = await publishImage(
    engine,
    `${registry.host}/stand-in/trivy:1`,
    trivy,
    ['/program'],
    place,
    '0.73.0',
  );
}, 120_000);
afterAll(async () => {
  await engine?.stop();
  await registry?.daemon.stop();
  rmSync(place, { recursive: true, force: true });
});

async function start(trivySettings: object): Promise<Editor> {
  const editor = await Editor.start({
    settings: { trivy: { offline: true, ...trivySettings } },
    env: {
      // docker, and no trivy.
      PATH: place,
      HOME: place,
      DOCKER_HOST: engine?.host,
      TRIVY_CACHE_DIR: cache,
      XDG_CACHE_HOME: join(place, `cache-${Math.random()}`),
    },
  });
  onTestFinished(async () => {
    expect(await editor.stop()).toBe(0);
  });
  return editor;
}

const scan = (editor: Editor, target: string) => editor.command('plimsoll.server.scanTarget', target);
const questions = (editor: Editor) =>
  editor.messages.flatMap(({ message, actions }) =>
    actions?.some(({ title }) => title === 'Run It') ? [message] : [],
  );

test('no image is set: what to set is said, and nothing is run', async () => {
  const editor = await start({});
  expect(await scan(editor, `tar:${tar}`)).toMatchObject({
    done: false,
    message: expect.stringMatching(/plimsoll\.trivy\.containerImage.*digest/),
  });
  expect(questions(editor)).toEqual([]);
});

test('asked once in a session for the files, and once more for the socket', {
  timeout: 120_000,
}, async () => {
  const editor = await start({ containerImage: image });
  editor.answer = 'Do Not Run';
  expect(await scan(editor, `tar:${tar}`)).toEqual({ done: false, message: 'Cancelled.' });
  expect((await engine!.docker(['images', '--quiet', image])).stdout).toBe('');
  editor.answer = 'Run It';
  expect(await scan(editor, `tar:${tar}`)).toEqual({ done: true });
  expect(questions(editor)).toHaveLength(2);
  expect(questions(editor)[1]).toContain(image);
  expect(questions(editor)[1]).not.toContain('socket');
  expect(await scan(editor, `tar:${tar}`)).toEqual({ done: true });
  expect(questions(editor)).toHaveLength(2);
  expect(await scan(editor, name)).toEqual({ done: true });
  expect(questions(editor)).toHaveLength(3);
  expect(questions(editor)[2]).toMatch(
    /engine’s socket to read the image: who has the socket can do everything/,
  );
  // Another session asks again.
  const later = await start({ containerImage: image });
  await scan(later, `tar:${tar}`);
  expect(questions(later)).toHaveLength(1);
});

test('a path that names a Trivy wants that one: no container takes its place', async () => {
  const editor = await start({ containerImage: image, path: join(place, 'not-there') });
  expect(await scan(editor, `tar:${tar}`)).toMatchObject({
    done: false,
    message: expect.stringContaining('plimsoll.trivy.path'),
  });
  expect(questions(editor)).toEqual([]);
});
