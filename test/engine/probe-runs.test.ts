// Runs health checks and what replaces them against a real service: both must come to the same verdict.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toExecForm } from '../../server/src/engine/edits/exec-form.ts';
import { readProbe } from '../../server/src/engine/probe/read.ts';
import { type ProbeRuntime, writeProbe } from '../../server/src/engine/probe/write.ts';
import { findPart } from '../part.ts';
import { type Service, startService } from './probe/service.ts';

const busybox = findPart('busybox').path;
const has = (program: string, ...args: string[]) => spawnSync(program, args).error === undefined;
const RUNTIMES: Record<string, { runtime: ProbeRuntime; present: boolean }> = {
  python: { runtime: { kind: 'python', path: 'python3' }, present: has('python3', '--version') },
  'node fetch': { runtime: { kind: 'node', path: process.execPath, major: 20 }, present: true },
  'node http': { runtime: { kind: 'node', path: process.execPath }, present: true },
  curl: { runtime: { kind: 'curl', shell: '/bin/sh' }, present: has('curl', '--version') },
  'wget-gnu': { runtime: { kind: 'wget-gnu', shell: '/bin/sh' }, present: has('wget', '--version') },
  'busybox wget': { runtime: { kind: 'busybox-wget', shell: '/bin/sh' }, present: busybox !== undefined },
};

/** `HTTP` and `TLS` stand for the service's ports, `NONE` for a port where nothing listens. */
interface Case {
  readonly check: string;
  /** What the check itself says when it is run. */
  readonly healthy: boolean;
  /** Where a stated change makes the replacement say something else. */
  readonly afterwards?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Runtimes that are refused this request, or whose stated changes turn this verdict. */
  readonly not?: readonly string[];
}

