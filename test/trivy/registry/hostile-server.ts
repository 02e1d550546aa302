// A registry of the test's own on loopback, without TLS, that answers each repository in its own wrong way; and one beside it.
import { createHash } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import net from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { loginOf, runPin } from './run-pin.ts';

/** One request that came. */
export interface Came {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
}

export interface Hostile {
  /** `127.0.0.1:5000` */
  readonly address: string;
  readonly came: Came[];
}

export type Answers = (request: IncomingMessage, response: ServerResponse, own: Hostile) => void;

/** A server that is gone after the test. */
export async function startHostile(answers: Answers): Promise<Hostile> {
  const own = { address: '', came: [] as Came[] };
  const server = http.createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    own.came.push({ method, path: url, authorization: headers.authorization });
    response.on('error', () => undefined);
    answers(request, response, own);
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await listen(server);
  own.address = `127.0.0.1:${(server.address() as net.AddressInfo).port}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return own;
}

/** A server that says something else than HTTP. */
export async function startOther(text: string): Promise<string> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write(text);
  });
  await listen(server);
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `127.0.0.1:${(server.address() as net.AddressInfo).port}`;
}

function listen(server: net.Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

/** A manifest that is right, and its digest. */
export const manifest = JSON.stringify({ schemaVersion: 2, config: {}, layers: [] });
export const digest = digestOf(manifest);

export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** Answers as a registry should. */
export function well(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, {
    'docker-content-digest': digest,
    'content-type': 'application/vnd.oci.image.manifest.v1+json',
  });
  response.end(request.method === 'HEAD' ? undefined : manifest);
}

/** Answers with a status and nothing else. */
export const status =
  (code: number, headers: Record<string, string> = {}): Answers =>
  (_request, response) => {
    response.writeHead(code, headers);
    response.end();
  };

const canary = 'canary-Hq27-password';

/** Pins `acme/app:1.2.3` of that server. */
export async function pinOf(
  server: { readonly address: string },
  args: readonly string[] = [],
  isKnown = true,
) {
  const image = `${server.address}/acme/app:1.2.3`;
  const docker = isKnown ? loginOf(server.address, 'alice', canary) : {};
  const run = await runPin({ files: { Dockerfile: `FROM ${image}\n` }, docker, args });
  expect(run.out + run.err).not.toContain('canary');
  return { ...run, after: run.read('Dockerfile'), image };
}
