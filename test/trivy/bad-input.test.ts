// What goes wrong around a scan, made to go wrong for real where that can be had: the message says what happened, and what to do.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { type DockerEngine, startDockerEngine } from '../../scripts/parts/docker.ts';
import { cliFile, plimsoll, type Run } from '../cli/run-cli.ts';
import { findPart } from '../part.ts';
import { debianLayer, flaskLayer, writeImage } from './docker-tar.ts';
import { type LoginRegistry, loginPassword, startLoginRegistry } from './login-registry.ts';
import { needPart, temporaryDirectory } from './parts.ts';

const root = temporaryDirectory();
// Other users must get in: one test runs as another user.
chmodSync(root, 0o755);
const at = (name: string) => path.join(root, name);
const image = at('app.tar');
const java = at('java.tar');
/** An empty archive. */
const jar = { 'app/parser-1.2.jar': `PK\u0005\u0006${'\0'.repeat(18)}` };
const name = '127.0.0.1:PORT/team/app:1';
let engine: DockerEngine | undefined;
let registry: LoginRegistry | undefined;
let port = 0;

beforeAll(async () => {
  for (const folder of ['home', 'empty', 'none', 'project']) mkdirSync(at(folder));
  writeImage(image, 'example/app:1', [debianLayer, flaskLayer], '2026-03-04T05:06:07Z');
  writeImage(java, 'example/java:1', [debianLayer, jar], '2026-03-04T05:06:07Z');
  const [trivy, cache] = [findPart('trivy').path, findPart('trivy-cache').path];
  if (trivy) link(trivy, at('trivy'));
  if (cache)
    for (const copy of ['cache', 'old', 'stale', 'damaged']) cpSync(cache, at(copy), { recursive: true });
  if (cache) {
    const metadata = path.join('db', 'metadata.json');
    const text = readFileSync(path.join(cache, metadata), 'utf8');
    writeFileSync(path.join(at('old'), metadata), text.replace('"Version":2', '"Version":1'));
    const then = { Version: 2, NextUpdate: '2020-01-02T00:00:00Z', UpdatedAt: '2020-01-01T00:00:00Z' };
    writeFileSync(path.join(at('stale'), metadata), JSON.stringify(then));
    writeFileSync(path.join(at('damaged'), 'db', 'trivy.db'), Buffer.alloc(3000, 'x'));
  }
  const [dockerd, docker] = [findPart('dockerd').path, findPart('docker').path];
  if (dockerd && docker) engine = await startDockerEngine(dockerd, docker);
  const [program, skopeo] = [findPart('docker-registry').path, findPart('skopeo').path];
  if (!program || !skopeo) return;
  registry = await startLoginRegistry({ program, skopeo }, root);
  port = registry.port;
  registry.push(image, name.replace('PORT', String(port)));
}, 120_000);

afterAll(async () => {
  await registry?.stop();
  await engine?.stop();
}, 60_000);

function link(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    cpSync(from, to);
  }
}

/** An environment in which there is no engine and no login. */
const alone = { HOME: at('home'), XDG_CACHE_HOME: at('cache-of-ours'), DOCKER_HOST: 'unix:///nowhere.sock' };

