// `plimsoll pin` with registries that lead elsewhere: where it follows, and where logins never go.
import { readFileSync } from 'node:fs';
import https from 'node:https';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../parts.ts';
import { makeCertificate } from './guarded-registry.ts';
import { type Answers, type Hostile, pinOf, startHostile, status, well } from './hostile-server.ts';
import { runPin } from './run-pin.ts';

const place = temporaryDirectory();

describe('one that leads elsewhere', () => {
  const basic = 'Basic realm="x"';
  const guarded =
    (then: Answers): Answers =>
    (request, response, own) =>
      (request.headers.authorization ? then : status(401, { 'www-authenticate': basic }))(
        request,
        response,
        own,
      );
  const to =
    (place: (own: Hostile) => string, code = 307): Answers =>
    (request, response, own) =>
      /^\/elsewhere/.test(request.url ?? '')
        ? well(request, response)
        : status(code, { location: place(own) })(request, response, own);

  test('on the same host: followed, with the login', async () => {
    const server = await startHostile(guarded(to(() => '/elsewhere')));
    expect((await pinOf(server)).code).toBe(0);
    expect(
      server.came.filter(({ path }) => path === '/elsewhere').every(({ authorization }) => authorization),
    ).toBe(true);
  });

  test.each([301, 302, 303, 307, 308])(
    'to another host with %i: followed without the login',
    async (code) => {
      const there = await startHostile(well);
      const server = await startHostile(guarded(to(() => `http://${there.address}/x`, code)));
      expect((await pinOf(server)).code).toBe(0);
      expect(server.came.some(({ authorization }) => authorization)).toBe(true);
      expect(there.came.length).toBeGreaterThan(0);
      expect(there.came.every(({ authorization }) => authorization === undefined)).toBe(true);
    },
  );

  test('to another host that asks for the login: it gets none', async () => {
    const there = await startHostile(status(401, { 'www-authenticate': basic }));
    const server = await startHostile(guarded(to(() => `http://${there.address}/x`)));
    expect((await pinOf(server)).err).toContain('it leads to another host, which asks for a login');
    expect(there.came.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  test.each<[string, (own: Hostile) => string, string]>([
    [
      'in a circle',
      (own) => `http://${own.address}/v2/acme/app/manifests/1.2.3`,
      'it leads on more than 5 times',
    ],
    [
      'to an address without TLS on another machine',
      () => 'http://192.0.2.1/',
      'it leads to an address that is not safe',
    ],
    ['to a file', () => 'file:///etc/passwd', 'it leads to an address that is not safe'],
    ['with a login of its own', () => 'http://a:b@127.0.0.1/', 'it leads to an address that is not safe'],
    ['to nothing', () => 'http://', 'it leads to an address that is none'],
  ])('%s: not followed', async (_, place, sentence) => {
    const { code, err } = await pinOf(await startHostile(to(place)));
    expect(err).toContain(sentence);
    expect(code).toBe(3);
  });

  test.each<[string, (there: Hostile) => string, string]>([
    ['without TLS on another machine', () => 'http://192.0.2.1/token', 'its login is not over https'],
    ['that is no address', () => 'token', 'it asks for a login in a way that is not known'],
    ['that leads on', ({ address }) => `http://${address}/moved`, 'its login leads elsewhere'],
    ['that gives no token', ({ address }) => `http://${address}/garbage`, 'it gave no token'],
    ['that gives a header', ({ address }) => `http://${address}/split`, 'it gave no token'],
    ['that fails', ({ address }) => `http://${address}/fails`, 'its login answered with status 503'],
    ['that allows no more', ({ address }) => `http://${address}/many`, 'it allows no more logins for now'],
  ])('to a token server %s', async (_, realm, sentence) => {
    const tokens = await startHostile((request, response, own) => {
      const path = (request.url ?? '').replace(/\?.*$/s, '');
      if (path === '/moved')
        status(302, { location: `http://${own.address}/stolen` })(request, response, own);
      else if (path === '/split') response.end(JSON.stringify({ token: 'a\r\nx: y' }));
      else if (path === '/garbage') response.end('[]');
      else status(path === '/many' ? 429 : 503)(request, response, own);
    });
    const challenge = `Bearer realm="${realm(tokens)}",service="x"`;
    const { code, err } = await pinOf(await startHostile(status(401, { 'www-authenticate': challenge })));
    expect(err).toContain(sentence);
    expect(code).toBe(3);
    expect(tokens.came.some(({ path }) => path.startsWith('/stolen'))).toBe(false);
  });

  test('from https to http, even on this machine: not followed', async () => {
    const { certificate, key } = makeCertificate(place);
    const there = await startHostile(well);
    const server = https.createServer(
      { cert: readFileSync(certificate), key: readFileSync(key) },
      (_, response) => {
        response.writeHead(307, { location: `http://${there.address}/x` }).end();
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as { port: number };
    const files = { Dockerfile: `FROM localhost:${port}/acme/app:1.2.3\n` };
    const run = await runPin({ files, env: { SSL_CERT_FILE: certificate } });
    expect(run.err).toContain('it leads to an address that is not safe');
    expect([run.code, there.came]).toEqual([3, []]);
  });
});
