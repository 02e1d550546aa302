// Where Trivy keeps what it read of an image's layers: its own folder, its memory, or a Redis that a company shares.
import type { ProcessEnd } from './run-process.ts';
import { ScanError } from './scan-error.ts';
import type { ScanRequest } from './scan-request.ts';
import { commandOf } from './trivy-arguments.ts';

/** Trivy's variables about that cache. With a Trivy server they are the server's, and are not passed. */
export const cacheVariables: readonly string[] = [
  'TRIVY_CACHE_BACKEND',
  'TRIVY_CACHE_TTL',
  'TRIVY_REDIS_CA',
  'TRIVY_REDIS_CERT',
  'TRIVY_REDIS_KEY',
  'TRIVY_REDIS_TLS',
];

/**
 * A backend that a setting or an option names, checked: `fs`, `memory`, `redis://host:port`, `rediss://host:port`.
 * @throws ScanError `bad-request`, with a sentence for the user
 */
export function cacheBackend(text: string): string {
  if (text === 'fs' || text === 'memory') return text;
  const refuse = (why: string) =>
    new ScanError('bad-request', `The setting plimsoll.trivy.cacheBackend ${why}`);
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw refuse('must be fs, memory, or the address of a Redis as redis://host:6379.');
  }
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') {
    throw refuse('must be fs, memory, or begin with redis:// or rediss://.');
  }
  if (url.username !== '' || url.password !== '') {
    throw refuse(
      'must not hold a password: other programs read settings, and they are synchronised. Put the whole address into TRIVY_CACHE_BACKEND in the environment instead.',
    );
  }
  return text;
}

/** The passwords in a Redis address, as they stand there and as they are meant: to be masked. */
export function passwordsOf(backend: string | undefined): readonly string[] {
  if (backend === undefined) return [];
  try {
    const { password } = new URL(backend);
    return password === '' ? [] : [password, decodeURIComponent(password)];
  } catch {
    return [];
  }
}

/** Folders of layer caches that a scan of this process has open. */
const openFolders = new Set<string>();

/**
 * Runs Trivy with a layer cache that it can have. The one in a folder is locked by whoever uses it (another scan of
 * ours, or a Trivy in a terminal): then the layers are kept in memory, and read again the next time.
 */
export async function withLayerCache(
  { target, server, cacheDirectory }: ScanRequest,
  env: Readonly<Record<string, string>>,
  run: (env: Readonly<Record<string, string>>) => Promise<ProcessEnd>,
): Promise<ProcessEnd> {
  const backend = env['TRIVY_CACHE_BACKEND'] ?? 'fs';
  if (server || backend !== 'fs' || commandOf(target) !== 'image') return run(env);
  const inMemory = { ...env, TRIVY_CACHE_BACKEND: 'memory' };
  const folder = cacheDirectory ?? env['TRIVY_CACHE_DIR'] ?? '';
  if (openFolders.has(folder)) return run(inMemory);
  openFolders.add(folder);
  try {
    const end = await run(env);
    // Source: Trivy 0.58 to 0.73, pkg/cache/fs.go.
    const locked =
      end.stopped === undefined && end.code !== 0 && /cache may be in use by another process/.test(end.tail);
    if (!locked) return end;
  } finally {
    openFolders.delete(folder);
  }
  return run(inMemory);
}
