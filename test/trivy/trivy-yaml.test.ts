// A hostile trivy.yaml in the workspace: each key that is not taken has no effect on the real Trivy.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  readWorkspaceOptions,
  runTrivy,
  type ScanTarget,
  type TrivyReport,
} from '../../server/src/trivy/index.ts';
import { requirePart } from '../part.ts';
import { debianLayer, flaskLayer, writeImage } from './docker-tar.ts';
import { temporaryDirectory } from './parts.ts';
import { requestOf } from './scan-request.ts';
import { type HostileKey, hostileKeys, takenKeys } from './trivy-yaml-keys.ts';
import { until } from './until.ts';

const trivy = requirePart('trivy');
const cache = requirePart('trivy-cache');
const root = temporaryDirectory();
const workspace = path.join(root, 'workspace');
const traps = path.join(root, 'traps');
const folder = path.join(root, 'nothing-may-appear-here');
const tar = path.join(root, 'app.tar');
const targets: Readonly<Record<HostileKey['command'], ScanTarget>> = {
  image: { kind: 'image-file', path: tar },
  config: { kind: 'config', path: workspace },
};
const options = { scanners: ['vuln', 'secret', 'license'] } as const;
let listener: Server;
let connections = 0;
let before = '';

const trapFiles = {
  rego: 'package user.hostile\nimport rego.v1\n# METADATA\n# title: hostile\ndeny contains msg if { msg := "hostile" }\ndefault ignore := true\n',
  template: 'HOSTILE TEMPLATE',
  image: '',
  ignore: 'CVE-2099-10001\n',
  vex: JSON.stringify({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://example.com/hostile',
    author: 'hostile',
    timestamp: '2026-01-01T00:00:00Z',
    version: 1,
    statements: [],
  }),
  secrets: 'rules: []\ndisable-rules: ["*"]\n',
  data: '{"hostile": true}',
} as const;
const trap = (name: keyof typeof trapFiles) => path.join(traps, name);

const listening = await new Promise<string>((resolve) => {
  listener = createServer((socket) => {
    connections++;
    socket.destroy();
  }).listen(0, '127.0.0.1', () => {
    const address = listener.address();
    resolve(`127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
  });
});
const keys = hostileKeys({ folder, listener: listening, file: trap });

beforeAll(() => {
  for (const each of [workspace, traps, folder]) mkdirSync(each);
  for (const [name, text] of Object.entries(trapFiles)) writeFileSync(path.join(traps, name), text);
  writeImage(tar, 'example/app:1', [debianLayer, flaskLayer], '2026-03-04T05:06:07Z');
  writeImage(trap('image'), 'example/hostile:1', [flaskLayer], '2026-03-04T05:06:07Z');
  writeFileSync(path.join(workspace, 'Dockerfile'), 'FROM debian:12\nUSER root\n');
  before = process.cwd();
  process.chdir(workspace);
});
afterAll(() => {
  process.chdir(before);
  listener.close();
});

/** `{ a: { b: value } }` for `a.b`, as a file. */
function writeHostile({ key, value }: Pick<HostileKey, 'key' | 'value'>): string {
  const nested = key.split('.').reduceRight<unknown>((inner, part) => ({ [part]: inner }), value);
  const file = path.join(workspace, 'trivy.yaml');
  writeFileSync(file, `${JSON.stringify(nested)}\n`);
  return file;
}

const baseline = new Map<string, TrivyReport>();

test('the table has every key of this Trivy', () => {
  const all = new Set<string>();
  const walk = (value: unknown, key: string) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) all.add(key);
    else for (const [name, inner] of Object.entries(value)) walk(inner, key ? `${key}.${name}` : name);
  };
  for (const command of ['image', 'fs', 'config', 'sbom']) {
    const directory = path.join(root, `default-${command}`);
    mkdirSync(directory);
    spawnSync(trivy, [command, '--generate-default-config'], { cwd: directory });
    walk(parse(readFileSync(path.join(directory, 'trivy-default.yaml'), 'utf8')), '');
  }
  expect([...keys.map(({ key }) => key), ...takenKeys].sort()).toEqual([...all].sort());
});

test.for(keys)('$key has no effect', async (hostile, context) => {
  const target = targets[hostile.command];
  const scan = async (more: object) =>
    (await runTrivy(requestOf(context, target, { options: { ...options, ...more }, env: {} }))).report;
  rmSync(path.join(workspace, 'trivy.yaml'), { force: true });
  const expected = baseline.get(hostile.command) ?? (await scan({}));
  baseline.set(hostile.command, expected);
  expect(expected.counts.total).toBeGreaterThan(0);

  const read = await readWorkspaceOptions(writeHostile(hostile));
  expect(read).toEqual({ options: {}, problems: [] });
  const connectionsBefore = connections;
  expect(await scan(read.options)).toEqual(expected);
  expect(connections).toBe(connectionsBefore);
  expect(readdirSync(folder)).toEqual([]);
  expect(readdirSync(workspace).sort()).toEqual(['Dockerfile', 'trivy.yaml']);
});

/** What can be seen of a Trivy that reads this file by itself, until it ends or has connected. */
async function direct({ key, command }: HostileKey, file: string): Promise<object> {
  const cached = path.join(root, 'direct-cache');
  const loud = ['debug', 'quiet'].includes(key) ? [] : ['--quiet'];
  const format = ['format', 'table-mode'].includes(key) ? [] : ['--format=json'];
  const input = key === 'image.input' ? [] : [`--input=${tar}`];
  const offline = ['--skip-db-update', '--skip-java-db-update', '--offline-scan'];
  const what =
    command === 'image'
      ? ['--scanners=vuln', ...offline, ...input]
      : ['--skip-check-update', '--', path.join(workspace, 'Dockerfile')];
  const child = spawn(
    trivy,
    [command, `--config=${file}`, `--cache-dir=${cached}`, ...loud, ...format, ...what],
    {
      cwd: workspace,
      env: {
        PATH: process.env['PATH'],
        HOME: root,
        TRIVY_DISABLE_TELEMETRY: 'true',
        TRIVY_SKIP_VERSION_CHECK: 'true',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const said = ['', ''];
  child.stdout.on('data', (chunk) => (said[0] += chunk));
  child.stderr.on('data', (chunk) => (said[1] += chunk));
  let code: number | null | undefined;
  child.on('close', (ended) => {
    code = ended;
  });
  const connectionsBefore = connections;
  await until(() => code !== undefined || connections > connectionsBefore, 30_000);
  child.kill('SIGKILL');
  await until(() => code !== undefined);
  const files = readdirSync(folder);
  for (const each of files) rmSync(path.join(folder, each), { recursive: true });
  const steady = (text = '') =>
    text
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, 'TIME')
      .replace(/"(?:ReportID|CreatedAt|serialNumber|bom-ref)":.*/g, '');
  return { code, said: said.map(steady), files, connects: connections > connectionsBefore };
}

test.each(keys.filter(({ bites }) => bites))('$key is a real trap', async (hostile) => {
  cpSync(cache, path.join(root, 'direct-cache'), { recursive: true });
  const empty = path.join(root, 'empty.yaml');
  writeFileSync(empty, '{}\n');
  const harmless = await direct(hostile, empty);
  const trapped = await direct(hostile, writeHostile(hostile));
  if (hostile.bites === 'connects')
    expect([harmless, trapped]).toMatchObject([{ connects: false }, { connects: true }]);
  else expect(trapped).not.toEqual(harmless);
  if (hostile.key === 'output') expect(trapped).toMatchObject({ files: ['output'] });
});
