// What the tests of container engines share: sockets of their own and the variables that lead there.
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { afterAll } from 'vitest';

const closers: (() => void)[] = [];
afterAll(() => {
  for (const close of closers) close();
});

/** A server on a Unix socket that answers as `handle` says. */
export async function serve(socket: string, handle: http.RequestListener): Promise<string> {
  const server = http.createServer(handle);
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => {
    server.listen(socket, resolve);
  });
  return socket;
}

/** A socket on which nothing answers. */
export function listen(socket: string): Promise<void> {
  const server = net.createServer();
  closers.push(() => server.close());
  return new Promise((resolve) => {
    server.listen(socket, resolve);
  });
}

/** A search that sees nothing of this machine but its system-wide sockets. */
export function searchIn(root: string, more: Readonly<Record<string, string | undefined>> = {}) {
  const env = { HOME: path.join(root, 'home'), XDG_RUNTIME_DIR: path.join(root, 'run'), ...more };
  return { env, platform: 'linux' as const };
}

/** A search that leads to this socket alone. */
export function only(root: string, socket: string) {
  return searchIn(root, { DOCKER_HOST: `unix://${socket}`, CONTAINER_HOST: 'unix:///nowhere.sock' });
}
