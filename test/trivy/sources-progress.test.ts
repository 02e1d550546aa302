// What a user sees while the real Trivy downloads its database, from a registry that is slow.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runTrivy, type ScanProgress } from '../../server/src/trivy/index.ts';
import { hasParts, requirePart } from '../part.ts';
import { debianLayer, tar, writeImage } from './docker-tar.ts';
import { temporaryDirectory } from './parts.ts';
import { requestOf } from './scan-request.ts';

requirePart('trivy');
const cache = requirePart('trivy-cache');
const root = temporaryDirectory();
const image = { kind: 'image-file', path: path.join(root, 'app.tar') } as const;
let registry: Server;
let host = '';

/** The three questions of OCI's distribution specification that a download asks, the database in pieces. */
function serveDatabase(layer: Buffer): Server {
  const digest = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const config = Buffer.from('{}');
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: {
        mediaType: 'application/vnd.aquasec.trivy.config.v1+json',
        digest: digest(config),
        size: config.length,
      },
      layers: [
        {
          mediaType: 'application/vnd.aquasec.trivy.db.layer.v1.tar+gzip',
          digest: digest(layer),
          size: layer.length,
          annotations: { 'org.opencontainers.image.title': 'db.tar.gz' },
        },
      ],
    }),
  );
  return createServer(async (request, response) => {
    const url = request.url ?? '';
    if (url.includes('/manifests/')) {
      response.setHeader('content-type', 'application/vnd.oci.image.manifest.v1+json');
      response.setHeader('docker-content-digest', digest(manifest));
      response.end(manifest);
    } else if (url.includes('/blobs/')) {
      response.setHeader('content-length', layer.length);
      const piece = Math.ceil(layer.length / 8);
      for (let at = 0; at < layer.length; at += piece) {
        response.write(layer.subarray(at, at + piece));
        await new Promise((resolve) => setTimeout(resolve, 150));
      }
      response.end();
    } else response.end();
  });
}

beforeAll(async () => {
  if (!hasParts('trivy', 'trivy-cache')) return;
  writeImage(image.path, 'example/app:1', [debianLayer], '2026-03-04T05:06:07Z');
  const files = ['trivy.db', 'metadata.json'].map((name) => [
    name,
    readFileSync(path.join(cache, 'db', name)),
  ]);
  // Large enough to see it come, as the real one of some 60 MB is.
  const padding = ['padding', randomBytes(24_000_000)];
  registry = serveDatabase(gzipSync(tar(Object.fromEntries([...files, padding])), { level: 0 }));
  await new Promise<void>((resolve) => {
    registry.listen(0, '127.0.0.1', resolve);
  });
  host = `127.0.0.1:${(registry.address() as AddressInfo).port}`;
});
afterAll(() => {
  registry?.close();
});

test('the download of the database in percent, then the layers', async (context) => {
  const seen: ScanProgress[] = [];
  const request = requestOf(context, image, {
    offline: false,
    cacheDirectory: path.join(root, 'cache'),
    env: { TRIVY_DB_REPOSITORY: `${host}/trivy-db:2`, PATH: '/usr/bin:/bin', HOME: root },
  });
  const { report } = await runTrivy(request, { onProgress: (progress) => seen.push(progress) });
  expect(report.vulnerabilities.map(({ id }) => id)).toContain('CVE-2099-10001');
  const phases = seen.map(({ phase }) => phase).filter((phase, index, all) => phase !== all[index - 1]);
  expect(phases).toEqual([
    'checking',
    'starting',
    'downloading-database',
    'reading-image',
    'detecting',
    'reading-result',
  ]);
  const percents = seen.flatMap(({ percent }) => percent ?? []);
  expect(percents.length).toBeGreaterThan(2);
  expect(percents).toEqual([...new Set(percents)].sort((a, b) => a - b));
  expect(percents.at(-1)).toBe(100);
  expect(seen.map(({ message }) => message)).toEqual(
    expect.arrayContaining(['Downloading the vulnerability database', 'Analysing the layers']),
  );
});