function scan(
  context: TestContext,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Run {
  needPart(context, 'trivy');
  needPart(context, 'trivy-cache');
  const filled = args.map((arg) => arg.replace('PORT', String(port)));
  const values = Object.entries(env).map(([key, value]) => [key, value.replace('PORT', String(port))]);
  const all = ['scan', 'image', '--trivy', at('trivy'), ...filled];
  return plimsoll(all, { cwd: at('project'), env: { ...alone, ...Object.fromEntries(values) } });
}

const cached = ['--cache-dir', at('cache')];
const offline = [...cached, '--offline'];
const login = { TRIVY_USERNAME: 'alice', TRIVY_PASSWORD: loginPassword };

const failures: readonly {
  readonly what: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly needs?: 'docker-registry';
  readonly code?: number;
  readonly says: RegExp;
}[] = [
  {
    what: 'an image that its registry does not have',
    args: [name.replace('app:1', 'app:2'), ...cached],
    env: login,
    needs: 'docker-registry',
    says: /The registry has no 127\.0\.0\.1:\d+\/team\/app:2; no container engine could be reached to ask for .*\. Check the name and tag, or build it first\. Engines tried: DOCKER_HOST: \/nowhere\.sock is not there/,
  },
  {
    what: 'a registry that asks for a login',
    args: [name, ...cached],
    needs: 'docker-registry',
    says: /The registry did not show 127\.0\.0\.1:\d+\/team\/app:1: it is not there or needs a login; .* log in with `docker login` \(or set TRIVY_USERNAME and TRIVY_PASSWORD/,
  },
  {
    what: 'a registry that is not there',
    args: ['127.0.0.1:1/team/app:1', ...cached],
    says: /The registry of 127\.0\.0\.1:1\/team\/app:1 could not be reached; .*Check the connection or proxy, or build or pull the image first/,
  },
  {
    what: 'no engine, offline',
    args: ['example/app:1', ...offline],
    says: /No container engine could be reached to ask for example\/app:1\. Start Docker or Podman, or scan a tar file of the image\. Engines tried: DOCKER_HOST/,
  },
  {
    what: 'a database that cannot be downloaded',
    args: [image, '--cache-dir', at('none')],
    env: { TRIVY_DB_REPOSITORY: '127.0.0.1:1/db:2' },
    says: /could not get its vulnerability database.*HTTPS_PROXY.*TRIVY_DB_REPOSITORY to a mirror.*add --offline/,
  },
  {
    what: 'a database that may not be downloaded, and none is there',
    args: [image, '--cache-dir', at('empty'), '--offline'],
    says: /There is no vulnerability database on this machine yet.*Leave out --offline once, or copy a database into Trivy’s cache directory/,
  },
  {
    what: 'a database of an older form, offline',
    args: [image, '--cache-dir', at('old'), '--offline'],
    says: /database on this machine is too old for this Trivy.*Leave out --offline once, or copy a newer database/,
  },
  {
    what: 'an image with Java archives, offline, and no database of those',
    args: [java, '--cache-dir', at('cache'), '--offline'],
    says: /java\.tar holds Java archives.*no Java database on this machine yet.*Leave out --offline once, or copy/,
  },
  {
    what: 'a Java database that cannot be downloaded',
    args: [java, '--cache-dir', at('cache')],
    env: { TRIVY_JAVA_DB_REPOSITORY: '127.0.0.1:1/java-db:1' },
    says: /java\.tar holds Java archives.*could not get its Java database.*TRIVY_JAVA_DB_REPOSITORY to a mirror/,
  },
  {
    what: 'a damaged database',
    args: [image, '--cache-dir', at('damaged'), '--offline'],
    says: /database on this machine is damaged\. Remove it with `trivy clean --vuln-db`/,
  },
  {
    what: 'a name that Trivy does not take',
    args: ['127.0.0.1:1/x:1', ...offline],
    code: 2,
    says: /Trivy does not take 127\.0\.0\.1:1\/x:1 for the name of an image/,
  },
  {
    what: 'a name that begins with a dash',
    args: [...offline, '--', '--output=/tmp/x'],
    code: 2,
    says: /“--output=\/tmp\/x” is not an image reference.*starts with “-”/,
  },
  {
    what: 'a file that is no image',
    args: [path.resolve('package.json'), ...offline],
    code: 2,
    says: /package\.json is not an image that Trivy can read\. Give a tar file of `docker save`/,
  },
];

test.for(failures)('$what', ({ args, env, needs, code = 3, says }, context) => {
  if (needs) needPart(context, needs);
  const run = scan(context, args, env);
  expect(run.err).toMatch(says);
  expect(run.err.trimEnd().split('\n')).toHaveLength(1);
  expect(run).toMatchObject({ code, out: '' });
  expect(run.err).not.toContain('plimsoll.trivy.');
});

test.for([
  ['the environment', () => login],
  [
    'Docker’s own configuration',
    () => {
      const auth = Buffer.from(`alice:${loginPassword}`).toString('base64');
      mkdirSync(at('docker'));
      const config = { auths: { [`127.0.0.1:${port}`]: { auth } } };
      writeFileSync(path.join(at('docker'), 'config.json'), JSON.stringify(config));
      return { DOCKER_CONFIG: at('docker') };
    },
  ],
] as const)('a login to a registry comes from %s, and is told to nobody', ([, given], context) => {
  needPart(context, 'docker-registry');
  const run = scan(context, [name, '--cache-dir', at('cache'), '--fail-on', 'never'], given());
  expect(run).toMatchObject({ code: 0, err: '' });
  expect(run.out).toContain('CVE-2099-10001');
  const wrong = { TRIVY_USERNAME: 'alice', TRIVY_PASSWORD: 'another-canary-of-mine' };
  const refused = scan(context, [name, ...cached], wrong);
  expect(refused.err).toMatch(/not there or needs a login/);
  for (const { out, err } of [run, refused]) expect(out + err).not.toMatch(/canary/);
});

test('a credential helper is started from PATH, but not one that lies in the project', (context) => {
  needPart(context, 'docker-registry');
  const folders = [at('helpers'), path.join(at('project'), 'bin')];
  for (const folder of [...folders, at('docker-helper')]) mkdirSync(folder);
  for (const folder of folders) {
    const answer = JSON.stringify({ ServerURL: '', Username: 'alice', Secret: loginPassword });
    const helper = path.join(folder, 'docker-credential-test');
    writeFileSync(helper, `#!/bin/sh\ntouch '${folder}/started'\ncat > /dev/null\necho '${answer}'\n`);
    chmodSync(helper, 0o755);
  }
  const config = { credHelpers: { [`127.0.0.1:${port}`]: 'test' } };
  writeFileSync(path.join(at('docker-helper'), 'config.json'), JSON.stringify(config));
  const [good, bad] = folders.map((folder) => {
    const env = { DOCKER_CONFIG: at('docker-helper'), PATH: `${folder}:/usr/bin:/bin` };
    return scan(context, [name, ...cached, '--fail-on', 'never'], env);
  });
  expect(good).toMatchObject({ code: 0, err: '' });
  expect(bad?.err).toMatch(
    /Docker’s configuration has docker-credential-test tell the login .* not found outside of the workspace.*Put it on PATH/,
  );
  expect(folders.map((folder) => existsSync(path.join(folder, 'started')))).toEqual([true, false]);
});

test('a database that is out of date, offline: the result, and what is missing in it', (context) => {
  const run = scan(context, [image, '--cache-dir', at('stale'), '--offline', '--fail-on', 'never']);
  expect(run.code).toBe(0);
  expect(run.out).toContain('CVE-2099-10001');
  expect(run.err).toBe(
    'plimsoll: The vulnerability database on this machine is of 2020-01-01: what became known since is missing. Leave out --offline once to get a new one.\n',
  );
});

test('an image that is not pulled: the engine was asked, the registry was not', (context) => {
  needPart(context, 'dockerd');
  const run = scan(context, ['example/app:9', ...offline], { DOCKER_HOST: engine?.host ?? '' });
  expect(run).toMatchObject({ code: 3, out: '' });
  expect(run.err).toBe(
    'plimsoll: Docker has no image example/app:9, and its registry was not asked. Build or pull it first, or check its name.\n',
  );
});

/** The same as somebody who is not root. */
function scanAsNobody(context: TestContext, args: readonly string[], env: Readonly<Record<string, string>>) {
  needPart(context, 'trivy');
  const home = at('home-of-nobody');
  mkdirSync(home, { recursive: true });
  execFileSync('chown', ['65534:65534', home]);
  return spawnSync(
    process.execPath,
    [cliFile, 'scan', 'image', '--trivy', at('trivy'), '--offline', ...args],
    {
      cwd: home,
      uid: 65534,
      gid: 65534,
      env: { PATH: '/usr/bin:/bin', HOME: home, TMPDIR: tmpdir(), ...env },
      encoding: 'utf8',
    },
  );
}

describe.runIf(process.getuid?.() === 0)('what this user may not', () => {
  test('use the engine: its folder is closed, or only the socket is, as Docker installs it', (context) => {
    needPart(context, 'dockerd');
    const cache = at('cache-of-nobody');
    cpSync(at('cache'), cache, { recursive: true });
    execFileSync('chown', ['-R', '65534:65534', cache]);
    for (const mode of [0o700, 0o711]) {
      chmodSync(path.dirname(engine?.socket ?? ''), mode);
      const env = { DOCKER_HOST: engine?.host ?? '' };
      const run = scanAsNobody(context, ['--cache-dir', cache, 'example/app:9'], env);
      expect(run.stderr).toMatch(
        /This user may not use DOCKER_HOST \(.*docker\.sock\)\. To use it, add your user to the group that owns its socket \(usually docker\) and log in again/,
      );
      expect(run.status).toBe(3);
    }
  });

  test('write into Trivy’s cache, which was made by root', (context) => {
    execFileSync('chmod', ['-R', 'a+rX', at('cache')]);
    const run = scanAsNobody(context, ['--cache-dir', at('cache'), image], {});
    expect(run.stderr).toMatch(
      /Trivy may not write into its cache directory.*Give that directory back.*TRIVY_CACHE_DIR/,
    );
    expect(run.status).toBe(3);
  });
});
