// Part: a Redis server, which Trivy servers of a company share as their cache.
import { type Daemon, startDaemon } from './daemon.ts';
import type { Part, Prepared } from './part.ts';
import { freePort } from './port.ts';
import { onPath, run } from './program.ts';

export const redis: Part = {
  name: 'redis',
  gives: ['redis-server'],
  debian: ['redis-server'],
  async prepare(): Promise<Prepared> {
    const path = onPath('redis-server');
    return path
      ? { paths: { 'redis-server': path } }
      : { missing: 'no redis-server on PATH (Debian package redis-server)' };
  },
};

export interface Redis {
  /** `redis://127.0.0.1:PORT`, with the password where there is one. */
  readonly url: string;
  readonly port: number;
  /** The names of all keys. */
  keys(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Starts Redis on loopback, in memory only. `program` is the part redis-server. */
export async function startRedis(program: string, password = ''): Promise<Redis> {
  const port = await freePort();
  const client = program.replace(/redis-server$/, 'redis-cli');
  const ask = (...words: string[]) =>
    run(client, ['-h', '127.0.0.1', '-p', String(port), ...words], {
      // Its own variable, so that the password is in no argument list.
      env: password ? { REDISCLI_AUTH: password } : {},
      timeout: 10_000,
    });
  const secured = password ? ['--requirepass', password] : [];
  const daemon: Daemon = await startDaemon(
    program,
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...secured],
    async () => (await ask('ping')).stdout.trim() === 'PONG',
  );
  return {
    url: `redis://${password ? `:${password}@` : ''}127.0.0.1:${port}`,
    port,
    keys: async () => (await ask('--raw', 'keys', '*')).stdout.split('\n').filter(Boolean).sort(),
    stop: () => daemon.stop(),
  };
}
