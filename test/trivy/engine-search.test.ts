// Where container engines are looked for: sockets, contexts, variables and pipes.
import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findEngineEndpoints } from '../../server/src/trivy/index.ts';
import { listen, searchIn } from './engine-sockets.ts';
import { temporaryDirectory } from './parts.ts';

const root = temporaryDirectory();
const home = path.join(root, 'home');
mkdirSync(path.join(home, '.docker'), { recursive: true });
const search = (more: Record<string, string> = {}) => searchIn(root, more);

test('the usual sockets, each once, links resolved', async () => {
  const sockets = [
    [path.join(root, 'run', 'docker.sock'), 'rootless Docker'],
    [path.join(home, '.colima', 'default', 'docker.sock'), 'Colima'],
    [path.join(root, 'run', 'podman', 'podman.sock'), 'rootless Podman'],
  ] as const;
  for (const [socket] of sockets) {
    mkdirSync(path.dirname(socket), { recursive: true });
    await listen(socket);
  }
  mkdirSync(path.join(home, '.docker', 'run'), { recursive: true });
  symlinkSync(sockets[0][0], path.join(home, '.docker', 'run', 'docker.sock'));
  const { endpoints, passedOver } = await findEngineEndpoints(search());
  const own = endpoints.filter((each) => each.host.startsWith(`unix://${root}`));
  expect(own).toEqual([
    { kind: 'docker', host: `unix://${sockets[0][0]}`, origin: 'rootless Docker' },
    { kind: 'docker', host: `unix://${sockets[1][0]}`, origin: 'Colima' },
    { kind: 'podman', host: `unix://${sockets[2][0]}`, origin: 'rootless Podman' },
  ]);
  expect(passedOver.join('\n')).toMatch(/Rancher Desktop: .*docker\.sock is not there/);
});

test('DOCKER_HOST and contexts choose instead of the usual sockets', async () => {
  const host = `unix://${path.join(root, 'run', 'docker.sock')}`;
  const meta = (name: string, value: unknown) => {
    const id = createHash('sha256').update(name).digest('hex');
    const directory = path.join(home, '.docker', 'contexts', 'meta', id);
    mkdirSync(directory, { recursive: true });
    writeFileSync(
      path.join(directory, 'meta.json'),
      typeof value === 'string' ? value : JSON.stringify(value),
    );
    return id;
  };
  const id = meta('colima', { Name: 'colima', Endpoints: { docker: { Host: 'tcp://127.0.0.1:2376' } } });
  const tls = path.join(home, '.docker', 'contexts', 'tls', id, 'docker');
  mkdirSync(tls, { recursive: true });
  writeFileSync(path.join(tls, 'ca.pem'), '');
  meta('broken', '{"Endpoints": [');
  writeFileSync(path.join(home, '.docker', 'config.json'), JSON.stringify({ currentContext: 'colima' }));
  const docker = async (env: Record<string, string>) => {
    const found = await findEngineEndpoints(search(env));
    return [found.endpoints.filter((each) => each.kind === 'docker'), found.passedOver.join('\n')] as const;
  };
  expect((await docker({ DOCKER_HOST: host }))[0]).toEqual([{ kind: 'docker', host, origin: 'DOCKER_HOST' }]);
  expect((await docker({}))[0]).toEqual([
    { kind: 'docker', host: 'tcp://127.0.0.1:2376', origin: 'docker context “colima”', tlsDirectory: tls },
  ]);
  expect((await docker({ DOCKER_CONTEXT: 'broken' }))[1]).toMatch(/“broken”: it has no address/);
  expect((await docker({ DOCKER_HOST: 'ssh://host' }))[1]).toMatch(
    /DOCKER_HOST: addresses with ssh:\/\/ are not supported/,
  );
  writeFileSync(path.join(home, '.docker', 'config.json'), '{"currentContext": ');
  expect((await docker({}))[0].map((each) => each.origin)).toContain('rootless Docker');
});

test('Windows: pipes', async () => {
  const { endpoints } = await findEngineEndpoints({
    env: { USERPROFILE: 'C:\\Users\\x' },
    platform: 'win32',
  });
  expect(endpoints.map((each) => each.host)).toEqual([
    'npipe:////./pipe/docker_engine',
    'npipe:////./pipe/dockerDesktopLinuxEngine',
    'npipe:////./pipe/podman-machine-default',
  ]);
});
