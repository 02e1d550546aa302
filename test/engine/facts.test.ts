// Image facts: look-ups answer what the images really are.
import { beforeAll, describe, expect, it } from 'vitest';
import { compileFacts } from '../../scripts/generate/facts.ts';
import {
  confidenceOf,
  type FactsTable,
  type ImageFacts,
  openFacts,
} from '../../server/src/engine/model/facts.ts';
import { parseImageReference } from '../../server/src/engine/parse/image-ref.ts';

let table: FactsTable;

beforeAll(async () => {
  table = openFacts(JSON.parse(await compileFacts()));
});

function keyOf(reference: string) {
  const parsed = parseImageReference(reference);
  if ('error' in parsed) throw new Error(parsed.error);
  return parsed;
}
const lookup = (reference: string): ImageFacts | undefined => table.lookup(keyOf(reference));

/** The whole verdict on an account: what USER NAME would find. */
function account(facts: ImageFacts | undefined, name: string): 'present' | 'absent' | 'unknown' {
  if (facts?.users?.some((user) => user.name === name)) return 'present';
  return facts?.usersComplete && !facts.possibleUsers?.includes(name) ? 'absent' : 'unknown';
}

describe('lookup', () => {
  const rows: readonly [string, Partial<ImageFacts> | undefined][] = [
    [
      'python:3.13-slim',
      {
        distro: 'debian',
        release: '13',
        libc: 'glibc',
        packageManager: 'apt',
        caCertificates: true,
        confidence: 'verified',
      },
    ],
    ['python:3.12-slim-bookworm', { distro: 'debian', release: '12' }],
    ['python:3.12.4-slim', { distro: 'debian', release: '12', confidence: 'verified' }],
    ['python:3.12-alpine3.20', { distro: 'alpine', release: '3.20', libc: 'musl', packageManager: 'apk' }],
    ['python:3.12-windowsservercore', { os: 'windows', distro: undefined }],
    ['node:22', { distro: 'debian', release: '12', runsAs: 'node', floating: true }],
    ['node:22-alpine', { distro: 'alpine', runsAs: 'node' }],
    ['golang:1.26', { distro: 'debian', cgoDefault: 1, workdir: '/go' }],
    ['golang:1.26-alpine3.24', { distro: 'alpine', release: '3.24' }],
    ['debian:12', { release: '12', codename: 'bookworm', packageManager: 'apt' }],
    ['debian:trixie-slim', { release: '13', role: 'base' }],
    ['debian', { release: '13', floating: true }],
    ['ubuntu:24.04', { distro: 'ubuntu', release: '24.04' }],
    [
      'alpine:3.20',
      { distro: 'alpine', release: '3.20', shell: { sh: '/bin/sh', impl: 'busybox-ash', bash: false } },
    ],
    ['nginx:1.30-alpine', { ports: [80], unprivilegedTwin: 'nginxinc/nginx-unprivileged:1.30-alpine' }],
    ['nginx', { unprivilegedTwin: 'nginxinc/nginx-unprivileged:latest' }],
    ['nginx:1.14', { unprivilegedTwin: undefined }],
    ['nginxinc/nginx-unprivileged:stable', { user: { name: '101', uid: 101 }, ports: [8080] }],
    ['httpd:2.4', { unprivilegedTwin: 'dhi.io/httpd:2.4' }],
    ['httpd:2.2', { unprivilegedTwin: undefined }],
    ['postgres:17', { stepsDownItself: true, runsAs: undefined }],
    ['redis:7-alpine', { stepsDownItself: true }],
    [
      'gcr.io/distroless/static-debian12:nonroot',
      { shell: false, user: { name: '65532', uid: 65532 }, packageManager: 'none' },
    ],
    ['gcr.io/distroless/base-debian12:debug', { binSh: false }],
    ['mcr.microsoft.com/dotnet/aspnet:9.0', { distro: 'debian', release: '12', runsAs: 'app' }],
    ['mcr.microsoft.com/dotnet/aspnet:6.0-alpine', undefined],
    [
      'cgr.dev/chainguard/python:latest',
      { distro: 'wolfi', shell: false, user: { name: '65532', uid: 65532 } },
    ],
    [
      'dhi.io/python:3.13',
      { shell: false, packageManager: 'none', user: { name: 'nonroot', uid: 65532 }, confidence: 'verified' },
    ],
    ['dhi.io/python:3.13-dev', { packageManager: 'apt', user: { name: 'root', uid: 0 } }],
    [
      'dhi.io/adc:0.29',
      {
        id: 'dhi-catalog/adc',
        shell: false,
        entrypoint: ['node', '/opt/adc/main.cjs'],
        confidence: 'documented',
      },
    ],
    ['dhi.io/no-such-image:1-dev', { id: 'dhi-any-dev', release: undefined }],
    [
      'acme/dhi-node:22-alpine3.22',
      { hardened: true, shell: false, runsAs: 'node', confidence: 'documented' },
    ],
    ['acme/dhi-our-own:1', undefined],
    ['public.ecr.aws/docker/library/python:3.13-slim', { release: '13', confidence: 'documented' }],
    ['mirror.gcr.io/library/node:22', { runsAs: 'node', confidence: 'documented' }],
    ['example.org/python:3.13-slim', undefined],
    ['someone/python:3.13-slim', undefined],
    [`python@sha256:${'a'.repeat(64)}`, undefined],
    [`python:3.13-slim@sha256:${'a'.repeat(64)}`, { release: '13' }],
  ];
  it.each(rows)('%s', (reference, expected) => {
    const facts = lookup(reference);
    if (expected === undefined) expect(facts).toBeUndefined();
    else
      for (const [name, value] of Object.entries(expected))
        expect(facts?.[name as keyof ImageFacts], name).toEqual(value);
  });

  it('knows scratch', () => {
    expect(table.scratch()).toMatchObject({
      shell: false,
      packageManager: 'none',
      users: [],
      usersComplete: true,
    });
    expect(table.lookup({ registry: '', repository: 'scratch' })).toBe(table.scratch());
  });

  it('gives single attributes their own confidence', () => {
    const facts = lookup('ubuntu:24.04')!;
    expect(confidenceOf(facts, 'tools.curl')).toBe('documented');
    expect(confidenceOf(facts, 'shell.bash')).toBe('derived');
    const copy = lookup('public.ecr.aws/docker/library/ubuntu:24.04')!;
    expect(confidenceOf(copy, 'tools.curl')).toBe('documented');
    expect(confidenceOf(copy, 'shell.bash')).toBe('derived');
    expect(confidenceOf(lookup('public.ecr.aws/docker/library/debian:12')!, 'tools.curl')).toBe('documented');
  });

  it('refuses what is not the data', () => {
    for (const wrong of [undefined, null, 1, {}, { format: 2, entries: [] }])
      expect(() => openFacts(wrong)).toThrow(/facts file/);
  });
});

