// Which vulnerability database a scan would use: from the files beside it, or from the Trivy server that keeps it.
import { open } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { ScanRequest } from './scan-request.ts';

/** Bytes: a few dates. */
const metadataLimit = 16 * 1024;
const serverLimit = 3000;

/**
 * A text that is another one after every update of the databases. Undefined: it cannot be told, or the next scan would
 * update them first.
 */
export async function databaseVersion(request: ScanRequest, now = Date.now()): Promise<string | undefined> {
  if (request.server) return serverDatabase(request.server.url);
  const folder = trivyCacheDirectory(request);
  const main = await metadata(path.join(folder, 'db', 'metadata.json'));
  const updated = main?.['UpdatedAt'];
  if (typeof updated !== 'string') return undefined;
  const next = Date.parse(String(main?.['NextUpdate']));
  if (!request.offline && !(next > now)) return undefined;
  const java = await metadata(path.join(folder, 'java-db', 'metadata.json'));
  const checks = request.options?.scanners?.includes('misconfig')
    ? await metadata(path.join(folder, 'policy', 'metadata.json'))
    : undefined;
  return JSON.stringify([updated, java?.['UpdatedAt'] ?? '', checks?.['Digest'] ?? '']);
}

/** Source: Trivy 0.58 to 0.73, `GET /version` of pkg/rpc/server/listen.go; it asks for no token. */
async function serverDatabase(url: string): Promise<string | undefined> {
  try {
    const answer = await fetch(`${url.replace(/\/+$/, '')}/version`, {
      signal: AbortSignal.timeout(serverLimit),
      redirect: 'error',
    });
    if (!answer.ok || Number(answer.headers.get('content-length') ?? 0) > metadataLimit) return undefined;
    const told = (await answer.json()) as { Version?: unknown; VulnerabilityDB?: { UpdatedAt?: unknown } };
    const updated = told.VulnerabilityDB?.UpdatedAt;
    return typeof updated === 'string' ? JSON.stringify([url, told.Version, updated]) : undefined;
  } catch {
    return undefined;
  }
}

/** Where Trivy keeps its databases. Source: Trivy 0.73, pkg/utils/fsutils/fs.go: Go's os.UserCacheDir. */
export function trivyCacheDirectory({
  cacheDirectory: own,
  env,
}: Pick<ScanRequest, 'cacheDirectory' | 'env'>): string {
  const named = own ?? env['TRIVY_CACHE_DIR'];
  if (named) return named;
  const home = env['HOME'] ?? homedir();
  if (process.platform === 'win32')
    return path.join(env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'trivy');
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Caches', 'trivy');
  return path.join(env['XDG_CACHE_HOME'] || path.join(home, '.cache'), 'trivy');
}

/** A database's own metadata.json, hostile; undefined where there is none. */
export async function metadata(file: string): Promise<Record<string, unknown> | undefined> {
  try {
    const handle = await open(file, 'r');
    try {
      const buffer = Buffer.alloc(metadataLimit);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      const data: unknown = JSON.parse(buffer.toString('utf8', 0, bytesRead));
      return data !== null && typeof data === 'object' ? (data as Record<string, unknown>) : undefined;
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}
