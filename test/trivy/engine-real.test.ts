// A real dockerd: its images are listed, asked for, built, and scanned by the real Trivy.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  buildImage,
  inspectImage,
  listLocalImages,
  memoryInProcess,
  runTrivy,
  sourceOfEngine,
} from '../../server/src/trivy/index.ts';
import { debianLayer, writeImage } from './docker-tar.ts';
import { only } from './engine-sockets.ts';
import { needPart, temporaryDirectory } from './parts.ts';
import { until } from './until.ts';

const root = temporaryDirectory();
const socket = path.join(root, 'd.sock');
const name = 'example/app:1';
const created = '2026-03-04T05:06:07Z';
let daemon: ChildProcess | undefined;
let diffIds: readonly string[] = [];

beforeAll(async () => {
  const [dockerd, docker] = [process.env['PLIMSOLL_PART_DOCKERD'], process.env['PLIMSOLL_PART_DOCKER']];
  if (!dockerd || !docker) return;
  const data = path.join(root, 'docker');
  const args = [
    ...[
      '-H',
      `unix://${socket}`,
      '--data-root',
      path.join(data, 'data'),
      '--exec-root',
      path.join(data, 'exec'),
    ],
    ...[
      '--pidfile',
      path.join(data, 'pid'),
      '--iptables=false',
      '--ip6tables=false',
      '--bridge=none',
      '--storage-driver=vfs',
    ],
  ];
  mkdirSync(data);
  daemon = spawn(dockerd, args, { stdio: 'ignore' });
  await until(() => existsSync(socket), 60_000);
  const tar = path.join(root, 'image.tar');
  diffIds = writeImage(tar, name, [debianLayer], created);
  execFileSync(docker, ['-H', `unix://${socket}`, 'load', '-i', tar]);
}, 90_000);
afterAll(async () => {
  daemon?.kill('SIGTERM');
  await until(() => !daemon || daemon.exitCode !== null || daemon.signalCode !== null, 30_000);
}, 40_000);

test('lists and inspects its images', async (context) => {
  needPart(context, 'dockerd');
  const { images } = await listLocalImages(only(root, socket));
  expect(images).toMatchObject([{ names: [name], created: Date.parse(created), engine: { kind: 'docker' } }]);
  expect(await inspectImage(name, only(root, socket))).toMatchObject({
    state: 'found',
    created: Date.parse(created),
    names: [name],
    diffIds,
  });
  expect(await inspectImage('example/other:2', only(root, socket))).toMatchObject({
    state: 'absent',
    engines: [{ origin: 'DOCKER_HOST' }],
  });
});

test('builds, and the real Trivy scans what was built', async (context) => {
  const program = needPart(context, 'trivy');
  const cacheDirectory = needPart(context, 'trivy-cache');
  needPart(context, 'dockerd');
  const docker = needPart(context, 'docker');
  const directory = path.join(root, 'context');
  mkdirSync(directory, { recursive: true });
  writeFileSync(
    path.join(directory, 'Odd name'),
    `FROM ${name} AS base\nLABEL a=b\nFROM base AS last\nLABEL c=d\n`,
  );
  const lines: string[] = [];
  const env = {
    ...process.env,
    PATH: `${path.dirname(docker)}:/usr/bin:/bin`,
    DOCKER_HOST: `unix://${socket}`,
  };
  const build = {
    dockerfile: path.join(directory, 'Odd name'),
    context: directory,
    tag: 'example/built:2',
    target: 'base',
    env,
    workspaceFolders: [directory],
    platform: process.platform,
  };
  await buildImage(build, { onProgress: (line) => lines.push(line) });
  expect(lines.length).toBeGreaterThan(0);
  const found = await inspectImage('example/built:2', only(root, socket));
  if (found.state !== 'found') throw new Error(found.state);
  const target = { kind: 'image', reference: 'example/built:2', ...sourceOfEngine(found.engine) } as const;
  const request = {
    program,
    cacheDirectory,
    memory: memoryInProcess(),
    target,
    offline: true,
    env: {},
    workspaceFolders: [],
  };
  const { report } = await runTrivy(request);
  expect(report.vulnerabilities[0]).toMatchObject({
    id: 'CVE-2099-10001',
    package: 'bash',
    layerDiffId: diffIds[0],
  });
  const absent = { ...request, target: { ...target, reference: 'example/other:2' } };
  await expect(runTrivy(absent)).rejects.toMatchObject({
    kind: 'image-not-found',
    message: expect.stringMatching(/docker has no image example\/other:2/i),
  });
  writeFileSync(build.dockerfile, `FROM ${name}\nCOPY missing /\n`);
  await expect(buildImage({ ...build, target: undefined })).rejects.toMatchObject({
    kind: 'build-failed',
    message: expect.stringMatching(/missing/),
  });
}, 120_000);
