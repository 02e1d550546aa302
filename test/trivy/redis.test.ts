// A real Redis as Trivy's cache: of a local scan, or of a Trivy server, never of both.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Redis, startRedis } from '../../scripts/parts/redis.ts';
import { runTrivy, type ScanTarget } from '../../server/src/trivy/index.ts';
import { hasParts, requirePart } from '../part.ts';
import { debianLayer, flaskLayer, writeImage } from './docker-tar.ts';
import { temporaryDirectory } from './parts.ts';
import { writeFault } from './programs.ts';
import { requestOf, startTrivyServer } from './scan-request.ts';

const trivy = requirePart('trivy');
const cache = requirePart('trivy-cache');
const program = requirePart('redis-server');
const root = temporaryDirectory();
const image: ScanTarget = { kind: 'image-file', path: path.join(root, 'app.tar') };
const password = 'redis-pass-word';
let open: Redis | undefined;
let closed: Redis | undefined;

beforeAll(async () => {
  if (!hasParts('trivy', 'trivy-cache', 'redis-server')) return;
  writeImage(image.path, 'example/app:1', [debianLayer, flaskLayer], '2026-03-04T05:06:07Z');
  [open, closed] = await Promise.all([startRedis(program), startRedis(program, password)]);
});
afterAll(async () => {
  await Promise.all([open?.stop(), closed?.stop()]);
});

/** The image and its two layers. */
const cachedKeys = [
  expect.stringMatching(/^fanal::artifact::sha256:/),
  expect.stringMatching(/^fanal::blob::sha256:/),
  expect.stringMatching(/^fanal::blob::sha256:/),
];

test('of a local scan, by the setting', async (context) => {
  const request = requestOf(context, image, { cacheBackend: open!.url });
  expect((await runTrivy(request)).report.counts.total).toBeGreaterThan(0);
  expect(await open!.keys()).toEqual(cachedKeys);
  // What is cached answers again.
  expect((await runTrivy(request)).report.counts.total).toBeGreaterThan(0);
});

test('of a local scan, with a password, by the environment', async (context) => {
  const request = requestOf(context, image, { env: { TRIVY_CACHE_BACKEND: closed!.url } });
  expect((await runTrivy(request)).report.counts.total).toBeGreaterThan(0);
  expect(await closed!.keys()).toEqual(cachedKeys);
});

test('of a Trivy server; the client does not hear of a Redis of its own', async (context) => {
  const own = await startRedis(program);
  const server = await startTrivyServer(trivy, cache, { args: [`--cache-backend=${own.url}`] });
  try {
    const more = {
      server: { url: server.url },
      cacheDirectory: path.join(root, 'client-cache'),
      // A Redis that is not there: were it used, the scan would fail.
      cacheBackend: 'redis://127.0.0.1:1',
      env: { TRIVY_CACHE_BACKEND: 'redis://127.0.0.1:1' },
    };
    const { report } = await runTrivy(requestOf(context, image, more));
    expect(report.counts.total).toBeGreaterThan(0);
    expect(await own.keys()).toEqual(cachedKeys);
    const notes = path.join(root, 'notes.json');
    await runTrivy(requestOf(context, image, { ...more, program: writeFault(root, 'notes', notes) }));
    const { env } = JSON.parse(readFileSync(notes, 'utf8')) as { env: Record<string, string> };
    expect(Object.keys(env).filter((name) => /REDIS|BACKEND/.test(name))).toEqual([]);
  } finally {
    await server.daemon.stop();
    await own.stop();
  }
});

const wrong = [
  {
    name: 'no Redis',
    more: { cacheBackend: 'redis://127.0.0.1:1' },
    kind: 'server-unreachable',
    message: /Check that the Redis runs/,
  },
  { name: 'a wrong password', more: {}, kind: 'server-unreachable', message: /its password/ },
  {
    name: 'a backend that is none',
    more: { cacheBackend: 'memcached' },
    kind: 'bad-request',
    message: /must be fs, memory/,
  },
  {
    name: 'another protocol',
    more: { cacheBackend: 'http://x' },
    kind: 'bad-request',
    message: /redis:\/\//,
  },
  {
    name: 'a password in the setting',
    more: { cacheBackend: 'redis://:in-the-setting@127.0.0.1:1' },
    kind: 'bad-request',
    message: /must not hold a password/,
  },
] as const;

test.for(wrong)('$name: said, and no password is shown', async ({ name, more, kind, message }, context) => {
  const env =
    name === 'a wrong password' ? { TRIVY_CACHE_BACKEND: closed!.url.replace(password, 'not-this-one') } : {};
  const error = await runTrivy(requestOf(context, image, { env, ...more })).catch(
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ kind, message: expect.stringMatching(message) });
  expect(JSON.stringify(error) + String(error)).not.toMatch(/not-this-one|in-the-setting|redis-pass-word/);
});
