// The real Trivy finding 50,000 vulnerabilities in one image: they are all there; what is more than 100 MB is refused with advice.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, type TestContext, test } from 'vitest';
import { writeTrivyDatabase } from '../../scripts/parts/trivy.ts';
import { debianLayer, writeImage } from './docker-tar.ts';
import { needPart, temporaryDirectory } from './parts.ts';

const root = temporaryDirectory();
const severities = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];
const [packages, weaknesses] = [500, 100];

/** 500 packages that come from one source package, which has 100 vulnerabilities. */
function writeLargeImage(): string {
  const file = path.join(root, 'large.tar');
  const status = Array.from({ length: packages }, (_, index) =>
    [
      `Package: part-${index}`,
      'Status: install ok installed',
      'Maintainer: x <x@example.com>',
      'Architecture: amd64',
      'Source: large',
      'Version: 1.0-1',
      'Description: x',
      '',
    ].join('\n'),
  );
  const layer = { ...debianLayer, 'var/lib/dpkg/status': status.join('\n') };
  writeImage(file, 'example/large:1', [layer], '2026-03-04T05:06:07Z');
  return file;
}

async function scan(context: TestContext, name: string, description: number) {
  const [trivy, writer] = [needPart(context, 'trivy'), needPart(context, 'trivy-db')];
  const cache = path.join(root, name);
  mkdirSync(cache);
  const entries = Array.from({ length: weaknesses }, (_, index) => ({
    id: `CVE-2099-${index}`,
    bucket: 'debian 12',
    package: 'large',
    severity: severities[index % severities.length],
    ...(index % 2 ? { fixed: '2.0-1' } : { status: 'affected' }),
    score: 5,
    title: `Invented for Plimsoll's tests, number ${index}`,
    description: 'd'.repeat(description),
    references: [`https://example.com/${index}`],
  }));
  await writeTrivyDatabase(writer, cache, JSON.stringify(entries));
  const probe = path.join(import.meta.dirname, 'memory-probe.ts');
  const args = ['--import', 'tsx', probe, trivy, writeLargeImage(), cache];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

test('50,000 vulnerabilities: all of them, in under 300 MB', async (context) => {
  const end = await scan(context, 'large', 400);
  const each = (packages * weaknesses) / 4;
  expect(end).toMatchObject({
    kind: 'fine',
    kept: packages * weaknesses,
    counts: { critical: each, high: each, medium: each, low: each, fixable: 2 * each },
  });
  expect(end.maxMiB).toBeLessThan(300);
});

test('more than 100 MB: refused, with what to ask less of, in under 300 MB', async (context) => {
  const end = await scan(context, 'huge', 2500);
  expect(end).toMatchObject({
    kind: 'too-large',
    message: expect.stringMatching(/100 MiB\. Ask for less: fewer severities with plimsoll\.trivy\.severity/),
  });
  expect(end.maxMiB).toBeLessThan(300);
});