const WGETS = ['wget-gnu', 'busybox wget'];
const CASES: readonly Case[] = [
  { check: 'curl -f http://localhost:HTTP/health || exit 1', healthy: true },
  { check: 'curl -f http://localhost:HTTP/missing/health || exit 1', healthy: false },
  { check: 'curl -f http://localhost:HTTP/error/health || exit 1', healthy: false },
  { check: 'curl -f http://localhost:NONE/health || exit 1', healthy: false },
  { check: 'curl -fsS http://127.0.0.1:HTTP/empty', healthy: true },
  { check: 'curl -s http://127.0.0.1:HTTP/teapot', healthy: true, afterwards: false },
  { check: 'curl -f http://127.0.0.1:HTTP/lost', healthy: true, not: WGETS },
  { check: 'curl -fL http://127.0.0.1:HTTP/lost', healthy: false, not: ['node http'] },
  { check: 'curl -fL http://127.0.0.1:HTTP/away', healthy: true },
  { check: 'curl -fs http://127.0.0.1:HTTP?full=1', healthy: true },
  { check: 'curl -fs http://127.0.0.1:HTTP/ok#there', healthy: true },
  { check: 'curl -fs -m 1 http://127.0.0.1:HTTP/slow', healthy: false },
  { check: 'timeout 1 curl -fs http://127.0.0.1:HTTP/slow', healthy: false },
  { check: 'curl -fs -m 9 http://127.0.0.1:HTTP/slow', healthy: true },
  { check: 'curl -fs http://localhost:${PORT:-HTTP}/health', healthy: true },
  { check: 'curl -fs http://localhost:${PORT:-HTTP}/health', healthy: true, env: { PORT: '' } },
  { check: 'curl -fs http://localhost:${PORT:-HTTP}/health', healthy: false, env: { PORT: 'NONE' } },
  {
    check: 'curl -fs http://localhost:${PORT}$BASE/health',
    healthy: false,
    env: { PORT: 'NONE' },
    not: ['*'],
  },
  { check: 'curl -fs "http://localhost:HTTP$BASE/health"', healthy: false, env: { BASE: '/shop' } },
  { check: 'curl -fs "http://localhost:HTTP$BASE/health"', healthy: true },
  { check: 'p=HTTP; curl -fs "http://localhost:$p/health" && exit 0 || exit 1', healthy: true },
  { check: "curl -fs -H 'Host: shop.example' http://localhost:HTTP/host", healthy: true },
  {
    check: 'curl -fs -H "Host: $NAME" http://localhost:HTTP/host',
    healthy: true,
    env: { NAME: 'shop.example' },
  },
  { check: 'curl -fs http://localhost:HTTP/host', healthy: false },
  {
    check: `curl -fs -H 'X-Quoted: it'\\''s "q" \\ $HOME \`id\`' http://localhost:HTTP/quoted`,
    healthy: true,
  },
  { check: `curl -fs -u "ann:p'w" http://localhost:HTTP/locked`, healthy: true },
  { check: 'curl -fs http://ann:p%27w@localhost:HTTP/locked', healthy: true },
  { check: 'curl -fs -u ann:other http://localhost:HTTP/locked', healthy: false },
  { check: 'curl -fs -I http://localhost:HTTP/head', healthy: true, not: ['busybox wget'] },
  { check: 'curl -fs http://localhost:HTTP/head', healthy: false },
  { check: 'curl -fs -d a=1 -d b=2 http://localhost:HTTP/form', healthy: true },
  { check: 'curl -fs http://localhost:HTTP/form', healthy: false },
  { check: `curl -fs -X POST -d '{"a":"it'"'"'s \\"$1\\""}' http://localhost:HTTP/post`, healthy: true },
  { check: 'curl -fs -X POST http://localhost:HTTP/post', healthy: false, not: ['busybox wget'] },
  { check: 'curl -kfs https://localhost:TLS/health', healthy: true, not: ['busybox wget'] },
  { check: 'curl -kfs https://localhost:TLS/teapot', healthy: false, not: ['busybox wget'] },
  {
    check: 'curl -fs https://localhost:TLS/health',
    healthy: false,
    not: ['node fetch', 'node http', 'busybox wget'],
  },
  {
    check: `[ "$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:HTTP/teapot)" = 418 ]`,
    healthy: true,
    not: WGETS,
  },
  {
    check: `[ "$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:HTTP/ok)" = 418 ]`,
    healthy: false,
    not: WGETS,
  },
  { check: `[ "$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:NONE/ok)" = 200 ]`, healthy: false },
  {
    check: `c=$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:HTTP/away); if [ "$c" != 302 ]; then exit 1; fi`,
    healthy: true,
    not: WGETS,
  },
  {
    check: `curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:HTTP/down | grep -qE '^(200|503)$'`,
    healthy: true,
    not: ['curl', ...WGETS],
  },
  {
    check: `curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:HTTP/teapot | grep -q '^[23]'`,
    healthy: false,
    not: ['curl', ...WGETS],
  },
  { check: `curl -s http://127.0.0.1:HTTP/health | grep -q '"status":"UP"' || exit 1`, healthy: true },
  { check: 'curl -s http://127.0.0.1:HTTP/down | grep -qi up', healthy: false },
  { check: 'curl -s http://127.0.0.1:HTTP/health | grep -qi up', healthy: true },
  { check: 'curl -s http://127.0.0.1:HTTP/error/health | grep UP', healthy: true, not: WGETS },
  { check: 'curl -fs http://127.0.0.1:HTTP/error/health | grep UP', healthy: false },
  { check: '[ "$(curl -fs http://127.0.0.1:HTTP/ok)" = OK ]', healthy: true },
  { check: '[ "$(curl -fs http://127.0.0.1:HTTP/health)" = OK ]', healthy: false },
  { check: 'curl -fs http://localhost:HTTP/ok && curl -fs http://localhost:HTTP/health', healthy: true },
  { check: 'curl -fs http://localhost:HTTP/ok && curl -fs http://localhost:HTTP/teapot', healthy: false },
  { check: 'curl -fs http://localhost:HTTP/teapot && curl -fs http://localhost:HTTP/ok', healthy: false },
  {
    check: 'curl -fs http://localhost:HTTP/teapot || curl -fs http://localhost:HTTP/ok || exit 1',
    healthy: true,
  },
  {
    check: 'curl -fs http://localhost:HTTP/teapot || curl -fs http://localhost:NONE/ok || exit 1',
    healthy: false,
  },
  {
    check: 'wget --no-verbose --tries=1 --spider http://localhost:HTTP/health || exit 1',
    healthy: true,
    not: ['busybox wget'],
  },
  { check: 'wget -q --spider http://localhost:HTTP/head', healthy: true, not: ['busybox wget'] },
  { check: 'wget -qO- http://localhost:HTTP/teapot > /dev/null', healthy: false },
  { check: 'wget -q -t1 -O /dev/null http://localhost:HTTP/lost', healthy: false, not: ['node http'] },
  { check: 'wget -q -t1 -O /dev/null http://localhost:HTTP/away', healthy: true },
  { check: 'wget -q -t1 -T1 -O /dev/null http://localhost:HTTP/slow', healthy: false },
  { check: `wget -qO- --header='Host: shop.example' http://localhost:HTTP/host`, healthy: true },
  { check: 'wget -qO- --post-data="a=1&b=2" http://localhost:HTTP/form', healthy: true },
  {
    check: 'wget -q --no-check-certificate -O /dev/null https://localhost:TLS/ok',
    healthy: true,
    not: ['busybox wget'],
  },
];

