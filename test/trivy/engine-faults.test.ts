// Container engines that hang, lie or are not there: a line that says so, and no image that is none.
import { mkdirSync } from 'node:fs';
import type http from 'node:http';
import path from 'node:path';
import { expect, test } from 'vitest';
import { inspectImage, listLocalImages, sourceOfEngine } from '../../server/src/trivy/index.ts';
import { only, searchIn, serve } from './engine-sockets.ts';
import { temporaryDirectory } from './parts.ts';

const root = temporaryDirectory();
mkdirSync(path.join(root, 'home'));
let count = 0;

const version = (response: http.ServerResponse) => response.end('{"Version": "28"}');
const faults: readonly (readonly [string, http.RequestListener, RegExp])[] = [
  ['hangs', () => {}, /did not answer within 3 s/],
  ['refuses', (_request, response) => void response.writeHead(403).end('no'), /status 403/],
  ['closes', (request) => void request.socket.destroy(), /socket hang up|ECONNRESET/],
  [
    'answers without end',
    (request, response) => {
      if (request.url === '/version') return void version(response);
      const send = () => response.write('x'.repeat(1 << 20), send);
      send();
    },
    /larger than 32 MiB/,
  ],
  [
    'answers garbage',
    (request, response) => void (request.url === '/version' ? version(response) : response.end('<html>')),
    /status 200/,
  ],
  ['has an odd version', (_request, response) => void response.end('[null]'), /^$/],
];

test.each(faults)('%s', async (_name, handle, problem) => {
  const socket = await serve(path.join(root, `s${count++}`), handle);
  const found = await listLocalImages(only(root, socket));
  expect(found.images).toEqual([]);
  const line = found.tried.find((each) => each.includes(socket)) ?? '';
  expect(line).toMatch(problem);
});

test('hostile entries are left out', async () => {
  const id = `sha256:${'a'.repeat(64)}`;
  const entries = [
    null,
    5,
    { Id: 'x', RepoTags: ['a:1'] },
    { Id: id, RepoTags: ['--help', '$(id)', '<none>:<none>', 7, 'good:1'], Created: 1e300, Size: -1 },
    { Id: id.replace('sha256:', ''), RepoTags: null, Created: 1_700_000_000, Size: 5 },
  ];
  const socket = await serve(path.join(root, `s${count++}`), (_request, response) =>
    response.end(JSON.stringify(entries)),
  );
  const found = await listLocalImages(only(root, socket));
  const engine = { kind: 'docker', host: `unix://${socket}`, origin: 'DOCKER_HOST' };
  expect(found.images.map(({ names, size }) => [names, size])).toEqual([
    [[], 5],
    [['good:1'], undefined],
  ]);
  expect(found.images[0]).toEqual({ names: [], id, created: 1_700_000_000_000, size: 5, engine });
});

test('Podman behind Docker’s socket is recognised; Trivy is told so', async () => {
  const socket = await serve(path.join(root, `s${count++}`), (request, response) => {
    response.end(request.url === '/version' ? '{"Components": [{"Name": "Podman Engine"}]}' : '[]');
  });
  const [engine] = (await listLocalImages(only(root, socket))).engines;
  expect(sourceOfEngine(engine!)).toEqual({
    sources: ['podman'],
    engine: { kind: 'podman', host: `unix://${socket}` },
  });
});

test('cancelled', async () => {
  const socket = await serve(path.join(root, `s${count++}`), () => {});
  const found = await listLocalImages(only(root, socket), AbortSignal.abort());
  expect(found.tried.join()).toMatch(/cancelled/);
});

test('what is not a reference is never asked for', async () => {
  const asked: (string | undefined)[] = [];
  const socket = await serve(path.join(root, `s${count++}`), (request, response) => {
    asked.push(request.url);
    response.writeHead(404).end('{}');
  });
  for (const reference of ['--help', '../../containers/json', 'a b', 'a?x=1']) {
    expect(await inspectImage(reference, only(root, socket))).toMatchObject({ state: 'absent', engines: [] });
  }
  expect(asked).toEqual([]);
});

test('no engine: everything that was tried is named', async () => {
  const found = await inspectImage(
    'a:1',
    searchIn(root, { DOCKER_HOST: 'unix:///nowhere.sock', CONTAINER_HOST: 'ssh://x' }),
  );
  expect(found).toMatchObject({ state: 'no-engine' });
  expect(found).toHaveProperty('tried', [
    'CONTAINER_HOST: addresses with ssh:// are not supported',
    'DOCKER_HOST: /nowhere.sock is not there',
  ]);
});
