// What is scanned, from where: real engines and a real registry, files, folders, bills of materials; and at once.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DockerEngine, startDockerEngine } from '../../scripts/parts/docker.ts';
import { type ImageEngine, startContainerd, startPodman } from '../../scripts/parts/engines.ts';
import {
  inspectImage,
  runTrivy,
  type ScanRequest,
  type ScanTarget,
  sourceOfEngine,
} from '../../server/src/trivy/index.ts';
import { findPart, hasParts, requirePart } from '../part.ts';
import { startRegistry } from './container-image.ts';
import { debianLayer, flaskLayer, writeImage } from './docker-tar.ts';
import { needPart, temporaryDirectory } from './parts.ts';
import { requestOf, startTrivyServer } from './scan-request.ts';

requirePart('trivy');
const root = temporaryDirectory();
const name = 'example.com/team/app:1';
const tar = path.join(root, 'app.tar');
const layout = path.join(root, 'layout');
const project = path.join(root, 'project, with a comma');
const bom = path.join(root, 'bom.cdx.json');
let docker: DockerEngine | undefined;
let podman: ImageEngine | undefined;
let containerd: ImageEngine | undefined;
let registry: Awaited<ReturnType<typeof startRegistry>> | undefined;

beforeAll(async () => {
  writeImage(tar, name, [debianLayer, flaskLayer], '2026-03-04T05:06:07Z');
  mkdirSync(project);
  writeFileSync(path.join(project, 'requirements.txt'), 'flask==2.0.0\n');
  writeFileSync(path.join(project, 'Dockerfile'), 'FROM debian:12\nUSER root\n');
  const component = { type: 'library', name: 'flask', version: '2.0.0', purl: 'pkg:pypi/flask@2.0.0' };
  writeFileSync(
    bom,
    JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, components: [component] }),
  );
  if (hasParts('dockerd', 'docker')) {
    docker = await startDockerEngine(findPart('dockerd').path!, findPart('docker').path!);
    await docker.load(tar);
  }
  if (hasParts('podman')) podman = await startPodman(findPart('podman').path!, tar);
  if (hasParts('containerd')) containerd = await startContainerd(findPart('containerd').path!, tar);
  if (hasParts('skopeo')) {
    const skopeo = findPart('skopeo').path!;
    execFileSync(skopeo, ['copy', `docker-archive:${tar}`, `oci:${layout}:latest`], { stdio: 'ignore' });
    if (hasParts('docker-registry')) {
      registry = await startRegistry(findPart('docker-registry').path!, path.join(root, 'registry'));
      execFileSync(
        skopeo,
        ['copy', '--dest-tls-verify=false', `docker-archive:${tar}`, `docker://${registry.host}/team/app:1`],
        { stdio: 'ignore' },
      );
    }
  }
});
afterAll(async () => {
  await Promise.all([docker?.stop(), podman?.stop(), containerd?.stop(), registry?.daemon.stop()]);
});

const ids = ['CVE-2099-10001', 'CVE-2099-20001'];

/** Whatever of this machine could answer instead is out of reach. */
const nothingElse = { HOME: root, PATH: '/usr/bin:/bin' };

const engines = [
  { engine: 'Docker', part: 'dockerd', host: () => docker!.host, kind: 'docker' },
  { engine: 'Podman', part: 'podman', host: () => podman!.address, kind: 'podman' },
] as const;

