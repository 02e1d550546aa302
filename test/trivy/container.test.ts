// Trivy as a container of a real Docker engine and a real Podman: the real binary in an image of its own (container-image.ts).
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DockerEngine, startDockerEngine } from '../../scripts/parts/docker.ts';
import { startPodman } from '../../scripts/parts/engines.ts';
import { run } from '../../scripts/parts/program.ts';
import {
  findTrivyContainer,
  inspectImage,
  runTrivy,
  type ScanRequest,
  type ScanTarget,
  sourceOfEngine,
} from '../../server/src/trivy/index.ts';
import { containerArguments } from '../../server/src/trivy/trivy-container.ts';
import { hasParts, requirePart } from '../part.ts';
import { publishImage, startRegistry } from './container-image.ts';
import { debianLayer, flaskLayer, writeImage } from './docker-tar.ts';
import { needPart, temporaryDirectory } from './parts.ts';
import { requestOf } from './scan-request.ts';
import { until } from './until.ts';

const trivy = requirePart('trivy');
const dockerd = requirePart('dockerd');
const docker = requirePart('docker');
const registryProgram = requirePart('docker-registry');
const busybox = requirePart('busybox');
requirePart('trivy-cache');
const root = temporaryDirectory();
const tar = path.join(root, 'app, with a comma.tar');
const name = 'example/app:1';
let engine: DockerEngine;
let registry: Awaited<ReturnType<typeof startRegistry>>;
let env: Record<string, string>;
const images = { trivy: '', malicious: '', hangs: '' };

beforeAll(async () => {
  if (!hasParts('trivy', 'trivy-cache', 'dockerd', 'docker', 'docker-registry', 'busybox')) return;
  writeImage(tar, name, [debianLayer, flaskLayer], '2026-03-04T05:06:07Z');
  [engine, registry] = await Promise.all([
    startDockerEngine(dockerd, docker),
    startRegistry(registryProgram, path.join(root, 'registry')),
  ]);
  await engine.load(tar);
  env = { HOME: root, PATH: `${path.dirname(docker)}:/usr/bin:/bin`, DOCKER_HOST: engine.host };
  const publish = (what: string, file: string, entrypoint: string[], label?: string) =>
    publishImage(engine, `${registry.host}/stand-in/${what}`, file, entrypoint, root, label);
  images.trivy = await publish('trivy:0.73.0', trivy, ['/program'], '0.73.0');
  images.malicious = await publish('malicious:1', busybox, ['/busybox', 'touch', '/tmp/ran'], '0.69.4');
  images.hangs = await publish('hangs:1', busybox, [
    '/busybox',
    'sh',
    '-c',
    "trap '' TERM; while :; do /busybox sleep 1; done",
  ]);
});
afterAll(async () => {
  await engine?.stop();
  await registry?.daemon.stop();
});

async function inContainer(
  context: Parameters<typeof requestOf>[0],
  image: string,
  target: ScanTarget,
  more: Partial<ScanRequest> = {},
): Promise<ScanRequest> {
  const search = { env, platform: process.platform, workspaceFolders: [] };
  const container = await findTrivyContainer(image, target, search);
  return requestOf(context, target, { container, program: container.client, env, ...more });
}

const containers = async () => (await engine.docker(['ps', '--all', '--quiet'])).stdout;

async function imageTarget(): Promise<ScanTarget> {
  const found = await inspectImage(name, { env, platform: process.platform });
  if (found.state !== 'found') throw new Error(JSON.stringify(found));
  return { kind: 'image', reference: name, ...sourceOfEngine(found.engine) };
}

test('an image of the engine, by its socket; a file, without', async (context) => {
  const ids = ['CVE-2099-10001', 'CVE-2099-20001'];
  const ofEngine = await inContainer(context, images.trivy, await imageTarget());
  const { report, trivyVersion } = await runTrivy(ofEngine);
  expect(report.vulnerabilities.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  expect(trivyVersion).toBe('0.73.0');
  const ofFile = await inContainer(context, images.trivy, { kind: 'image-file', path: tar });
  expect((await runTrivy(ofFile)).report.counts).toEqual(report.counts);
  expect(await containers()).toBe('');
});

test('the text of an editor, a folder', async (context) => {
  const text = 'FROM debian:12\nUSER root\n';
  const ofText = await inContainer(context, images.trivy, {
    kind: 'config-text',
    fileName: 'Dockerfile',
    text,
  });
  expect((await runTrivy(ofText)).report.misconfigurations.map(({ id }) => id)).toContain('DS-0002');
  writeFileSync(path.join(root, 'requirements.txt'), 'flask==2.0.0\n');
  const ofFolder = await inContainer(context, images.trivy, { kind: 'fs', path: root });
  const { report } = await runTrivy(ofFolder);
  expect(report.vulnerabilities.map(({ id }) => id)).toContain('CVE-2099-20001');
});

test('cancelled: the container is gone, and so are its files', async (context) => {
  const abort = new AbortController();
  const request = await inContainer(context, images.hangs, { kind: 'image-file', path: tar });
  const running = runTrivy(request, { signal: abort.signal }).catch((error: unknown) => error);
  let ended = false;
  void running.then(() => {
    ended = true;
  });
  let seen = '';
  while (seen === '' && !ended) seen = (await engine.docker(['ps', '--quiet'])).stdout;
  abort.abort();
  const error = (await running) as Error & { stderrTail?: string };
  expect(error, error.stderrTail).toMatchObject({ kind: 'cancelled' });
  expect(await containers()).toBe('');
  // No process of it is left either.
  await until(() => !processes().some((line) => line.includes('/busybox sh -c trap')));
});

function processes(): string[] {
  return readdirSync('/proc').flatMap((each) => {
    if (!/^\d+$/.test(each)) return [];
    try {
      return [readFileSync(`/proc/${each}/cmdline`, 'utf8').replaceAll('\0', ' ')];
    } catch {
      return [];
    }
  });
}

test('a release that is never run is not run as a container', async (context) => {
  const request = await inContainer(context, images.malicious, { kind: 'image-file', path: tar });
  await expect(runTrivy(request)).rejects.toMatchObject({
    kind: 'malicious',
    message: expect.stringMatching(/0\.69\.4.*GHSA-69fq-xp46-6x23.*not run/),
  });
  expect(await containers()).toBe('');
});

const refused = [
  { name: 'a tag', image: 'aquasec/trivy:0.73.0', kind: 'bad-request', message: /with its digest/ },
  { name: 'no name', image: '--privileged', kind: 'bad-request', message: /with its digest/ },
] as const;

test.each(refused)('$name is refused', async ({ image, kind, message }) => {
  const search = { env, platform: process.platform, workspaceFolders: [] };
  const target: ScanTarget = { kind: 'image-file', path: tar };
  const error = await findTrivyContainer(image, target, search).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ kind, message: expect.stringMatching(message) });
});

