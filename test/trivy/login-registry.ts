// Debian's registry on loopback, which asks for a name and a password: alice's.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { startDaemon } from '../../scripts/parts/daemon.ts';
import { freePort } from '../../scripts/parts/port.ts';

export const loginPassword = 'canary-Zq81-password';
/** bcrypt of that password. */
const hash = '$2b$04$denJvx1pW1RnO0aJMvlc4unriKnyWYXBzxv7qLkiwRBxA2utL59ES';

export interface LoginRegistry {
  readonly port: number;
  /** Copies the tar file of an image into it. */
  push(tar: string, name: string): void;
  stop(): Promise<void>;
}

/** @param folder for its files */
export async function startLoginRegistry(
  { program, skopeo }: { readonly program: string; readonly skopeo: string },
  folder: string,
): Promise<LoginRegistry> {
  const port = await freePort();
  const users = path.join(folder, 'htpasswd');
  const file = path.join(folder, 'registry.yml');
  writeFileSync(users, `alice:${hash}\n`);
  const config = {
    version: '0.1',
    log: { level: 'warn' },
    storage: { filesystem: { rootdirectory: path.join(folder, 'registry') } },
    http: { addr: `127.0.0.1:${port}` },
    auth: { htpasswd: { realm: 'test', path: users } },
  };
  writeFileSync(file, JSON.stringify(config));
  const answers = async () => (await fetch(`http://127.0.0.1:${port}/v2/`)).status === 401;
  const daemon = await startDaemon(program, ['serve', file], answers);
  return {
    port,
    push: (tar, name) => {
      const how = ['--insecure-policy', '--dest-tls-verify=false', `--dest-creds=alice:${loginPassword}`];
      execFileSync(skopeo, ['copy', '--quiet', ...how, `docker-archive:${tar}`, `docker://${name}`]);
    },
    stop: () => daemon.stop(),
  };
}
