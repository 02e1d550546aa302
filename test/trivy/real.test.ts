// The real Trivy on images and Dockerfiles that the test makes, with the database that the test parts hold.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import {
  formatCounts,
  readWorkspaceOptions,
  runTrivy,
  type ScanRequest,
  type ScanTarget,
} from '../../server/src/trivy/index.ts';
import { debianLayer, flaskLayer, writeImage } from './docker-tar.ts';
import { temporaryDirectory } from './parts.ts';
import { requestOf } from './scan-request.ts';
import { until } from './until.ts';

const root = temporaryDirectory();
const image = path.join(root, 'app image.tar');
let diffIds: readonly string[] = [];

beforeAll(() => {
  diffIds = writeImage(image, 'example/app:1', [debianLayer, flaskLayer], '2026-03-04T05:06:07Z');
});

const imageFile = { kind: 'image-file', path: image } as const;

test('an image tar: vulnerabilities with the layer that brought them', async (context) => {
  const phases = new Set<string>();
  const { report, trivyVersion } = await runTrivy(requestOf(context, imageFile), {
    onProgress: (progress) => phases.add(progress.phase),
  });
  expect(trivyVersion).toBe('0.73.0');
  expect([...phases]).toEqual(['checking', 'starting', 'reading-image', 'detecting', 'reading-result']);
  const seen = report.vulnerabilities.map((each) => [
    each.id,
    each.package,
    each.fixed ?? '',
    diffIds.indexOf(each.layerDiffId ?? ''),
  ]);
  expect(seen).toEqual([
    ['CVE-2099-10001', 'bash', '99.0-1', 0],
    ['CVE-2023-45853', 'zlib1g', '', 0],
    ['CVE-2099-20001', 'Flask', '99', 1],
    ['CVE-2023-31484', 'perl-base', '', 0],
    ['CVE-2099-10002', 'tar', '99.0-1', 0],
    ['CVE-2099-10003', 'gzip', '', 0],
  ]);
  expect(formatCounts(report.counts)).toBe('2 critical · 2 high · 3 fixable');
  expect(report.image).toMatchObject({
    os: { family: 'debian', name: '12.5', endOfLife: false },
    tags: ['example/app:1'],
    diffIds,
    created: Date.parse('2026-03-04T05:06:07Z'),
    history: [{ createdBy: 'RUN step 0 # buildkit', empty: false }, { createdBy: 'RUN step 1 # buildkit' }],
  });
  expect(report.vulnerabilities[2]).toMatchObject({
    class: 'library',
    target: 'usr/local/lib/python3.12/site-packages/flask-2.0.0.dist-info/METADATA',
  });
  // What the database's hostile entry brings is plain text here.
  const hostile = report.vulnerabilities.at(-1)!;
  expect(hostile.title).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(hostile.url ?? 'https://').toMatch(/^https?:\/\//);
});

test('options are passed on: severity, only fixable, package types, skipped files', async (context) => {
  const ids = async (options: ScanRequest['options']) =>
    (await runTrivy(requestOf(context, imageFile, { options }))).report.vulnerabilities.map(
      (each) => each.package,
    );
  expect(await ids({ severities: ['critical'] })).toEqual(['bash', 'zlib1g']);
  expect(await ids({ ignoreUnfixed: true })).toEqual(['bash', 'Flask', 'tar']);
  expect(await ids({ packageTypes: ['library'] })).toEqual(['Flask']);
  expect(await ids({ skipFiles: ['usr/{local,x}/**/METADATA'] })).not.toContain('Flask');
});

test('a .trivyignore that the caller names is honoured', async (context) => {
  const ignoreFile = path.join(root, '.trivyignore');
  writeFileSync(ignoreFile, '# known\nCVE-2099-10001\n');
  const { report } = await runTrivy(requestOf(context, imageFile, { ignoreFile }));
  expect(report.vulnerabilities[0]?.id).toBe('CVE-2023-45853');
});

test('a Dockerfile’s unsaved text, whatever its name is', async (context) => {
  const text = 'FROM debian:12\nRUN apt-get update\nUSER root\n';
  for (const fileName of ['app.dockerfile', 'Dockerfile.prod', '../../escape/odd name']) {
    const { report } = await runTrivy(requestOf(context, { kind: 'config-text', fileName, text }));
    const user = report.misconfigurations.find((each) => /USER/.test(each.message));
    expect(user, fileName).toMatchObject({ severity: 'high', startLine: 3, endLine: 3 });
  }
}, 120_000);

test('a directory with a hostile trivy.yaml: nothing is written, its severity counts', async (context) => {
  const workspace = path.join(root, 'workspace');
  mkdirSync(workspace);
  const pwned = path.join(root, 'pwned');
  const hostile = {
    severity: ['LOW'],
    output: pwned,
    format: 'table',
    cache: { dir: path.join(root, 'other-cache') },
    'exit-code': 9,
  };
  writeFileSync(path.join(workspace, 'trivy.yaml'), JSON.stringify(hostile));
  writeFileSync(path.join(workspace, 'Dockerfile'), 'FROM debian:12\nUSER root\n');
  const { options, problems } = await readWorkspaceOptions(path.join(workspace, 'trivy.yaml'));
  expect({ options, problems }).toEqual({ options: { severities: ['low'] }, problems: [] });
  const before = process.cwd();
  process.chdir(workspace);
  try {
    const { report } = await runTrivy(requestOf(context, { kind: 'config', path: workspace }, { options }));
    expect(report.misconfigurations.length).toBeGreaterThan(0);
    expect(report.misconfigurations.every((each) => each.severity === 'low')).toBe(true);
  } finally {
    process.chdir(before);
  }
  expect(existsSync(pwned)).toBe(false);
  expect(existsSync(path.join(root, 'other-cache'))).toBe(false);
  expect(readdirSync(workspace).sort()).toEqual(['Dockerfile', 'trivy.yaml']);
});

const failures: readonly (readonly [string, ScanTarget, Partial<ScanRequest>, string, RegExp])[] = [
  [
    'no database',
    imageFile,
    { cacheDirectory: path.join(root, 'empty') },
    'no-database',
    /no vulnerability database.*plimsoll\.trivy\.offline/,
  ],
  [
    'no engine',
    { kind: 'image', reference: 'app:1', sources: ['docker', 'podman'] },
    { env: { PATH: '/usr/bin', DOCKER_HOST: 'unix:///nowhere.sock' } },
    'engine-unreachable',
    /No container engine.*docker and podman.*Start Docker/,
  ],
  [
    'no registry',
    { kind: 'image', reference: '127.0.0.1:1/app:1', sources: ['remote'] },
    {},
    'image-not-found',
    /registry of 127\.0\.0\.1:1\/app:1 could not be reached/,
  ],
  [
    'no image',
    { kind: 'image-file', path: '/etc/passwd' },
    {},
    'bad-request',
    /\/etc\/passwd is not an image/,
  ],
  [
    'no Trivy server',
    imageFile,
    { server: { url: 'http://127.0.0.1:1' } },
    'server-unreachable',
    /plimsoll\.trivy\.server/,
  ],
];

test.for(failures)('%s', async ([, target, more, kind, message], context) => {
  const error = await runTrivy(requestOf(context, target, more)).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: 'ScanError', kind, message: expect.stringMatching(message) });
});

test('a Trivy server keeps the database; its token is not among the arguments', async (context) => {
  const port = await freePort();
  const request = requestOf(context, imageFile);
  const args = [
    'server',
    `--listen=127.0.0.1:${port}`,
    `--cache-dir=${request.cacheDirectory}`,
    '--skip-db-update',
    '--token=test-token',
  ];
  const server = spawn(request.program, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: root });
  try {
    let log = '';
    server.stderr.on('data', (chunk) => {
      log += chunk;
    });
    await until(() => /Listening/i.test(log), 20_000);
    const url = `http://127.0.0.1:${port}`;
    const own = { cacheDirectory: path.join(root, 'client-cache') };
    const { report } = await runTrivy({ ...request, ...own, server: { url, token: 'test-token' } });
    expect(report.vulnerabilities[0]?.id).toBe('CVE-2099-10001');
    const refused = await runTrivy({ ...request, ...own, server: { url, token: 'wrong-token' } }).catch(
      (reason: unknown) => reason,
    );
    expect(refused).toMatchObject({ kind: 'auth', message: expect.stringMatching(/refused the token/) });
    expect(JSON.stringify(refused)).not.toContain('wrong-token');
  } finally {
    server.kill('SIGKILL');
  }
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