test('an image that cannot be had', async (context) => {
  const image = `${registry.host}/stand-in/trivy@sha256:${'0'.repeat(64)}`;
  const request = await inContainer(context, image, { kind: 'image-file', path: tar });
  await expect(runTrivy(request)).rejects.toMatchObject({
    kind: 'engine-unreachable',
    message: expect.stringContaining('could not be had'),
  });
});

test('what the container is given: no more than it needs, and secrets by name only', async (context) => {
  const own = {
    directory: '/private',
    cache: '/cache',
    name: 'x',
    env: { TRIVY_TOKEN: 'a-secret-token', PATH: '/bin' },
  };
  const ofFile = await inContainer(context, images.trivy, { kind: 'image-file', path: tar });
  const args = containerArguments(ofFile, ofFile.container!, own);
  expect(args).toEqual(
    expect.arrayContaining([
      '--network=none',
      '--cap-drop=ALL',
      '--read-only',
      '--security-opt=no-new-privileges',
      '--env=TRIVY_TOKEN',
    ]),
  );
  expect(args.slice(2).join(' ')).not.toMatch(/a-secret-token|docker\.sock|--privileged|--env=PATH/);
  expect(args.filter((each) => each.startsWith('--mount'))).toEqual([
    '--mount=type=bind,source=/private,target=/private',
    '--mount=type=bind,source=/cache,target=/cache',
    `--mount=type=bind,"source=${tar}","target=${tar}",readonly`,
  ]);
  const ofEngine = await inContainer(context, images.trivy, await imageTarget(), { offline: false });
  const more = containerArguments(ofEngine, ofEngine.container!, own);
  expect(more).toContain(`--mount=type=bind,source=${engine.socket},target=${engine.socket}`);
  expect(more).not.toContain('--network=none');
});

test('the same by Podman', async (context) => {
  const podman = await startPodman(needPart(context, 'podman'), tar);
  try {
    const client = (...args: string[]) =>
      run(needPart(context, 'podman'), ['--remote', '--url', podman.address, ...args]);
    const tree = path.join(root, 'podman-tree');
    for (const folder of ['tmp', 'etc']) mkdirSync(path.join(tree, folder), { recursive: true });
    copyFileSync(trivy, path.join(tree, 'program'));
    await run('tar', ['-C', tree, '-cf', `${tree}.tar`, '.']);
    await client('import', '--change', 'ENTRYPOINT ["/program"]', `${tree}.tar`, 'localhost/trivy:1');
    const format = ['--format', '{{.Digest}}'];
    const digest = (await client('image', 'inspect', ...format, 'localhost/trivy:1')).stdout.trim();
    const own = { HOME: root, PATH: '/usr/bin:/bin', DOCKER_HOST: podman.address };
    const search = { env: own, platform: process.platform, workspaceFolders: [] };
    const found = await inspectImage(name, search);
    if (found.state !== 'found') throw new Error(JSON.stringify(found));
    const targets: readonly ScanTarget[] = [
      { kind: 'image-file', path: tar },
      { kind: 'image', reference: name, ...sourceOfEngine(found.engine) },
    ];
    for (const target of targets) {
      const container = await findTrivyContainer(`localhost/trivy@${digest}`, target, search);
      expect(container.engine.kind).toBe('podman');
      const request = requestOf(context, target, { container, program: container.client, env: own });
      const { report } = await runTrivy(request);
      expect(report.vulnerabilities.map(({ id }) => id)).toContain('CVE-2099-20001');
    }
    expect((await client('ps', '--all', '--quiet')).stdout).toBe('');
  } finally {
    await podman.stop();
  }
});
