// A real `trivy server`: what is scanned through it, its token and header, and that the token is seen nowhere.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Daemon } from '../../scripts/parts/daemon.ts';
import { runTrivy, type ScanRequest, type ScanTarget } from '../../server/src/trivy/index.ts';
import { hasParts, requirePart } from '../part.ts';
import { debianLayer, flaskLayer, writeImage } from './docker-tar.ts';
import { temporaryDirectory } from './parts.ts';
import { writeFault } from './programs.ts';
import { requestOf, startTrivyServer } from './scan-request.ts';

const trivy = requirePart('trivy');
const cache = requirePart('trivy-cache');
const root = temporaryDirectory();
const token = 'a-token-of-the-company';
const image: ScanTarget = { kind: 'image-file', path: path.join(root, 'app.tar') };
const bom = path.join(root, 'bom.cdx.json');
let server: { readonly url: string; readonly daemon: Daemon } | undefined;
let otherHeader: typeof server;

beforeAll(async () => {
  if (!hasParts('trivy', 'trivy-cache')) return;
  writeImage(image.path, 'example/app:1', [debianLayer, flaskLayer], '2026-03-04T05:06:07Z');
  writeFileSync(path.join(root, 'requirements.txt'), 'flask==2.0.0\n');
  const component = { type: 'library', name: 'flask', version: '2.0.0', purl: 'pkg:pypi/flask@2.0.0' };
  writeFileSync(
    bom,
    JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, components: [component] }),
  );
  server = await startTrivyServer(trivy, cache, { env: { TRIVY_TOKEN: token } });
  otherHeader = await startTrivyServer(trivy, cache, {
    args: ['--token-header=X-Company-Token', '--cache-backend=memory'],
    env: { TRIVY_TOKEN: token },
  });
});
afterAll(async () => {
  await server?.daemon.stop();
  await otherHeader?.daemon.stop();
});

/** A client without a database of its own, so that every finding is the server's. */
const client = (more: Partial<ScanRequest> = {}): Partial<ScanRequest> => ({
  cacheDirectory: path.join(root, 'client-cache'),
  ...more,
});

const targets: readonly { name: string; target: ScanTarget; found: string }[] = [
  { name: 'an image', target: image, found: 'CVE-2099-10001' },
  { name: 'a folder', target: { kind: 'fs', path: root }, found: 'CVE-2099-20001' },
  { name: 'a bill of materials', target: { kind: 'sbom', path: bom }, found: 'CVE-2099-20001' },
];

test.for(targets)('$name is scanned by the server’s database', async ({ target, found }, context) => {
  const { report } = await runTrivy(
    requestOf(context, target, client({ server: { url: server!.url, token } })),
  );
  expect(report.vulnerabilities.map(({ id }) => id)).toContain(found);
});

test('the header that the server wants', async (context) => {
  const url = otherHeader!.url;
  const given = { url, token, tokenHeader: 'X-Company-Token' };
  const { report } = await runTrivy(requestOf(context, image, client({ server: given })));
  expect(report.counts.total).toBeGreaterThan(0);
  const usual = runTrivy(requestOf(context, image, client({ server: { url, token } })));
  await expect(usual).rejects.toMatchObject({ kind: 'auth' });
});

const refused = [
  {
    name: 'a wrong token',
    given: { token: 'another-token' },
    kind: 'auth',
    message: /refused the token.*Set Trivy Server Token/,
  },
  { name: 'no token', given: {}, kind: 'auth', message: /refused the token/ },
  {
    name: 'a header that is none',
    given: { token, tokenHeader: 'X: y\r\nZ' },
    kind: 'bad-request',
    message: /plimsoll\.trivy\.tokenHeader/,
  },
] as const;

test.for(refused)('$name: said, and never shown', async ({ given, kind, message }, context) => {
  const request = requestOf(context, image, client({ server: { url: server!.url, ...given }, env: {} }));
  const error = await runTrivy(request).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ kind, message: expect.stringMatching(message) });
  const shown = JSON.stringify(error) + String(error);
  for (const secret of [token, 'another-token']) expect(shown).not.toContain(secret);
});

test('the token is in the environment only: in no argument, in no file, in no progress', async (context) => {
  const notes = path.join(root, 'notes.json');
  const seen: string[] = [];
  const program = writeFault(root, 'notes', notes);
  const given = { url: server!.url, token, tokenHeader: 'X-Company-Token' };
  await runTrivy(requestOf(context, image, client({ program, server: given })), {
    onProgress: ({ message }) => seen.push(message),
  });
  const { env, ...rest } = JSON.parse(readFileSync(notes, 'utf8')) as { env: Record<string, string> };
  expect(env).toMatchObject({ TRIVY_TOKEN: token, TRIVY_TOKEN_HEADER: 'X-Company-Token' });
  expect(JSON.stringify([rest, seen])).not.toContain(token);
});
