// `plimsoll scan fs|sbom` and a Trivy server, by the built command line and the real Trivy.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Daemon } from '../../scripts/parts/daemon.ts';
import { hasParts, requirePart } from '../part.ts';
import { debianLayer, writeImage } from '../trivy/docker-tar.ts';
import { startTrivyServer } from '../trivy/scan-request.ts';
import { plimsoll, workspace } from './run-cli.ts';

const trivy = requirePart('trivy');
const cache = requirePart('trivy-cache');
const token = 'the-token-of-the-company';
const component = { type: 'library', name: 'flask', version: '2.0.0', purl: 'pkg:pypi/flask@2.0.0' };
const bom = { bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, components: [component] };
let server: { readonly url: string; readonly daemon: Daemon } | undefined;

beforeAll(async () => {
  if (hasParts('trivy', 'trivy-cache'))
    server = await startTrivyServer(trivy, cache, { env: { TRIVY_TOKEN: token } });
});
afterAll(() => server?.daemon.stop());

function project(): string {
  const cwd = workspace({ 'requirements.txt': 'flask==2.0.0\n', 'bom.json': JSON.stringify(bom) });
  writeImage(join(cwd, 'app.tar'), 'example/app:1', [debianLayer], '2026-03-04T05:06:07Z');
  return cwd;
}

const targets = [
  { kind: 'fs', target: '.', found: 'CVE-2099-20001' },
  { kind: 'sbom', target: 'bom.json', found: 'CVE-2099-20001' },
  { kind: 'image', target: 'app.tar', found: 'CVE-2099-10001' },
];

test.each(targets)('scan $kind $target, with the own database', ({ kind, target, found }) => {
  const args = ['scan', kind, target, '--trivy', trivy, '--offline', '--cache-dir', cache];
  const run = plimsoll([...args, '--cache-backend', 'memory', '--format', 'json'], { cwd: project() });
  expect(run.err).toBe('');
  expect(JSON.parse(run.out).vulnerabilities.map(({ id }: { id: string }) => id)).toContain(found);
});

test.each(targets)('scan $kind $target, by a server', ({ kind, target, found }) => {
  const cwd = project();
  const args = ['scan', kind, target, '--trivy', trivy, '--server', server!.url, '--format', 'json'];
  const own = ['--cache-dir', join(cwd, 'client')];
  const run = plimsoll([...args, ...own], { cwd, env: { TRIVY_TOKEN: token } });
  expect(run.err).toBe('');
  expect(JSON.parse(run.out).vulnerabilities.map(({ id }: { id: string }) => id)).toContain(found);
  const refused = plimsoll([...args, ...own], { cwd, env: { TRIVY_TOKEN: 'another-token' } });
  expect(refused).toMatchObject({ code: 3, out: '' });
  expect(refused.err).toMatch(/--server refused the token\. Set TRIVY_TOKEN in the environment/);
  expect(refused.err).not.toContain('another-token');
});

test.each([
  { args: ['sbom', 'app.tar'], says: /CycloneDX or SPDX/ },
  { args: ['fs', 'nowhere'], says: /nowhere does not exist/ },
  {
    args: ['fs', '.', '--cache-backend', 'redis://:password@127.0.0.1'],
    says: /--cache-backend must not hold a password/,
  },
  {
    args: ['fs', '.', '--server', 'http://127.0.0.1:1', '--token-header', 'a b'],
    says: /--token-header must be/,
  },
])('scan $args: exit 2', ({ args, says }) => {
  const run = plimsoll(['scan', ...args, '--trivy', trivy, '--offline', '--cache-dir', cache], {
    cwd: project(),
  });
  expect(run.code).toBe(2);
  expect(run.err).toMatch(says);
});