describe('accounts', () => {
  const images = [
    ...[
      'python:3.13',
      'python:3.13-slim',
      'python:3.12.4-slim',
      'python:3.13-alpine',
      'node:22',
      'node:22-slim',
      'node:22-alpine',
    ],
    ...[
      'golang:1.26',
      'golang:1.26-alpine',
      'rust:1',
      'ruby:3.4-slim',
      'debian:12',
      'debian:13-slim',
      'debian:11',
      'alpine',
      'alpine:3.20',
    ],
    ...['ubuntu:22.04', 'ubuntu:24.04', 'nginx', 'nginx:alpine', 'buildpack-deps:bookworm'],
  ];
  it.each(images)('%s has no nonroot and no appuser, but root and nobody', (reference) => {
    const facts = lookup(reference);
    expect(account(facts, 'nonroot')).toBe('absent');
    expect(account(facts, 'appuser')).toBe('absent');
    expect(account(facts, 'root')).toBe('present');
    expect(account(facts, 'nobody')).toBe('present');
  });

  const rows: readonly [string, string, 'present' | 'absent' | 'unknown'][] = [
    ['node:22', 'node', 'present'],
    ['node:22-alpine', 'node', 'present'],
    ['python:3.13-slim', 'node', 'absent'],
    ['python:3.13-slim', 'www-data', 'present'],
    ['python:3.13-alpine', 'www-data', 'absent'],
    ['nginx', 'nginx', 'present'],
    ['ubuntu:24.04', 'ubuntu', 'present'],
    ['ubuntu:22.04', 'ubuntu', 'absent'],
    ['ubuntu:26.04', 'app', 'unknown'],
    ['ubuntu', 'app', 'unknown'],
    ['debian:11', 'gnats', 'present'],
    ['debian:12', 'gnats', 'absent'],
    ['python:3.12.99-slim', 'gnats', 'unknown'],
    ['python:3.12.4-slim', 'gnats', 'absent'],
    ['alpine:3.19', 'operator', 'present'],
    ['alpine:3.20', 'operator', 'absent'],
    ['alpine:edge', 'operator', 'unknown'],
    ['scratch-like/image', 'root', 'unknown'],
    ['dhi.io/node:22-alpine3.22', 'node', 'present'],
    ['dhi.io/node:22-alpine3.22', 'app', 'absent'],
    ['postgres:17', 'app', 'unknown'],
    ['maven:3-eclipse-temurin-21', 'app', 'unknown'],
  ];
  it.each(rows)('%s: %s is %s', (reference, name, verdict) => {
    expect(account(lookup(reference), name)).toBe(verdict);
  });

  it('knows numbers where the release fixes them', () => {
    expect(lookup('ubuntu:24.04')?.users).toContainEqual({ name: 'ubuntu', uid: 1000, gid: 1000 });
    expect(lookup('debian:12')?.users).toContainEqual({ name: '_apt', uid: 42, gid: 65534 });
    expect(lookup('debian:11')?.users).toContainEqual({ name: '_apt', uid: 100, gid: 65534 });
    expect(lookup('python:3.12.99-slim')?.users).toContainEqual({ name: '_apt', gid: 65534 });
  });
});