test.for(engines)('an image of $engine, found and scanned', async ({ part, host, kind }, context) => {
  needPart(context, part);
  const env = { ...nothingElse, DOCKER_HOST: host() };
  const found = await inspectImage(name, { env, platform: process.platform });
  if (found.state !== 'found') throw new Error(JSON.stringify(found));
  expect(found.engine.kind).toBe(kind);
  const target: ScanTarget = { kind: 'image', reference: name, ...sourceOfEngine(found.engine) };
  const { report } = await runTrivy(requestOf(context, target, { env: nothingElse }));
  expect(report.vulnerabilities.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  expect(report.image.diffIds).toEqual(found.diffIds);
});

test('an image of containerd', async (context) => {
  needPart(context, 'containerd');
  const target: ScanTarget = { kind: 'image', reference: name, sources: ['containerd', 'remote'] };
  const env = { ...nothingElse, CONTAINERD_ADDRESS: containerd!.address };
  const { report } = await runTrivy(requestOf(context, target, { env }));
  expect(report.vulnerabilities.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
});

test('an image of a registry, by tag and by digest', async (context) => {
  needPart(context, 'docker-registry');
  needPart(context, 'skopeo');
  const scan = (reference: string) => {
    const target: ScanTarget = { kind: 'image', reference, sources: ['containerd', 'remote'] };
    return runTrivy(requestOf(context, target, { env: nothingElse }));
  };
  const { report } = await scan(`${registry!.host}/team/app:1`);
  expect(report.vulnerabilities.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  const digest = report.image.digests[0]!;
  expect(digest).toMatch(/@sha256:[0-9a-f]{64}$/);
  expect((await scan(digest)).report.counts).toEqual(report.counts);
});

const files: readonly { name: string; target: ScanTarget; part?: 'skopeo'; found: string[] }[] = [
  { name: 'a tar file', target: { kind: 'image-file', path: tar }, found: ids },
  { name: 'an OCI layout', target: { kind: 'image-file', path: layout }, part: 'skopeo', found: ids },
  { name: 'a folder: packages', target: { kind: 'fs', path: project }, found: ['CVE-2099-20001'] },
  { name: 'a folder: configuration', target: { kind: 'config', path: project }, found: ['DS-0002'] },
  { name: 'a bill of materials', target: { kind: 'sbom', path: bom }, found: ['CVE-2099-20001'] },
];

test.for(files)('$name', async ({ target, part, found }, context) => {
  if (part) needPart(context, part);
  const { report } = await runTrivy(requestOf(context, target));
  const seen = [...report.vulnerabilities, ...report.misconfigurations].map(({ id }) => id);
  expect(seen).toEqual(expect.arrayContaining(found));
});

test('a folder with every scanner', async (context) => {
  const options = { scanners: ['vuln', 'misconfig', 'secret', 'license'] } as const;
  const { report } = await runTrivy(requestOf(context, { kind: 'fs', path: project }, { options }));
  expect(report.vulnerabilities.map(({ id }) => id)).toEqual(['CVE-2099-20001']);
  expect(report.misconfigurations.map(({ id }) => id)).toContain('DS-0002');
  // A bill of materials knows neither secrets nor files.
  const bare = await runTrivy(requestOf(context, { kind: 'sbom', path: bom }, { options }));
  expect(bare.report.counts.total).toBeGreaterThan(0);
});

const wrong: readonly { name: string; target: ScanTarget; message: RegExp }[] = [
  { name: 'no bill of materials', target: { kind: 'sbom', path: tar }, message: /CycloneDX or SPDX/ },
  { name: 'a folder that is not there', target: { kind: 'fs', path: '/nowhere' }, message: /does not exist/ },
  { name: 'a relative folder', target: { kind: 'fs', path: '.' }, message: /absolute path/ },
];

test.for(wrong)('$name', async ({ target, message }, context) => {
  const error = await runTrivy(requestOf(context, target)).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ kind: 'bad-request', message: expect.stringMatching(message) });
});

test('several images at once, though Trivy locks its cache', async (context) => {
  const others = [1, 2, 3].map((number) => {
    const file = path.join(root, `app-${number}.tar`);
    writeImage(
      file,
      `example/app:${number}`,
      [debianLayer, { 'etc/number': `${number}` }],
      '2026-03-04T05:06:07Z',
    );
    return file;
  });
  const results = await Promise.all(
    others.map((file) => runTrivy(requestOf(context, { kind: 'image-file', path: file }))),
  );
  for (const { report } of results) {
    expect(report.vulnerabilities.map(({ id }) => id)).toContain('CVE-2099-10001');
  }
});

test('a cache that another Trivy holds', async (context) => {
  const own = path.join(root, 'locked-cache');
  cpSync(needPart(context, 'trivy-cache'), own, { recursive: true });
  const { daemon } = await startTrivyServer(needPart(context, 'trivy'), own, {
    args: ['--cache-backend=fs'],
  });
  try {
    const more: Partial<ScanRequest> = { cacheDirectory: own };
    const { report } = await runTrivy(requestOf(context, { kind: 'image-file', path: tar }, more));
    expect(report.vulnerabilities.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  } finally {
    await daemon.stop();
  }
});
