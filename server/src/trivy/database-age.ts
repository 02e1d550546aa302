// Says when a scan without updates used a database that others have long replaced.
import path from 'node:path';
import { metadata, trivyCacheDirectory } from './database-version.ts';
import type { ScanRequest } from './scan-request.ts';

/** Milliseconds after the day its update was due. A database is renewed several times a day. */
const patience = 7 * 86_400_000;

/**
 * A sentence for the user about a database that is out of date; undefined where it is not, or where Trivy or its server
 * looks after it.
 * @param now milliseconds since 1970
 */
export async function oldDatabaseNote(
  request: Pick<ScanRequest, 'offline' | 'server' | 'cacheDirectory' | 'env'>,
  now = Date.now(),
): Promise<string | undefined> {
  if (!request.offline || request.server) return undefined;
  const database = await metadata(path.join(trivyCacheDirectory(request), 'db', 'metadata.json'));
  const [made, due] = ['UpdatedAt', 'NextUpdate'].map((name) => Date.parse(String(database?.[name])));
  if (!(made! > 0) || !(due! + patience < now)) return undefined;
  const day = new Date(made!).toISOString().slice(0, 10);
  return `The vulnerability database on this machine is of ${day}: what became known since is missing. Switch plimsoll.trivy.offline off for one scan to get a new one.`;
}
