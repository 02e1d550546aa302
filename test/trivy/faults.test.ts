// A Trivy that hangs, prints garbage or 200 MB, is killed or crashes: an error that says so, and nothing left behind.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import {
  memoryInProcess,
  runTrivy,
  type ScanControl,
  ScanError,
  type ScanProgress,
  type ScanRequest,
} from '../../server/src/trivy/index.ts';
import { temporaryDirectory } from './parts.ts';
import { writeFault } from './programs.ts';
import { until } from './until.ts';

const root = temporaryDirectory();
// Its own, so that what other tests do in the system's does not count here.
process.env['TMPDIR'] = path.join(root, 'tmp');
mkdirSync(process.env['TMPDIR']);
const here = path.dirname(fileURLToPath(import.meta.url));
let count = 0;

function faulty(mode: string, more: Partial<ScanRequest> = {}): { request: ScanRequest; notes: string } {
  const notes = path.join(root, `notes-${count++}`);
  const request: ScanRequest = {
    program: writeFault(root, mode, notes),
    memory: memoryInProcess(),
    target: { kind: 'config-text', fileName: 'Dockerfile', text: 'FROM scratch\n' },
    env: process.env,
    workspaceFolders: [],
    ...more,
  };
  return { request, notes };
}

async function failure(request: ScanRequest, control: ScanControl = {}): Promise<ScanError> {
  const error = await runTrivy(request, control).catch((reason: unknown) => reason);
  if (!(error instanceof ScanError)) throw new Error(`Not a ScanError: ${JSON.stringify(error)}`);
  return error;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that has ended but was not waited for is no longer running.
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

const leftovers = () => readdirSync(tmpdir()).filter((name) => /^plimsoll-(?!test)/.test(name));

const faults: readonly (readonly [string, string, RegExp])[] = [
  ['garbage', 'garbage', /not a Trivy report/],
  ['other-json', 'garbage', /not a Trivy report/],
  ['nothing', 'garbage', /not a Trivy report/],
  ['killed', 'crashed', /ended by SIGKILL.*memory/],
  ['crashes', 'crashed', /exit code 7.*something odd/],
  ['leaves-child', 'crashed', /exit code 3: gone/],
  ['cut-report', 'garbage', /Dockerfile ends in the middle.*[Mm]ake room/],
  ['cut-and-1', 'crashed', /exit code 1/],
  ['fatal-and-1', 'crashed', /exit code 1.*after the report/],
];

test.each(faults)('%s', async (mode, kind, message) => {
  const { request, notes } = faulty(mode);
  const error = await failure(request);
  expect(error.kind).toBe(kind);
  expect(error.message).toMatch(message);
  if (existsSync(notes)) {
    for (const pid of JSON.parse(readFileSync(notes, 'utf8'))) await until(() => !isRunning(pid));
  }
});

test.each([
  ['loud-stdout', 'too-large'],
  ['loud-stderr', 'too-large'],
  ['loud-report', 'too-large'],
  ['too-big-report', 'too-large'],
  ['big-report', 'fine'],
])('%s: %s, in under 300 MB', (mode, kind) => {
  const program = writeFault(root, mode, path.join(root, 'unused'));
  const args = ['--import', 'tsx', path.join(here, 'memory-probe.ts'), program];
  const answer = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  expect(answer.kind).toBe(kind);
  expect(answer.maxMiB).toBeLessThan(300);
});

test('exit code 1 with a sound report is a result, as Trivy has it with --exit-code=1', async () => {
  const { report } = await runTrivy(faulty('found-and-1').request);
  expect(report.counts).toMatchObject({ total: 3, fixable: 1 });
});

test('a report that is too large says what to ask less of', async () => {
  const error = await failure(faulty('too-big-report').request);
  expect(error.message).toMatch(/100 MiB.*plimsoll\.trivy\.severity.*ignoreUnfixed.*scanners/);
});

test.each(['cancel', 'timeout'] as const)('%s ends the whole tree, also what left its group', async (why) => {
  const { request, notes } = faulty('hang');
  const abort = new AbortController();
  const running = failure(request, { signal: abort.signal, timeoutMs: why === 'timeout' ? 2000 : 60_000 });
  await until(() => existsSync(notes) && readFileSync(notes, 'utf8').endsWith(']'));
  const pids: number[] = JSON.parse(readFileSync(notes, 'utf8'));
  expect(pids).toHaveLength(3);
  expect(pids.every(isRunning)).toBe(true);
  if (why === 'cancel') abort.abort();
  const error = await running;
  expect(error.kind).toBe(why === 'cancel' ? 'cancelled' : 'timeout');
  expect(error.message).toMatch(why === 'cancel' ? /cancelled/ : /within 2 s.*plimsoll\.trivy\.timeout/);
  for (const pid of pids) await until(() => !isRunning(pid));
});

test('the whole tree ends with the process that started it', async () => {
  const { request, notes } = faulty('hang');
  const before = leftovers();
  execFileSync(process.execPath, [
    '--import',
    'tsx',
    path.join(here, 'exit-probe.ts'),
    request.program,
    notes,
  ]);
  for (const pid of JSON.parse(readFileSync(notes, 'utf8'))) await until(() => !isRunning(pid));
  expect(leftovers().filter((name) => !before.includes(name))).toEqual([]);
});

test('a program that ends when asked to is not waited for longer', async () => {
  const { request, notes } = faulty('ends-on-term');
  const abort = new AbortController();
  const running = failure(request, { signal: abort.signal });
  await until(() => existsSync(notes) && readFileSync(notes, 'utf8').endsWith(']'));
  const start = Date.now();
  abort.abort();
  expect((await running).kind).toBe('cancelled');
  expect(Date.now() - start).toBeLessThan(1400);
});

test('cancelled while a large report is read', async () => {
  const abort = new AbortController();
  const { request } = faulty('many-findings');
  const error = await failure(request, {
    signal: abort.signal,
    onProgress: ({ phase }) => phase === 'reading-result' && abort.abort(),
  });
  expect(error).toMatchObject({ kind: 'cancelled', message: 'The scan was cancelled.' });
});

test('cancelled before it began: nothing is started', async () => {
  const { request, notes } = faulty('ends-on-term');
  expect((await failure(request, { signal: AbortSignal.abort() })).kind).toBe('cancelled');
  expect(existsSync(notes)).toBe(false);
});

test('what it printed is shown without control characters and without secrets', async () => {
  const server = { url: 'https://trivy.example.com', token: 'my-own-token-value' };
  const reference = { kind: 'image', reference: 'python:3.12', sources: ['remote'] } as const;
  const error = await failure(faulty('crashes', { server, target: reference }).request);
  expect(error.stderrTail).toContain('something odd, token ***');
  for (const text of [error.message, error.stderrTail]) {
    expect(text).not.toMatch(/my-own-token-value|hunter2|abcdefghijkl/);
    expect(text).not.toMatch(/[^\P{Cc}\n\t]|\p{Cf}/u);
  }
});

test('how it is run: arguments, files, environment and directory', async () => {
  const { request, notes } = faulty('notes', {
    target: {
      kind: 'image',
      reference: 'python:3.12',
      sources: ['docker', 'remote'],
      engine: { kind: 'docker', host: 'unix:///x.sock' },
    },
    offline: true,
    server: { url: 'http://127.0.0.1:4954', token: 'secret-token' },
    options: {
      severities: ['critical', 'high'],
      ignoreUnfixed: true,
      scanners: ['vuln', 'secret'],
      packageTypes: ['os'],
      skipDirectories: ['a,b/{c,d}'],
      timeoutMs: 61_000,
    },
    env: { ...process.env, TRIVY_OUTPUT: '/tmp/elsewhere', TRIVY_SEVERITY: 'LOW' },
  });
  const steps: ScanProgress[] = [];
  const result = await runTrivy(request, { onProgress: (progress) => steps.push(progress) });
  expect(result).toMatchObject({ trivyVersion: '0.73.0', report: { image: { name: 'python:3.12' } } });
  expect(steps.map((step) => step.phase)).toEqual(['checking', 'starting', 'reading-result']);
  const facts = JSON.parse(readFileSync(notes, 'utf8'));
  const place = path.dirname(facts.directory);
  expect(facts.args).toEqual([
    'image',
    `--config=${place}/trivy.yaml`,
    `--ignorefile=${place}/ignore`,
    '--format=json',
    `--output=${place}/out/report.json`,
    '--timeout=66s',
    '--severity=CRITICAL,HIGH',
    '--scanners=vuln,secret',
    '--list-all-pkgs=false',
    '--ignore-unfixed',
    '--pkg-types=os',
    '--server=http://127.0.0.1:4954',
    '--offline-scan',
    '--skip-check-update',
    '--image-src=docker,remote',
    '--docker-host=unix:///x.sock',
    '--',
    'python:3.12',
  ]);
  expect(facts.inDirectory).toEqual([]);
  expect(JSON.parse(facts.config)).toEqual({ scan: { 'skip-dirs': ['a,b/{c,d}'], 'skip-files': [] } });
  expect(facts.env).toMatchObject({
    TRIVY_TOKEN: 'secret-token',
    TRIVY_DISABLE_TELEMETRY: 'true',
    TMPDIR: `${place}/tmp`,
  });
  expect(facts.env).not.toHaveProperty('TRIVY_OUTPUT');
  expect(facts.env).not.toHaveProperty('TRIVY_SEVERITY');
  expect(existsSync(place)).toBe(false);
});

const refusals: readonly (readonly [string, Partial<ScanRequest>, RegExp])[] = [
  [
    '--help',
    { target: { kind: 'image', reference: '--help', sources: ['docker'] } },
    /“--help” is not an image reference/,
  ],
  ['-o/tmp/x', { target: { kind: 'image', reference: '-o/tmp/x', sources: ['docker'] } }, /starts with/],
  ['$(id)', { target: { kind: 'image', reference: '$(id)', sources: ['docker'] } }, /character “\$”/],
  ['a relative tar', { target: { kind: 'image-file', path: '--help' } }, /does not exist/],
  [
    'a tar that is not there',
    { target: { kind: 'image-file', path: '/nowhere/x.tar' } },
    /\/nowhere\/x\.tar does not exist/,
  ],
  ['a file that is not there', { target: { kind: 'config', path: '/nowhere/Dockerfile' } }, /does not exist/],
  [
    'a server by file',
    { target: { kind: 'image', reference: 'a', sources: ['docker'] }, server: { url: 'file:///x' } },
    /must start with http/,
  ],
  [
    'a server with a password',
    { target: { kind: 'image', reference: 'a', sources: ['docker'] }, server: { url: 'http://u:p@h' } },
    /must not hold/,
  ],
  ['a relative cache', { cacheDirectory: 'cache' }, /absolute path/],
];

test.each(refusals)('%s is refused before anything is run', async (_name, more, message) => {
  const { request, notes } = faulty('notes', more);
  const error = await failure(request);
  expect(error.kind).toBe('bad-request');
  expect(error.message).toMatch(message);
  expect(existsSync(notes)).toBe(false);
});

test('a program that is gone is named, with what to do', async () => {
  const { request } = faulty('nothing');
  const error = await failure({ ...request, program: path.join(root, 'gone') });
  expect(error).toMatchObject({
    kind: 'missing',
    message: expect.stringMatching(/gone.*plimsoll\.trivy\.path/),
  });
});

test('no private directory stays behind', async () => {
  const before = leftovers();
  await failure(faulty('garbage').request);
  await failure(faulty('crashes').request);
  expect(leftovers().filter((name) => !before.includes(name))).toEqual([]);
});