describe('the hardened catalogue', () => {
  const rows: readonly [string, boolean | undefined][] = [
    ['dhi.io/python:3.13', true],
    ['dhi.io/python:3.13-debian13-dev', true],
    ['dhi.io/python:3.9', false],
    ['dhi.io/python:latest', false],
    ['dhi.io/no-such-image:1', false],
    ['dhi.io/python', undefined],
    ['acme/dhi-python:3.13', true],
    ['acme/dhi-python:3.13-fips', undefined],
    ['python:3.13', true],
    ['python:3.13-slim-bookworm', true],
    ['python:3.1', undefined],
  ];
  it.each(rows)('%s exists: %s', (reference, expected) => {
    expect(table.exists(keyOf(reference))).toBe(expected);
  });

  it('lists all tags of an image', () => {
    expect(table.hardenedTags('httpd')).toEqual(
      expect.arrayContaining(['2', '2.4', '2.4-dev', '2.4-debian13']),
    );
    expect(table.hardenedTags('no-such-image')).toBeUndefined();
  });
});

describe('closures', () => {
  // Recorded from `apt-get -s install` on minimal trees of each release, and from the packages' own file lists.
  const brings: readonly [string, string, readonly string[]][] = [
    ['12', 'curl', ['curl']],
    ['13', 'wget', ['wget']],
    ['12', 'libpq-dev', []],
    ['13', 'libpq-dev', []],
    ['12', 'ca-certificates', []],
    ['12', 'jq', []],
    ['13', 'procps', ['ps']],
    ['12', 'netcat-openbsd', ['nc']],
    ['12', 'git', ['git']],
    ['12', 'build-essential', ['c++', 'cc', 'g++', 'gcc', 'make']],
    ['13', 'python3-pip', ['pip', 'pip3', 'python3']],
    ['12', 'nodejs', ['node']],
    ['13', 'npm', ['node', 'npm', 'python3']],
    ['12', 'supervisor', ['python3']],
    ['12', 'default-jre-headless', ['java']],
    ['12', 'postgresql-client', ['pg_isready']],
    ['11', 'sudo', ['sudo']],
  ];
  it.each(brings)('Debian %s, %s', (release, name, tools) => {
    expect(table.closures.closureOf('debian', release, name)?.tools).toEqual(tools);
  });

  // As the build files of the release say; what may come besides was compared with the indexes of Alpine 3.18 and 3.19.
  const alpine: readonly [string, string, readonly string[], readonly string[], boolean][] = [
    ['3.18', 'curl', ['curl'], [], false],
    ['3.22', 'tini', ['tini'], [], false],
    ['3.24', 'ca-certificates', [], [], false],
    ['3.24', 'libc6-compat', [], [], false],
    ['3.24', 'git', ['git'], ['python', 'python3'], false],
    ['3.22', 'nodejs', ['node'], ['npm'], false],
    ['3.22', 'py3-pip', ['pip', 'pip3', 'python', 'python3'], [], false],
    ['3.24', 'build-base', ['c++', 'cc', 'g++', 'gcc', 'make'], [], false],
    ['3.23', 'procps', ['ps'], [], false],
    ['3.21', 'shadow', ['groupadd', 'useradd', 'usermod'], [], false],
    ['3.22', 'nginx', [], ['python', 'python3'], true],
    ['3.22', 'redis', ['redis-cli'], [], true],
  ];
  it.each(alpine)('Alpine %s, %s', (release, name, tools, maybe, users) => {
    expect(table.closures.closureOf('alpine', release, name)).toMatchObject({
      tools,
      maybeTools: maybe,
      mayCreateUsers: users,
    });
  });

  it('counts recommended packages separately', () => {
    const pip = table.closures.closureOf('debian', '12', 'python3-pip');
    expect(pip?.tools).not.toContain('gcc');
    expect(pip?.toolsWithRecommends).toContain('gcc');
    const git = table.closures.closureOf('debian', '12', 'git');
    expect(git?.toolsWithRecommends).toEqual(['git', 'ssh']);
    const base = table.closures.closureOf('debian', '12', 'r-base');
    expect(base?.toolsWithRecommends).toEqual(expect.arrayContaining(['gcc', 'make', 'python3']));
  });

  const users: readonly [string, string, boolean, boolean][] = [
    ['12', 'curl', false, false],
    ['12', 'git', false, false],
    ['13', 'gnupg', false, false],
    ['12', 'redis-server', true, true],
    ['12', 'openssh-server', true, true],
    ['12', 'postgresql', true, true],
    ['13', 'cron', true, true],
  ];
  it.each(users)(
    'Debian %s, %s may create users: %s, with recommends: %s',
    (release, name, plain, recommended) => {
      expect(table.closures.closureOf('debian', release, name)).toMatchObject({
        mayCreateUsers: plain,
        mayCreateUsersWithRecommends: recommended,
      });
    },
  );

  const unlisted: readonly [string | undefined, string | undefined, string][] = [
    ['debian', '12', 'docker-ce'],
    ['debian', '10', 'curl'],
    ['debian', undefined, 'curl'],
    ['ubuntu', '24.04', 'curl'],
    ['alpine', '3.12', 'curl'],
    ['alpine', 'edge', 'curl'],
    ['alpine', '3.22', 'no-such-package'],
    [undefined, undefined, 'curl'],
    ['debian', '12', '__proto__'],
  ];
  it.each(unlisted)('%s %s %s is not listed', (distro, release, name) => {
    expect(table.closures.closureOf(distro, release, name)).toBeUndefined();
  });
});