let service: Service;
let free: number;
/** A folder whose wget and grep are BusyBox's, as in an image of Alpine. */
let applets: string;

beforeAll(async () => {
  service = await startService();
  applets = await mkdtemp(join(tmpdir(), 'plimsoll-applets-'));
  for (const name of busybox ? ['wget', 'grep'] : []) await symlink(busybox!, join(applets, name));
  free = await new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}, 30_000);
afterAll(async () => {
  await service.close();
  await rm(applets, { recursive: true });
});

/** Whether a command ends with 0. Nothing of this process's proxies reaches it. */
function run([program = '', ...args]: readonly string[], env: Case['env'] = {}): Promise<boolean> {
  const clean = Object.entries(process.env).filter(([name]) => !/proxy$|^(?:PORT|BASE|NAME)$/i.test(name));
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...Object.fromEntries(clean), ...env }, stdio: 'ignore' });
    child.on('error', reject).on('exit', (code) => resolve(code === 0));
  });
}

const ports = (text: string) =>
  text
    .replace(/\bHTTP\b/g, String(service.http))
    .replace(/\bTLS\b/g, String(service.https))
    .replace(/\bNONE\b/g, String(free));

describe.each(Object.entries(RUNTIMES))('%s', { concurrent: true }, (name, { runtime, present }) => {
  const program = `needs ${'path' in runtime && runtime.kind !== 'node' ? runtime.path : name} on PATH`;
  it.skipIf(!present).each(CASES)(
    `$check, env $env (${program})`,
    async ({ check, healthy, afterwards = healthy, env, not = [] }) => {
      const secure = /:TLS\b/.test(check);
      if (secure) expect(service.https, 'openssl on PATH makes the certificate').toBeDefined();
      const read = readProbe({ form: 'shell', script: ports(check) }, { wget: 'gnu' });
      if (not.includes('*')) {
        expect(read.ok).toBe(false);
        return;
      }
      if (!read.ok) throw new Error(read.reason);
      const written = writeProbe(read.probes, runtime, { join: read.join });
      if (not.includes(name)) {
        // A refusal, or a change that is said: both are honest, silence would not be.
        expect(!written.ok || written.changes.length > 0).toBe(true);
        return;
      }
      if (!written.ok) throw new Error(written.reason);
      const set = Object.fromEntries(Object.entries(env ?? {}).map(([key, value]) => [key, ports(value)]));
      if (runtime.kind === 'busybox-wget') set['PATH'] = `${applets}${delimiter}${process.env.PATH}`;
      expect(await run(written.argv, set), written.argv.join(' ')).toBe(afterwards);
      if (afterwards !== healthy) expect(written.changes).toContain('fails on HTTP errors');
    },
    20_000,
  );
});

describe('the checks themselves', { concurrent: true }, () => {
  const present = has('curl', '--version') && has('wget', '--version') && has('sh', '-c', 'true');
  it.skipIf(!present).each(CASES)(
    '$check, env $env (needs sh, curl and GNU wget on PATH)',
    async ({ check, healthy, env }) => {
      const set = env && Object.fromEntries(Object.entries(env).map(([key, value]) => [key, ports(value)]));
      expect(await run(['sh', '-c', ports(check)], set)).toBe(healthy);
    },
    20_000,
  );
});

describe('the same program in exec form', () => {
  const program = 'process.exit(process.argv[1] === "it\'s \\"x\\" $HOME \\\\" ? 0 : 1)';
  const quoted = `node -e '${program.replaceAll("'", "'\\''")}'`;
  it.each([
    [`${quoted} 'it'"'"'s "x" $HOME \\' || exit 1`, true],
    [`${quoted} other || exit 1`, false],
    [`exec ${quoted} "it's \\"x\\" \\$HOME \\\\\\\\" > /dev/null 2>&1 || (echo no; exit 1)`, undefined],
    [`${quoted} "it's \\"x\\" \\$HOME \\\\" > /dev/null 2>&1 || { echo no; exit 1; }`, true],
  ])('%s', async (script, healthy) => {
    const written = toExecForm(script, { healthcheck: true });
    expect(written.ok).toBe(healthy !== undefined);
    if (written.ok) expect(await run(written.argv)).toBe(healthy);
    if (healthy !== undefined) expect(await run(['sh', '-c', script])).toBe(healthy);
  });
});
