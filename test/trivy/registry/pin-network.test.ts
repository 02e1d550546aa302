// `plimsoll pin` with a real registry behind certificates and proxies.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { login } from './guarded-registry.ts';
import { privateRegistry } from './private-registry.ts';
import { loginOf, pinProject, runPin } from './run-pin.ts';

const { registry, image, digest, docker, pinned, place } = privateRegistry();

describe('certificates', () => {
  const files = () => ({ Dockerfile: `FROM ${image()}\n` });
  const junk = 'no certificate\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

  test('NODE_EXTRA_CA_CERTS', async () => {
    const env = { SSL_CERT_FILE: '', NODE_EXTRA_CA_CERTS: registry().certificate };
    expect((await pinned({ files: files(), env })).code).toBe(0);
  });

  test('SSL_CERT_DIR, with other files in it', async () => {
    const folder = join(place, 'certificates');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'a.pem'), junk);
    writeFileSync(join(folder, 'b.crt'), readFileSync(registry().certificate));
    const env = { SSL_CERT_FILE: '/nowhere.pem', SSL_CERT_DIR: `/nowhere:${folder}` };
    expect((await pinned({ files: files(), env })).code).toBe(0);
  });

  test('Docker’s certs.d, for this registry only', async () => {
    const project = pinProject(files());
    const run = { docker: docker(), env: { SSL_CERT_FILE: '' } };
    const put = (host: string) => {
      const folder = join(project.home, '.docker/certs.d', host);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'ca.crt'), readFileSync(registry().certificate));
    };
    put('localhost:1');
    expect((await runPin(run, project)).code).toBe(3);
    put(registry().address);
    expect((await runPin(run, project)).code).toBe(0);
  });
});

describe('proxies', () => {
  /** A proxy that leads every name to this machine, and notes what it was asked for. */
  async function startProxy(wanted?: string): Promise<{ url: string; asked: string[] }> {
    const asked: string[] = [];
    const server = http.createServer((_request, response) => response.writeHead(400).end());
    server.on('connect', (request, socket: net.Socket, head) => {
      asked.push(request.url ?? '');
      const given = request.headers['proxy-authorization'];
      if (wanted !== undefined && given !== `Basic ${Buffer.from(wanted).toString('base64')}`) {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
        return;
      }
      const [, port] = (request.url ?? '').split(':');
      const target = net.connect(Number(port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        target.write(head);
        target.pipe(socket).pipe(target);
      });
      for (const one of [target, socket]) one.on('error', () => one.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return { url: `127.0.0.1:${(server.address() as net.AddressInfo).port}`, asked };
  }
  /** A name that only the proxy knows. */
  const far = () => image().replace('localhost', 'registry.test');
  const run = (env: Record<string, string>) =>
    pinned({
      files: { Dockerfile: `FROM ${far()}\n` },
      docker: loginOf(registry().address.replace('localhost', 'registry.test'), login.name, login.password),
      env,
    });

  test('everything goes through it, by name and in lower case too', async () => {
    for (const name of ['HTTPS_PROXY', 'https_proxy']) {
      const proxy = await startProxy();
      const made = await run({ [name]: name === 'https_proxy' ? proxy.url : `http://${proxy.url}` });
      expect([made.err, made.code]).toEqual(['', 0]);
      expect(made.read('Dockerfile')).toBe(`FROM ${far()}@${digest()}\n`);
      expect(new Set(proxy.asked)).toEqual(
        new Set([registry().address.replace('localhost', 'registry.test')]),
      );
    }
  });

  test('one with a login, and without it', async () => {
    const proxy = await startProxy('bob:canary-pa ss');
    expect((await run({ HTTPS_PROXY: `http://bob:canary-pa%20ss@${proxy.url}` })).code).toBe(0);
    const refused = await run({ HTTPS_PROXY: `http://bob:canary-other@${proxy.url}` });
    expect(refused.err).toContain(
      'the proxy asks for a login. Put name and password into the address in HTTPS_PROXY.',
    );
    expect([refused.code, /canary/.test(refused.err)]).toEqual([3, false]);
  });

  test.each([
    ['names it', 'registry.test'],
    ['names what is above it', '.test, other'],
    ['names everything', '*'],
  ])('none where NO_PROXY %s', async (_, list) => {
    const proxy = await startProxy();
    const made = await run({ HTTPS_PROXY: `http://${proxy.url}`, NO_PROXY: list });
    expect(made.err).toContain('its host name is not known');
    expect(proxy.asked).toEqual([]);
  });

  test('this machine is never reached through one', async () => {
    const made = await pinned({
      files: { Dockerfile: `FROM ${image()}\n` },
      env: { HTTPS_PROXY: 'http://127.0.0.1:9' },
    });
    expect(made.code).toBe(0);
  });

  test.each([
    ['that is not there', 'http://127.0.0.1:9', 'the proxy that HTTPS_PROXY names cannot be reached'],
    ['of another kind', 'socks5://127.0.0.1:9', 'HTTPS_PROXY names no proxy that can be used'],
  ])('one %s', async (_, proxy, sentence) => {
    const made = await run({ HTTPS_PROXY: proxy });
    expect(made.err).toContain(sentence);
    expect(made.code).toBe(3);
  });
});
