// A small real HTTP and HTTPS service on loopback that answers as the services do that people probe.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A running service. */
export interface Service {
  readonly http: number;
  /** Absent without openssl, which makes the self-signed certificate. */
  readonly https?: number;
  close(): Promise<void>;
}

function body(request: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    request.on('data', (chunk) => (text += chunk)).on('end', () => resolve(text));
  });
}

/** Answers by path; every answer but those of `/slow` comes at once. */
const answer: RequestListener = async (request: IncomingMessage, response: ServerResponse) => {
  const sent = await body(request);
  const { method, headers } = request;
  const reply = (status: number, text = '', more: Record<string, string> = {}) =>
    response.writeHead(status, { connection: 'close', ...more }).end(text);
  switch (request.url) {
    case '/health':
      return reply(200, '{"status":"UP"}\n');
    case '/ok':
      return reply(200, 'OK\n');
    case '/?full=1':
      return reply(200, 'full');
    case '/empty':
      return reply(204);
    case '/error/health':
      return reply(500, '{"status":"UP"}');
    case '/teapot':
      return reply(418, 'short and stout');
    case '/down':
      return reply(503, '{"status":"DOWN"}');
    case '/locked':
      return reply(
        headers.authorization === `Basic ${Buffer.from("ann:p'w").toString('base64')}` ? 200 : 401,
      );
    case '/away':
      return reply(302, '', { location: '/ok' });
    case '/lost':
      return reply(302, '', { location: '/nowhere' });
    case '/post':
      return reply(method === 'POST' && sent === `{"a":"it's \\"$1\\""}` ? 200 : 405);
    case '/form':
      return reply(
        headers['content-type'] === 'application/x-www-form-urlencoded' && sent === 'a=1&b=2' ? 200 : 415,
      );
    case '/head':
      return reply(method === 'HEAD' ? 200 : 405);
    case '/host':
      return reply(headers.host === 'shop.example' ? 200 : 421);
    case '/quoted':
      return reply(headers['x-quoted'] === `it's "q" \\ $HOME \`id\`` ? 200 : 400);
    case '/slow':
      return setTimeout(() => reply(200, 'late'), 2500).unref();
    default:
      return reply(404, 'not found');
  }
};

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Starts the service on free ports of 127.0.0.1. */
export async function startService(): Promise<Service> {
  const plain = createServer(answer);
  const http = await listen(plain);
  const servers: Server[] = [plain];
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-probe-'));
  let https: number | undefined;
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const options = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost'];
    await promisify(execFile)('openssl', [...options, '-keyout', key, '-out', cert]);
    const secure = createSecureServer({ key: await readFile(key), cert: await readFile(cert) }, answer);
    https = await listen(secure);
    servers.push(secure);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  } finally {
    await rm(folder, { recursive: true });
  }
  return {
    http,
    https,
    async close() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}
