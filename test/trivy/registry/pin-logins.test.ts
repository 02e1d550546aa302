// `plimsoll pin` with logins that helpers keep, and with a real registry that wants tokens.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasParts, requirePart } from '../../part.ts';
import {
  type GuardedRegistry,
  login,
  makeCertificate,
  startGuardedRegistry,
  startTokenServer,
  type TokenServer,
} from './guarded-registry.ts';
import { privateRegistry } from './private-registry.ts';
import { loginOf, pinProject, runPin } from './run-pin.ts';

const { registry, image, pinned, place, trusted } = privateRegistry();

describe('credential helpers', () => {
  /** A real program that prints `answer`, and writes what it was asked into `asked` beside it. */
  function helper(folder: string, name: string, script: string): string {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `docker-credential-${name}`);
    writeFileSync(file, `#!/bin/sh\n{ echo "$1"; cat; echo; } >> '${join(folder, 'asked')}'\n${script}\n`);
    chmodSync(file, 0o755);
    return folder;
  }
  const answer = () =>
    `echo '${JSON.stringify({ ServerURL: registry().address, Username: login.name, Secret: login.password })}'`;
  const run = (folder: string, config: object) =>
    pinned({
      files: { Dockerfile: `FROM ${image()}\n` },
      docker: config,
      env: { PATH: `${folder}:${process.env['PATH']}` },
    });
  let count = 0;
  const fresh = () => join(place, `helpers-${count++}`);

  test('credsStore: asked once, with the registry on standard input', async () => {
    const folder = helper(fresh(), 'store', answer());
    const made = await run(folder, { credsStore: 'store', auths: { [registry().address]: {} } });
    expect([made.err, made.code]).toEqual(['', 0]);
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe(`get\n${registry().address}\n`);
  });

  test('credHelpers goes before credsStore, and both before auths', async () => {
    const folder = helper(fresh(), 'own', answer());
    helper(folder, 'store', 'exit 1');
    const config = {
      ...loginOf(registry().address, 'bob', 'x'),
      credsStore: 'store',
      credHelpers: { [registry().address]: 'own' },
    };
    expect((await run(folder, config)).code).toBe(0);
  });

  test.each<[string, string | undefined, string, string]>([
    ['that is not there', undefined, 'store', 'docker-credential-store was not found on PATH'],
    [
      'with a path for a name',
      undefined,
      '../store',
      'names a credential helper by a name that no program can have',
    ],
    ['that fails', 'echo canary-noise; exit 3', 'store', 'docker-credential-store ended with exit code 3'],
    [
      'that knows nothing',
      'echo "credentials not found in native keychain"; exit 1',
      'store',
      'it asks for a login',
    ],
    ['that answers garbage', 'echo canary-noise', 'store', 'did not answer with a name and a secret'],
    [
      'that does not end',
      'while :; do echo canary-canary-canary-canary; done',
      'store',
      'docker-credential-store answered with too much',
    ],
  ])('one %s', async (_, script, name, sentence) => {
    const folder = script === undefined ? fresh() : helper(fresh(), name, script);
    const made = await run(folder, { credsStore: name });
    expect(made.err).toContain(sentence);
    expect(made.code).toBe(3);
    expect(made.err).not.toContain('canary');
  });

  test('one that lies in the project is not run', async () => {
    const project = pinProject({ Dockerfile: `FROM ${image()}\n` });
    const folder = helper(join(project.folder, 'bin'), 'store', answer());
    const env = { ...trusted(), PATH: `${folder}:${process.env['PATH']}` };
    const made = await runPin({ docker: { credsStore: 'store' }, env }, project);
    expect(made.err).toContain('docker-credential-store was not found on PATH');
    expect(() => readFileSync(join(folder, 'asked'))).toThrow();
  });
});

describe('a registry with tokens', () => {
  const folder = join(place, 'tokens');
  let tokens: TokenServer;
  const programs = { program: requirePart('docker-registry'), skopeo: requirePart('skopeo') };
  let registry: GuardedRegistry;
  const digests = new Map<string, string>();

  beforeAll(async () => {
    if (!hasParts('docker-registry', 'skopeo')) return;
    mkdirSync(folder, { recursive: true });
    const files = makeCertificate(folder);
    tokens = await startTokenServer(files);
    registry = await startGuardedRegistry(programs, folder, tokens.auth, files);
    for (const name of ['private/app:1', 'public/app:1']) digests.set(name, await registry.push(name));
  }, 60_000);
  afterAll(async () => {
    await registry?.stop();
    await tokens?.stop();
  });

  /** Pins one image; what the token server was asked for meanwhile. */
  async function pinOne(name: string, docker: object) {
    const before = tokens.asked.length;
    const image = `${registry.address}/${name}`;
    const env = { SSL_CERT_FILE: registry.certificate };
    const run = await runPin({ files: { Dockerfile: `FROM ${image}\n` }, docker, env });
    const isPinned = run.read('Dockerfile') === `FROM ${image}@${digests.get(name)}\n`;
    return { run, asked: tokens.asked.slice(before), isPinned };
  }

  test('a private image by a password; the scope is to read, and nothing else', async () => {
    const { run, asked, isPinned } = await pinOne(
      'private/app:1',
      loginOf(registry.address, login.name, login.password),
    );
    expect([run.err, isPinned]).toEqual(['', true]);
    expect(asked).toContainEqual({ method: 'GET', scope: 'repository:private/app:pull', as: 'alice' });
    expect(asked.every(({ scope }) => scope === 'repository:private/app:pull')).toBe(true);
  });

  test('an identity token', async () => {
    const auths = { [registry.address]: { identitytoken: 'canary-refresh-Tq51' } };
    const { run, asked, isPinned } = await pinOne('private/app:1', { auths });
    expect([run.err, isPinned]).toEqual(['', true]);
    expect(asked).toContainEqual({
      method: 'POST',
      scope: 'repository:private/app:pull',
      as: 'refresh token',
    });
    expect(run.err).not.toContain('canary');
  });

  test('nobody may read what is public, and not what is private', async () => {
    expect((await pinOne('public/app:1', {})).isPinned).toBe(true);
    const { run } = await pinOne('private/app:1', {});
    expect([run.code, run.err]).toEqual([
      3,
      expect.stringContaining('it asks for a login. Check the image’s name'),
    ]);
  });

  test('a wrong password', async () => {
    const { run } = await pinOne('private/app:1', loginOf(registry.address, login.name, 'canary-other'));
    expect(run.err).toContain('it does not accept the login');
    expect(run.err).not.toContain('canary');
  });
});
